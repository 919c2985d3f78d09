"""Calendars behind private links: what stands in them, byte by byte, and who reads them."""

from datetime import date, datetime, timedelta
from html import escape
from urllib.parse import quote

import pytest
import recurring_ical_events
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from meetings import preferences, rsvp
from meetings.feeds import own_links, shown, window
from meetings.feeds.programs import program
from meetings.models import Feed, Meeting, Rsvp
from meetings.words import CalendarBy, Choice, FeedKind, Mode, Status
from members.models import Member, Pathway
from tests.factories import LONDON, make_meeting, make_member, make_venue

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
def test_cal_f1_whoever_has_the_link_reads_without_login_cookie_or_redirect(client, kind):
    feed = make_feed(kind)
    accepted = ("*/*", "text/html", "application/json", "text/calendar")

    answers = [ask(path(feed), headers={"accept": a}) for a in accepted for ask in (client.get, client.head)]

    assert {(answer.status_code, answer["Content-Type"]) for answer in answers} == {
        (200, "text/calendar; charset=utf-8")
    }
    assert [answer.cookies for answer in answers] == [{}] * len(answers)


def test_cal_f1_over_https_there_is_no_redirect_and_over_http_nothing_is_shown(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    feed = make_feed()

    with_tls, without = client.get(path(feed), secure=True), client.get(path(feed))

    assert with_tls.status_code == 200
    assert (without.status_code, without["Location"]) == (301, f"https://testserver{path(feed)}")


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


def test_cal_f6_of_very_many_only_the_500_nearest_stand_there(monkeypatch):
    monkeypatch.setattr(window, "MOST", 5)
    today = window.midnight(on := date(2026, 7, 15))
    for days in (-300, -20, -3, -1, 1, 2, 40, 700):
        make_meeting(title=f"{days}", starts_at=today + timedelta(days=days, hours=14))

    found = window.around(Meeting.objects.all(), on)

    assert [meeting.title for meeting in found] == ["-20", "-3", "-1", "1", "2"]


@KINDS
def test_cal_f7_no_alarm_unless_asked_for_and_then_in_ones_own_alone(client, kind):
    feed = make_feed(kind)
    say(make_meeting(), feed.member, Choice.ROOM)

    assert "VALARM" not in client.get(path(feed)).text


def test_cal_f7_an_alarm_that_was_asked_for_has_an_identity_and_rings_a_day_before(client):
    feed, meeting = make_feed(with_alarm=True), make_meeting()
    off = make_meeting(title="Off")
    for each in (meeting, off):
        say(each, feed.member, Choice.MAYBE)
    Meeting.objects.filter(pk=off.pk).update(status=Status.CANCELLED, cancelled_at=timezone.now())

    found = events(client, feed)

    (alarm,) = found["Maybe: Network meeting"].walk("VALARM")
    assert (str(alarm["UID"]), str(alarm["ACTION"])) == (f"alarm-{meeting.uid}", "DISPLAY")
    assert alarm["TRIGGER"].dt == timedelta(days=-1)
    assert found["CANCELLED: Off"].walk("VALARM") == []


def test_cal_f8_who_takes_invitations_and_has_a_link_is_told_that_meetings_stand_twice(client):
    feed = make_feed(FeedKind.MINE)
    client.force_login(feed.member.user)
    said = "shows you each meeting twice"

    pages = [client.get("/calendar/").text]
    for chosen in (CalendarBy.FEED, CalendarBy.NEITHER, CalendarBy.INVITATIONS, CalendarBy.BOTH):
        client.post("/calendar/", {"calendar_by": chosen})
        pages.append(client.get("/calendar/").text)

    assert [said in page for page in pages] == [True, False, False, True, False]
    assert preferences.calendar_by(feed.member) == CalendarBy.BOTH
    assert "You see each meeting twice" in pages[0]


def test_who_relies_on_a_link_that_no_program_has_read_is_told_so(client):
    feed = make_feed(FeedKind.MINE)
    client.force_login(feed.member.user)
    client.post("/calendar/", {"calendar_by": CalendarBy.FEED})
    said = "Until one does, your calendar holds no meetings"

    before = client.get("/calendar/").text
    client.get(path(feed))

    assert (said in before, said in client.get("/calendar/").text) == (True, False)


def test_a_choice_is_taken_once_and_what_follows_from_it_happens_with_it(monkeypatch):
    followed, member, now = [], make_member(), timezone.now()
    monkeypatch.setattr(preferences, "on_chosen", [lambda *told: followed.append(told)])

    done = [preferences.choose(member, chosen, now) for chosen in (CalendarBy.INVITATIONS, *[CalendarBy.FEED] * 2)]

    assert done == [False, True, False]
    assert followed == [(member, CalendarBy.FEED, now)]


def test_cal_f9_a_way_into_each_program(client, settings):
    settings.PUBLIC_ADDRESS = "https://network.example"
    feed = make_feed(FeedKind.MINE)
    address = f"https://network.example{path(feed)}"

    found = shown.ways(address, "My meetings")

    name = "name=My+meetings"
    assert found.webcal == f"webcal://network.example{path(feed)}"
    assert found.google == f"https://calendar.google.com/calendar/r?cid={quote(found.webcal, safe='')}"
    at = f"/calendar/0/addfromweb?url={quote(address, safe='')}&{name}"
    assert (found.outlook_at_work, found.outlook_at_home) == (
        f"https://outlook.office.com{at}",
        f"https://outlook.live.com{at}",
    )
    client.force_login(feed.member.user)
    page = client.get("/calendar/").text
    for way in (found.address, found.webcal, found.google, found.outlook_at_work, found.outlook_at_home):
        assert escape(way) in page


def test_mine_holds_what_i_said_yes_or_maybe_to_or_wait_for_each_with_my_answer(client):
    feed, other = make_feed(), make_member()
    full = make_meeting(title="Full", room_capacity=0, mode=Mode.ROOM)
    for title, choice in {"Room": Choice.ROOM, "Perhaps": Choice.MAYBE, "Not": Choice.NO}.items():
        say(make_meeting(title=title), feed.member, choice)
    say(full, feed.member, Choice.ROOM)
    say(make_meeting(title="Of another"), other, Choice.ROOM)
    make_meeting(title="Silent")

    found = events(client, feed)

    assert sorted(found) == ["Maybe: Perhaps", "Room", "Waiting list: Full"]
    told = {title: str(event["DESCRIPTION"]).partition("\n")[0] for title, event in found.items()}
    assert told == {
        "Maybe: Perhaps": "You said maybe.",
        "Room": "You hold a place in the room.",
        "Waiting list: Full": "The room is full: you are on the waiting list.",
    }
    assert {title: (event["STATUS"], event["TRANSP"]) for title, event in found.items()} == {
        "Maybe: Perhaps": ("TENTATIVE", "OPAQUE"),
        "Room": ("CONFIRMED", "OPAQUE"),
        "Waiting list: Full": ("TENTATIVE", "OPAQUE"),
    }


def test_cal_b6_the_link_to_join_stands_in_mine_alone_and_only_where_i_hold_a_place(client):
    member = make_member()
    feeds = [make_feed(kind, member) for kind in FeedKind]
    held, perhaps = make_meeting(join_link=LINK), make_meeting(join_link=f"{LINK}/perhaps")
    say(held, member, Choice.ONLINE)
    say(perhaps, member, Choice.MAYBE)

    texts = {feed.kind: client.get(path(feed)).text.replace("\r\n ", "") for feed in feeds}

    assert {kind: "meet.example" in text for kind, text in texts.items()} == {
        "mine": True,
        "network": False,
        "busy": False,
    }
    assert "/perhaps" not in texts["mine"]
    assert f"LOCATION:Room 2\\, The Curve\\, Prestwich / {LINK}\r\n" in texts["mine"]
    assert f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join online:{LINK}\r\n" in texts["mine"]


def test_who_said_yes_before_a_meeting_moved_is_asked_to_confirm(client):
    feed, meeting = make_feed(), make_meeting()
    said = say(meeting, feed.member, Choice.ROOM)
    Rsvp.objects.filter(pk=said.pk).update(confirm_by=meeting.starts_at - timedelta(days=2))

    (title, event), *others = events(client, feed).items()

    assert (title, others) == ("Please confirm: Network meeting", [])
    assert "It has moved since. Please confirm by" in event["DESCRIPTION"]


def test_busy_holds_when_i_hold_a_place_and_nothing_else(client):
    feed = make_feed(FeedKind.BUSY)
    held = make_meeting(title="Endings", programme="Mourning", join_link=LINK)
    say(held, feed.member, Choice.ROOM)
    say(make_meeting(title="Perhaps"), feed.member, Choice.MAYBE)

    answer = client.get(path(feed))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["CLASS"]), str(event["TRANSP"])) == ("Busy", "PRIVATE", "OPAQUE")
    assert event["DTSTART"].dt == held.starts_at
    for told in ("Endings", "Mourning", "Prestwich", "The Curve", held.slug, held.uid, "meet.example"):
        assert told not in answer.text.replace("\r\n ", "")


