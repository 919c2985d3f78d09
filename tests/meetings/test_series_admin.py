"""A year planned on the desk: what is confirmed is what was seen, and nothing that is typed breaks it."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Meeting, Series
from meetings.words import Status
from members.admin import today
from members.admin.today import Rank
from outbox.models import Message
from tests.factories import make_meeting, make_member, make_series, make_venue
from tests.meetings.test_series import NOW, begin

pytestmark = pytest.mark.django_db

FIRST, MAY, AUGUST = "2026-12-10", "2027-05-13", "2027-08-12"
NEW_YEAR = [FIRST, "2027-02-11", "2027-04-08", "2027-06-10", "2027-10-14"]


class Form(HTMLParser):
    """The form of a page as a browser would send it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and (("selected" in found) or self.select not in self.values):
            self.values[self.select] = value
        elif tag == "input" and name and found.get("type") != "submit":
            if found.get("type") not in ("checkbox", "radio"):
                self.values[name] = value
            elif "checked" in found:
                self.values[name] = value or "on"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def address(name, *args):
    return reverse(f"admin:meetings_series_{name}", args=args)


def text(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def filled(response, **typed):
    return {**Form(response.content.decode()).values, **typed}


def shown(desk, path="", **typed):
    """The year as the page shows it after these words are typed, and what its form would send now."""
    path = path or address("add")
    response = desk.post(path, filled(desk.get(path), show="on", **typed))
    return response, filled(response)


def days():
    return [meeting.slug for meeting in Meeting.objects.order_by("starts_at")]


def test_the_year_stands_on_the_page_at_once_and_one_button_makes_and_announces_it(desk):
    make_venue(capacity=14), make_member()
    page = desk.get(address("add"))

    response = desk.post(address("add"), filled(page, announce="on"))

    series = Series.objects.get()
    assert "Make and announce 6 meetings" not in text(page)
    assert "Make and announce 5 meetings" in page.content.decode()
    assert "1 message will leave, one to each member with all the dates" in text(page)
    assert (response.status_code, response.url) == (302, address("change", series.pk))
    assert days() == NEW_YEAR
    assert set(series.meetings.values_list("status", "room_capacity")) == {(Status.PUBLISHED, 14)}
    assert Message.objects.count() == 1


def test_a_year_made_as_drafts_tells_nobody(desk):
    make_member()

    desk.post(address("add"), filled(desk.get(address("add")), make="on"))

    assert (days(), Message.objects.count()) == (NEW_YEAR, 0)
    assert set(Meeting.objects.values_list("status", flat=True)) == {Status.DRAFT}


def test_a_first_date_that_does_not_fit_the_rhythm_is_said_with_the_first_meeting(desk):
    response, _ = shown(desk, first_date="2026-12-11")

    assert (
        "Friday 11 December 2026 is not the second Thursday of its month. "
        "The first meeting is on Thursday 14 January 2027."
    ) in text(response)


def test_the_page_says_what_speaks_against_a_date_and_leaves_august_out_until_it_is_ticked(desk):
    response, form = shown(desk, every="1", week="-1", weekday="0", first_date="2026-12-01")

    said = text(response)
    assert "A bank holiday in England: Boxing Day (substitute day)." in said
    assert "The clocks go forward early on the day before." in said
    assert "In August, when many people are away. Left out." in said
    assert "2027-08-30-takes_place" not in form
    ticked = desk.post(address("add"), form | {"2027-08-30-takes_place": "on", "show": "on"})
    assert "Make and announce 12 meetings" in ticked.content.decode()


def test_another_meeting_of_that_day_is_said(desk):
    make_meeting(title="Committee", starts_at=NOW + timedelta(days=15))

    response, _ = shown(desk, first_date=FIRST, every="2", week="2", weekday="3", begins="15:00")

    assert "“Committee” is on that day too" in text(response)


def test_a_date_is_moved_or_left_out_on_the_page_and_shown_again_before_it_is_made(desk):
    page = filled(desk.get(address("add")))
    typed = page | {f"{FIRST}-day": "2026-12-17", f"{FIRST}-begins": "15:30", "announce": "on"}
    typed.pop("2027-02-11-takes_place")

    again = desk.post(address("add"), typed)
    assert (again.status_code, Meeting.objects.count()) == (422, 0)
    assert "This is the year with your changes." in text(again)
    assert "Moved to Thursday 17 December 2026, 3.30pm to 5.30pm." in text(again)

    desk.post(address("add"), filled(again, announce="on"))
    assert days() == ["2026-12-17", *NEW_YEAR[2:]]
    moved = Meeting.objects.get(slug="2026-12-17")
    assert (moved.series_date, moved.touched) == (date(2026, 12, 10), True)
    assert date(2027, 2, 11) in Series.objects.get().skipped.values_list("date", flat=True)


def test_dates_that_were_not_moved_follow_the_rhythm_when_it_changes(desk):
    page = filled(desk.get(address("add")))

    response = desk.post(address("add"), page | {"begins": "18:00", f"{FIRST}-begins": "19:00", "show": "on"})

    form = filled(response)
    assert (form[f"{FIRST}-begins"], form["2027-02-11-begins"]) == ("19:00", "18:00")


def test_two_coordinators_on_the_same_form_make_one_year(desk):
    page = filled(desk.get(address("add")), announce="on")

    first, second = desk.post(address("add"), page), desk.post(address("add"), page)
    third = desk.post(address("add"), filled(second, announce="on"))

    assert (first.status_code, second.status_code, third.status_code) == (302, 422, 422)
    assert "“Network meeting” is in the same room at that time, 2pm to 4pm." in text(second)
    assert "There is a series with this title, first date and rhythm already." in text(third)
    assert days() == NEW_YEAR


FIELDS = [
    ({"title": "x" * 10_000}, "at most 120 characters"),
    ({"title": ""}, "This field is required."),
    ({"title": "About 943 476 5919"}, "This looks like an NHS number."),
    ({"first_date": "2026-11-24"}, "This date is in the past. Choose today or later."),
    ({"first_date": "2036-11-24"}, "Choose a day within the next 4 years."),
    ({"first_date": "31 February"}, "Enter a day that exists"),
    ({"first_date": "2027-02-29"}, "Enter a day that exists"),
    ({"first_date": "9999999-12-31"}, "Enter a day that exists"),
    ({"length": "0"}, "Enter the length in hours or minutes"),
    ({"length": "0 minutes"}, "A meeting lasts from 15 minutes to 12 hours."),
    ({"length": "13 hours"}, "A meeting lasts from 15 minutes to 12 hours."),
    ({"length": "9" * 10_000 + " hours"}, "Enter the length in hours or minutes"),
    ({"every": "5"}, "Select a valid choice."),
    ({"week": "x"}, "Select a valid choice."),
    ({"place": "room-9999"}, "Select a valid choice."),
    ({"begins": "25:00"}, "Enter a time, such as 14:00."),
    ({f"{FIRST}-day": "2026-11-20"}, "Choose a day from today on, within the next 4 years."),
    ({f"{FIRST}-day": "0001-01-01"}, "Choose a day from today on, within the next 4 years."),
    ({f"{FIRST}-day": "2026-11-25", f"{FIRST}-begins": "09:00"}, "This time is in the past."),
    ({f"{FIRST}-day": "nonsense"}, "Enter a day that exists"),
    ({f"{FIRST}-day": ""}, "Enter both day and time, or leave this date out."),
    ({f"{FIRST}-day": "2027-02-11"}, "Two meetings on this day. Move one of them, or leave it out."),
    ({f"{FIRST}-day": "2027-03-28", f"{FIRST}-begins": "01:30"}, "there is no such time"),
    ({f"{FIRST}-day": "2027-10-31", f"{FIRST}-begins": "01:30"}, "this time comes twice"),
]


@pytest.mark.parametrize(("typed", "said"), FIELDS, ids=lambda value: str(value)[:50])
def test_bad_input_is_answered_with_what_to_do_and_what_was_typed_stays(desk, typed, said):
    response = desk.post(address("add"), filled(desk.get(address("add")), announce="on", **typed))

    assert response.status_code == 422
    assert said in text(response)
    assert (Meeting.objects.count(), Series.objects.count()) == (0, 0)
    kept = filled(response)
    assert {name: kept[name] for name in typed if name not in ("every", "week", "place")} == {
        name: value for name, value in typed.items() if name not in ("every", "week", "place")
    }


def test_of_an_hour_that_comes_twice_the_answer_counts(desk):
    page = filled(desk.get(address("add")), **{f"{FIRST}-day": "2027-10-31", f"{FIRST}-begins": "01:30"})

    asked = filled(desk.post(address("add"), page | {"show": "on"}), **{f"{FIRST}-hour": "second"})
    shown_again = desk.post(address("add"), asked | {"show": "on"})
    desk.post(address("add"), filled(shown_again, make="on"))

    assert Meeting.objects.get(series_date=FIRST).starts_at.isoformat() == "2027-10-31T01:30:00+00:00"


def test_a_year_in_which_every_date_is_left_out_cannot_be_made(desk):
    page = filled(desk.get(address("add")))

    response = desk.post(
        address("add"), {name: value for name, value in page.items() if "takes_place" not in name} | {"show": "on"}
    )

    assert "Every date is left out. Tick at least one." in text(response)
    assert "Make and announce" not in response.content.decode()


def test_the_next_year_follows_on_and_the_same_form_sent_twice_makes_it_once(desk):
    series = begin()
    path = address("next_year", series.pk)
    page = filled(desk.get(path), make="on")

    first, second = desk.post(path, page), desk.post(path, page)

    assert first.url == address("change", series.pk)
    assert second.status_code == 422
    assert days()[5:] == ["2027-12-09", "2028-02-10", "2028-04-13", "2028-06-08", "2028-10-12"]


def test_the_desk_asks_for_the_next_year_only_when_fewer_than_two_meetings_lie_ahead(desk):
    def lines():
        found = [line for lines in today.to_do for line in lines() if "year" in line.title]
        return [(line.title, line.says) for line in found if line.rank < Rank.BEGIN]

    assert lines() == [("Plan a year of meetings", "One form shows all dates before anything is saved")]
    series = begin()
    assert lines() == []
    Meeting.objects.filter(pk__in=[meeting.pk for meeting in series.meetings.order_by("starts_at")[:4]]).update(
        status=Status.CANCELLED, cancelled_at=NOW
    )
    assert lines() == [("Plan the next year of Network meeting", "1 meeting lies ahead")]


def test_a_change_of_a_series_is_shown_whole_before_it_is_saved(desk):
    series = begin()
    Meeting.objects.filter(series_date="2027-02-11").update(touched=True)
    path = address("change-meetings", series.pk)
    typed = filled(desk.get(path), begins="15:00")

    confirm = desk.post(path, typed)
    assert Series.objects.get().begins.hour == 14
    assert "Thursday 10 December 2026, 3pm to 5pm" in text(confirm)
    assert "What stays, because somebody moved it by hand Thursday 11 February 2027, 2pm to 4pm" in text(confirm)
    back = desk.post(path, filled(confirm, back="on"))
    assert filled(back)["begins"] == "15:00"

    done = desk.post(path, filled(confirm))
    assert done.url == address("change", series.pk)
    assert Series.objects.get().begins.hour == 15


def test_what_speaks_against_the_new_days_is_said_with_each_day_also_of_drafts(desk):
    series = begin()
    path = address("change-meetings", series.pk)

    confirm = desk.post(path, filled(desk.get(path), week="-1", weekday="0"))

    assert ("Look at this: Monday 28 December 2026: A bank holiday in England: Boxing Day (substitute day).") in text(
        confirm
    )


def test_what_was_done_with_a_series_is_undone_from_its_page_and_leads_back_there(desk):
    begin()
    _, form = shown(desk, title="Reading group")
    desk.post(address("add"), form | {"announce": "on"})
    series = Series.objects.get(title="Reading group")

    page = desk.get(address("change", series.pk)).content.decode()
    (undo,) = re.findall(r'action="([^"]+/undo/\d+/)"', page)
    response = desk.post(undo, {"series": series.pk, "undo": "yes"}, follow=True)

    assert response.redirect_chain[-1][0] == address("changelist")
    assert "Undone: Reading group: 5 meetings made." in text(response)
    assert [each.title for each in Series.objects.all()] == ["Network meeting"]


def test_a_change_for_one_meeting_needs_to_know_which(desk):
    series = begin()
    path = address("change-meetings", series.pk)

    response = desk.post(path, filled(desk.get(path), scope="one"))

    assert (response.status_code, "Choose the meeting." in text(response)) == (422, True)


def test_drafts_are_announced_and_a_series_is_ended_from_its_page(desk):
    make_member()
    series = begin()

    page = desk.get(address("announce", series.pk))
    assert "1 message will leave, one to each member" in text(page)
    desk.post(address("announce", series.pk), filled(page))
    assert Message.objects.count() == 1
    end = desk.get(address("end", series.pk))
    wrong = desk.post(address("end", series.pk), filled(end, meetings="cancel"))
    assert (wrong.status_code, "Say why the meetings are cancelled." in text(wrong)) == (422, True)
    desk.post(address("end", series.pk), filled(end, meetings="cancel", why="The network rests"))

    assert set(Meeting.objects.values_list("status", "cancelled_why")) == {(Status.CANCELLED, "The network rests")}
    assert "Ended on Wednesday 25 November 2026." in text(desk.get(address("change", series.pk)))
    desk.post(address("reopen", series.pk))
    assert Series.objects.get().ended_at is None


def test_the_list_of_series_says_when_each_meets_next_with_as_many_queries_for_one_as_for_thirty(desk):
    series = begin()
    desk.get(address("changelist"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        page = desk.get(address("changelist"))
    for _ in range(29):
        make_meeting(series=make_series(), series_date=FIRST)
    with CaptureQueriesContext(connection) as thirty:
        desk.get(address("changelist"))

    assert "every second month, second Thursday, 2pm Next date: Thursday 10 December 2026 Meetings ahead: 5" in text(
        page
    )
    assert str(series) in text(page)
    assert len(one) == len(thirty)
