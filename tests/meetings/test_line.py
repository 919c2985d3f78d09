"""The waiting list: strict order, one way up, whoever frees a place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import confirming, guests, line, planning, rsvp, undoing
from meetings.models import Meeting, Reversal
from meetings.words import Cause, Choice, Door, Place
from members import membership
from members.models import Member
from outbox.models import Message
from tests.factories import make_coordinator, make_meeting, make_member, make_venue

pytestmark = pytest.mark.django_db


def say(meeting, member, choice, now=None, **how):
    return rsvp.answer(meeting, member, choice, now or timezone.now(), **how)


def full_meeting(waiting=2, **fields):
    """A room of one place, who holds it, and who waits, in their order."""
    meeting, holder = make_meeting(room_capacity=1, **fields), make_member()
    line_up = [make_member() for _ in range(waiting)]
    for member in [holder, *line_up]:
        say(meeting, member, Choice.ROOM)
    return meeting, holder, line_up


def seated(meeting):
    return [row.member for row in meeting.rsvps.filter(place=Place.ROOM)]


def in_line(meeting):
    return [row.member for row in meeting.rsvps.in_line(Choice.ROOM)]


def suspended(meeting, holder):
    membership.suspend(holder, make_coordinator(), "A complaint", timezone.now())


def left(meeting, holder):
    membership.leave(holder, make_coordinator(), "Retired", timezone.now())


def by_coordinator(meeting, holder):
    say(meeting, holder, Choice.NO, door=Door.COORDINATOR, by=make_coordinator())


def more_places(meeting, holder):
    planning.change(Meeting.objects.get(pk=meeting.pk), timezone.now(), by=None, room_capacity=2)


def filled_by_hand(meeting, holder):
    """A place comes free while the first in line may not take part; they may again before anybody else asks."""
    Member.objects.filter(pk__in=[row.pk for row in in_line(meeting)]).update(suspended_on=timezone.localdate())
    say(meeting, holder, Choice.NO)
    Member.objects.update(suspended_on=None)
    planning.fill(meeting, timezone.now(), by=make_coordinator())


def by_guest_link(meeting, holder):
    guests.decline(meeting.guests.get(), timezone.now())


def guest_sent_away(meeting, holder):
    guests.cancel(meeting.guests.get(), timezone.now())


def sponsor_no_longer_comes(meeting, holder):
    say(meeting, meeting.guests.get().sponsor, Choice.NO)


def row_going(meeting, holder):
    rsvp.release_all(holder, timezone.now(), "everything about them is erased")


def unconfirmed(meeting, holder):
    """The meeting moves, and only those who wait say that they still come."""
    later = {name: getattr(meeting, name) + timedelta(days=14) for name in ("starts_at", "ends_at")}
    planning.change(Meeting.objects.get(pk=meeting.pk), timezone.now(), by=None, **later)
    for member in in_line(meeting):
        say(meeting, member, Choice.ROOM)
    confirming.give_up_unconfirmed(timezone.now() + timedelta(days=8))


def undone(meeting, holder):
    """While it was cancelled nothing moved; the holder left meanwhile."""
    now = timezone.now()
    planning.cancel(Meeting.objects.get(pk=meeting.pk), "Strike", now, by=None)
    left(meeting, holder)
    undoing.undo(Reversal.objects.latest("pk"), None, now)


def other_room(meeting, holder):
    """A venue with more places."""
    planning.change(
        *(Meeting.objects.get(pk=meeting.pk), timezone.now()), by=None, venue=make_venue(room="Hall"), room_capacity=2
    )


# con-10: every way in which a place comes free. A new way is added here, and fails until it promotes.
WAYS = {
    "no": lambda meeting, holder: say(meeting, holder, Choice.NO),
    "maybe": lambda meeting, holder: say(meeting, holder, Choice.MAYBE),
    "online instead": lambda meeting, holder: say(meeting, holder, Choice.ONLINE),
    "suspended": suspended,
    "left": left,
    "row going": row_going,
    "by a coordinator": by_coordinator,
    "more places": more_places,
    "another venue": other_room,
    "filled by hand": filled_by_hand,
    "not confirmed in time": unconfirmed,
    "undone": undone,
}
# Where the place that comes free is a guest's.
OF_A_GUEST = {
    "the guest declines": by_guest_link,
    "the guest is cancelled": guest_sent_away,
    "the sponsor no longer comes": sponsor_no_longer_comes,
}
# In the last 24 hours, where the place is offered and comes free again.
OF_AN_OFFER = {
    "the offer ends": lambda meeting, first, end: line.end_offers(end),
    "it is let pass on": lambda meeting, first, end: rsvp.pass_on(meeting, first, timezone.now()),
    "no": lambda meeting, first, end: say(meeting, first, Choice.NO),
    "suspended": lambda meeting, first, end: suspended(meeting, first),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_con_10_every_way_of_freeing_a_place_moves_the_first_in_line_up(way):
    meeting, holder, (first, second) = full_meeting()

    way(meeting, holder)

    assert first in seated(meeting)
    assert in_line(meeting) == [second]
    assert Message.objects.filter(name="meetings/moved_up").values_list("user", flat=True).get() == first.user_id
    promotion = meeting.rsvp_changes.get(cause=Cause.PROMOTED)
    assert promotion.member == first
    assert promotion.why


@pytest.mark.parametrize("way", OF_A_GUEST.values(), ids=OF_A_GUEST)
def test_con_10_the_place_of_a_guest_moves_the_first_in_line_up(way):
    meeting, sponsor, first = make_meeting(room_capacity=1, guests_allowed=True), make_member(), make_member()
    say(meeting, sponsor, Choice.ONLINE)
    guests.bring(meeting, sponsor, "Noor Guest", "noor@clinic.example", Place.ROOM, timezone.now())
    say(meeting, first, Choice.ROOM)

    way(meeting, sponsor)

    assert seated(meeting) == [first]
    assert meeting.rsvp_changes.get(cause=Cause.PROMOTED).why


@pytest.mark.parametrize("way", OF_AN_OFFER.values(), ids=OF_AN_OFFER)
def test_con_10_a_place_that_is_offered_goes_to_the_next_when_the_first_does_not_take_it(way):
    meeting, holder, (first, second) = full_meeting(starts_at=timezone.now() + timedelta(hours=20))
    say(meeting, holder, Choice.NO)

    way(meeting, first, meeting.rsvps.get(member=first).offer_until)

    assert [row.member for row in meeting.rsvps.exclude(offer_until=None)] == [second]
    assert meeting.rsvp_changes.filter(member=second).latest("pk").cause == Cause.OFFERED


def test_con_10_whoever_waits_and_leaves_the_network_leaves_the_line_too():
    meeting, _, (first, second) = full_meeting()

    left(meeting, first)

    assert in_line(meeting) == [second]
    assert meeting.rsvp_changes.filter(cause=Cause.NOT_ELIGIBLE).get().member == first


def test_con_10_a_maybe_of_someone_who_leaves_stays_what_they_said():
    meeting, member = make_meeting(), make_member()
    say(meeting, member, Choice.MAYBE)

    left(meeting, member)

    assert meeting.rsvps.get().choice == Choice.MAYBE


def test_con_8_the_order_is_that_of_joining_the_line_not_of_the_account_or_the_first_answer():
    meeting, now = make_meeting(room_capacity=1), timezone.now()
    early, late, holder = make_member(), make_member(), make_member()
    say(meeting, early, Choice.MAYBE, now)
    say(meeting, holder, Choice.ROOM, now)
    say(meeting, late, Choice.ROOM, now)
    say(meeting, early, Choice.ROOM, now)

    say(meeting, holder, Choice.NO, now)

    assert seated(meeting) == [late]


def test_con_8_a_clock_that_runs_behind_lets_nobody_pass():
    meeting, _, (first,) = full_meeting(waiting=1)
    behind = make_member()

    say(meeting, behind, Choice.ROOM, timezone.now() - timedelta(hours=1))

    assert in_line(meeting) == [first, behind]


def test_con_11_two_cancellations_promote_two_different_people():
    meeting = make_meeting(room_capacity=2)
    people = [make_member() for _ in range(4)]
    for member in people:
        say(meeting, member, Choice.ROOM)

    say(meeting, people[0], Choice.NO)
    say(meeting, people[1], Choice.NO)

    assert seated(meeting) == people[2:]


def test_con_11_a_newcomer_waits_behind_someone_for_whom_a_place_is_free():
    """They became eligible again while waiting, and nothing has moved the line since."""
    meeting, holder, (first,) = full_meeting(waiting=1)
    Member.objects.filter(pk=first.pk).update(suspended_on=timezone.localdate())
    say(meeting, holder, Choice.NO)
    Member.objects.filter(pk=first.pk).update(suspended_on=None)
    newcomer = make_member()

    say(meeting, newcomer, Choice.ROOM)

    assert (seated(meeting), in_line(meeting)) == ([first], [newcomer])


def test_con_13_leaving_the_line_and_joining_again_goes_to_the_end():
    meeting, _, (first, second) = full_meeting()

    say(meeting, first, Choice.MAYBE)
    say(meeting, first, Choice.ROOM)

    assert in_line(meeting) == [second, first]


def test_con_14_nobody_moves_up_after_the_start():
    meeting, holder, (first,) = full_meeting(waiting=1)

    promoted = planning.fill(meeting, meeting.starts_at, by=None)
    rsvp.release(holder, meeting.starts_at, "left")

    assert promoted == []
    assert seated(meeting) == [holder]
    assert in_line(meeting) == [first]


def test_con_14_nobody_moves_up_in_a_cancelled_meeting():
    meeting, holder, (first,) = full_meeting(waiting=1)
    planning.cancel(Meeting.objects.get(pk=meeting.pk), "Strike", timezone.now(), by=None)

    left(meeting, holder)

    assert seated(meeting) == [holder]
    assert in_line(meeting) == [first]


def test_con_14_someone_not_eligible_is_passed_over_and_keeps_their_turn():
    meeting, holder, (first, second) = full_meeting()
    Member.objects.filter(pk=first.pk).update(suspended_on=timezone.localdate())

    say(meeting, holder, Choice.NO)

    assert (seated(meeting), in_line(meeting)) == ([second], [first])


def test_con_16_the_position_counts_the_people_who_are_really_before_me():
    meeting, _, (first, second, third) = full_meeting(waiting=3)
    Member.objects.filter(pk=first.pk).update(suspended_on=timezone.localdate())

    positions = [line.before(meeting.rsvps.get(member=member), timezone.now()) for member in (second, third)]

    assert positions == [0, 1]


def test_con_16_whoever_does_not_wait_has_no_position():
    meeting, holder, _ = full_meeting()

    assert line.before(meeting.rsvps.get(member=holder), timezone.now()) is None


def test_the_line_for_places_online_moves_by_the_same_rule():
    meeting = make_meeting(room_capacity=0, online_capacity=1)
    holder, waiting = make_member(), make_member()
    say(meeting, holder, Choice.ONLINE)
    say(meeting, waiting, Choice.ONLINE)

    say(meeting, holder, Choice.NO)

    assert meeting.rsvps.get(member=waiting).place == Place.ONLINE


def test_a_place_in_the_room_leaves_a_place_online_to_the_next():
    """Someone online moves up into the room, and the first who waits online takes what they leave."""
    meeting = make_meeting(room_capacity=1, online_capacity=1)
    in_room, online, waits_online = make_member(), make_member(), make_member()
    say(meeting, in_room, Choice.ROOM)
    say(meeting, online, Choice.ROOM, meanwhile=True)
    say(meeting, waits_online, Choice.ONLINE)

    say(meeting, in_room, Choice.NO)

    places = {row.member: row.place for row in meeting.rsvps.all()}
    assert places == {in_room: Place.NONE, online: Place.ROOM, waits_online: Place.ONLINE}