@KINDS
@pytest.mark.parametrize("is_off", [False, True])
def test_cal_b5_every_entry_says_all_that_calendars_need(client, kind, is_off):
    feed = make_feed(kind, **({"with_pathway": True} if kind == FeedKind.MINE else {}))
    meeting = make_meeting()
    say(meeting, feed.member, Choice.ROOM)
    if is_off:
        Meeting.objects.update(status=Status.CANCELLED, cancelled_at=timezone.now(), cancelled_why="Strike")

    found = events(client, feed)

    names = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED", "URL")
    assert found
    assert [(title, name) for title, event in found.items() for name in names if name not in event] == []
    off = {title: str(event["TRANSP"]) for title, event in found.items() if event["STATUS"] == "CANCELLED"}
    assert [title.startswith("CANCELLED: ") for title in off] == [True] * is_off
    assert set(off.values()) <= {"TRANSPARENT"}


def test_cal_b1_b2_b3_b4_long_words_and_clocks_that_change_come_through(client):
    feed = make_feed(FeedKind.NETWORK)
    hours = [
        datetime(*day, 14, tzinfo=LONDON) for day in ((2026, 3, 28), (2026, 3, 30), (2026, 10, 24), (2026, 10, 26))
    ]
    for at in hours:
        make_meeting(title=f"Zoë’s “endings”, {at:%d %m}; 🦉" * 4, programme="a\nb\\c;d,e" * 200, starts_at=at)

    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=LONDON)):
        answer = client.get(path(feed))

    found = recurring_ical_events.of(Calendar.from_ical(answer.content)).between((2026, 1, 1), (2027, 1, 1))
    assert sorted(event["DTSTART"].dt for event in found) == hours
    physical = answer.content.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert b"".join(physical).decode() == "".join(line.decode() for line in physical)  # no character is cut in two
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    assert [answer.text.count(f"BEGIN:{name}\r\n") for name in ("VTIMEZONE", "STANDARD", "DAYLIGHT")] == [1, 1, 1]
    assert ["RRULE" in part for part in answer.text.partition("BEGIN:VEVENT")[::2]] == [True, False]
    assert "RDATE" not in answer.text
    assert "RECURRENCE-ID" not in answer.text


