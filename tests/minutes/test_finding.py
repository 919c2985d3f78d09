"""One search: what it finds, in which words, and what it never shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings.words import Status
from members.folding import fold
from minutes import documents, publishing
from minutes.finding import Kind, find, words_of
from minutes.marking import MOST_LETTERS, marked, sentence, with_places
from minutes.models import Action, AgendaItem, Minutes, Resolution
from minutes.words import ItemState
from tests.factories import (
    make_coordinator,
    make_document,
    make_item,
    make_meeting,
    make_member,
    make_minutes,
    make_past_meeting,
    make_published_minutes,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/minutes/search/"


@pytest.fixture
def member(client):
    member = make_member()
    client.force_login(member.user)
    return member


def item(meeting, title, **fields):
    return make_item(meeting, title=title, search_text=fold(title), **fields)


def text(response):
    return " ".join(response.content.decode().split())


def found_in(member, query):
    """What a search gives: the kinds and the words of all hits."""
    hits = [hit for found in find(member, words_of(query)).found for hit in found.hits]
    return [(hit.kind, "".join(piece.text for piece in hit.pieces)) for hit in hits]


def published(meeting, text="# Welcome\n\nAll were welcomed.", decisions=(), actions=()):
    """Minutes of a meeting as they are published by its verbs."""
    by, now = make_coordinator(), timezone.now()
    make_minutes(meeting, text=text)
    for decision in decisions:
        Resolution.objects.create(meeting=meeting, text=decision, recorded_at=now, recorded_by_name="Ada")
    for action in actions:
        Action.objects.create(meeting=meeting, text=action, recorded_at=now, recorded_by_name="Ada")
    publish(meeting, by, now)
    return meeting


def publish(meeting, by, now):
    publishing.publish(meeting, publishing.wording(meeting.minutes), by, now)


def test_one_search_finds_agendas_decisions_actions_minutes_and_titles_of_documents(member):
    meeting = published(
        make_past_meeting(), "We met. The summer of owls was long. We left.", ["Buy an owl."], ["Feed the owl"]
    )
    item(meeting, "Owls and endings")
    make_document(meeting=meeting, title="Slides on owls")

    assert found_in(member, "owl") == [
        (Kind.AGENDA, "Owls and endings"),
        (Kind.DECISION, "Buy an owl."),
        (Kind.ACTION, "Feed the owl"),
        (Kind.MINUTES, "The summer of owls was long."),
        (Kind.DOCUMENT, "Slides on owls"),
    ]


def test_all_words_must_stand_in_one_part_in_whatever_order_case_or_accents(member):
    meeting = make_meeting()
    item(meeting, "Élodie’s CAFÉ for endings")
    item(meeting, "Endings")

    for query in ("endings elodies", "ÉLODIE’S café", "  café,   END!", "ending " * 60 + "cafe"):
        assert found_in(member, query) == [(Kind.AGENDA, "Élodie’s CAFÉ for endings")], query
    assert found_in(member, "endings café tea") == []


@pytest.mark.parametrize("word", ["1%0", "1_0", "1\\0", "%", "_"])
def test_letters_that_a_database_reads_as_any_other_are_only_themselves(member, word):
    item(make_meeting(), "100 days")

    assert find(member, [word]).found == []


def hide_proposed(meeting, words):
    item(meeting, words, state=ItemState.PROPOSED)


def hide_declined(meeting, words):
    item(meeting, words, state=ItemState.DECLINED)


def hide_withdrawn(meeting, words):
    item(meeting, words, state=ItemState.WITHDRAWN)


def hide_waiting(meeting, words):
    item(None, words)


def hide_unpublished(meeting, words):
    make_minutes(meeting, text=words, search_text=fold(words))


def hide_decision(meeting, words):
    make_minutes(meeting)
    Resolution.objects.create(meeting=meeting, text=words, recorded_at=timezone.now(), search_text=fold(words))


def hide_action(meeting, words):
    make_minutes(meeting)
    Action.objects.create(meeting=meeting, text=words, recorded_at=timezone.now(), search_text=fold(words))


def hide_removed(meeting, words):
    document = make_document(meeting=meeting, title=words)
    documents.take_away(document, timezone.now(), make_coordinator())


def hide_later_text(meeting, words):
    published(meeting, decisions=["A decision"], actions=["An action"])
    Minutes.objects.filter(meeting=meeting).update(text=words, search_text=fold(words))
    Resolution.objects.filter(meeting=meeting).update(text=words)
    Action.objects.filter(meeting=meeting).update(text=words)


def hide_in_draft(meeting, words):
    meeting.status = Status.DRAFT
    meeting.save(update_fields=["status"])
    item(meeting, words)
    make_document(meeting=meeting, title=words)
    make_minutes(meeting, text=words, search_text=fold(words), published_at=timezone.now())


HIDDEN = [hide_proposed, hide_declined, hide_withdrawn, hide_waiting, hide_unpublished]
HIDDEN += [hide_decision, hide_action, hide_removed, hide_later_text, hide_in_draft]


@pytest.mark.parametrize("hide", HIDDEN)
def test_a_canary_in_what_members_may_not_read_is_found_by_nobody(client, hide):
    hide(make_past_meeting(), "canary")
    writer = make_member(user=make_coordinator())

    for member in (make_member(), writer):
        client.force_login(member.user)
        page = text(client.get(ADDRESS, {"words": "canary"}))

        assert found_in(member, "canary") == []
        assert "<mark>" not in page


def test_what_was_published_and_taken_back_is_found_no_more(member):
    meeting = published(make_past_meeting(), "A canary sang.")
    before = found_in(member, "canary")

    publishing.take_back(meeting, timezone.now())

    assert (before, found_in(member, "canary")) == ([(Kind.MINUTES, "A canary sang.")], [])


def test_meetings_stand_latest_first_ten_on_a_page_and_the_last_of_a_page_leads_to_the_next(client, member):
    now = timezone.now()
    meetings = [make_meeting(starts_at=now + timedelta(days=day // 2)) for day in range(24)]
    for meeting in meetings:
        item(meeting, "Owls")

    seen, after = [], ""
    for _ in range(3):
        answer = find(member, ["owls"], after)
        seen += [found.meeting for found in answer.found]
        after = answer.further

    assert [meeting.pk for meeting in seen] == [meeting.pk for meeting in reversed(meetings)]
    assert after == ""
    assert "Earlier meetings" in text(client.get(ADDRESS, {"words": "owls"}))
    assert find(member, ["owls"], "no-such-meeting").found[0].meeting == meetings[-1]


def many(number):
    """As many hits of every kind as this, spread over meetings, in few statements."""
    now = timezone.now()
    meetings = [make_past_meeting() for _ in range(min(number, 12))]
    words = {"search_text": "owls"}
    for meeting in meetings:
        make_published_minutes(meeting, text="Owls.", **words)
        make_document(meeting=meeting, title="Owls")
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meetings[n % len(meetings)], title="Owls", proposed_at=now, state="accepted", position=n, **words
        )
        for n in range(number)
    )


def test_a_search_asks_the_database_as_often_for_one_hit_as_for_three_hundred(client, member):
    asked = []
    for number in (1, 300):
        many(number)
        client.get(ADDRESS)  # the first visit writes itself down
        with CaptureQueriesContext(connection) as queries:
            page = text(client.get(ADDRESS, {"words": "owls"}))
        asked.append(len(queries))
        assert "<mark>Owls</mark>" in page

    assert asked[0] == asked[1]
    assert "more of this meeting are not shown" in page


def test_the_page_marks_the_words_in_their_sentence_and_leads_to_where_they_stand(client, member):
    meeting = make_meeting()
    item(meeting, "Tea & <b>Élodie</b>’s owls")
    document = make_document(meeting=meeting, title="About owls")

    page = text(client.get(ADDRESS, {"words": "elodie owl"}))
    of_titles = text(client.get(ADDRESS, {"words": "owls"}))

    assert "Tea &amp; &lt;b&gt;<mark>Élodie</mark>&lt;/b&gt;’s <mark>owl</mark>s" in page
    assert "1 meeting for “elodie owl”" in page
    assert f'<a href="{document.get_absolute_url()}">About <mark>owls</mark></a>' in of_titles


QUESTIONS = {
    "": (200, ""),
    "   ": (200, ""),
    "e": (422, "at least two letters"),
    "%": (422, "at least two letters"),
    "nothing like it": (200, "Nothing found for “nothing like it”"),
    "x" * 10_000: (422, "at most 200 characters"),
    "<script>alert(1)</script>": (200, "Nothing found for “&lt;script&gt;"),
}


@pytest.mark.parametrize(("query", "answer"), QUESTIONS.items(), ids=[query[:20] for query in QUESTIONS])
def test_every_question_has_an_answer_in_words(client, member, query, answer):
    status, said = answer

    page = client.get(ADDRESS, {"words": query})

    assert (page.status_code, said in text(page)) == (status, True)
    assert "<script>alert" not in text(page)


def test_the_search_is_found_from_the_meetings(client, member):
    for name in ("list", "past"):
        assert f'href="{ADDRESS}"' in text(client.get(reverse(f"meetings:{name}")))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


@given(WORDS)
def test_what_is_folded_letter_by_letter_is_what_is_folded_whole(words):
    folded, at = with_places(words)

    assert (folded.strip(), len(folded)) == (fold(words), len(at))
    assert at == sorted(at)


@given(WORDS, st.lists(WORDS, max_size=3))
def test_marking_changes_no_letter_and_marks_whatever_is_found(words, queries):
    looked_for = [word for query in queries for word in words_of(query)] + fold(words).split()[:1]

    pieces = marked(words, looked_for)

    assert "".join(piece.text for piece in pieces) == words
    assert any(piece.found for piece in pieces) == any(word in fold(words) for word in looked_for)


@given(st.text("ab .\n", max_size=2000), st.sampled_from(["aa", "ab", "bab"]))
def test_of_a_long_text_the_part_is_shown_in_which_a_word_stands(words, word):
    pieces = marked(f"{words} {word} {words}", [word])

    assert any(piece.found for piece in pieces)
    assert sum(len(piece.text) for piece in pieces) <= MOST_LETTERS + 4


def test_of_minutes_the_sentence_is_shown_in_which_most_words_stand():
    said = "# Owls\n\nWe fed the owls. Then owls had tea, with us!\n- Tea again"

    assert sentence(said, ["owls"]) == "We fed the owls."
    assert sentence("# 1. Owls\n\nTea.", ["owls"]) == "1. Owls"
    assert sentence(said, ["owls", "tea"]) == "Then owls had tea, with us!"
    assert sentence(said, ["again"]) == "Tea again"
