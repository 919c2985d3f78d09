"""A series changed later: which meetings follow, which stay, what leaves, and that it can be taken back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from meetings import effects, planning, rsvp, undoing
from meetings.local_time import LONDON
from meetings.models import Meeting, Reversal, Series
from meetings.series import announcing, changing, ending, making, rhythm
from meetings.series.changing import Change, NotChanged, Scope
from meetings.series.making import Chosen
from meetings.series.row import Refusal, Refused
from meetings.words import Choice, Mode, Status
from outbox.models import Message, State
from tests.factories import make_document, make_member, make_notice, make_venue
from tests.meetings.test_series import NOW, a_series, begin, dates, proposed

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
THIRD = {"week": 3}


def wanted(series: Series, scope: Scope = Scope.ALL, start: Meeting | None = None, moved_too=False, **fields) -> Change:
    names = ("title", "week", "weekday", "begins", "minutes", "venue", "mode")
    return Change(Series(**{**{name: getattr(series, name) for name in names}, **fields}), scope, start, moved_too)


def change(scope: Scope = Scope.ALL, start: Meeting | None = None, now: datetime = LATER, **fields) -> list[Meeting]:
    series = Series.objects.get()
    return changing.change(series, wanted(series, scope, start, **fields), now, by=None)


def ahead() -> list[Meeting]:
    return list(Meeting.objects.order_by("series_date"))


def clocks() -> list[int]:
    return [meeting.starts_at.astimezone(LONDON).hour for meeting in ahead()]


def move_by_hand(meeting: Meeting, now: datetime = LATER, **by: int) -> Meeting:
    starts_at, ends_at = (moment + timedelta(**by) for moment in (meeting.starts_at, meeting.ends_at))
    return planning.change(meeting, now, by=None, starts_at=starts_at, ends_at=ends_at)


def test_a_meeting_changed_in_its_day_time_or_place_counts_as_moved_by_hand_and_one_with_other_words_does_not():
    begin()
    first, second, third, *_ = ahead()

    planning.change(first, LATER, by=None, title="Endings", programme="2pm Welcome")
    move_by_hand(second, days=1)
    planning.change(third, LATER, by=None, mode=Mode.HYBRID, venue=make_venue(), room_capacity=5)

    assert [meeting.touched for meeting in ahead()] == [False, True, True, False, False]


def test_all_meetings_to_come_follow_and_the_moved_ones_are_kept():
    begin()
    move_by_hand(ahead()[1], days=1)

    changed = change(begins=time(16))

    assert (len(changed), clocks()) == (4, [16, 14, 16, 16, 16])
    assert Series.objects.get().begins == time(16)


def test_this_and_later_leaves_the_earlier_ones_and_takes_the_moved_ones_only_if_that_is_said():
    begin()
    move_by_hand(ahead()[3], days=1)

    change(Scope.LATER, ahead()[2], begins=time(16))
    assert clocks() == [14, 14, 16, 14, 16]

    change(Scope.LATER, ahead()[2], moved_too=True, begins=time(17))
    assert clocks() == [14, 14, 17, 17, 17]


def test_only_one_changes_that_one_which_counts_as_moved_and_not_the_series():
    begin()

    change(Scope.ONE, ahead()[2], begins=time(16))

    assert (clocks(), ahead()[2].touched) == ([14, 14, 16, 14, 14], True)
    assert Series.objects.get().begins == time(14)


def test_another_day_of_the_rhythm_moves_each_meeting_within_its_month_and_the_next_year_follows_on():
    begin()

    change(**THIRD)

    assert dates(Series.objects.get()) == [
        *(date(2026, 12, 17), date(2027, 2, 18), date(2027, 4, 15), date(2027, 6, 17), date(2027, 10, 21)),
    ]
    assert [meeting.starts_at.astimezone(LONDON).date() for meeting in ahead()] == dates(Series.objects.get())
    assert set(clocks()) == {14}
    assert proposed(Series.objects.get())[0].date == date(2027, 12, 16)


def test_a_new_title_replaces_the_old_one_only_where_nobody_gave_the_meeting_its_own():
    begin()
    planning.change(ahead()[0], LATER, by=None, title="Endings")

    change(title="Peer group")

    assert [meeting.title for meeting in ahead()] == ["Endings", *["Peer group"] * 4]


def test_a_new_place_brings_its_own_number_of_places():
    begin()

    change(venue=make_venue(capacity=8), mode=Mode.ROOM)

    assert {(meeting.mode, meeting.room_capacity) for meeting in ahead()} == {(Mode.ROOM, 8)}


def test_whoever_comes_to_a_meeting_that_moves_with_its_series_is_told_and_their_calendar_follows():
    begin(announce=True)
    member = make_member()
    after = NOW + undoing.HOLD
    rsvp.answer(ahead()[0], member, Choice.ONLINE, after)
    series = Series.objects.get()
    now = after + timedelta(minutes=1)

    foreseen = effects.foresee(lambda: changing.change(series, wanted(series, begins=time(16)), now, by=None), now)
    changing.change(Series.objects.get(), wanted(series, begins=time(16)), now, by=None)

    assert (foreseen.messages, foreseen.calendars) == ({"meetings/meeting_moved": 1}, 1)
    assert Message.objects.get(name="meetings/meeting_moved").user == member.user
    assert {meeting.sequence for meeting in ahead()} == {1}


def test_a_change_of_a_series_is_undone_as_a_whole_and_its_messages_stay():
    begin(announce=True)
    rsvp.answer(ahead()[0], make_member(), Choice.ONLINE, NOW + timedelta(minutes=1))
    change(**THIRD, begins=time(16))

    undoing.undo(Reversal.objects.latest("pk"), None, LATER + timedelta(minutes=1))

    series = Series.objects.get()
    assert (series.week, series.begins, set(clocks())) == (2, time(14), {14})
    assert dates(series)[0] == date(2026, 12, 10)
    assert {letter.state for letter in Message.objects.filter(name="meetings/meeting_moved")} == {State.WITHDRAWN}


def test_undoing_the_making_of_a_year_takes_everything_back_and_the_same_year_can_be_made_again():
    make_member()
    begin(announce=True)

    undoing.undo(Reversal.objects.get(), None, NOW + timedelta(minutes=5))

    assert (Meeting.objects.count(), Series.objects.count()) == (0, 0)
    assert [letter.state for letter in Message.objects.all()] == [State.WITHDRAWN]
    begin(announce=True)
    assert Message.objects.filter(state=State.WAITING).count() == 1


def test_the_announcement_of_a_year_leaves_after_ten_minutes_and_says_what_changed_until_then():
    make_member()
    begin(announce=True)
    letter = Message.objects.get()
    soon = NOW + timedelta(minutes=2)
    first, second, *_ = ahead()

    planning.cancel(first, "The room is gone", soon, by=None)
    planning.change(
        second,
        soon,
        by=None,
        starts_at=second.starts_at + timedelta(days=1),
        ends_at=second.ends_at + timedelta(days=1),
    )

    assert letter.next_attempt_at == NOW + undoing.HOLD
    letter.refresh_from_db()
    assert "10 December" not in letter.text
    assert "Friday 12 February 2027, 2pm to 4pm" in letter.text
    assert letter.subject.startswith("4 meetings to come")


def test_drafts_of_a_series_are_announced_together_in_one_message_once():
    make_member()
    begin()
    series = Series.objects.get()

    announced = announcing.announce_drafts(series, LATER, by=None)

    assert (len(announced), Message.objects.count()) == (5, 1)
    assert {meeting.status for meeting in ahead()} == {Status.PUBLISHED}
    with pytest.raises(Refused) as refused:
        announcing.announce_drafts(Series.objects.get(), LATER, by=None)
    assert refused.value.reason == Refusal.NO_DRAFTS


def test_a_change_of_a_series_that_somebody_changed_meanwhile_is_a_conflict():
    begin()
    seen = Series.objects.get()
    change(begins=time(16))

    with pytest.raises(Refused) as refused:
        changing.change(seen, wanted(seen, begins=time(17)), LATER, by=None)

    assert (refused.value.reason, set(clocks())) == (Refusal.CONFLICT, {16})


def test_a_change_that_one_meeting_cannot_follow_changes_none_and_names_it():
    begin()
    now = datetime(2026, 12, 8, 12, tzinfo=UTC)

    with pytest.raises(NotChanged, match="Thursday 10 December 2026: This time is in the past"):
        change(now=now, week=1)

    assert set(clocks()) == {14}


@pytest.mark.parametrize(
    ("month", "said"), [(3, "no such time that night"), (10, "comes twice that night")], ids=["spring", "autumn"]
)
def test_cal_m5_an_hour_that_is_not_one_moment_is_refused_with_its_day(month, said):
    begin(a_series(first_date=date(2027, month, 1), every=12))

    with pytest.raises(NotChanged, match=said):
        change(week=-1, weekday=6, begins=time(1, 30))


def test_a_series_ends_with_its_meetings_or_without_and_no_further_year_is_planned():
    begin()
    ending.end(Series.objects.get(), "", LATER, by=None)

    assert {meeting.status for meeting in ahead()} == {Status.DRAFT}
    with pytest.raises(Refused) as refused:
        making.go_on(Series.objects.get(), proposed(Series.objects.get()), LATER, by=None, announce=False)
    assert refused.value.reason == Refusal.ENDED


def test_meetings_cancelled_with_their_series_are_told_of_and_come_back_with_it_when_that_is_undone():
    begin(announce=True)
    rsvp.answer(ahead()[0], make_member(), Choice.ONLINE, NOW + timedelta(minutes=1))

    cancelled = ending.end(Series.objects.get(), "The network rests", LATER, by=None)
    assert (len(cancelled), Message.objects.filter(name="meetings/meeting_cancelled").count()) == (5, 1)

    undoing.undo(Reversal.objects.latest("pk"), None, LATER + timedelta(minutes=1))
    assert {meeting.status for meeting in ahead()} == {Status.PUBLISHED}
    assert Series.objects.get().ended_at is None


def test_a_year_of_one_meeting_that_is_cancelled_and_comes_back_at_once_is_announced_after_all():
    make_member()
    (only, *rest) = proposed(a_series())
    begin(chosen=[only, *(each._replace(starts_at=None) for each in rest)], announce=True)
    planning.cancel(Meeting.objects.get(), "A mistake", NOW + timedelta(minutes=1), by=None)
    letter = Message.objects.get(name="meetings/year_announced")
    assert letter.state == State.WITHDRAWN

    undoing.undo(Reversal.objects.latest("pk"), None, NOW + timedelta(minutes=2))

    letter.refresh_from_db()
    assert (letter.state, Meeting.objects.get().status) == (State.WAITING, Status.PUBLISHED)


def test_a_series_cannot_become_what_another_one_is_already():
    begin(), begin(a_series(title="Reading group"))
    first = Series.objects.earliest("pk")

    with pytest.raises(Refused) as refused:
        changing.change(first, wanted(first, title="Reading group"), LATER, by=None)

    assert refused.value.reason == Refusal.ALREADY


@pytest.mark.parametrize("hang", [lambda on: make_notice(meeting=on), lambda on: make_document(meeting=on)])
def test_a_year_is_not_taken_back_once_a_notice_or_a_document_hangs_on_one_of_its_meetings(hang):
    begin()
    hang(ahead()[0])

    with pytest.raises(undoing.Refused) as refused:
        undoing.undo(Reversal.objects.get(), None, NOW + timedelta(minutes=1))

    assert refused.value.reason == undoing.Refusal.KEPT
    assert len(ahead()) > 1


def test_undoing_a_further_year_puts_back_what_was_left_out_and_whether_it_meets_in_august():
    series = begin()
    before = set(series.skipped.values_list("date", flat=True)), Series.objects.get().with_august
    first, *rest = proposed(Series.objects.get())
    chosen = [first._replace(starts_at=None), *(Chosen(day, rhythm.starts_on(series, day)) for day, _ in rest)]
    making.go_on(Series.objects.get(), chosen, NOW, by=None, announce=False)
    assert (set(series.skipped.values_list("date", flat=True)), Series.objects.get().with_august) != before

    undoing.undo(Reversal.objects.latest("pk"), None, NOW + timedelta(minutes=1))

    assert (set(series.skipped.values_list("date", flat=True)), Series.objects.get().with_august) == before
