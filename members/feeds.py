"""The dates of one's pathway in one's own calendar: a private link, and what a calendar program reads there."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from look import words
from look.ical import as_bytes, escape, utc

from . import standing
from .clocks import ClockState, Running, clocks_of
from .facts import facts_of
from .models import Evidence, Member, PathwayFeed
from .rules import rulebook

# A limit stays in the calendar while there is something to do about it.
SHOWN = (ClockState.RUNNING, ClockState.SOON, ClockState.PASSED)


@transaction.atomic
def make_link(member: Member, now: datetime) -> PathwayFeed:
    """Give this member a new link; an older one leads nowhere from this moment on."""
    member = standing.lock(member)
    take_away(member)
    return PathwayFeed.objects.create(member=member, made_at=now)


def take_away(member: Member) -> None:
    """Let the link lead nowhere."""
    PathwayFeed.objects.filter(member=member).delete()


def member_behind(token: str, on: date) -> Member | None:
    """Whose dates this link shows; nobody's once it was replaced, or while they have left or are suspended."""
    found = Member.objects.filter(pathway_feed__token=token).select_related("pathway_feed").first()
    is_out = found and ((found.left_on and found.left_on <= on) or (found.suspended_on and found.suspended_on <= on))
    return None if is_out else found


def calendar(member: Member, on: date) -> tuple[bytes, datetime]:
    """The last days of this member's time limits as all-day entries, and when something last changed."""
    evidence = list(member.evidence.all())
    running = [each for each in clocks_of(facts_of(evidence, rulebook(), on), on) if each.state in SHOWN]
    changed = changed_at(member, evidence)
    name = escape(f"My pathway: {settings.NETWORK_NAME}")
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{escape(settings.NETWORK_NAME)}//Pathway//EN"]
    head += ["CALSCALE:GREGORIAN", f"X-WR-CALNAME:{name}", f"NAME:{name}", "X-WR-TIMEZONE:Europe/London"]
    head += ["REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"]
    entries = [line for each in running for line in entry(each, member, changed)]
    return as_bytes([*head, *entries, "END:VCALENDAR"]), changed


def entry(running: Running, member: Member, changed: datetime) -> list[str]:
    """One last day, under one UID for life; no name of anybody is in it."""
    assert running.due_on  # noqa: S101  only limits with an end are shown
    address = settings.PUBLIC_ADDRESS.rstrip("/")
    text = f"{running.clock.label}: by {words.day(running.due_on)}. {running.clock.consequence}".strip()
    return [
        "BEGIN:VEVENT",
        f"UID:pathway-{running.clock.code}-{member.public_id}@{address.partition('//')[2].partition(':')[0]}",
        f"DTSTAMP:{utc(changed)}",
        f"DTSTART;VALUE=DATE:{running.due_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{running.due_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(f'DIT, last day: {running.clock.label}')}",
        f"DESCRIPTION:{escape(text)}",
        f"URL:{address}{reverse('members:pathway')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def changed_at(member: Member, evidence: Iterable[Evidence]) -> datetime:
    """The last moment at which anybody said, verified or set aside something, or the link was made (cal-F2)."""
    days = [day for item in evidence for day in (item.verified_on, item.set_aside_on) if day]
    moments = [datetime.combine(day, time(), UTC) for day in days]
    return max([member.pathway_feed.made_at, *moments, *(item.recorded_at for item in evidence)])


def address_of(feed: PathwayFeed) -> str:
    return settings.PUBLIC_ADDRESS.rstrip("/") + reverse("members:pathway_feed", args=[feed.token])
