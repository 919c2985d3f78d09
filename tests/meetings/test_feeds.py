"""Calendars behind private links: what stands in them, byte by byte, and who reads them."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from meetings import rsvp
from meetings.feeds import own_links, window
from meetings.models import Feed, Meeting
from meetings.words import Choice, FeedKind, Status
from members.models import Member
from tests.factories import LONDON, make_meeting, make_member

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("kind", FeedKind)
LINK = "https://meet.example/dit"


def make_feed(kind=FeedKind.MINE, member=None, **chosen):
    feed = own_links.make(member or make_member(), FeedKind(kind), timezone.now())
    if chosen:
        Feed.objects.filter(pk=feed.pk).update(**chosen)
        feed.refresh_from_db()
    return feed


def path(feed):
    return f"/calendar/{feed.kind}/{feed.token}.ics"


def events(client, feed, **headers):
    answer = client.get(path(feed), headers=headers)
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def say(meeting, member, choice):
    return rsvp.answer(meeting, member, choice, timezone.now())


@KINDS
@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/json", "text/calendar"])
def test_cal_f1_whoever_has_the_link_reads_without_login_cookie_or_redirect(client, kind, accept):
    feed = make_feed(kind)

    read, head = (ask(path(feed), headers={"accept": accept}) for ask in (client.get, client.head))

    assert (read.status_code, head.status_code) == (200, 200)
    assert read["Content-Type"] == head["Content-Type"] == "text/calendar; charset=utf-8"
    assert (read.cookies, head.cookies) == ({}, {})


def test_cal_f1_over_https_there_is_no_redirect_in_production(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path(make_feed()), secure=True).status_code == 200


def test_cal_f1_an_unknown_and_a_replaced_link_and_the_link_of_another_calendar_are_404(client):
    feed = make_feed()
    old = path(feed)
    own_links.replace(feed, timezone.now())
    feed.refresh_from_db()

    answers = [client.get(at) for at in (old, "/calendar/mine/x.ics", f"/calendar/busy/{feed.token}.ics")]

    assert [(answer.status_code, answer.cookies) for answer in answers] == [(404, {})] * 3
    assert client.get(path(feed)).status_code == 200


@KINDS
@pytest.mark.parametrize("how", ["left", "suspended", "not eligible", "taken away"])
def test_cal_f1_who_may_take_part_no_longer_has_no_calendar_at_once(client, kind, how):
    feed = make_feed(kind)
    assert client.get(path(feed)).status_code == 200

    match how:
        case "left":
            Member.objects.update(left_on=date(2025, 1, 1))
        case "suspended":
            Member.objects.update(suspended_on=date(2025, 1, 1))
        case "not eligible":
            feed.member.evidence.all().delete()
        case "taken away":
            own_links.take_away(feed)

    assert client.get(path(feed)).status_code == 404


@KINDS
def test_cal_f2_the_same_bytes_until_something_changes_and_then_others(client, kind):
    meeting, feed = make_meeting(), make_feed(kind)
    say(meeting, feed.member, Choice.ROOM)
    first = client.get(path(feed))

    with time_machine.travel(timezone.now() + timedelta(minutes=7)):
        again = client.get(path(feed))
        Meeting.objects.update(ends_at=meeting.ends_at + timedelta(hours=1), changed_at=timezone.now(), sequence=1)
        after = client.get(path(feed), headers={"if-none-match": first["ETag"]})

    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert after.status_code == 200
    assert after["ETag"] != first["ETag"]


@KINDS
def test_cal_f2_what_is_known_already_is_not_sent_again(client, kind):
    say(make_meeting(), (feed := make_feed(kind)).member, Choice.ROOM)
    first = client.get(path(feed))
    etag, modified = first["ETag"], first["Last-Modified"]

    asked = [
        {"if-none-match": etag},
        {"if-none-match": f"W/{etag}"},
        {"if-none-match": f'"other", W/{etag}'},
        {"if-modified-since": modified},
    ]
    answers = [client.get(path(feed), headers=headers) for headers in asked]
    told = client.get(path(feed), headers={"if-none-match": '"other"', "if-modified-since": modified})

    assert [(answer.status_code, answer.content, answer["ETag"]) for answer in answers] == [(304, b"", etag)] * 4
    assert told.status_code == 200


@KINDS
def test_cal_f3_it_is_private_and_no_search_engine_lists_it(client, kind):
    answer = client.get(path(make_feed(kind)))

    asked = ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    assert [answer[name] for name in asked] == ["private, must-revalidate", "no-referrer", "noindex"]
    assert "/calendar" not in client.get("/robots.txt").text


@KINDS
def test_cal_f4_its_name_its_zone_and_how_often_to_look(client, kind):
    lines = client.get(path(make_feed(kind))).text.split("\r\n")

    names = [line.partition(":")[0] for line in lines]
    assert {"X-WR-CALNAME", "NAME"} <= set(names)
    for line in ("X-WR-TIMEZONE:Europe/London", "REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"):
        assert line in lines


@KINDS
def test_cal_f5_published_by_the_network_and_nobodys_name_or_address_in_it(client, kind, settings):
    feed = make_feed(kind, **({"with_pathway": True} if kind == FeedKind.MINE else {}))
    meeting, other = make_meeting(), make_member(name="Zoë Other")
    for member in (feed.member, other):
        say(meeting, member, Choice.ROOM)

    text = client.get(path(feed)).text.replace("\r\n ", "")

    assert text.count("METHOD:PUBLISH\r\n") == 1
    assert text.count("\r\nORGANIZER") == text.count("BEGIN:VEVENT") > 0
    assert text.count(f"mailto:{settings.REPLY_ADDRESS}\r\n") == text.count("BEGIN:VEVENT")
    for told in ("ATTENDEE", other.name, feed.member.name, other.user.email, feed.member.user.email):
        assert told not in text


def test_cal_f6_past_ones_for_a_year_and_cancelled_ones_for_two_months_after_their_date(client):
    on = date(2026, 7, 15)

    def kept(*day, status=Status.PUBLISHED):
        starts_at = datetime(*day, 14, tzinfo=LONDON)
        off = {"cancelled_at": timezone.now()} if status == Status.CANCELLED else {}
        make_meeting(title=f"{starts_at:%d %m %Y} {status}", starts_at=starts_at, status=status, **off)

    for day in ((2025, 7, 14), (2025, 7, 15), (2026, 7, 14), (2027, 9, 9)):
        kept(*day)
    for day in ((2026, 5, 14), (2026, 5, 15), (2026, 9, 10)):
        kept(*day, status=Status.CANCELLED)

    found = window.around(Meeting.objects.all(), on)

    assert [meeting.title for meeting in found] == [
        "15 07 2025 published",
        "15 05 2026 cancelled",
        "14 07 2026 published",
        "10 09 2026 cancelled",
        "09 09 2027 published",
    ]
