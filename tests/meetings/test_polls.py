"""A date poll: asked of everyone eligible, answered until it is closed, and made a meeting that keeps the answers."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from dit_network import waiting
from meetings import effects, planning, poll_results, polls, rsvp, undoing
from meetings.models import Meeting, Poll, PollAnswer, Rsvp, RsvpChange
from meetings.polls import Refusal, Refused
from meetings.words import Availability, Cause, Choice, Door, Mode, Place, Status
from outbox.models import Message, State
from tests.access.people import show_second_step
from tests.factories import LONDON, make_coordinator, make_meeting, make_member, make_poll, make_venue

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 9, tzinfo=LONDON)
FIRST, SECOND = datetime(2026, 6, 18, 14, tzinfo=LONDON), datetime(2026, 6, 25, 14, tzinfo=LONDON)
A_MINUTE = timedelta(minutes=1)
YES, IF_NEED_BE, NO = Availability.YES, Availability.IF_NEED_BE, Availability.NO


@pytest.fixture(autouse=True)
def _it_is_june():
    with time_machine.travel(NOW, tick=False):
        yield


def say(poll, member, *answers, at=NOW):
    dates = poll.dates.values_list("pk", flat=True)
    return polls.answer(poll, member, dict(zip(dates, answers, strict=False)), at)


def poll_with(*answers, **fields):
    """A poll with two dates, and one member for each answer to the first, in this order."""
    poll, members = make_poll(FIRST, SECOND, **fields), []
    for minute, answer in enumerate(answers):
        members.append(make_member())
        say(poll, members[-1], answer, at=NOW + minute * A_MINUTE)
    return poll, members


def held(meeting):
    return list(meeting.rsvps.order_by("pk").values_list("member", "choice", "place", "turn"))


def test_opening_a_poll_asks_everyone_eligible_after_ten_minutes():
    members, by = [make_member(), make_member()], make_coordinator()
    make_member(suspended_on=NOW.date())
    poll = Poll(title="Extra meeting", venue=make_venue(), room_capacity=10, answer_by=FIRST.date())

    polls.begin(poll, [SECOND, FIRST], NOW, by=by)

    assert [date.starts_at for date in poll.dates.all()] == [FIRST, SECOND]
    letters = Message.objects.filter(name="meetings/poll_opened")
    assert {letter.recipient for letter in letters} == {member.user.email for member in members}
    assert {letter.next_attempt_at for letter in letters} == {NOW + undoing.HOLD}
    assert "Thursday 18 June 2026, 2pm" in letters[0].text
    assert poll.get_absolute_url() in letters[0].text


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        ([], Refusal.NO_DATE),
        ([FIRST + timedelta(days=day) for day in range(9)], Refusal.TOO_MANY),
        ([FIRST, FIRST], Refusal.TWICE),
        ([FIRST, NOW], Refusal.PAST),
        ([FIRST + timedelta(days=day) for day in range(8)], None),
    ],
)
def test_a_poll_has_from_one_to_eight_different_dates_that_lie_ahead(dates, reason):
    assert polls.refusal(dates, NOW) == reason
    if reason:
        with pytest.raises(Refused):
            polls.begin(Poll(title="Extra meeting"), dates, NOW, by=make_coordinator())
    assert not Poll.objects.exists()


def test_the_same_answer_again_keeps_its_time_and_another_takes_a_new_one():
    poll, member = make_poll(FIRST, SECOND), make_member()
    say(poll, member, YES, NO)

    changed = say(poll, member, YES, IF_NEED_BE, at=NOW + A_MINUTE)

    assert changed == 1
    assert list(PollAnswer.objects.order_by("date").values_list("answer", "answered_at")) == [
        (YES, NOW),
        (IF_NEED_BE, NOW + A_MINUTE),
    ]


def test_an_answer_to_a_date_of_another_poll_is_not_kept():
    poll, other, member = make_poll(FIRST), make_poll(FIRST), make_member()

    polls.answer(poll, member, {other.dates.get().pk: YES}, NOW)

    assert not PollAnswer.objects.exists()


def test_a_closed_poll_and_somebody_who_is_not_eligible_are_refused():
    poll = make_poll(FIRST)

    with pytest.raises(Refused, match="suspended"):
        say(poll, make_member(suspended_on=NOW.date()), YES)
    polls.close(poll, NOW)
    with pytest.raises(Refused, match="closed"):
        say(poll, make_member(), YES)
    with pytest.raises(Refused, match="closed"):
        polls.close(poll, NOW)


def test_one_click_makes_a_published_meeting_and_keeps_the_answers():
    poll, (yes, maybe, no) = poll_with(YES, IF_NEED_BE, NO, minutes=90)

    meeting = polls.choose(poll.dates.get(starts_at=FIRST), NOW, by=make_coordinator())

    assert (meeting.title, meeting.starts_at, meeting.ends_at) == (poll.title, FIRST, FIRST + timedelta(minutes=90))
    assert (meeting.status, meeting.venue, meeting.room_capacity) == (Status.PUBLISHED, poll.venue, 12)
    assert held(meeting) == [
        (yes.pk, Choice.ROOM, Place.ROOM, None),
        (maybe.pk, Choice.MAYBE, Place.NONE, None),
        (no.pk, Choice.NO, Place.NONE, None),
    ]
    assert set(RsvpChange.objects.values_list("cause", "door")) == {(Cause.ANSWER, Door.POLL)}
    poll.refresh_from_db()
    assert (poll.meeting, poll.closed_at) == (meeting, NOW)


def test_places_are_given_in_the_order_of_the_answers_and_a_full_room_has_its_waiting_list():
    poll, (first, second, third) = poll_with(YES, YES, YES, room_capacity=1)
    date = poll.dates.get(starts_at=FIRST)
    say(poll, first, NO, at=NOW + 8 * A_MINUTE)
    say(poll, first, YES, at=NOW + 9 * A_MINUTE)  # who comes back comes last

    meeting = polls.choose(date, NOW + 10 * A_MINUTE, by=None)

    assert held(meeting) == [
        (second.pk, Choice.ROOM, Place.ROOM, None),
        (third.pk, Choice.ROOM, Place.NONE, 1),
        (first.pk, Choice.ROOM, Place.NONE, 2),
    ]
    assert (meeting.room_taken, meeting.last_turn) == (1, 2)


@pytest.mark.parametrize(
    ("mode", "usual", "choice"),
    [
        (Mode.HYBRID, None, Choice.ROOM),
        (Mode.HYBRID, Choice.ONLINE, Choice.ONLINE),
        (Mode.ROOM, Choice.ONLINE, Choice.ROOM),
        (Mode.ONLINE, None, Choice.ONLINE),
    ],
)
def test_a_yes_comes_as_it_usually_does(mode, usual, choice):
    poll, (member,) = poll_with(YES, mode=mode)
    if usual:
        rsvp.answer(make_meeting(), member, usual, NOW)

    meeting = polls.choose(poll.dates.get(starts_at=FIRST), NOW, by=None)

    assert meeting.rsvps.get().choice == choice


def test_somebody_who_is_no_longer_eligible_is_not_carried_over_and_not_counted():
    poll, (gone, stays) = poll_with(YES, YES)
    gone.left_on = NOW.date()
    gone.save()

    standing = poll_results.results(poll, NOW)
    meeting = polls.choose(poll.dates.get(starts_at=FIRST), NOW, by=None)

    assert standing[0].yes == 1
    assert [row.member for row in meeting.rsvps.all()] == [stays]


def test_each_gets_one_message_that_names_the_date_and_the_answer_that_was_kept():
    poll, (yes, maybe) = poll_with(YES, IF_NEED_BE)
    silent = make_member()

    polls.choose(poll.dates.get(starts_at=FIRST), NOW, by=None)

    letters = {letter.recipient: letter for letter in Message.objects.all()}
    assert letters.keys() == {member.user.email for member in (yes, maybe, silent)}
    assert Message.objects.count() == 3
    assert "You hold a place in the room." in letters[yes.user.email].text
    assert "You said maybe." in letters[maybe.user.email].text
    assert "You have not answered for this date." in letters[silent.user.email].text
    assert all("Thursday 18 June 2026, 2pm to 4pm" in letter.subject for letter in letters.values())
    assert {letter.next_attempt_at for letter in letters.values()} == {NOW + undoing.HOLD}


def test_what_will_happen_is_foreseen_and_nothing_of_it_stays():
    poll, _ = poll_with(YES, NO)
    date = poll.dates.get(starts_at=FIRST)

    foreseen = effects.foresee(lambda: [polls.choose(date, NOW, by=None)], NOW)

    assert foreseen.messages == {"meetings/poll_decided": 2}
    assert not Meeting.objects.exists()


def test_a_second_click_is_refused_and_makes_no_second_meeting():
    poll, _ = poll_with(YES)
    first, second = poll.dates.all()
    meeting = polls.choose(first, NOW, by=None)

    with pytest.raises(Refused, match="closed"):
        polls.choose(second, NOW, by=None)

    assert list(Meeting.objects.all()) == [meeting]


def test_a_date_that_has_passed_makes_no_meeting_and_leaves_the_poll_open():
    poll, _ = poll_with(YES)

    with pytest.raises(planning.Refused, match="past"):
        polls.choose(poll.dates.get(starts_at=FIRST), FIRST, by=None)

    poll.refresh_from_db()
    assert (poll.closed_at, Meeting.objects.count()) == (None, 0)


def test_undoing_the_click_opens_the_poll_again_and_nothing_leaves():
    poll, _ = poll_with(YES)
    meeting = polls.choose(poll.dates.get(starts_at=FIRST), NOW, by=None)
    (deed,) = undoing.waiting([meeting], NOW)

    undoing.undo(deed.reversal, None, NOW + A_MINUTE)

    poll.refresh_from_db()
    assert (poll.closed_at, poll.meeting, Meeting.objects.count(), Rsvp.objects.count()) == (None, None, 0, 0)
    assert set(Message.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert polls.choose(poll.dates.get(starts_at=SECOND), NOW + 2 * A_MINUTE, by=None).starts_at == SECOND


def test_closing_a_poll_within_ten_minutes_keeps_its_messages_from_leaving():
    make_member()
    poll = polls.begin(Poll(title="Extra meeting", mode=Mode.ONLINE), [FIRST], NOW, by=make_coordinator())

    polls.close(poll, NOW + A_MINUTE)

    assert list(Message.objects.values_list("state", flat=True)) == [State.WITHDRAWN]


def test_results_are_counted_for_each_date_with_what_speaks_against_it():
    poll, (first, _) = poll_with(YES, YES)
    say(poll, first, YES, NO)
    make_meeting(title="Another", starts_at=SECOND)

    one, two = poll_results.results(poll, NOW)

    assert [(each.yes, each.if_need_be, each.no) for each in (one, two)] == [(2, 0, 0), (0, 0, 1)]
    assert (one.bar, one.widest) == ([("yes", 0, 2), ("if-need-be", 2, 0), ("no", 2, 0)], 2)
    assert (two.bar[-1], two.widest) == (("no", 0, 1), 2)
    assert (one.clashes, two.clashes) == ([], ["“Another” is at that time too, 2pm to 4pm."])


def test_home_and_the_list_ask_until_one_has_answered(client):
    poll, member = make_poll(FIRST, answer_by=FIRST.date()), make_member()
    client.force_login(member.user)

    before = waiting.polls_for(member)
    asked = client.get("/meetings/").content.decode()
    say(poll, member, NO)

    assert [(line.title, line.href) for line in before] == [
        ("Which dates suit you? Extra meeting", poll.get_absolute_url())
    ]
    assert (asked.count("Please answer"), waiting.polls_for(member)) == (2, [])
    assert "Answered" in client.get("/meetings/").content.decode()
    polls.close(poll, NOW)
    assert poll.title not in client.get("/meetings/").content.decode()


def test_members_see_numbers_and_no_name(client):
    poll, (other,) = poll_with(YES)
    client.force_login(make_member().user)

    page = client.get(poll.get_absolute_url()).content.decode()

    assert 'data-label="Yes">1<' in " ".join(page.split())
    assert other.name not in page


@pytest.mark.parametrize("answer", [None, "perhaps", "y" * 10_000])
def test_an_answer_that_is_none_is_said_and_not_kept(client, answer):
    poll = make_poll(FIRST)
    client.force_login(make_member().user)

    page = client.post(poll.get_absolute_url(), {f"date_{poll.dates.get().pk}": answer} if answer else {})

    assert (page.status_code, PollAnswer.objects.exists()) == (422, False)
    assert "There is a problem" in page.content.decode()


def test_a_member_answers_in_one_form_and_reads_which_date_won(client):
    poll, member = make_poll(FIRST, SECOND), make_member()
    first, second = poll.dates.all()
    client.force_login(member.user)

    saved = client.post(poll.get_absolute_url(), {f"date_{first.pk}": "yes"}, follow=True).content.decode()
    polls.choose(first, NOW, by=None)
    closed = client.get(poll.get_absolute_url()).content.decode()
    late = client.post(poll.get_absolute_url(), {f"date_{second.pk}": "yes"}, follow=True).content.decode()

    assert "You have said nothing yet for 1 date." in saved
    assert "The date is <strong>Thursday 18 June 2026, 2pm to 4pm</strong>" in closed
    assert "This poll is closed." in late
    assert PollAnswer.objects.count() == 1


class TestOnTheDesk:
    """Asking, looking, choosing."""

    ASK = "/admin/meetings/poll/add/"

    @pytest.fixture(autouse=True)
    def _at_the_desk(self, client):
        self.by = make_coordinator()
        client.force_login(self.by)
        show_second_step(client, self.by)
        self.client = client

    def typed(self, **further):
        about = {"title": "Extra meeting", "mode": "hybrid", "venue": make_venue().pk, "room_capacity": 12}
        return {**about, "minutes": 120, "day_1": "2026-06-18", "begins_1": "14:00", **further}

    def test_what_will_happen_is_said_before_anything_is_saved(self):
        make_member()
        typed = self.typed(day_2="2026-08-31", begins_2="14:00")

        asked = self.client.post(self.ASK, typed)
        before = Poll.objects.count()
        done = self.client.post(self.ASK, {**typed, "confirmed": asked.context["effects"].seal}, follow=True)

        assert "1 message" in asked.content.decode()
        assert "Monday 31 August 2026: A bank holiday in England" in asked.content.decode()
        assert before == 0
        assert "leaves at 9.10am" in done.content.decode()
        assert Poll.objects.get().created_by_name == self.by.email

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"day_1": "", "begins_1": ""}, "Enter at least one date."),
            ({"day_9": "2026-06-20", "begins_9": "14:00"}, "A poll has at most 8 dates."),
            ({"day_2": "2026-06-18", "begins_2": "14:00"}, "This date is in the poll already."),
            ({"day_1": "2026-05-18"}, "This date has passed."),
            ({"begins_1": ""}, "Enter the time too."),
            ({"day_1": ""}, "Enter the day too."),
            ({"day_1": "2027-03-28", "begins_1": "01:30"}, "there is no such time"),
            ({"day_1": "2026-10-25", "begins_1": "01:30"}, "this time comes twice"),
            ({"minutes": "10"}, "greater than or equal to 15"),
            ({"minutes": "721"}, "less than or equal to 720"),
            ({"title": "t" * 10_000}, "at most 120 characters"),
            ({"title": "About 943 476 5919"}, "This looks like an NHS number"),
            ({"venue": ""}, "A meeting in a room needs a venue."),
            ({"room_capacity": "0"}, "needs places in the room"),
            ({"answer_by": "2026-05-31"}, "This day has passed."),
        ],
    )
    def test_a_mistake_is_said_and_nothing_is_saved(self, typed, says):
        page = self.client.post(self.ASK, self.typed(**typed))

        assert (page.status_code, says in page.content.decode(), Poll.objects.exists()) == (422, True, False)

    def test_an_hour_that_comes_twice_is_the_one_that_was_chosen(self):
        typed = self.typed(day_1="2026-10-25", begins_1="01:30", hour_1="second")

        asked = self.client.post(self.ASK, typed)

        assert [f"{date:%H:%M %Z}" for date in asked.context["dates"]] == ["01:30 GMT"]

    def test_coordinators_see_names_and_make_the_meeting_in_one_click(self):
        poll, (member,) = poll_with(YES)
        address = reverse("admin:meetings_poll_choose", args=[poll.pk, poll.dates.get(starts_at=FIRST).pk])

        page = self.client.get(reverse("admin:meetings_poll_change", args=[poll.pk])).content.decode()
        foreseen = self.client.get(address).content.decode()
        made = self.client.post(address, follow=True).content.decode()
        again = self.client.post(address, follow=True).content.decode()

        assert member.name in page
        assert "Make the meeting and send 1 message" in foreseen
        assert "takes place on Thursday 18 June 2026, 2pm" in made
        assert "This poll is closed." in again
        assert Meeting.objects.count() == 1

    def test_the_messages_can_leave_early_and_the_poll_can_be_closed(self):
        make_member()
        poll = polls.begin(Poll(title="Extra meeting", mode=Mode.ONLINE), [FIRST], NOW, by=self.by)
        address = reverse("admin:meetings_poll_close", args=[poll.pk])

        gone = self.client.post(address, {"go": "yes"}, follow=True).content.decode()
        late = self.client.post(address, {"go": "yes"}, follow=True).content.decode()
        closed = self.client.post(address, {"close": "yes"}, follow=True).content.decode()

        assert "1 message is on its way" in gone
        assert "The messages have left already." in late
        assert "closed without a date" in closed

    def test_the_list_of_polls_asks_the_same_number_of_questions_for_one_and_for_many(
        self, django_assert_max_num_queries
    ):
        for _ in range(30):
            poll_with(YES)

        with django_assert_max_num_queries(12):
            page = self.client.get("/admin/meetings/poll/")

        assert len(page.context["cl"].result_list) == 30
