"""What a calendar program reads behind a private link: the same bytes for as long as nothing changes (cal-F2)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max

from look.ical import escape
from members import pathway_dates

from ..calendars import calendar
from ..models import Feed, Meeting, RsvpChange
from ..words import FeedKind
from . import entries
from .window import midnight

# Programs look as often as they please; some follow this wish (cal-F4).
EVERY = "PT4H"


class Contents(NamedTuple):
    """A calendar as it is sent, and when it last changed."""

    text: bytes
    changed: datetime


def of(feed: Feed, on: date) -> Contents:
    """The whole calendar behind this link, in a number of questions that does not grow with it."""
    kind = FeedKind(feed.kind)
    lines = {FeedKind.NETWORK: entries.network, FeedKind.MINE: entries.mine, FeedKind.BUSY: entries.busy}[kind]
    return Contents(published(name_of(kind), lines(feed, on)), changed_at(feed, on))


def of_pathway(feed: Feed, on: date) -> Contents:
    """Behind an older link: the last days of one's pathway alone."""
    name = f"My pathway: {settings.NETWORK_NAME}"
    return Contents(published(name, entries.last_days(feed.member, on)), changed_at(feed, on))


def name_of(kind: FeedKind) -> str:
    """What a program calls this calendar unless its owner has named it."""
    return {FeedKind.MINE: f"My meetings: {settings.NETWORK_SHORT_NAME}", FeedKind.BUSY: "Busy"}.get(
        kind, settings.NETWORK_NAME
    )


def published(name: str, lines: Iterable[str]) -> bytes:
    """With its name, its zone, and how often we ask programs to look (cal-F4, cal-F5)."""
    head = [f"X-WR-CALNAME:{escape(name)}", f"NAME:{escape(name)}", "X-WR-TIMEZONE:Europe/London", "COLOR:teal"]
    head += [f"REFRESH-INTERVAL;VALUE=DURATION:{EVERY}", f"X-PUBLISHED-TTL:{EVERY}"]
    return calendar(lines, method="PUBLISH", head=head)


def changed_at(feed: Feed, on: date) -> datetime:
    """The last moment at which anything in it may have changed: a deed, an answer, or the day that began."""
    moments = [midnight(on), feed.changed_at, Meeting.objects.aggregate(at=Max("changed_at"))["at"]]
    if feed.with_pathway:
        moments.append(pathway_dates.changed_at(feed.member))
    if feed.kind != FeedKind.NETWORK:
        moments.append(RsvpChange.objects.filter(member=feed.member).aggregate(at=Max("at"))["at"])
    return max(moment for moment in moments if moment)
