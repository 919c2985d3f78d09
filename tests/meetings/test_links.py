"""Short signed names: for one person, one meeting and one purpose, and for no other."""

import re

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from meetings import links

NUMBERS = st.integers(min_value=1, max_value=2**53)
PURPOSES = st.sampled_from([links.ANSWER, links.REPLY])
OLD_KEY, NEW_KEY = "old" * 20, "new" * 20


@given(PURPOSES, NUMBERS, NUMBERS, st.integers(min_value=0, max_value=9))
def test_a_name_says_what_was_signed_even_in_capitals(purpose, meeting, member, generation):
    name = links.name(purpose, meeting, member, generation)
    read = links.read(name.upper())
    assert (read.meeting, read.member) == (meeting, member)
    assert read.is_good(purpose, generation)
    assert len(name) <= 50
    assert re.fullmatch("[0-9a-z-]+", name)


@given(NUMBERS, NUMBERS, st.integers(min_value=0, max_value=9))
def test_a_name_is_good_for_nothing_else(meeting, member, generation):
    name = links.name(links.ANSWER, meeting, member, generation)
    signature = name.rpartition("-")[2]
    assert not links.read(name).is_good(links.REPLY, generation)
    assert not links.read(name).is_good(links.ANSWER, generation + 1)
    assert not links.Named(meeting + 1, member, signature).is_good(links.ANSWER, generation)
    assert not links.Named(meeting, member + 1, signature).is_good(links.ANSWER, generation)


@given(st.text(max_size=80))
def test_whatever_is_no_name_is_none(text):
    read = links.read(text)
    assert read is None or not read.is_good(links.ANSWER, 0)


def test_a_new_secret_key_keeps_old_names_good_while_the_old_key_is_kept_beside_it():
    with override_settings(SECRET_KEY=OLD_KEY, SECRET_KEY_FALLBACKS=[]):
        old = links.read(links.name(links.ANSWER, 12, 34))
    with override_settings(SECRET_KEY=NEW_KEY, SECRET_KEY_FALLBACKS=[OLD_KEY]):
        assert old.is_good(links.ANSWER, 0)
    with override_settings(SECRET_KEY=NEW_KEY, SECRET_KEY_FALLBACKS=[]):
        assert not old.is_good(links.ANSWER, 0)


def test_a_draft_becomes_each_persons_own_and_what_people_typed_becomes_no_link():
    draft = f"Answer: https://dit.example/meetings/a/{links.marked(7)}/ mark-7- and {links.marked(8)}"
    own = links.personal(draft, 34, 2)
    assert links.name(links.ANSWER, 7, 34, 2) in own
    assert links.name(links.ANSWER, 8, 34, 2) in own
    assert "mark-7- and" in own
    assert links.MARK not in own
