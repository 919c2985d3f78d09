"""What will leave by the clock in the next 30 days as things stand now, found by the same questions as on a tick."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from outbox.models import Message

from ..models import Meeting
from . import hours, people, slots, weekly
from .slots import Slot

AHEAD = timedelta(days=30)
DIGEST = "digest"


@dataclass(frozen=True)
class Departure:
    """Messages of one kind that leave at one moment; `kind` and `which` name the page of their text, if it has one."""

    at: datetime
    colour: str
    label: str
    about: str
    number: int
    kind: str = ""
    which: str = ""
    members: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    date: date
    departures: list[Departure]
    is_ahead: bool

    @property
    def number(self) -> int:
        return sum(each.number for each in self.departures)


# Whoever else writes by the clock appends what will leave between two moments.
on_ahead: list[Callable[[datetime, datetime], Iterable[Departure]]] = []


def departures(now: datetime) -> list[Departure]:
    """Everything, in the order in which it leaves; what would go to nobody is left out."""
    until = now + AHEAD
    further = (each for asked in on_ahead for each in asked(now, until))
    found = [*of_outbox(now, until), *of_slots(now, until), *of_weeks(now, until), *further]
    return sorted((each for each in found if each.number), key=lambda each: each.at)


def first_after(now: datetime) -> Slot | None:
    """What the clock asks of meetings next, once these days are over."""
    return next((slot for slot in slots.of_all(now) if slot.at >= now + AHEAD), None)


def leaves_at(due: datetime, now: datetime) -> datetime:
    """By day at once, by night in the morning."""
    at = max(due, now)
    return hours.morning(at) if hours.is_quiet(at) else at


def of_slots(now: datetime, until: datetime) -> Iterator[Departure]:
    for slot in to_come(now, until):
        found = frozenset(people.missing(slot, now).values_list("pk", flat=True))
        colour = "nudge" if slot.is_nudge else "reminder"
        at, which = leaves_at(slot.at, now), slot.meeting.slug
        yield Departure(at, colour, slot.kind.label, str(slot.meeting), len(found), slot.kind, which, found)


def to_come(now: datetime, until: datetime) -> list[Slot]:
    """The slots that are open, or will be within these days."""
    found = [slot for slot in slots.of_all(now) if slot.at < until]
    return [slot for slot in found if leaves_at(slot.at, now) < min(slot.until, slot.meeting.starts_at)]


def of_weeks(now: datetime, until: datetime) -> Iterator[Departure]:
    for week, found in weeks(now, until):
        readers = frozenset(each.reader.member for each in found)
        which = f"{timezone.localdate(week)}"
        yield Departure(leaves_at(week, now), DIGEST, "One mail a week", "", len(readers), DIGEST, which, readers)


def weeks(now: datetime, until: datetime) -> Iterator[tuple[datetime, list[weekly.Week]]]:
    """The Mondays of these days, that of this week while its mail can still leave, with what each reader reads."""
    week = hours.monday(now)
    if not weekly.is_open(week, leaves_at(week, now)):
        week = hours.next_monday(week)
    is_next = True
    while week < until:
        members = weekly.missing(week, now)
        yield week, list(weekly.weeks(week, members, now, is_next=is_next))
        week, is_next = hours.next_monday(week), False


def of_outbox(now: datetime, until: datetime) -> Iterator[Departure]:
    """What is written already and waits, because it can be taken back or because no mail server answered."""
    waiting = Message.objects.waiting().filter(next_attempt_at__lt=until).annotate(day=TruncDate("next_attempt_at"))
    grouped = waiting.values_list("name", "about", "day").annotate(number=Count("pk")).order_by("day", "name", "about")
    titles = {f"meeting:{slug}": title for slug, title in Meeting.objects.values_list("slug", "title")}
    for name, about, day, number in grouped:
        label = name.rpartition("/")[2].replace("_", " ").capitalize()
        at = max(now, hours.moment(day))
        yield Departure(at, "waiting", f"{label}, written already", titles.get(about, ""), number)


def calendar(found: Iterable[Departure], now: datetime) -> list[list[Day]]:
    """Whole weeks from Monday to Sunday, as far as the 30 days go."""
    by_day: dict[date, list[Departure]] = {}
    for each in found:
        by_day.setdefault(timezone.localdate(each.at), []).append(each)
    today, last = timezone.localdate(now), timezone.localdate(now + AHEAD)
    monday = today - timedelta(days=today.weekday())
    number = (last - monday).days // 7 + 1
    days = [monday + timedelta(days=ahead) for ahead in range(7 * number)]
    made = [Day(day, by_day.get(day, []), today <= day <= last) for day in days]
    return [made[start : start + 7] for start in range(0, len(made), 7)]