def test_cal_b5_dated_by_the_last_change_of_the_meeting_or_of_my_place(client):
    feed, meeting = make_feed(), make_meeting(room_capacity=1)
    other = make_member()
    say(meeting, other, Choice.ROOM)
    say(meeting, feed.member, Choice.ROOM)
    later = (timezone.now() + timedelta(minutes=9)).replace(microsecond=0)
    rsvp.answer(meeting, other, Choice.NO, later)

    (event,) = events(client, feed).values()

    assert event["SUMMARY"] == "Network meeting"
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == later


def on_the_5_day_route(member):
    route = Pathway.objects.get(code="5day", version=1)
    member.evidence.update(pathway=route, happened_on=timezone.localdate() - timedelta(days=60))


def test_the_last_days_of_my_pathway_stand_in_mine_when_i_ask_for_them(client):
    feed = make_feed()
    on_the_5_day_route(feed.member)
    without = events(client, feed)

    own_links.choose(feed, timezone.now(), with_pathway=True, with_alarm=False)

    assert without == {}
    assert [title for title in events(client, feed) if title.startswith("DIT, last day")][:2] == [
        "DIT, last day: Begin supervised practice",
        "DIT, last day: Finish supervision",
    ]


def test_an_older_link_to_a_pathway_shows_its_dates_alone_until_it_is_replaced(client):
    feed = make_feed(with_pathway=True)
    on_the_5_day_route(feed.member)
    say(make_meeting(), feed.member, Choice.ROOM)
    older = f"/calendar/pathway/{feed.token}.ics"

    found = [str(event["SUMMARY"]) for event in Calendar.from_ical(client.get(older).content).walk("VEVENT")]
    own_links.replace(feed, timezone.now())

    assert len(found) == 3
    assert all(title.startswith("DIT, last day") for title in found)
    assert client.get(older).status_code == 404


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)", "Outlook"),
        ("Microsoft.Exchange/15.20 (Windows NT 6.2; Win64; x64)", "Outlook"),
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Mozilla/5.0 (compatible; Google-Calendar-Importer)", "Google Calendar"),
        ("iOS/17.5 (21F79) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/14.5 (23F79) CalendarAgent/1.0", "Apple Calendar"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0", "Thunderbird"),
        ("Nextcloud Server Crawler", "Nextcloud"),
        ("vdirsyncer/0.21.0", "vdirsyncer (khal)"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "a web browser"),
        ("<script>alert(1)</script>", "another program"),
        ("", "another program"),
    ],
)
def test_a_program_is_known_by_what_it_calls_itself_and_nothing_else_of_it_is_kept(said, name):
    assert program(said) == name


