"""Whatever a member shows finds them, however it is typed; and pages hold each person once, whatever the names."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members import directory
from members.finding import pages
from members.folding import findable
from members.models import Member, Organisation
from members.switches import EXTRAS
from tests.factories import make_member

pytestmark = pytest.mark.whole
ON = date(2026, 5, 14)
# Latin letters with all their accents, as names in this country have them, and what stands between words.
letters = st.characters(min_codepoint=0x41, max_codepoint=0x17F, categories=["L"])
words = st.text(letters, min_size=1, max_size=8)
phrases = st.lists(words, min_size=1, max_size=4)
FIELDS = ("name", "job_title", "service", "interests", "languages", "organisation_other")


def as_typed(word: str) -> list[str]:
    """The same word as people type it: capitals, small letters, letters and accents apart, what stands around it."""
    apart = unicodedata.normalize("NFD", word)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return [word, word.upper(), word.lower(), word.title(), apart, plain, f"  {word}, ", f"({word})"]


class WhatIsShownFinds(TestCase):
    @given(texts=st.fixed_dictionaries(dict.fromkeys(FIELDS, phrases)), at=st.booleans(), old=phrases)
    def test_any_shown_word_and_all_of_them_without_their_spaces(self, texts, at, old):
        said = {field: " ".join(text) for field, text in texts.items()}
        successor = Organisation.objects.create(name=said["organisation_other"])
        was = Organisation.objects.create(name=" ".join(old), valid_to=ON, succeeded_by=successor) if at else None
        shown = {switch.flag: True for switch in EXTRAS}
        member = make_member(**{**said, **shown, "organisation": was})
        typed = [each for text in [*texts.values(), *([old] if at else [])] for word in text for each in as_typed(word)]
        typed += ["".join(text) for text in [*texts.values(), *([old] if at else [])]]

        lost = [each for each in typed if not directory.found(Member.objects.filter(pk=member.pk), each).exists()]

        assert lost == []


class EachStandsOnce(TestCase):
    people = st.lists(
        st.tuples(st.sampled_from(("Ada", "ada", "Ádá", "Bo", "Élodie", "Zoë")), st.booleans()), max_size=70
    )

    @given(people=people)
    def test_through_all_pages_forwards_and_back_in_the_order_of_names(self, people):
        Member.objects.bulk_create(
            Member(name=name, listed=listed, search_text=findable({"name": name})) for name, listed in people
        )
        seen = Member.objects.showing("name")

        forwards, there = self.walk(seen, "after"), list(seen.by_name())
        backwards = self.walk(seen, "before", forwards[-1].before)

        assert [each for page in forwards for each in page.people] == there
        assert [page.people for page in backwards[::-1]] == [page.people for page in forwards[:-1]]
        assert all(pages.count_of(seen, page).number == len(there) for page in forwards)

    def walk(self, seen, way, mark=""):
        found = [pages.page_of(seen, seen, **{way: mark})] if way == "after" or mark else []
        while found and getattr(found[-1], way):
            found.append(pages.page_of(seen, seen, **{way: getattr(found[-1], way)}))
        return found
