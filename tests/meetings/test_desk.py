"""The desk says in the order of time what a meeting asks for, and on its first page what needs a coordinator today."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import attendance
from meetings.admin import cycle
from meetings.words import Status
from members.admin import today
from members.admin.today import Rank
from tests.factories import (
    LONDON,
    make_meeting,
    make_past_meeting,
    make_poll,
    make_published_minutes,
    make_series,
    make_venue,
)

pytestmark = pytest.mark.django_db


def first_page(user):
    return [(line.title, line.href) for line in today.lines(user) if line.rank <= Rank.WAITS]


def next_of(meeting, now=None):
    pages = [page for _, pages in cycle.parts(meeting, now or timezone.now()) for page in pages]
    return [page.label for page in pages if page.is_next]


def test_after_a_meeting_the_desk_leads_from_its_attendance_to_its_minutes_and_then_says_no_more_of_it(desk):
    meeting = make_past_meeting(closed_at=None)
    to_attendance = (f"Close the attendance: {meeting}", reverse("meetings:attendance", args=[meeting.slug]))
    to_minutes = ("Minutes not published", reverse("minutes:write", args=[meeting.slug]))

    over = first_page(desk.coordinator)
    attendance.close(meeting, timezone.now(), desk.coordinator)
    closed = first_page(desk.coordinator)
    make_published_minutes(meeting)

    assert to_attendance in over
    assert closed == [line for line in over if line != to_attendance]
    assert to_minutes in closed
    assert to_minutes not in first_page(desk.coordinator)


def test_a_near_draft_and_a_poll_whose_day_has_come_need_a_coordinator(desk):
    now = timezone.now()
    draft = make_meeting(status=Status.DRAFT, starts_at=now + timedelta(days=20))
    make_meeting(status=Status.DRAFT, starts_at=now + timedelta(days=200))
    make_poll(now + timedelta(days=30), answer_by=timezone.localdate() - timedelta(days=1), title="An evening")
    make_poll(now + timedelta(days=30), answer_by=timezone.localdate(), title="Not yet")

    titles = [title for title, _ in first_page(desk.coordinator)]

    assert [title for title in titles if "draft" in title or "Choose" in title] == [
        "Choose a date: An evening",
        f"Still a draft: {draft}",
    ]


def test_what_does_not_wait_is_one_quiet_row_below_what_does(desk):
    make_past_meeting(closed_at=None)
    coming = make_meeting(title="A spring afternoon")

    page = desk.get(reverse("admin:index")).content.decode()

    assert page.index("Close the attendance") < page.index("Nothing waits") < page.index("Begin</h3>")
    assert page.index("Nothing waits") < page.index("Coming up") < page.index(">A spring afternoon</a>")
    assert reverse("admin:meetings_meeting_who", args=[coming.pk]) in page
    assert page.index("Nothing waits") < page.index("Evidence to verify</a>")


def test_of_the_buttons_of_a_meeting_the_next_one_is_marked_and_cancelling_stands_last():
    now = timezone.now()
    draft, open_one = make_meeting(status=Status.DRAFT), make_meeting()
    at_the_door = make_meeting(starts_at=now + timedelta(minutes=30))
    over, closed = make_past_meeting(closed_at=None), make_past_meeting(closed_at=now)

    assert next_of(draft) == ["Publish"]
    assert next_of(open_one) == []
    assert next_of(at_the_door) == ["Door"]
    assert next_of(over) == ["Attendance"]
    assert next_of(closed) == ["Minutes"]
    make_published_minutes(closed)
    assert next_of(closed) == []
    title, pages = cycle.parts(draft, now)[-1]
    assert (title, [page.label for page in pages]) == ("The meeting itself", ["Cancel the meeting"])


def test_a_single_meeting_is_suggested_as_the_last_one_of_the_series_was(desk):
    series, room = make_series(), make_venue(capacity=9)
    make_meeting(starts_at=datetime(2026, 5, 14, 14, tzinfo=LONDON), series=series, venue=room)
    make_meeting(starts_at=datetime(2026, 6, 20, 10, tzinfo=LONDON), venue=make_venue())

    plan = desk.get(reverse("admin:meetings_meeting_add")).context["form"].initial
    poll = desk.get(reverse("admin:meetings_poll_add")).context["form"].initial

    assert (plan["begins"], plan["ends"], plan["room_capacity"], plan["venue"]) == (time(14), time(16), 9, room)
    assert poll["venue"] == room


def test_after_closing_a_coordinator_is_led_to_the_minutes_and_from_each_page_back_to_the_desk(desk):
    meeting = make_past_meeting()
    on_the_desk = reverse("admin:meetings_meeting_change", args=[meeting.pk])

    attended = desk.get(reverse("meetings:attendance", args=[meeting.slug])).content.decode()
    arranging = desk.get(reverse("minutes:arrange", args=[meeting.slug])).content.decode()

    assert f'href="{reverse("minutes:write", args=[meeting.slug])}">Next: Minutes' in attended
    assert on_the_desk in attended
    assert on_the_desk in arranging