def test_when_and_by_what_a_link_was_read_is_noted_every_few_minutes(client):
    feed, now = make_feed(), timezone.now()

    def noted(after, agent):
        with time_machine.travel(now + timedelta(minutes=after)):
            client.get(path(feed), headers={"user-agent": agent})
        feed.refresh_from_db()
        return round((feed.read_at - now).total_seconds() / 60), feed.read_by

    found = [noted(1, "Google-Calendar-Importer"), noted(3, "vdirsyncer/0.21"), noted(7, "vdirsyncer/0.21")]

    assert found == [(1, "Google Calendar"), (1, "Google Calendar"), (7, "vdirsyncer (khal)")]


def test_a_busy_database_loses_the_note_and_not_the_reading(client, monkeypatch):
    def fails(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(own_links, "note_reading", fails)

    assert client.get(path(make_feed())).status_code == 200


@KINDS
@pytest.mark.whole
def test_reading_asks_as_little_for_thirty_meetings_as_for_one(client, kind):
    feed = make_feed(kind, read_at=timezone.now(), **({"with_pathway": True} if kind == FeedKind.MINE else {}))

    def asked(meetings):
        for _ in range(meetings):
            say(make_meeting(venue=make_venue()), feed.member, Choice.ROOM)
        with CaptureQueriesContext(connection) as queries:
            client.get(path(feed))
        return len(queries)

    one, thirty = asked(1), asked(29)

    assert one == thirty <= 14


def test_one_has_one_link_to_each_calendar_and_each_is_replaced_and_taken_away_by_itself(client):
    member = make_member()
    client.force_login(member.user)
    for kind in (*FeedKind, FeedKind.MINE):
        client.post(f"/calendar/{kind}/", {"make": ""})
    before = {feed.kind: feed.token for feed in member.feeds.all()}

    client.post("/calendar/mine/", {"replace": "", "link": before["mine"]})
    client.post("/calendar/mine/", {"replace": "", "link": before["mine"]})  # the back button
    client.post("/calendar/busy/", {"take-away": "", "link": before["busy"]})
    after = {feed.kind: feed.token for feed in member.feeds.all()}

    assert set(before) == {"mine", "network", "busy"}
    assert set(after) == {"mine", "network"}
    assert after["network"] == before["network"]
    assert after["mine"] != before["mine"]


@pytest.mark.parametrize("deed", ["replace", "take-away"])
def test_a_link_that_a_program_reads_ends_only_after_asking(client, deed):
    feed = make_feed(read_at=timezone.now(), read_by="Outlook")
    client.force_login(feed.member.user)
    sent = {deed: "", "link": feed.token}

    asked = client.post("/calendar/mine/", sent)
    still = client.get(path(feed)).status_code
    client.post("/calendar/mine/", {**sent, "sure": "yes"})

    assert "Outlook read this link on" in asked.text
    assert (still, client.get(path(feed)).status_code) == (200, 404)


def test_what_else_my_own_calendar_shows_is_mine_to_choose_and_of_no_other_calendar(client):
    member = make_member()
    client.force_login(member.user)
    feeds = {kind: make_feed(kind, member) for kind in FeedKind}

    for kind, feed in feeds.items():
        client.post(f"/calendar/{kind}/", {"choose": "", "link": feed.token, "besides": ["with_alarm"]})

    chosen = Feed.objects.filter(with_alarm=True)
    assert list(chosen.values_list("kind", "with_pathway")) == [("mine", False)]
