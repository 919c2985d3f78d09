"""What the page of one's own calendars shows of each: what it is, its link, and the ways into each program."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from look import qr
from members.models import Member

from ..forms.calendars import OwnCalendarForm
from ..models import Feed
from ..words import CalendarBy, FeedKind
from . import own_links
from .contents import name_of

# Not documented by Microsoft or Google; both have been the same for years.
OUTLOOK_AT_WORK = "https://outlook.office.com/calendar/0/addfromweb"
OUTLOOK_AT_HOME = "https://outlook.live.com/calendar/0/addfromweb"
GOOGLE = "https://calendar.google.com/calendar/r"

# As far as it is known (calendar rules, cal-F4): nobody can make Google or Outlook on the web look sooner.
COLUMNS = ["Program", "Looks", "To look at once"]
HOW_SOON = [
    ("Outlook on the web, Outlook.com", "After some hours, at times a day", "Nothing can be pressed"),
    ("Outlook on a computer", "Every four hours, as we ask", "Press “Send/Receive”"),
    ("Google Calendar", "It may take a day", "Nothing can be pressed"),
    ("Apple Calendar", "As you set it: “Get Info” on a Mac, “Fetch New Data” on an iPhone", "Refresh the calendar"),
    ("Thunderbird and others", "As you set them, often every half hour", "Press “Synchronise”"),
]

ABOUT = {
    FeedKind.MINE: "The meetings that you said yes or maybe to, or wait for, with your answer. "
    "Where you hold a place, also the link to join online.",
    FeedKind.NETWORK: "Every meeting that is announced, whether you come or not. It leaves your time free.",
    FeedKind.BUSY: "Only that your time is taken when you hold a place: no title, no place, no link. "
    "For a calendar that colleagues can see.",
}


@dataclass(frozen=True)
class Ways:
    """The ways of one link into each program."""

    address: str
    webcal: str
    outlook_at_work: str
    outlook_at_home: str
    google: str
    code: qr.Code


@dataclass(frozen=True)
class Shown:
    """One calendar on the page; `feed`, `ways` and the form of what else it holds only once it has a link."""

    kind: FeedKind
    about: str
    feed: Feed | None = None
    ways: Ways | None = None
    form: OwnCalendarForm | None = None


def all_of(member: Member) -> list[Shown]:
    """The three calendars of this member, with or without a link; one's own first."""
    feeds = {feed.kind: feed for feed in member.feeds.all()}
    return [shown(kind, feeds.get(kind)) for kind in ABOUT]


def shown(kind: FeedKind, feed: Feed | None) -> Shown:
    if feed is None:
        return Shown(kind, ABOUT[kind])
    form = OwnCalendarForm(feed=feed) if kind == FeedKind.MINE else None
    return Shown(kind, ABOUT[kind], feed, ways(own_links.address_of(feed), name_of(kind)), form)


def stand_twice(calendars: Iterable[Shown], chosen: CalendarBy) -> list[str]:
    """The calendars whose meetings come as invitations too, unless both are wanted (cal-F8)."""
    return [feed.get_kind_display() for feed in told(calendars)] if chosen == CalendarBy.INVITATIONS else []


def is_unread(calendars: Iterable[Shown], chosen: CalendarBy) -> bool:
    """Whether somebody relies on a link that no program has read: their calendar holds nothing yet."""
    return chosen == CalendarBy.FEED and not any(feed.read_at for feed in told(calendars))


def told(calendars: Iterable[Shown]) -> list[Feed]:
    """The links that show meetings as meetings; the busy one is read elsewhere."""
    return [each.feed for each in calendars if each.feed and each.kind != FeedKind.BUSY]


def ways(address: str, name: str) -> Ways:
    """Google and the programs on one's own machine take `webcal:` to mean: go on reading here (cal-F9)."""
    webcal = "webcal://" + address.partition("://")[2]
    from_web = urlencode({"url": address, "name": name})
    return Ways(
        address,
        webcal,
        f"{OUTLOOK_AT_WORK}?{from_web}",
        f"{OUTLOOK_AT_HOME}?{from_web}",
        f"{GOOGLE}?{urlencode({'cid': webcal})}",
        qr.code(webcal),
    )
