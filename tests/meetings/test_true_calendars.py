"""cal-I5, cal-I6: whatever happens, in whatever order, each person's calendar shows the truth once the outbox is empty.

A calendar is a dictionary that does what mails tell it, as RFC 5546 says, in the order in which the outbox sends them.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from icalendar import Calendar

from meetings import calendars, confirming, line, planning, preferences, rsvp, taking_part, undoing
from meetings.invitations import settling
from meetings.invitations.text import partstat
from meetings.models import Meeting, Preferences, Reversal
from meetings.plans import Refused
from meetings.reminding import hours
from meetings.words import CalendarBy, Choice, Mode, Place, Status
from members import membership
from outbox.models import Message, State
from tests.factories import LONDON, make_coordinator, make_meeting, make_member, make_venue

DEEP = settings.get_current_profile_name() == "deep"
STEPS = settings(max_examples=40 if DEEP else 2, stateful_step_count=80 if DEEP else 30)
LINK = "https://meet.example/dit"
who = st.integers(0, 3)


class Mailbox:
    """A calendar program: of one UID what has the higher SEQUENCE counts, of equal ones the later DTSTAMP."""

    def __init__(self):
        self.entries = {}

    def take(self, message):
        calendar = Calendar.from_ical(message.calendar)
        (event,) = calendar.walk("VEVENT")
        uid, age = str(event["UID"]), (event["SEQUENCE"], event["DTSTAMP"].dt)
        assert event["ATTENDEE"] == f"mailto:{message.recipient}"
        before = self.entries.get(uid)
        assert before is None or before["age"] < age  # nothing older ever follows
        self.entries[uid] = {"age": age, "event": event, "shows": calendar["METHOD"] == "REQUEST"}

    def shown(self):
        return {uid: entry["event"] for uid, entry in self.entries.items() if entry["shows"]}


class Calendars(RuleBasedStateMachine):
    """Four people and a coordinator do what they like with one meeting; mail leaves as soon as it may, or later."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(days=st.sampled_from([5, 40, 100]), room=st.integers(1, 3))
    def begin(self, days, room):
        self.now = timezone.now().astimezone(LONDON).replace(hour=9, minute=0, second=0, microsecond=0)
        self.meeting = make_meeting(
            status=Status.DRAFT,
            starts_at=self.now + timedelta(days=days, hours=5),
            room_capacity=room,
            online_capacity=1,
            join_link=LINK,
        )
        self.members = [make_member() for _ in range(4)]
        self.coordinator = make_coordinator()
        self.boxes, self.moved_house = {}, 0

    @rule()
    def publish(self):
        self.quietly(planning.publish, self.current(), self.now, by=None)

    @rule(who=who, choice=st.sampled_from(Choice), meanwhile=st.booleans())
    def answer(self, who, choice, meanwhile):
        self.quietly(rsvp.answer, self.meeting, self.members[who], choice, self.now, meanwhile=meanwhile)

    @rule(hours=st.sampled_from([-2, 1, 3]))
    def move(self, hours):
        meeting = self.current()
        times = {"starts_at": meeting.starts_at + timedelta(hours=hours)}
        times["ends_at"] = times["starts_at"] + timedelta(hours=2)
        self.quietly(planning.change, meeting, self.now, by=None, **times)

    @rule()
    def another_room(self):
        self.quietly(planning.change, self.current(), self.now, by=None, venue=make_venue(room=f"Room {self.now}"))

    @rule()
    def cancel(self):
        self.quietly(planning.cancel, self.current(), "Strike", self.now, by=None)

    @rule()
    def bring_back(self):
        self.quietly(planning.bring_back, self.current(), self.now, by=None)

    @rule()
    def undo(self):
        for reversal in Reversal.objects.filter(undone_at=None).order_by("-pk")[:1]:
            self.quietly(undoing.undo, reversal, None, self.now)

    @rule(who=who, chosen=st.sampled_from(CalendarBy))
    def choose(self, who, chosen):
        preferences.choose(self.members[who], chosen, self.now)

    @rule(who=who)
    def suspend(self, who):
        self.quietly(membership.suspend, self.members[who], self.coordinator, "A test", self.now)

    @rule(who=who)
    def restore(self, who):
        self.quietly(membership.restore, self.members[who], self.coordinator, "A test", self.now)

    @rule(who=who)
    def change_address(self, who):
        self.moved_house += 1
        user, email = self.members[who].user, f"moved{self.moved_house}@trust.example"
        user.emailaddress_set.update(email=email)
        type(user).objects.filter(pk=user.pk).update(email=email)

    @rule(minutes=st.sampled_from([1, 11, 400]))
    def time_passes(self, minutes):
        last = self.current().starts_at - timedelta(hours=1)
        self.now = max(self.now, min(self.now + timedelta(minutes=minutes), last))

    @rule()
    def mail_leaves(self):
        while due := list(Message.objects.due(self.now).order_by("pk")):
            for message in due:
                if message.calendar:
                    self.boxes.setdefault(message.recipient, Mailbox()).take(message)
                Message.objects.filter(pk=message.pk).update(state=State.SENT, sent_at=self.now)

    @rule()
    def the_clock_ticks(self):
        line.end_offers(self.now)
        confirming.give_up_unconfirmed(self.now)
        settling.settle(self.now)

    @rule()
    def in_the_end_each_calendar_shows_the_truth(self):
        """When nothing can be undone any more, the clock has ticked by day, and all mail has left."""
        self.now = self.now + timedelta(minutes=11)
        if hours.is_quiet(self.now):
            self.now = self.now + timedelta(hours=12)
        if self.now >= self.current().starts_at:
            return
        self.the_clock_ticks()
        self.mail_leaves()
        for member in self.members:
            addresses = {member.user.email, type(member.user).objects.get(pk=member.user_id).email}
            addresses |= set(Message.objects.filter(user=member.user).values_list("recipient", flat=True))
            for address in addresses:
                self.check(type(member).objects.get(pk=member.pk), address)

    def check(self, member, address):
        meeting, box = self.current(), self.boxes.get(address, Mailbox())
        shown, rsvp_of = box.shown(), self.meeting.rsvps.filter(member=member).first()
        chosen = Preferences.objects.filter(member=member).values_list("calendar_by", flat=True).first()
        takes = chosen in (None, CalendarBy.INVITATIONS, CalendarBy.BOTH)
        may = taking_part.refusal(meeting, member, timezone.localdate(self.now)) is None
        if meeting.status != Status.PUBLISHED or not (takes and may and address == member.user.email):
            assert shown == {}
            return
        says_no = rsvp_of is not None and rsvp_of.choice == Choice.NO
        is_due = meeting.starts_at <= self.now + settling.AHEAD or rsvp_of is not None
        assert set(shown) <= {meeting.uid}
        assert shown or says_no or not is_due
        for event in shown.values():
            assert (event["DTSTART"].dt, event["DTEND"].dt) == (meeting.starts_at, meeting.ends_at)
            assert event["ATTENDEE"].params["PARTSTAT"] == partstat(rsvp_of)
            assert (LINK in str(event["DESCRIPTION"])) == (rsvp_of is not None and rsvp_of.place != Place.NONE)
            if not says_no:  # whoever cannot come is not troubled with another room
                link = LINK if LINK in str(event["DESCRIPTION"]) and meeting.mode != Mode.ROOM else ""
                assert event["LOCATION"] == calendars.location(meeting, link)

    @invariant()
    def no_two_deeds_are_of_the_same_moment(self):
        """Undoing knows by its moment what a deed did."""
        self.now += timedelta(milliseconds=1)

    def quietly(self, verb, *arguments, **fields):
        with suppress(Refused, membership.Refused, rsvp.Refused, undoing.Refused):
            verb(*arguments, **fields)

    def current(self):
        return Meeting.objects.get(pk=self.meeting.pk)


@pytest.mark.django_db
def test_cal_i5_after_any_sequence_of_deeds_each_calendar_shows_the_truth():
    run_state_machine_as_test(Calendars, settings=STEPS)
