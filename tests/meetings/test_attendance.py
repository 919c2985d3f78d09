"""Who was there: written down by hand, never derived from an answer, every change of it kept."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from meetings import attendance, rsvp
from meetings.attendance import Line, Refusal, Refused, State
from meetings.models import Attendance, AttendanceChange, Meeting, MeetingChange
from meetings.words import Choice, Deed, Presence, Source, Status
from members import rights
from tests.factories import make_coordinator, make_meeting, make_member
from tests.keeping import by_the_rule
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ROOM, ONLINE = Presence.ROOM, Presence.ONLINE


@pytest.fixture
def by():
    return make_coordinator()


def running(begun_minutes_ago=0, **fields):
    """A meeting of two hours that has begun."""
    return make_meeting(starts_at=NOW - timedelta(minutes=begun_minutes_ago), **fields)


def tap(meeting, who, by, *, mode=ROOM, minutes=None, source=Source.DOOR, now=NOW):
    return attendance.mark(meeting, who, mode, minutes, source, by, now)


def rows(meeting):
    return [(str(row.member or row.name), row.mode, row.minutes) for row in meeting.attendance.all()]


def refusal_of(deed):
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.reason


def test_an_answer_puts_nobody_on_the_list(by):
    meeting = make_meeting()
    rsvp.answer(meeting, make_member(), Choice.ROOM, NOW)
    Meeting.objects.update(starts_at=NOW - timedelta(hours=3), ends_at=NOW - timedelta(hours=1))

    attendance.close(meeting, NOW, by)

    assert not Attendance.objects.exists()


def test_a_tap_repeated_is_one_row_and_one_change(by):
    meeting, member = running(), make_member()

    first, again = tap(meeting, member, by), tap(meeting, member, by)

    assert (first.pk, Attendance.objects.count(), AttendanceChange.objects.count()) == (again.pk, 1, 1)
    assert (first.source, first.recorded_at, first.recorded_by_name) == (Source.DOOR, NOW, by.email)


def test_every_change_is_kept_with_who_made_it(by):
    meeting, member, other = running(), make_member(), make_coordinator()

    tap(meeting, member, by)
    tap(meeting, member, other, mode=ONLINE, minutes=45, source=Source.SHEET)
    attendance.take_off(meeting, member, Source.SHEET, by, NOW)
    attendance.take_off(meeting, member, Source.SHEET, by, NOW)

    history = AttendanceChange.objects.order_by("pk").values_list("mode", "minutes", "source", "by")
    assert list(history) == [
        (ROOM, 120, Source.DOOR, by.pk),
        (ONLINE, 45, Source.SHEET, other.pk),
        (ONLINE, None, Source.SHEET, by.pk),
    ]
    assert rows(meeting) == []


@pytest.mark.parametrize(
    ("fields", "minutes"), [({}, 120), ({"cpd_minutes": 105}, 105), ({"cpd_minutes": 500}, 120)], ids=str
)
def test_whoever_was_there_is_given_the_cpd_minutes_or_the_length_and_never_more(by, fields, minutes):
    assert tap(running(**fields), make_member(), by).minutes == minutes


@pytest.mark.parametrize(
    ("late", "minutes"), [(0, 120), (15, 120), (16, 104), (60, 60), (119.5, 1), (-60, 120)], ids=str
)
def test_whoever_comes_to_the_door_later_than_15_minutes_is_given_what_is_left(by, late, minutes):
    assert tap(running(late), make_member(), by).minutes == minutes


def test_what_is_left_is_never_more_than_the_cpd_minutes(by):
    assert tap(running(20, cpd_minutes=90), make_member(), by).minutes == 90


def test_from_the_sheet_nobody_is_late_unless_somebody_writes_it(by):
    meeting, member = running(60), make_member()

    assert tap(meeting, member, by, source=Source.SHEET).minutes == 120
    assert tap(meeting, member, by, source=Source.SHEET, minutes=55).minutes == 55


def test_moving_from_the_room_to_online_keeps_the_minutes(by):
    meeting, member = running(30), make_member()
    tap(meeting, member, by)

    assert tap(meeting, member, by, mode=ONLINE, now=NOW + timedelta(minutes=40)).minutes == 90


def test_a_slip_put_right_at_the_door_keeps_the_minutes_and_a_later_return_does_not(by):
    meeting, member, later = running(), make_member(), NOW + timedelta(minutes=60)
    tap(meeting, member, by)
    attendance.take_off(meeting, member, Source.DOOR, by, later)

    assert tap(meeting, member, by, now=later + timedelta(minutes=4)).minutes == 120
    attendance.take_off(meeting, member, Source.DOOR, by, later)
    assert tap(meeting, member, by, now=later + timedelta(minutes=6)).minutes == 54


def test_more_than_the_length_and_less_than_a_minute_are_refused(by):
    meeting, member = running(), make_member()

    assert refusal_of(lambda: tap(meeting, member, by, minutes=121)) == Refusal.TOO_LONG
    assert refusal_of(lambda: tap(meeting, member, by, minutes=0)) == Refusal.NO_MINUTES
    assert tap(meeting, member, by, minutes=120).minutes == 120


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"starts_at": NOW + timedelta(minutes=61)}, Refusal.EARLY),
        ({"starts_at": NOW + timedelta(minutes=60)}, None),
        ({"status": Status.DRAFT}, Refusal.DRAFT),
        ({"status": Status.CANCELLED, "cancelled_at": NOW}, Refusal.CANCELLED),
        ({"starts_at": NOW - timedelta(days=2), "closed_at": NOW}, Refusal.CLOSED),
    ],
    ids=lambda value: str(getattr(value, "name", "") or ""),
)
def test_the_list_is_open_from_one_hour_before_the_start_until_it_is_closed(fields, reason):
    assert attendance.refusal(make_meeting(**fields), NOW) == reason


def test_somebody_by_name_stands_on_the_list_once_however_they_are_spelled(by):
    meeting = running()

    tap(meeting, "  Élodie   Example ", by)
    tap(meeting, "ELODIE EXAMPLE", by)

    assert rows(meeting) == [("Élodie Example", ROOM, 120)]
    assert attendance.take_off(meeting, "élodie example", Source.SHEET, by, NOW)


@pytest.mark.parametrize("name", ["", " . ", "x" * 121, "943 476 5919"])
def test_what_is_no_name_or_may_be_a_patient_is_refused(by, name):
    with pytest.raises(Refused):
        tap(running(), name, by)
    assert not Attendance.objects.exists()


def test_closing_waits_for_the_end_freezes_the_list_and_is_kept(by):
    meeting, member = running(60), make_member()
    tap(meeting, member, by)

    assert refusal_of(lambda: attendance.close(meeting, NOW, by)) == Refusal.NOT_OVER
    after = NOW + timedelta(hours=1)
    attendance.close(meeting, after, by)
    attendance.close(meeting, after, by)

    assert refusal_of(lambda: tap(meeting, make_member(), by, now=after)) == Refusal.CLOSED
    assert refusal_of(lambda: attendance.take_off(meeting, member, Source.SHEET, by, after)) == Refusal.CLOSED
    assert [(each.deed, each.by) for each in MeetingChange.objects.all()] == [(Deed.CLOSED, by)]


def test_a_list_that_changed_while_its_reader_looked_at_it_is_not_closed(by):
    meeting = running(180)
    seen = attendance.change_number(meeting)
    tap(meeting, make_member(), by, source=Source.SHEET)

    assert refusal_of(lambda: attendance.close(meeting, NOW, by, seen=seen)) == Refusal.CHANGED
    attendance.close(meeting, NOW, by, seen=attendance.change_number(meeting))


def test_a_closed_list_is_opened_again_for_a_mistake(by):
    meeting, member = running(180), make_member()
    assert refusal_of(lambda: attendance.reopen(meeting, NOW, by)) == Refusal.NOT_CLOSED
    attendance.close(meeting, NOW, by)

    attendance.reopen(meeting, NOW, by)
    tap(meeting, member, by, source=Source.SHEET)
    attendance.close(meeting, NOW, by)

    assert [each.deed for each in MeetingChange.objects.order_by("pk")] == [Deed.CLOSED, Deed.REOPENED, Deed.CLOSED]
    assert rows(meeting) == [(str(member), ROOM, 120)]


def line(who, state):
    return Line(str(who), who, state)


def test_typed_back_in_one_pass_only_what_differs_is_saved(by):
    meeting, (ada, ben, cy) = running(180), [make_member() for _ in range(3)]
    typed = [line(ada, State(ROOM, 120)), line(ben, State(ONLINE, 60)), line(cy, None), line("Dee", State(ROOM, 120))]

    first = attendance.write_down(meeting, typed, 0, by, NOW)
    seen = attendance.change_number(meeting)
    second = attendance.write_down(meeting, typed, seen, by, NOW)
    third = attendance.write_down(meeting, [line(ada, None), *typed[1:]], seen, by, NOW)

    assert (first.changed, second.changed, third.changed) == (3, 0, 1)
    assert AttendanceChange.objects.count() == 4


def test_two_who_write_at_once_lose_nothing_and_the_second_sees_what_the_first_wrote(by):
    meeting, other = running(180), make_coordinator()
    ada, ben, cy = [make_member() for _ in range(3)]
    opened = attendance.change_number(meeting)
    attendance.write_down(meeting, [line(ada, State(ROOM, 120)), line(ben, State(ROOM, 120))], opened, other, NOW)

    mine = [line(ada, State(ONLINE, 60)), line(ben, None), line(cy, State(ROOM, 120))]
    written = attendance.write_down(meeting, mine, opened, by, NOW)

    assert set(rows(meeting)) == {(str(ada), ROOM, 120), (str(ben), ROOM, 120), (str(cy), ROOM, 120)}
    [conflict] = written.conflicts
    assert (conflict.line, conflict.theirs, conflict.by_name) == (mine[0], State(ROOM, 120), other.email)
    assert [each.member for each in written.by_others] == [ada, ben]
    assert attendance.write_down(meeting, mine[:1], attendance.change_number(meeting), by, NOW).changed == 1
    assert (str(ada), ONLINE, 60) in rows(meeting)


def test_a_line_that_is_wrong_keeps_the_others(by):
    meeting, ada, ben = running(180), make_member(), make_member()

    written = attendance.write_down(meeting, [line(ada, State(ROOM, 999)), line(ben, State(ROOM, 60))], 0, by, NOW)

    assert written.wrong == {str(ada): Refusal.TOO_LONG.label}
    assert rows(meeting) == [(str(ben), ROOM, 60)]


@pytest.mark.django_db(transaction=True)
def test_two_phones_that_tap_the_same_people_at_once_make_one_row_each():
    meeting, members, phones = running(), [make_member() for _ in range(4)], [make_coordinator() for _ in range(3)]
    deeds = [partial(tap, meeting, member, phone) for member in members for phone in phones]

    results = at_once(deeds)

    assert errors(results) == []
    assert (Attendance.objects.count(), AttendanceChange.objects.count()) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_a_tap_and_the_closing_at_once_leave_nobody_between_the_two(by):
    meeting, members = running(180), [make_member() for _ in range(5)]
    deeds = [partial(tap, meeting, member, by, source=Source.SHEET) for member in members]

    results = at_once([partial(attendance.close, meeting, NOW, by), *deeds])

    refused = [error for error in errors(results) if isinstance(error, Refused)]
    assert len(refused) == len(errors(results))
    assert Attendance.objects.count() == 5 - len(refused)


def test_a_member_who_was_erased_is_no_guest_whose_name_is_still_to_go(by):
    meeting, member = running(), make_member(name="Ada Example")
    tap(meeting, member, by)
    rights.erase(rights.person_of(member.user), NOW)
    erased = rows(meeting)

    run = by_the_rule("access-needs", meeting.ends_at + timedelta(days=32))

    assert (run.people, run.rows, rows(meeting)) == (0, 0, erased)


def test_thirty_days_after_a_meeting_its_list_says_how_many_guests_there_were_and_not_who(by):
    meeting, member = running(), make_member(name="Ada Example")
    for who in (member, "Gabi Guest", "New Comer"):
        tap(meeting, who, by)
    attendance.take_off(meeting, "New Comer", Source.DOOR, by, NOW)
    old = meeting.ends_at + timedelta(days=30)

    by_the_rule("access-needs", old - timedelta(days=1))
    kept = {row.name for row in AttendanceChange.objects.filter(member=None)}
    by_the_rule("access-needs", old + timedelta(days=2))

    assert kept == {"Gabi Guest", "New Comer"}
    assert sorted(rows(meeting)) == [("Ada Example", ROOM, 120), ("Guest no. 1", ROOM, 120)]
    assert {row.name for row in AttendanceChange.objects.filter(member=None)} == {"Guest no. 1", "Guest no. 2"}
