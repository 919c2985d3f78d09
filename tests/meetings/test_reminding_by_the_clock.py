"""Whatever the clock does: no slot twice, none lost that is still of use, and what leaves is what the preview said."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from time import perf_counter

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from meetings import planning, rsvp, who_comes
from meetings.models import Meeting, Preferences, Rsvp
from meetings.reminding import ahead, hours, previewing, slots, ticking
from meetings.reminding.slots import Kind, Slot
from meetings.words import Choice, Place
from members.models import Evidence, Member
from members.stages import Against, EvidenceKind
from outbox import bounces
from outbox.models import Message, State
from tests.factories import LONDON, make_coordinator, make_meeting, make_member, make_pathway, make_venue
from tests.together import at_once, errors

logger = logging.getLogger(__name__)
# Over the change of the clocks: these days count 23 hours once.
START = datetime(2027, 4, 1, 14, tzinfo=LONDON)
PUBLISHED = datetime(2027, 3, 1, 12, tzinfo=LONDON)
MINUTES = int((START - PUBLISHED).total_seconds() // 60)


def a_meeting(**fields):
    told = {"created_at": PUBLISHED, "changed_at": PUBLISHED}
    meeting = make_meeting(**{"starts_at": START, "room_capacity": 40, **told, **fields})
    meeting.published_at = PUBLISHED
    meeting.save()
    return meeting


def answered(meeting, choice=Choice.ROOM):
    member = make_member()
    rsvp.answer(meeting, member, choice, PUBLISHED)
    return member


def leave(now):
    """The sender's part of a tick: what is of no use any more is marked, the rest leaves."""
    waiting = Message.objects.waiting()
    waiting.filter(not_after__lt=now).update(state=State.LATE)
    waiting.filter(next_attempt_at__lte=now).update(state=State.SENT, sent_at=now)


def tick(now):
    ticking.on_tick(now)
    leave(now)


def sent_in(slot: Slot) -> int:
    return Message.objects.filter(key__startswith=f"{slot.name}:{slot.once}:", state=State.SENT).count()


def is_served(slot: Slot, ticks: list[datetime]) -> bool:
    """Said once more in other words: some run of the clock fell into its time, by day."""
    return any(slot.at <= now < slot.until and 8 <= now.astimezone(LONDON).hour < 20 for now in ticks)


@pytest.mark.django_db
def test_nobody_whose_address_gets_no_mail_is_reminded_or_counted_among_what_will_leave():
    answered(a_meeting())
    member = answered(Meeting.objects.get())
    bounces.stop(member.user.email, "No such mailbox", PUBLISHED)
    now = START - timedelta(days=8)

    foreseen = [each for each in ahead.departures(now) if each.kind == Kind.WEEK]
    tick(now + timedelta(days=1))

    assert [each.number for each in foreseen] == [1]
    assert not Message.objects.filter(name="meetings/reminder", user=member.user).exists()


@pytest.mark.whole
@pytest.mark.django_db
@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, MINUTES - 1), st.integers(1, 2)), min_size=1, max_size=8))
def test_every_slot_leaves_once_whenever_the_clock_runs_and_only_if_it_is_late_by_more_than_half_not_at_all(runs):
    Message.objects.all().delete()
    meeting = a_meeting(answer_by=date(2027, 3, 25))
    for choice in (Choice.ROOM, Choice.MAYBE):
        answered(meeting, choice)
    make_member()
    Message.objects.all().delete()
    people_of = {Kind.WEEK: 2, Kind.DAY: 2, Kind.FIRST: meeting_silent(meeting), Kind.SECOND: meeting_silent(meeting)}

    ticks = sorted(PUBLISHED + timedelta(minutes=minute) for minute, again in runs for _ in range(again))
    for now in ticks:
        tick(now)

    expected = {slot.kind: people_of[slot.kind] * is_served(slot, ticks) for slot in slots.every(meeting)}
    assert {slot.kind: sent_in(slot) for slot in slots.every(meeting)} == expected
    assert not Message.objects.filter(state=State.SENT, sent_at__in=[now for now in ticks if hours.is_quiet(now)])
    meeting.delete()


