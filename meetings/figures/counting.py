"""Who came, in numbers: from attendance that is closed, beside what people had said; five queries for any period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from members.models import Area

from ..models import Attendance, Meeting, Rsvp
from ..words import Place, Presence, Status

NO_AREA = "Area not given"


@dataclass(frozen=True)
class Came:
    """How many were in the room and online."""

    room: int
    online: int


@dataclass(frozen=True)
class Row:
    """One meeting. None is a number that this reader does not see.

    Whoever held a place came or stayed away; `besides` counts all others who came: members who had not said so, guests
    and newcomers. So `as_said` and `besides` are together those in the room and online.
    """

    meeting: Meeting
    room: int | None
    online: int | None
    as_said: int | None
    absent: int | None
    besides: int | None
    first_timers: int | None


@dataclass(frozen=True)
class Figures:
    """The meetings of a period, oldest first, and from where the members came: each person once."""

    rows: list[Row]
    areas: list[tuple[str, int | None]]


def closed() -> QuerySet[Meeting]:
    """The meetings whose attendance is known."""
    return Meeting.objects.filter(status=Status.PUBLISHED, closed_at__isnull=False)


def came(meetings: Iterable[Meeting]) -> dict[int, Came]:
    """How many came to each of these meetings whose attendance is closed."""
    known = [meeting.pk for meeting in meetings if meeting.closed_at]
    if not known:
        return {}
    found = by_mode(known)
    return {pk: Came(found.get((pk, Presence.ROOM), 0), found.get((pk, Presence.ONLINE), 0)) for pk in known}


def by_mode(meetings: Iterable[int]) -> Mapping[tuple[int, str], int]:
    rows = Attendance.objects.filter(meeting__in=meetings).order_by().values_list("meeting", "mode")
    return {(meeting, mode): number for meeting, mode, number in rows.annotate(number=Count("pk"))}


def count(meetings: QuerySet[Meeting]) -> Figures:
    """Count everything about these meetings."""
    shown = list(meetings.order_by("starts_at", "pk"))
    keys = [meeting.pk for meeting in shown]
    modes, held, first = by_mode(keys), answers(keys), first_timers(keys)
    rows = [
        Row(
            meeting,
            room := modes.get((meeting.pk, Presence.ROOM), 0),
            online := modes.get((meeting.pk, Presence.ONLINE), 0),
            said := held.get((meeting.pk, True), 0),
            held.get((meeting.pk, False), 0),
            room + online - said,
            first.get(meeting.pk, 0),
        )
        for meeting in shown
    ]
    return Figures(rows, by_area(keys))


def answers(meetings: Iterable[int]) -> Mapping[tuple[int, bool], int]:
    """Of those who held a place at each meeting, how many were there and how many were not."""
    there = Attendance.objects.filter(meeting=OuterRef("meeting"), member=OuterRef("member"))
    rows = Rsvp.objects.filter(meeting__in=meetings).exclude(place=Place.NONE).annotate(there=Exists(there))
    counted = rows.order_by().values_list("meeting", "there").annotate(number=Count("pk"))
    return {(meeting, there): number for meeting, there, number in counted}


def first_timers(meetings: Iterable[int]) -> Mapping[int, int]:
    """Members who were at no earlier meeting."""
    earlier = Attendance.objects.filter(
        member=OuterRef("member"), meeting__starts_at__lt=OuterRef("meeting__starts_at"), meeting__status="published"
    )
    rows = Attendance.objects.filter(meeting__in=meetings, member__isnull=False).exclude(Exists(earlier))
    return dict(rows.order_by().values_list("meeting").annotate(Count("pk")))


def by_area(meetings: Iterable[int]) -> list[tuple[str, int | None]]:
    """Different members who came, by the area that they gave, in the network's own order; every area is named."""
    there = Q(member__attendance__meeting__in=meetings)
    areas = Area.objects.annotate(people=Count("member", filter=there, distinct=True))
    found: list[tuple[str, int | None]] = list(areas.values_list("name", "people"))
    rest = Attendance.objects.filter(meeting__in=meetings, member__isnull=False, member__area=None)
    return [*found, (NO_AREA, rest.order_by().values("member").distinct().count())]
