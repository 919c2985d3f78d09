"""What a new series probably looks like: as the network has met so far."""

from datetime import datetime, time, timedelta
from itertools import dropwhile, takewhile
from typing import Any

from ..local_time import LONDON
from ..models import Meeting, Series, Venue
from ..models.series import Every
from ..words import Mode, Status
from . import rhythm

TITLE = "Network meeting"
TWO_O_CLOCK = time(14)
# Where neither the venue nor a meeting there says how many the room has.
PLACES = 20


def suggested(now: datetime) -> Series:
    """A series as the last meetings were, from the first free date of their rhythm on; not saved."""
    last, before, *_ = [*held(), None, None]
    series = like(last, before) if last else usual()
    today = now.astimezone(LONDON).date()
    after = max(today, last.starts_at.astimezone(LONDON).date()) if last else today
    series.first_date = after
    series.first_date = next(dropwhile(lambda day: day <= after, rhythm.days(series)))
    return series


def as_last_time(now: datetime) -> dict[str, Any]:
    """What a single meeting probably looks like besides its title and day, by the names of the fields of its form."""
    found = suggested(now)
    starts = datetime.combine(now.date(), found.begins)
    return {
        "begins": found.begins,
        "ends": (starts + timedelta(minutes=found.minutes)).time(),
        "mode": found.mode,
        "venue": found.venue,
        "room_capacity": places_in(found.venue),
    }


def held() -> list[Meeting]:
    """The last two meetings that were not cancelled, also those to come; of one series, where there is one."""
    meetings = Meeting.objects.exclude(status=Status.CANCELLED).select_related("venue").order_by("-starts_at", "-pk")
    if in_series := meetings.filter(series__isnull=False).first():
        meetings = meetings.filter(series=in_series.series_id)
    return list(meetings[:2])


def usual() -> Series:
    """For a network that has not met yet."""
    venue = Venue.objects.first()
    mode = Mode.HYBRID if venue else Mode.ONLINE
    return Series(title=TITLE, begins=TWO_O_CLOCK, minutes=120, venue=venue, mode=mode)


def like(meeting: Meeting, before: Meeting | None) -> Series:
    """The rhythm in which a meeting stands, as far as two meetings show one."""
    starts, length = meeting.starts_at.astimezone(LONDON), meeting.ends_at - meeting.starts_at
    days = [each.starts_at.astimezone(LONDON).date() for each in (meeting, before) if each]
    return Series(
        title=title_of(meeting, before),
        every=months_between(before, meeting) if before else Every.SECOND_MONTH,
        week=rhythm.week_of(*days),
        weekday=starts.weekday(),
        begins=starts.time().replace(second=0, microsecond=0),
        minutes=min(max(length // timedelta(minutes=1), 15), 720),
        venue=meeting.venue,
        mode=meeting.mode,
    )


def title_of(meeting: Meeting, before: Meeting | None) -> str:
    """What both titles begin with: "Network meeting" of "Network meeting: Endings" and "Network meeting: Trust"."""
    if before is None:
        return meeting.title
    pairs = zip(meeting.title.split(), before.title.split(), strict=False)
    shared = " ".join(word for word, other in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared.rstrip(" :,-–—") or meeting.title


def months_between(before: Meeting, meeting: Meeting) -> Every:
    months = [rhythm.month_of(each.starts_at.astimezone(LONDON).date()) for each in (before, meeting)]
    apart = months[1] - months[0]
    return Every(apart) if apart in Every.values else Every.SECOND_MONTH


def places_in(venue: Venue | None) -> int:
    """How many the room has: as the venue says, else as at the last meeting there."""
    if venue is None:
        return 0
    if venue.capacity:
        return venue.capacity
    last = venue.meetings.filter(room_capacity__gt=0).order_by("-starts_at").first()
    return last.room_capacity if last else PLACES
