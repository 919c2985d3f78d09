"""Many people at one moment, on whichever database: nobody is oversold, nobody is lost, nobody passes another.

Every door through which an answer can come stands in DOORS; a later door is added there.
"""

import random
from datetime import timedelta
from functools import partial
from time import monotonic

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from meetings import confirming, guests, line, planning, polls, rsvp, tapping
from meetings.models import Meeting, Poll, Rsvp, RsvpChange
from meetings.plans import Refusal, Refused
from meetings.words import Availability, Cause, Choice, Door, Mode, Place
from members import membership
from outbox import inbox
from outbox.models import Message
from tests.factories import make_coordinator, make_meeting, make_member, make_poll, make_venue
from tests.meetings.replies import samples
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, PLACES = 20, 5


def on_the_site(meeting, member, choice, coordinator=None):
    return rsvp.answer(meeting, member, choice, timezone.now())


def by_a_coordinator(meeting, member, choice, coordinator):
    return rsvp.answer(meeting, member, choice, timezone.now(), door=Door.COORDINATOR, by=coordinator)


def by_the_link_of_a_message(meeting, member, choice, coordinator):
    opened = tapping.open_link(tapping.path(meeting, member).split("/")[-2], timezone.now())
    return rsvp.answer(opened.meeting, opened.member, choice, timezone.now(), door=Door.LINK)


def by_a_calendar(meeting, member, choice, coordinator):
    """A mail as Outlook sends it; a yes says neither room nor online, and a meeting in the room alone has the room."""
    says = {Choice.MAYBE: "TENTATIVE", Choice.NO: "DECLINED"}.get(Choice(choice), "ACCEPTED")
    to, sender = samples.signed_address(meeting, member), member.user.email
    return inbox.take(samples.outlook(samples.ics(meeting, member, says), to, sender), to, timezone.now())


DOORS = {
    Door.SITE: on_the_site,
    Door.LINK: by_the_link_of_a_message,
    Door.REPLY: by_a_calendar,
    Door.COORDINATOR: by_a_coordinator,
}


def rush(doors):
    """As many people as PEOPLE ask for the last PLACES at once, through these doors in turn."""
    meeting, coordinator = make_meeting(room_capacity=PLACES, mode=Mode.ROOM), make_coordinator()
    members = [make_member() for _ in range(PEOPLE)]
    doors = [doors[number % len(doors)] for number in range(PEOPLE)]
    deeds = [
        partial(door, meeting, member, Choice.ROOM, coordinator) for door, member in zip(doors, members, strict=True)
    ]
    return meeting, at_once(deeds)


def outcome(meeting, results):
    """How many are seated, how many wait, how many were lost to an error."""
    return (
        meeting.rsvps.filter(place=Place.ROOM).count(),
        meeting.rsvps.filter(turn__isnull=False).exclude(place=Place.ROOM).count(),
        len(errors(results)),
    )


# On SQLite the first door and all of them together; each by itself where rows are locked.
RUSHES = [pytest.param([DOORS[name]], id=name, marks=pytest.mark.whole if name != "site" else ()) for name in DOORS]


@pytest.mark.parametrize("doors", [*RUSHES, pytest.param([*DOORS.values()], id="mixed", marks=pytest.mark.whole)])
def test_con_1_twenty_people_for_the_last_five_places(doors):
    meeting, results = rush(doors)

    assert outcome(meeting, results) == (PLACES, PEOPLE - PLACES, 0)
    assert sorted(meeting.rsvps.in_line(Choice.ROOM).values_list("turn", flat=True)) == [*range(1, 16)]


def test_con_3_control_without_the_lock_the_same_rush_fails(monkeypatch):
    """If this one passed, the test above would prove nothing. The lock is taken away here, never in our code."""
    if connection.vendor == "postgresql":
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows.all())
    else:
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 1)

    failed = any(outcome(*rush([on_the_site])) != (PLACES, PEOPLE - PLACES, 0) for _ in range(10))

    Rsvp.objects.all().delete()  # what was oversold is not what the next test starts with
    Meeting.objects.update(room_taken=0)
    assert failed


