"""con-17: whatever happens, in whatever order, these stay true. Fifty steps, or a thousand with --deep."""

from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from meetings import line, planning, rsvp
from meetings.models import Meeting
from meetings.plans import Refused
from meetings.words import Cause, Choice, Door, Place
from members import membership
from tests.factories import make_coordinator, make_meeting, make_member

DEEP = settings.get_current_profile_name() == "deep"
STEPS = settings(max_examples=5 if DEEP else 2, stateful_step_count=1000 if DEEP else 50)
who = st.integers(0, 7)


class OneMeeting(RuleBasedStateMachine):
    """Eight people and two coordinators do what they like with one meeting."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(room=st.integers(1, 3), online=st.none() | st.integers(0, 3))
    def begin(self, room, online):
        self.now = timezone.now()
        self.meeting = make_meeting(room_capacity=room, online_capacity=online)
        self.members = [make_member() for _ in range(8)]
        self.coordinator = make_coordinator()
        self.log = 0

    @rule(who=who, choice=st.sampled_from(Choice), meanwhile=st.booleans(), door=st.sampled_from(Door))
    def answer(self, who, choice, meanwhile, door):
        member, meeting = self.members[who], self.meeting
        try:
            rsvp.answer(meeting, member, choice, self.now, meanwhile=meanwhile, door=door)
        except rsvp.Refused:
            assert rsvp.refusal(meeting, self.fresh(member), self.now, choice)

    @rule(who=who)
    def suspend(self, who):
        self.quietly(membership.suspend, self.members[who], self.coordinator, "A test", self.now)

    @rule(who=who)
    def restore(self, who):
        self.quietly(membership.restore, self.members[who], self.coordinator, "A test", self.now)

    @rule(room=st.integers(1, 6), online=st.none() | st.integers(0, 4))
    def change_places(self, room, online):
        meeting = Meeting.objects.get(pk=self.meeting.pk)
        self.quietly(planning.change, meeting, self.now, by=None, room_capacity=room, online_capacity=online)

    @rule()
    def fill(self):
        assert planning.fill(self.meeting, self.now, by=None) == []  # nothing was left to fill

    @invariant()
    def nobody_is_oversold(self):
        meeting = Meeting.objects.get(pk=self.meeting.pk)
        in_room, online = (meeting.rsvps.filter(place=place).count() for place in (Place.ROOM, Place.ONLINE))

        assert (meeting.room_taken, meeting.online_taken) == (in_room, online)
        assert in_room <= meeting.room_capacity
        assert meeting.online_capacity is None or online <= meeting.online_capacity

    @invariant()
    def nobody_waits_for_what_they_hold(self):
        assert not [row for row in self.meeting.rsvps.filter(turn__isnull=False) if row.place == row.choice]

    @invariant()
    def no_place_is_free_while_someone_waits_for_it(self):
        assert line.next_up(Meeting.objects.get(pk=self.meeting.pk), self.now) is None

    @invariant()
    def nobody_passed_an_earlier_one(self):
        """con-9: who moved up since the last step had waited longer than everyone who still waits for the same."""
        news = self.meeting.rsvp_changes.filter(pk__gt=self.log).order_by("pk")
        for change in news.filter(cause=Cause.PROMOTED):
            waited = self.meeting.rsvp_changes.filter(pk__lt=change.pk, member=change.member).latest("pk")
            longer = line.waiting(self.meeting, change.choice, self.now).filter(turn__lt=waited.turn)
            assert not longer.exists()
        self.log = max([self.log, *news.values_list("pk", flat=True)])

    def quietly(self, verb, *arguments, **fields):
        """What is refused changes nothing, and that is all that is asked here."""
        with suppress(Refused, membership.Refused):
            verb(*arguments, **fields)

    def fresh(self, member):
        return type(member).objects.get(pk=member.pk)


@pytest.mark.django_db
def test_con_17_after_any_sequence_of_actions():
    run_state_machine_as_test(OneMeeting, settings=STEPS)
