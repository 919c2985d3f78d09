"""The door: taps that come late, twice, in any order, from several phones; the sheet on paper and typed back."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import attendance, door, expected, needs, rsvp
from meetings.attendance import Refusal
from meetings.door import OFF, UNKNOWN, Page, Tap
from meetings.models import AttendanceChange, DoorPage, Meeting
from meetings.words import Choice, Duty, NeedKind, Presence, Source, Status
from tests.factories import make_coordinator, make_guest, make_meeting, make_member, make_role
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ROOM, ONLINE = Presence.ROOM, Presence.ONLINE


@pytest.fixture
def by():
    return make_coordinator()


def coming(*people, begun=30, **fields):
    """A meeting that began half an hour ago, to which these people come."""
    meeting = make_meeting(**fields)
    for member, choice in people:
        rsvp.answer(meeting, member, choice, NOW)
    start = NOW - timedelta(minutes=begun)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    meeting.refresh_from_db()
    return meeting


def helper(meeting, duty=Duty.DOOR):
    return make_role(meeting, duty, given_at=NOW).member


def key(member):
    return f"m-{member.public_id}"


def tap(member, mode=ROOM, minutes_ago=0):
    return Tap(key(member), mode, timedelta(minutes=minutes_ago))


def there(meeting):
    return {str(row.member or row.name): (row.mode, row.minutes) for row in meeting.attendance.all()}


def at(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.slug])


@pytest.fixture
def ada():
    return make_member(name="Ada Example")


@pytest.fixture
def ben():
    return make_member(name="Ben Example")


def test_the_list_names_everybody_who_answered_guests_and_whoever_was_written_down(by, ada, ben):
    no, maybe, unannounced = make_member(name="Cy No"), make_member(name="Di Maybe"), make_member(name="Ed Other")
    meeting = coming((ben, Choice.ONLINE), (ada, Choice.ROOM), (no, Choice.NO), (maybe, Choice.MAYBE))
    for pk in (99, 100):  # the first stays the first, however their numbers are spelled
        make_guest(meeting, ada, name="Zoë Guest", pk=pk)
    for who in (unannounced, "Flo Newcomer"):
        attendance.mark(meeting, who, ROOM, None, Source.SHEET, by, NOW)

    people = expected.everybody(meeting)

    assert [(each.name, each.heading, each.mode, bool(each.state)) for each in people] == [
        ("Ada Example", "room", ROOM, False),
        ("Ben Example", "online", ONLINE, False),
        ("Zoë Guest", "room", ROOM, False),
        ("Zoë Guest (guest of Ada Example)", "room", ROOM, False),
        ("Di Maybe", "maybe", ROOM, False),
        ("Flo Newcomer", "other", ROOM, True),
        ("Cy No", "no", ROOM, False),
        ("Ed Other", "other", ROOM, True),
    ]


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.whole
def test_the_list_takes_the_same_number_of_queries_for_one_as_for_many(django_assert_num_queries, number):
    meeting = coming(*((make_member(), Choice.ONLINE) for _ in range(number)))

    with django_assert_num_queries(3):
        assert len(expected.everybody(meeting)) == number


def test_a_tap_that_was_kept_counts_from_when_it_was_made(by, ada):
    meeting = coming((ada, Choice.ROOM), begun=60)

    assert door.receive(meeting, [tap(ada, minutes_ago=50)], by, NOW) == {}

    assert there(meeting) == {"Ada Example": (ROOM, 120)}
    assert meeting.attendance.get().recorded_at == NOW - timedelta(minutes=50)


def test_taps_of_one_page_that_arrive_again_or_out_of_order_change_nothing(by, ada):
    meeting = coming((ada, Choice.ROOM))
    first, second = [tap(ada)], [tap(ada, OFF)]

    door.receive(meeting, second, by, NOW, Page("phone", 2))
    door.receive(meeting, first, by, NOW, Page("phone", 1))
    assert there(meeting) == {}

    door.receive(meeting, first, by, NOW, Page("phone", 3))
    door.receive(meeting, first, by, NOW, Page("phone", 3))
    assert AttendanceChange.objects.count() == 1


def test_an_old_tap_of_one_phone_does_not_undo_a_newer_one_of_another(by, ada):
    meeting = coming((ada, Choice.ROOM))
    door.receive(meeting, [tap(ada, ONLINE, minutes_ago=2)], by, NOW, Page("first", 1))

    door.receive(meeting, [tap(ada, ROOM, minutes_ago=10)], by, NOW, Page("second", 1))
    assert there(meeting)["Ada Example"][0] == ONLINE

    door.receive(meeting, [tap(ada, ROOM, minutes_ago=1)], by, NOW, Page("second", 2))
    assert there(meeting)["Ada Example"][0] == ROOM


def test_the_last_tap_of_a_phone_wins_however_slow_the_one_before_it_was(by, ada):
    """The first was under way for three seconds, so it seems to be later than the second."""
    meeting = coming((ada, Choice.ROOM))
    door.receive(meeting, [tap(ada)], by, NOW + timedelta(seconds=3), Page("phone", 1))

    door.receive(meeting, [tap(ada, OFF)], by, NOW + timedelta(seconds=1), Page("phone", 2))

    assert there(meeting) == {}


def test_somebody_whom_the_door_does_not_know_is_named_and_the_others_are_saved(by, ada):
    meeting, stranger = coming((ada, Choice.ROOM)), make_member(suspended_on=NOW.date())

    refused = door.receive(meeting, [tap(stranger), tap(ada), Tap("g-0", ROOM)], by, NOW)

    assert refused == {key(stranger): UNKNOWN, "g-0": UNKNOWN}
    assert list(there(meeting)) == ["Ada Example"]


def test_after_the_end_nobody_is_tapped_in_but_what_was_tapped_before_still_arrives(by, ada, ben):
    meeting = coming((ada, Choice.ROOM), (ben, Choice.ROOM), begun=150)

    refused = door.receive(meeting, [tap(ada), tap(ben, minutes_ago=60)], by, NOW)

    assert refused == {key(ada): Refusal.ENDED.label}
    assert there(meeting) == {"Ben Example": (ROOM, 30)}


def test_a_closed_list_takes_no_tap_and_forgets_the_pages_of_its_door(by, ada):
    meeting = coming((ada, Choice.ROOM), begun=150)
    door.receive(meeting, [], by, NOW, Page("phone", 1))
    attendance.close(meeting, NOW, by)

    assert door.receive(meeting, [tap(ada)], by, NOW, Page("phone", 2)) == {key(ada): Refusal.CLOSED.label}
    assert not DoorPage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_phones_that_send_the_same_people_at_once_write_each_of_them_once(by):
    members = [make_member() for _ in range(4)]
    meeting = coming(*((member, Choice.ROOM) for member in members))
    taps = [tap(member) for member in members]

    results = at_once([partial(door.receive, meeting, taps, by, NOW, Page(f"phone {n}", 1)) for n in range(4)])

    assert errors(results) == []
    assert (meeting.attendance.count(), AttendanceChange.objects.count()) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_from_three_connections_at_once_counts_once(by, ada):
    meeting = coming((ada, Choice.ROOM))

    results = at_once([partial(door.receive, meeting, [tap(ada)], by, NOW, Page("phone", 1))] * 3)

    assert errors(results) == []
    assert (meeting.attendance.count(), DoorPage.objects.count()) == (1, 1)


# Over HTTP


@pytest.mark.parametrize("duty", [Duty.DOOR, Duty.COORDINATOR])
def test_whoever_has_the_duty_opens_the_pages_and_finds_them_on_the_page_of_the_meeting(client, ada, duty):
    meeting = coming((ada, Choice.ROOM), begun=-30)
    client.force_login(helper(meeting, duty).user)

    assert [client.get(at(name, meeting)).status_code for name in ("door", "sheet", "attendance")] == [200, 200, 200]
    assert at("door", meeting) in client.get(meeting.get_absolute_url()).text
    assert client.get(at("close", meeting)).status_code == (200 if duty == Duty.COORDINATOR else 403)


def test_whoever_coordinates_a_meeting_and_runs_the_network_no_longer_opens_nothing(client, ada):
    meeting = coming((ada, Choice.ROOM), begun=-130)
    member = helper(meeting, Duty.COORDINATOR)
    member.user.groups.clear()
    client.force_login(member.user)

    pages = [client.get(at(name, meeting)) for name in ("door", "attendance", "close", "who_needs_what")]

    assert [page.status_code for page in pages] == [403] * 4


@pytest.mark.parametrize("name", ["door", "taps", "sheet", "attendance", "close", "reopen"])
def test_another_member_and_the_minute_taker_open_none_of_them(client, ada, name):
    meeting = coming((ada, Choice.ROOM))

    for member in (ada, helper(meeting, Duty.MINUTE_TAKER)):
        client.force_login(member.user)
        assert client.post(at(name, meeting)).status_code in (403, 405)
        assert client.get(at(name, meeting)).status_code in (403, 405)


def test_without_scripts_a_button_is_a_form_and_pressed_again_takes_off(client, ada):
    meeting = coming((ada, Choice.ROOM))
    client.force_login(helper(meeting).user)

    page = client.post(at("door", meeting), {"tap": f"{key(ada)}:room"}, follow=True)
    assert f'value="{key(ada)}:off"' in page.text
    assert "1 of 1 here" in page.text
    client.post(at("door", meeting), {"tap": f"{key(ada)}:room"})
    assert AttendanceChange.objects.count() == 1
    client.post(at("door", meeting), {"tap": f"{key(ada)}:off"})

    assert there(meeting) == {}


def test_each_phone_is_answered_with_who_is_there_whoever_tapped_them_in(client, ada, ben):
    meeting = coming((ada, Choice.ROOM), (ben, Choice.ONLINE))
    first, second = client, Client()
    first.force_login(helper(meeting).user), second.force_login(helper(meeting, Duty.COORDINATOR).user)

    first.post(at("taps", meeting), {"page": "a", "number": 1, "tap": [f"{key(ada)}:room:1500"]})
    answer = second.post(at("taps", meeting), {"page": "b", "number": 1, "tap": [f"{key(ben)}:online:0"]})

    assert answer.json() == {"here": {key(ada): "room", key(ben): "online"}, "refused": {}}


@pytest.mark.parametrize("odd", ["", "x", ":::", "m-a:room:-1", "m-a:sitting:1", "m-a:room:9" + "9" * 50, "🙂:room:٣"])
def test_odd_taps_are_answered_and_change_nothing(client, ada, odd):
    meeting = coming((ada, Choice.ROOM))
    client.force_login(helper(meeting).user)

    answer = client.post(at("taps", meeting), {"page": odd, "number": odd, "tap": [odd]})

    assert (answer.status_code, answer.json()["here"]) == (200, {})


def test_the_door_names_people_and_nothing_else_about_them(client, ada):
    ada.phone = "0161 496 0000"
    ada.save()
    meeting = coming((ada, Choice.ROOM))
    client.force_login(helper(meeting).user)

    page = client.get(at("door", meeting)).text

    assert "Ada Example" in page
    assert ada.user.email not in page
    assert ada.phone not in page


def test_the_sheet_has_everybody_expected_a_code_for_the_door_and_three_empty_rows(client, ada, ben, settings):
    settings.PUBLIC_ADDRESS = "https://dit.example"
    declined = make_member(name="Cy Declined")
    meeting = coming((ada, Choice.ROOM), (ben, Choice.ONLINE), (declined, Choice.NO))
    client.force_login(helper(meeting).user)

    needs.tell(ben, [NeedKind.HEARING], "", NOW)

    page = client.get(at("sheet", meeting))

    assert [(line.name, line.mode, line.marked) for line in page.context["sheet"].lines] == [
        ("Ada Example", "In the room", False),
        ("Ben Example", "Online", True),
    ]
    assert "Hearing" not in page.text
    assert client.get(at("door", meeting)).text.count("needs something") == 2
    assert page.text.count("dit-sign__empty") == 3
    assert "Cy Declined" not in page.text


def typed(meeting, client, **lines):
    """What the browser sends: the page as it stands, with some lines changed."""
    page = client.get(at("attendance", meeting))
    rows = [row for _, rows in page.context["groups"] for row in rows]
    fields = {f"how-{row.key}": row.how for row in rows} | {f"minutes-{row.key}": row.minutes for row in rows}
    fields |= {f"name-new-{n}": "" for n in (1, 2, 3)} | {f"how-new-{n}": "room" for n in (1, 2, 3)}
    return {"seen": page.context["seen"], "save": "", **fields, **lines}


def test_a_sheet_is_typed_back_in_one_press_with_newcomers(client, ada, ben):
    meeting = coming((ada, Choice.ROOM), (ben, Choice.NO), begun=180)
    client.force_login(helper(meeting).user)
    lines = {f"how-{key(ada)}": "room", f"how-{key(ben)}": "online", f"minutes-{key(ben)}": "45"}
    lines |= {"name-new-2": "Zoë Newcomer", "how-new-2": "room", "minutes-new-2": "120"}

    page = client.post(at("attendance", meeting), typed(meeting, client, **lines), follow=True)

    assert "Saved: 3 lines changed." in page.text
    assert there(meeting) == {
        "Ada Example": (ROOM, 120),
        "Ben Example": (ONLINE, 45),
        "Zoë Newcomer": (ROOM, 120),
    }
    again = client.post(at("attendance", meeting), typed(meeting, client), follow=True)
    assert "Saved: 0 lines changed." in again.text
    assert AttendanceChange.objects.count() == 3


def test_a_member_who_did_not_answer_is_found_by_name_and_nothing_typed_is_lost(client, ada, ben):
    meeting = coming((ada, Choice.ROOM), begun=180)
    client.force_login(helper(meeting).user)
    lines = typed(meeting, client, **{f"how-{key(ada)}": "online", "name": "ben ex", "name-new-1": "Zoë"})
    del lines["save"]

    page = client.post(at("attendance", meeting), {**lines, "find": ""})

    assert there(meeting) == {}
    rows = {row.name: row.how for _, rows in page.context["groups"] for row in rows}
    assert rows == {"Ada Example": "online", "Ben Example": "no"}
    assert page.context["newcomers"][0].name == "Zoë"
    client.post(at("attendance", meeting), {**lines, "save": "", f"how-{key(ben)}": "room"})
    assert set(there(meeting)) == {"Ada Example", "Ben Example", "Zoë"}


@pytest.mark.parametrize("minutes", ["", "abc", "-5", "0", "121", "1e3", "99999999999"])
def test_wrong_minutes_are_said_beside_the_line_and_the_others_are_saved(client, ada, ben, minutes):
    meeting = coming((ada, Choice.ROOM), (ben, Choice.ROOM), begun=180)
    client.force_login(helper(meeting).user)
    lines = {f"how-{key(ada)}": "room", f"minutes-{key(ada)}": minutes, f"how-{key(ben)}": "room"}

    page = client.post(at("attendance", meeting), typed(meeting, client, **lines))

    assert page.status_code == 422
    assert [row.name for row in page.context["wrong"]] == ["Ada Example"]
    assert set(there(meeting)) == {"Ben Example"}


def test_of_two_who_save_at_once_the_second_sees_what_the_first_wrote(client, by, ada, ben):
    meeting = coming((ada, Choice.ROOM), (ben, Choice.ROOM), begun=180)
    client.force_login(helper(meeting).user)
    mine = typed(meeting, client, **{f"how-{key(ada)}": "online", f"minutes-{key(ada)}": "60"})
    for member in (ada, ben):
        attendance.mark(meeting, member, ROOM, None, Source.SHEET, by, NOW)

    page = client.post(at("attendance", meeting), mine)

    assert page.status_code == 409
    assert f"{by.email} wrote down meanwhile: in the room, 120 minutes." in page.text
    assert "Ben Example: in the room, 120 minutes" in page.text
    assert there(meeting) == {"Ada Example": (ROOM, 120), "Ben Example": (ROOM, 120)}
    client.post(at("attendance", meeting), {**mine, "seen": page.context["seen"], f"how-{key(ben)}": "room"})
    assert there(meeting) == {"Ada Example": (ONLINE, 60), "Ben Example": (ROOM, 120)}


def test_what_is_typed_into_a_list_that_was_closed_meanwhile_is_given_back(client, by, ada, ben):
    meeting = coming((ada, Choice.ROOM), (ben, Choice.ROOM), begun=180)
    client.force_login(helper(meeting, Duty.DOOR).user)
    seen = client.get(at("attendance", meeting)).context["seen"]
    attendance.close(meeting, NOW, by)

    page = client.post(
        at("attendance", meeting),
        {"save": "", "seen": seen, f"how-{key(ada)}": "room", f"minutes-{key(ada)}": "45", f"how-{key(ben)}": "no"},
    )

    assert (page.status_code, there(meeting)) == (409, {})
    assert page.context["unsaved"] == ["Ada Example: in the room, 45 minutes"]
    assert "Ada Example: in the room, 45 minutes" in page.text


def test_closing_says_first_how_many_certificates_and_messages_and_then_does_it(client, ada, by):
    meeting = coming((ada, Choice.ROOM), begun=180)
    for who in (ada, "Zoë Newcomer"):
        attendance.mark(meeting, who, ROOM, None, Source.SHEET, by, NOW)
    client.force_login(helper(meeting, Duty.COORDINATOR).user)

    page = client.get(at("close", meeting))
    assert (page.context["effects"], meeting.certificates.count()) == ((1, 1), 0)
    done = client.post(at("close", meeting), {"seen": page.context["seen"]}, follow=True)

    assert "The attendance is closed. 1 certificate issued." in done.text
    assert meeting.certificates.get().member == ada
    assert client.get(at("attendance", meeting)).context["may_reopen"]


def test_a_mistake_is_put_right_and_the_certificate_issued_anew(client, ada, by):
    meeting = coming((ada, Choice.ROOM), begun=180)
    attendance.mark(meeting, ada, ROOM, None, Source.SHEET, by, NOW)
    client.force_login(helper(meeting, Duty.COORDINATOR).user)
    attendance.close(meeting, NOW, by)

    client.post(at("reopen", meeting))
    client.post(at("attendance", meeting), typed(meeting, client, **{f"minutes-{key(ada)}": "60"}))
    client.post(at("close", meeting), {"seen": attendance.change_number(meeting)})

    issued = [(each.minutes, each.revoked_at is None) for each in meeting.certificates.order_by("pk")]
    assert issued == [(120, False), (60, True)]


def test_a_draft_has_no_door(client, ada):
    meeting = coming((ada, Choice.ROOM))
    Meeting.objects.update(status=Status.DRAFT)
    client.force_login(ada.user)

    assert client.get(at("door", meeting)).status_code == 404