def meeting_silent(meeting):
    return who_comes.silent(meeting, PUBLISHED).count()


@pytest.mark.whole
@pytest.mark.django_db
def test_stepping_through_30_days_sends_exactly_what_the_preview_said():
    now = datetime(2027, 3, 8, 7, tzinfo=LONDON)
    meetings = [a_meeting(), a_meeting(starts_at=START - timedelta(days=12)), a_meeting(answer_by=now.date())]
    coming = answered(meetings[0])
    weekly = [make_member(), answered(meetings[0])]
    for member in weekly:
        Preferences.objects.create(member=member, one_mail_a_week=True)
    answered(meetings[1], Choice.ONLINE)
    make_member()
    Message.objects.all().delete()
    said = {(each.at, each.kind, each.about, each.members) for each in ahead.departures(now) if each.kind}

    steps = [now + timedelta(hours=hour) for hour in range(0, 30 * 24, 6)]
    for step in sorted({*steps, *(at for at, *_ in said)}):
        tick(step)

    assert coming.pk in frozenset().union(*(members for *_, members in said))
    assert {kind for _, kind, *_ in said} >= {"week", "day", "first", "digest"}
    assert left() == sorted((at, member) for at, _, _, members in said for member in members)


def left():
    return sorted(Message.objects.filter(state=State.SENT).values_list("sent_at", "user__member"))


@pytest.mark.django_db
def test_a_test_goes_to_one_coordinator_says_so_and_counts_for_nothing():
    meeting, by = a_meeting(), make_coordinator()
    member, now = answered(meeting), START - timedelta(days=7, hours=2)
    Message.objects.all().delete()
    before = [each for each in ahead.departures(now) if each.kind]

    for _ in "a double press":
        previewing.send_test(previewing.wordings("week", meeting.slug, now)[0], by, now)

    message = Message.objects.get()
    assert (message.user, message.recipient, message.topic, message.about) == (by, by.email, "", "")
    assert message.subject.startswith("Test: ")
    assert "This is a test. It went to you alone" in message.text
    assert f"/meetings/{meeting.slug}/" in message.text
    assert "/meetings/a/" not in message.text
    assert [each for each in ahead.departures(now) if each.kind] == before
    tick(START - timedelta(days=7, hours=-1))
    assert Message.objects.filter(user=member.user).count() == 1
    assert Message.objects.filter(user=by, state=State.SENT).count() == 1


@pytest.mark.django_db
def test_the_desk_shows_what_will_leave_its_words_and_sends_one_to_who_looks(desk):
    by = desk.coordinator
    meeting = make_meeting(room_capacity=40)
    member = make_member()
    rsvp.answer(meeting, member, Choice.ROOM, meeting.published_at)

    page = desk.get("/admin/meetings/meeting/ahead/").content.decode()
    words = desk.get(f"/admin/meetings/meeting/ahead/week/{meeting.slug}/").content.decode()
    desk.post(f"/admin/meetings/meeting/ahead/week/{meeting.slug}/", {"wording": "0"})

    assert "Reminder, a week before" in page
    assert "You are coming, and hold a place in the room." in words
    assert Message.objects.get(user=by).subject.startswith("Test: Reminder")


