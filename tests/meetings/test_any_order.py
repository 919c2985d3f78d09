"""con-17: whatever happens, in whatever order, these stay true. Fifty steps, or a thousand with --deep."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from meetings import confirming, guests, line, offering, places, planning, rsvp, undoing
from meetings.models import Meeting, Reversal
from meetings.plans import Refused
from meetings.words import Cause, Choice, Door, Place
from members import membership
from tests.factories import make_coordinator, make_meeting, make_member

DEEP = settings.get_current_profile_name() == "deep"
STEPS = settings(max_examples=5 if DEEP else 2, stateful_step_count=1000 if DEEP else 50)
who = st.integers(0, 7)
hours = st.integers(1, 20)


class OneMeeting(RuleBasedStateMachine):
    """Eight people and two coordinators do what they like with one meeting, while time passes up to its start."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(room=st.integers(1, 3), online=st.none() | st.integers(0, 3), days=st.integers(1, 9))
    def begin(self, room, online, days):
        self.now = timezone.now()
        starts_at = self.now + timedelta(days=days, hours=1)
        self.meeting = make_meeting(
            room_capacity=room, online_capacity=online, starts_at=starts_at, guests_allowed=True
        )
        self.members = [make_member() for _ in range(8)]
        self.coordinator = make_coordinator()
        self.log = 0

    @rule(who=who, choice=st.sampled_from(Choice), meanwhile=st.booleans(), door=st.sampled_from(Door))
    def answer(self, who, choice, meanwhile, door):
        member, meeting = self.members[who], self.current()
        try:
            rsvp.answer(meeting, member, choice, self.now, meanwhile=meanwhile, door=door)
        except rsvp.Refused:
            assert rsvp.refusal(meeting, self.fresh(member), self.now, choice)

    @rule(who=who)
    def take_or_confirm(self, who):
        """One press on the button that the page shows to whoever is offered a place, or is asked again."""
        mine = self.meeting.rsvps.filter(member=self.members[who]).first()
        if mine and (mine.offer_until or mine.confirm_by):
            self.quietly(rsvp.answer, self.meeting, self.members[who], mine.choice, self.now)

    @rule(who=who)
    def pass_on(self, who):
        self.quietly(rsvp.pass_on, self.meeting, self.members[who], self.now)

    @rule(who=who, place=st.sampled_from([Place.ROOM, Place.ONLINE]), name=st.integers(0, 3))
    def bring(self, who, place, name):
        self.quietly(
            guests.bring, self.meeting, self.members[who], "A guest", f"{name}@clinic.example", place, self.now
        )

    @rule(number=st.integers(0, 9))
    def send_a_guest_away(self, number):
        coming = list(self.meeting.guests.expected().order_by("pk"))
        if coming:
            self.quietly(guests.cancel, coming[number % len(coming)], self.now)

    @rule(hours=hours)
    def time_passes(self, hours):
        """Up to the last minutes before the start, when everything closes."""
        last = self.current().starts_at - timedelta(minutes=5)
        self.now = max(self.now, min(self.now + timedelta(hours=hours), last))

    @rule()
    def the_clock_ticks(self):
        line.end_offers(self.now)
        confirming.give_up_unconfirmed(self.now)

    @rule(days=st.integers(0, 9), after=hours)
    def move(self, days, after):
        starts_at = self.now + timedelta(days=days, hours=after)
        ends_at = starts_at + timedelta(hours=2)
        self.quietly(planning.change, self.current(), self.now, by=None, starts_at=starts_at, ends_at=ends_at)

    @rule()
    def undo(self):
        """At the moment of a deed, while nobody has answered it."""
        for reversal in Reversal.objects.filter(undone_at=None).order_by("-pk")[:1]:
            self.quietly(undoing.undo, reversal, None, self.now)

    @rule(who=who)
    def suspend(self, who):
        self.quietly(membership.suspend, self.members[who], self.coordinator, "A test", self.now)

    @rule(who=who)
    def restore(self, who):
        self.quietly(membership.restore, self.members[who], self.coordinator, "A test", self.now)

    @rule(room=st.integers(1, 6), online=st.none() | st.integers(0, 4))
    def change_places(self, room, online):
        self.quietly(planning.change, self.current(), self.now, by=None, room_capacity=room, online_capacity=online)

    @rule()
    def fill(self):
        assert planning.fill(self.meeting, self.now, by=None) == []  # nothing was left to fill

    @invariant()
    def no_two_deeds_are_of_the_same_moment(self):
        """Undoing knows by its moment what a deed did."""
        self.now += timedelta(milliseconds=1)

    @invariant()
    def nobody_is_oversold(self):
        meeting = self.current()
        in_room, online = self.held(Place.ROOM), self.held(Place.ONLINE)
        offered = meeting.rsvps.exclude(offer_until=None)
        room_offered, online_offered = (
            offered.filter(choice=choice).count() for choice in (Choice.ROOM, Choice.ONLINE)
        )

        assert (meeting.room_taken, meeting.online_taken) == (in_room, online)
        assert (meeting.room_offered, meeting.online_offered) == (room_offered, online_offered)
        assert in_room + room_offered <= meeting.room_capacity
        assert meeting.online_capacity is None or online + online_offered <= meeting.online_capacity

    @invariant()
    def nobody_waits_for_what_they_hold(self):
        assert not [row for row in self.meeting.rsvps.filter(turn__isnull=False) if row.place == row.choice]

    @invariant()
    def no_place_is_free_while_someone_waits_for_it(self):
        """In the last 24 hours an open offer counts as taken, and whoever let one end waits for a word of their own."""
        meeting = self.current()
        assert line.next_up(meeting, self.now) is None
        if not offering.only_offers(meeting, self.now):
            free = [choice for choice in places.offered(meeting) if places.free(meeting, choice)]
            assert not [choice for choice in free if line.waiting(meeting, choice, self.now).exists()]

    @invariant()
    def offers_are_made_in_the_last_day_and_end_by_the_start(self):
        meeting = self.current()
        offers = list(meeting.rsvps.exclude(offer_until=None))
        assert not offers or offering.only_offers(meeting, self.now)
        assert all(row.offer_until <= meeting.starts_at for row in offers)

    @invariant()
    def guests_come_with_a_member_who_comes_and_two_at_most(self):
        coming = list(self.meeting.rsvps.coming().values_list("member", flat=True))
        sponsors = list(self.meeting.guests.expected().values_list("sponsor", flat=True))
        assert set(sponsors) <= set(coming)
        assert max(map(sponsors.count, sponsors), default=0) <= guests.MOST

    @invariant()
    def nobody_passed_an_earlier_one(self):
        """con-9: who moved up since the last step had waited longer than everyone who still waits for the same."""
        news = self.meeting.rsvp_changes.filter(pk__gt=self.log).order_by("pk")
        undone = news.filter(cause=Cause.UNDONE).exists()
        for change in [] if undone else news.filter(cause__in=[Cause.PROMOTED, Cause.OFFERED]):
            waited = self.meeting.rsvp_changes.filter(pk__lt=change.pk, member=change.member).latest("pk")
            longer = line.waiting(self.meeting, change.choice, self.now).filter(turn__lt=waited.turn)
            assert not longer.filter(offer_until=None, passed_at=None).exists()
        self.log = max([self.log, *news.values_list("pk", flat=True)])

    def quietly(self, verb, *arguments, **fields):
        """What is refused changes nothing, and that is all that is asked here."""
        with suppress(Refused, membership.Refused, rsvp.Refused, guests.Refused, undoing.Refused):
            verb(*arguments, **fields)

    def held(self, place):
        meeting = self.meeting
        return meeting.rsvps.filter(place=place).count() + meeting.guests.expected().filter(place=place).count()

    def current(self):
        return Meeting.objects.get(pk=self.meeting.pk)

    def fresh(self, member):
        return type(member).objects.get(pk=member.pk)


@pytest.mark.whole
@pytest.mark.django_db
def test_con_17_after_any_sequence_of_actions():
    run_state_machine_as_test(OneMeeting, settings=STEPS)
