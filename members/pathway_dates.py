"""The last days of one's pathway as entries of a calendar, each of a whole day, with no name of anybody in them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse

from look import words
from look.ical import escape, utc

from .clocks import ClockState, Running, clocks_of
from .facts import facts_of
from .models import Evidence, Member
from .rules import rulebook

# A limit stays in the calendar while there is something to do about it.
SHOWN = (ClockState.RUNNING, ClockState.SOON, ClockState.PASSED)


def entries(member: Member, on: date) -> list[dict[str, str]]:
    """The properties of each last day that is ahead, or passed with something left to do."""
    evidence = list(member.evidence.all())
    changed = last_change(evidence)
    running = clocks_of(facts_of(evidence, rulebook(), on), on)
    return [properties(each, member, changed) for each in running if each.state in SHOWN]


def properties(running: Running, member: Member, changed: datetime) -> dict[str, str]:
    """One last day, under one UID for life."""
    assert running.due_on  # noqa: S101  only limits with an end are shown
    clock = running.clock
    text = f"{clock.label}: by {words.day(running.due_on)}. {clock.consequence}".strip()
    return {
        "UID": f"pathway-{clock.code}-{member.public_id}@{settings.CALENDAR_DOMAIN}",
        "SEQUENCE": "0",
        "DTSTAMP": utc(changed),
        "LAST-MODIFIED": utc(changed),
        "DTSTART;VALUE=DATE": f"{running.due_on:%Y%m%d}",
        "DTEND;VALUE=DATE": f"{running.due_on + timedelta(days=1):%Y%m%d}",
        "STATUS": "CONFIRMED",
        "SUMMARY": escape(f"DIT, last day: {clock.label}"),
        "DESCRIPTION": escape(text),
        "URL": settings.PUBLIC_ADDRESS.rstrip("/") + reverse("members:pathway"),
        "TRANSP": "TRANSPARENT",
    }


def changed_at(member: Member) -> datetime:
    """When something about this member's pathway was last said, verified or set aside; to the day for the latter."""
    return last_change(member.evidence.all())


def last_change(evidence: Iterable[Evidence]) -> datetime:
    days = [day for item in evidence for day in (item.verified_on, item.set_aside_on) if day]
    moments = [datetime.combine(day, time(), UTC) for day in days]
    return max([*moments, *(item.recorded_at for item in evidence)], default=datetime.fromtimestamp(0, UTC))