@contextmanager
def without_unique_key() -> Iterator[None]:
    """The table as it would be if nobody had thought of two schedulers."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "outbox_message")
        name = next(name for name, each in found.items() if each["unique"] and each["columns"] == ["key"])
        cursor.execute(f'ALTER TABLE outbox_message DROP CONSTRAINT "{name}"')
        try:
            yield
        finally:
            cursor.execute("DELETE FROM outbox_message")
            cursor.execute(f'ALTER TABLE outbox_message ADD CONSTRAINT "{name}" UNIQUE (key)')


def two_schedulers(now):
    return at_once([partial(ticking.on_tick, now)] * 4)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_con_23_two_schedulers_at_once_send_one_reminder():
    meeting = a_meeting()
    for _ in range(12):
        answered(meeting)
    Message.objects.all().delete()

    results = two_schedulers(START - timedelta(days=7))

    assert errors(results) == []
    assert Message.objects.filter(name="meetings/reminder").count() == 12


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_con_23_control_without_lock_and_unique_key_two_schedulers_send_two(monkeypatch):
    """Else the test above would prove nothing."""
    meeting = a_meeting()
    for _ in range(30):
        answered(meeting)
    Message.objects.all().delete()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
    with without_unique_key():
        counts = []
        for _ in range(5):
            two_schedulers(START - timedelta(days=7))
            counts.append(Message.objects.filter(name="meetings/reminder").count())
            Message.objects.all().delete()

    assert max(counts) > 30


def crowd(meeting, number):
    """So many eligible members with a verified address, who come online, and one mail each to write."""
    users = User.objects.bulk_create(User(email=f"crowd{place}@trust.example", password="!") for place in range(number))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    joined = {"joined_on": date(2024, 7, 1)}
    people = Member.objects.bulk_create(Member(user=user, name=f"Crowd {user.pk}", **joined) for user in users)
    proof = {"kind": EvidenceKind.INITIAL_TRAINING, "happened_on": date(2024, 6, 7), "recorded_at": PUBLISHED}
    proof |= {"pathway": make_pathway(), "verified_on": date(2024, 7, 1), "verified_by_name": "A coordinator"}
    Evidence.objects.bulk_create(
        Evidence(member=member, verified_against=Against.CERTIFICATE, **proof) for member in people
    )
    said = {"meeting": meeting, "choice": Choice.ONLINE, "place": Place.ONLINE, "answered_at": PUBLISHED}
    Rsvp.objects.bulk_create(Rsvp(member=member, **said) for member in people)
    Meeting.objects.filter(pk=meeting.pk).update(online_taken=number)


@pytest.mark.deep
@pytest.mark.postgres
@pytest.mark.django_db
def test_10_000_reminders_are_written_in_less_than_10_seconds_and_none_on_the_next_tick():
    crowd(a_meeting(programme="A talk on endings"), 10_000)
    now = START - timedelta(days=7)

    begun = perf_counter()
    ticking.on_tick(now)
    took = perf_counter() - begun

    assert Message.objects.count() == 10_000
    assert took < 10
    begun = perf_counter()
    ticking.on_tick(now + timedelta(seconds=5))
    again = perf_counter() - begun
    logger.info("10,000 reminders written in %.1f s, nothing on the next tick in %.2f s", took, again)
    assert Message.objects.count() == 10_000
    assert again < 2


@pytest.mark.django_db
def test_the_preview_names_invitations_by_the_clock_and_the_question_whether_a_meeting_goes_ahead():
    now = datetime(2027, 3, 8, 9, tzinfo=LONDON)
    make_coordinator()
    member = make_member()
    a_meeting(starts_at=now + timedelta(weeks=8, days=3), minimum=4, decide_on=date(2027, 3, 20))

    said = [(each.label, each.at, each.number) for each in ahead.departures(now)]

    assert said == [
        ("Invitation for the calendar", datetime(2027, 3, 11, 8, tzinfo=LONDON), 1),
        ("Does it go ahead?", datetime(2027, 3, 20, 9, tzinfo=LONDON), 1),
    ]
    assert ahead.departures(now)[0].members == {member.pk}
    assert "Does it go ahead?" in [each.label for each in ahead.departures(datetime(2027, 3, 20, 8, tzinfo=LONDON))]


@pytest.mark.django_db
def test_the_preview_names_whose_yes_will_not_have_been_confirmed():
    member, meeting = make_member(), a_meeting()
    rsvp.answer(meeting, member, Choice.ONLINE, PUBLISHED)
    meeting.refresh_from_db()
    now = PUBLISHED + timedelta(days=1)
    planning.change(meeting, now, by=None, venue=make_venue())
    until = Rsvp.objects.get().confirm_by

    said = [each for each in ahead.departures(now) if each.label == "A yes that was not confirmed"]

    assert [(each.at, each.number, each.members) for each in said] == [(until, 1, {member.pk})]