def test_con_4_the_database_itself_refuses_an_oversell():
    make_meeting(room_capacity=1, online_capacity=1)

    for taken in ("room_taken", "online_taken"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.update(**{taken: 2})


def test_con_11_two_cancellations_at_once_promote_two_different_people():
    meeting = make_meeting(room_capacity=2)
    first, second, third, fourth = members = [make_member() for _ in range(4)]
    for member in members:
        on_the_site(meeting, member, Choice.ROOM)

    results = at_once([partial(on_the_site, meeting, member, Choice.NO) for member in (first, second)])

    assert errors(results) == []
    assert {row.member for row in meeting.rsvps.filter(place=Place.ROOM)} == {third, fourth}
    assert Message.objects.filter(name="meetings/moved_up").count() == 2


def test_con_11_a_cancellation_and_a_new_yes_at_once_seat_whoever_waited():
    meeting = make_meeting(room_capacity=1)
    holder, waiting, newcomer = make_member(), make_member(), make_member()
    for member in (holder, waiting):
        on_the_site(meeting, member, Choice.ROOM)

    results = at_once(
        [
            partial(on_the_site, meeting, holder, Choice.NO),
            partial(on_the_site, meeting, newcomer, Choice.ROOM),
        ]
    )

    assert errors(results) == []
    assert [row.member for row in meeting.rsvps.filter(place=Place.ROOM)] == [waiting]
    assert [row.member for row in meeting.rsvps.in_line(Choice.ROOM)] == [newcomer]


def test_con_12_promotion_by_hand_and_by_machine_at_once_gives_no_place_twice():
    meeting, coordinator = make_meeting(room_capacity=1), make_coordinator()
    holder, *line_up = [make_member() for _ in range(3)]
    for member in [holder, *line_up]:
        on_the_site(meeting, member, Choice.ROOM)

    by_hand = [lambda: planning.fill(meeting, timezone.now(), by=coordinator)] * 4
    results = at_once([partial(on_the_site, meeting, holder, Choice.NO), *by_hand])

    assert errors(results) == []
    assert [row.member for row in meeting.rsvps.filter(place=Place.ROOM)] == line_up[:1]
    assert RsvpChange.objects.filter(cause=Cause.PROMOTED).count() == 1


def test_con_18_one_reply_that_ten_readers_take_at_once_is_read_once_and_confirmed_once():
    meeting, member = make_meeting(), make_member()
    raw = samples.reply(meeting, member)

    results = at_once([partial(inbox.take, raw, "", timezone.now())] * 10)

    assert errors(results) == []
    assert len({incoming.pk for incoming in results}) == 1
    assert (Rsvp.objects.count(), RsvpChange.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_con_18_the_same_person_from_ten_tabs_at_once_is_one_row_and_one_message():
    meeting, member = make_meeting(), make_member()

    results = at_once([partial(on_the_site, meeting, member, Choice.ROOM)] * 10)

    assert errors(results) == []
    assert (meeting.rsvps.count(), RsvpChange.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_con_21_and_con_26_of_two_moves_at_once_one_is_a_conflict_and_sequence_rises_once():
    meeting = make_meeting()
    deeds = [
        partial(planning.change, Meeting.objects.get(), timezone.now(), by=None, venue=make_venue(room=f"Room {n}"))
        for n in range(5)
    ]

    results = at_once(deeds)

    assert [error.reason for error in errors(results) if isinstance(error, Refused)] == [Refusal.CONFLICT] * 4
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.version) == (1, 2)


def test_five_meetings_planned_for_one_day_at_once_get_five_names():
    plan = {"title": "Meeting", "starts_at": make_meeting().starts_at, "mode": Mode.ONLINE}
    plan["ends_at"] = plan["starts_at"] + timedelta(hours=1)

    results = at_once([partial(planning.create, timezone.now(), by=None, **plan)] * 5)

    assert errors(results) == []
    assert len({meeting.slug for meeting in results}) == 5


@pytest.mark.whole
def test_con_27_two_hundred_mixed_actions_end_without_a_deadlock():
    chance = random.Random(27)  # the same every time
    soon = timezone.now() + timedelta(hours=20)  # one of them in its last day, where places are offered
    meetings = [
        make_meeting(room_capacity=3, online_capacity=4, guests_allowed=True, **fields)
        for fields in ({}, {"starts_at": soon})
    ]
    members, coordinators = [make_member() for _ in range(12)], [make_coordinator(), make_coordinator()]

    def answers():
        door = chance.choice([*DOORS.values()])
        door(chance.choice(meetings), chance.choice(members), chance.choice(Choice.values), chance.choice(coordinators))

    def changes_places():
        meeting = Meeting.objects.get(pk=chance.choice(meetings).pk)
        planning.change(meeting, timezone.now(), by=None, room_capacity=chance.randint(1, 6))

    def suspends():
        membership.suspend(chance.choice(members), chance.choice(coordinators), "A test", timezone.now())

    def restores():
        membership.restore(chance.choice(members), chance.choice(coordinators), "A test", timezone.now())

    def fills():
        planning.fill(chance.choice(meetings), timezone.now(), by=chance.choice(coordinators))

    def brings_a_guest():
        email, place = f"{chance.randint(0, 9)}@clinic.example", chance.choice([Place.ROOM, Place.ONLINE])
        guests.bring(chance.choice(meetings), chance.choice(members), "A guest", email, place, timezone.now())

    def passes_on():
        rsvp.pass_on(meetings[1], chance.choice(members), timezone.now())

    def time_passes():
        later = timezone.now() + timedelta(hours=chance.randint(0, 8))
        line.end_offers(later)
        confirming.give_up_unconfirmed(later)

    def moves():
        meeting = Meeting.objects.get(pk=meetings[0].pk)
        ends_at = meeting.ends_at + timedelta(minutes=chance.randint(1, 60))
        planning.change(meeting, timezone.now(), by=None, ends_at=ends_at)

    def twenty_actions():
        refused = 0
        for _ in range(20):
            others = [changes_places, suspends, restores, fills, brings_a_guest, passes_on, time_passes, moves]
            deed = chance.choice([answers] * 8 + others)
            try:
                deed()
            except (rsvp.Refused, Refused, membership.Refused, guests.Refused, tapping.Lost):
                refused += 1
        return refused

    began = monotonic()
    results = at_once([twenty_actions] * 10)

    assert errors(results) == []
    assert monotonic() - began < 30


def test_two_coordinators_who_choose_two_dates_of_a_poll_at_once_make_one_meeting():
    poll, members = make_poll(room_capacity=2), [make_member() for _ in range(4)]
    dates = list(poll.dates.all())
    for member in members:
        polls.answer(poll, member, {date.pk: Availability.YES for date in dates}, timezone.now())

    results = at_once([partial(polls.choose, date, timezone.now(), by=None) for date in dates * 2])

    assert [type(error) for error in errors(results)] == [polls.Refused] * 3
    meeting = Meeting.objects.get()
    assert outcome(meeting, []) == (2, 2, 0)
    assert sorted(meeting.rsvps.in_line(Choice.ROOM).values_list("turn", flat=True)) == [1, 2]
    assert Poll.objects.get().meeting == meeting


def last_day(waiting=1, **fields):
    """A meeting tomorrow with one place, which its holder has just left: it is offered to the first who waits."""
    meeting = make_meeting(room_capacity=1, starts_at=timezone.now() + timedelta(hours=20), **fields)
    holder, *line_up = [make_member() for _ in range(1 + waiting)]
    for member in [holder, *line_up]:
        on_the_site(meeting, member, Choice.ROOM)
    on_the_site(meeting, holder, Choice.NO)
    return meeting, line_up


def causes(cause):
    return RsvpChange.objects.filter(cause=cause).count()


def test_con_14_an_offer_taken_by_two_presses_at_once_is_one_place_and_one_message():
    meeting, (first,) = last_day()
    written = Message.objects.filter(name="meetings/answer_recorded", user=first.user).count()

    results = at_once([partial(on_the_site, meeting, first, Choice.ROOM)] * 6)

    assert errors(results) == []
    meeting.refresh_from_db()
    assert (meeting.room_taken, meeting.room_offered) == (1, 0)
    assert Message.objects.filter(name="meetings/answer_recorded", user=first.user).count() == written + 1


def test_con_14_an_offer_that_ends_while_it_is_taken_goes_to_one_of_the_two():
    meeting, (first, second) = last_day(waiting=2)
    end = meeting.rsvps.get(member=first).offer_until
    take = partial(rsvp.answer, meeting, first, Choice.ROOM, end - timedelta(seconds=1))

    results = at_once([take, *[partial(line.end_offers, end)] * 3])

    assert errors(results) == []
    seated = [row.member for row in meeting.rsvps.filter(place=Place.ROOM)]
    offered = [row.member for row in meeting.rsvps.exclude(offer_until=None)]
    assert (seated, offered) in (([first], []), ([], [second]))
    assert causes(Cause.OFFER_ENDED) == len(offered)


def test_con_14_an_offer_that_ended_passes_on_once_from_many_processes_and_a_member_at_once():
    meeting, (first, second, _) = last_day(waiting=3)
    end = meeting.rsvps.get(member=first).offer_until
    late = partial(rsvp.answer, meeting, first, Choice.ROOM, end)

    results = at_once([late, *[partial(line.end_offers, end)] * 4])

    assert errors(results) == []
    assert [row.member for row in meeting.rsvps.exclude(offer_until=None)] == [second]
    assert causes(Cause.OFFER_ENDED) == 1


def test_con_1_a_guest_and_members_at_once_are_not_more_than_the_places():
    meeting = make_meeting(room_capacity=3, guests_allowed=True)
    sponsor, others = make_member(), [make_member() for _ in range(6)]
    on_the_site(meeting, sponsor, Choice.ROOM)

    brings = [
        partial(guests.bring, meeting, sponsor, "A guest", f"{number}@clinic.example", Place.ROOM, timezone.now())
        for number in range(3)
    ]
    results = at_once([*brings, *(partial(on_the_site, meeting, member, Choice.ROOM) for member in others)])

    assert {type(error) for error in errors(results)} <= {guests.Refused}
    meeting.refresh_from_db()
    assert meeting.room_taken == 3
    seated = meeting.rsvps.filter(place=Place.ROOM).count()
    assert seated + meeting.guests.expected().count() == 3
    assert meeting.rsvps.in_line(Choice.ROOM).count() == 7 - seated


def test_a_confirmation_at_the_deadline_against_the_job_keeps_the_place_or_frees_it_once():
    meeting, now = make_meeting(room_capacity=1), timezone.now()
    holder, waits = make_member(), make_member()
    for member in (holder, waits):
        on_the_site(meeting, member, Choice.ROOM)
    later = {name: getattr(meeting, name) + timedelta(days=14) for name in ("starts_at", "ends_at")}
    planning.change(Meeting.objects.get(), now, by=None, **later)
    on_the_site(meeting, waits, Choice.ROOM)
    until = meeting.rsvps.get(member=holder).confirm_by

    confirm = partial(rsvp.answer, meeting, holder, Choice.ROOM, until)
    results = at_once([confirm, *[partial(confirming.give_up_unconfirmed, until)] * 3])

    assert errors(results) == []
    assert meeting.rsvps.filter(place=Place.ROOM).count() == 1
    confirmed = RsvpChange.objects.filter(member=holder, cause=Cause.CONFIRMED).count()
    assert causes(Cause.UNCONFIRMED) + confirmed == 1
    assert causes(Cause.PROMOTED) == causes(Cause.UNCONFIRMED)
