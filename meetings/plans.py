"""What a coordinator may decide about a meeting, and why not."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from look import words

from . import places, taking_part
from .models import Meeting, Series, Venue
from .words import Choice, Mode, Place, Status

# What people travel by: a change of these is a move, which calendars and mails must follow (cal-M3).
WHEN_AND_WHERE = {"starts_at", "ends_at", "venue", "mode"}
# What can be put right even after the meeting.
WORDS = {
    *("title", "programme", "answer_by", "join_link"),
    *("aims", "facilitator", "cpd_minutes", "participatory_minutes"),
}
WHO_MAY_COME = {"kind", "open_to_untrained"}
# Whoever decided that it goes ahead decided about these.
DECIDED_ABOUT = {"starts_at", "ends_at", "minimum", "decide_on"}
LONG = {"programme", "join_link", "aims"}
YEARS = 10  # what lies further ahead is a slip of the keyboard, or nearly the end of the calendar


class Plan(TypedDict, total=False):
    """What a coordinator decides about a meeting."""

    title: str
    starts_at: datetime
    ends_at: datetime
    venue: Venue | None
    mode: str
    room_capacity: int
    online_capacity: int | None
    answer_by: date | None
    programme: str
    join_link: str
    series: Series
    series_date: date
    touched: bool
    kind: str
    open_to_untrained: bool
    guests_allowed: bool
    aims: str
    facilitator: str
    cpd_minutes: int | None
    participatory_minutes: int | None
    minimum: int | None
    decide_on: date | None


class Refusal(models.TextChoices):
    """Why a meeting cannot be planned so; {room} and {online} are the numbers of those who hold a place."""

    CONFLICT = (
        "conflict",
        "Someone else changed this meeting while you had it open. Nothing of yours was saved: look at it again.",
    )
    NOT_DRAFT = "not_draft", "This meeting is announced already."
    CANCELLED = "cancelled", "This meeting is cancelled."
    NOT_CANCELLED = "not_cancelled", "This meeting is not cancelled."
    STARTED = "started", "This meeting has started: only its words can still be changed."
    PAST = "past", "This time is in the past."
    FAR = "far", f"Choose a day within the next {YEARS} years."
    ENDS_FIRST = "ends_first", "The meeting must end after it starts."
    DECIDES_LATE = "decides_late", "Decide on the day of the meeting at the latest."
    NO_MINIMUM = "no_minimum", "This meeting needs no decision whether it goes ahead."
    DECIDED = "decided", "It is decided already that this meeting goes ahead."
    NO_VENUE = "no_venue", "A meeting in a room needs a venue."
    NO_PLACES = "no_places", "A meeting in a room needs places in the room."
    ROOM_TAKEN = "room_taken", "{room} {hold} a place in the room or {are} offered one: it cannot have fewer places."
    ONLINE_TAKEN = "online_taken", "{online} {hold} a place online or {are} offered one: there cannot be fewer places."
    UNTRAINED_WANTED = (
        "untrained_wanted",
        "Still expected or waiting: {room} who could not come any more. Change their answers first.",
    )
    ROOM_WANTED = (
        "room_wanted",
        "{room} {hold} a place in the room or {wait} for one. Change their answers before the meeting goes online.",
    )
    ONLINE_WANTED = (
        "online_wanted",
        "{online} {hold} a place online or {wait} for one. Change their answers before it is in the room only.",
    )


class Refused(Exception):
    """A deed was refused; its text says why, in words for the coordinator, with the numbers."""

    def __init__(self, reason: Refusal, room: int = 0, online: int = 0) -> None:
        verbs = ONE if (room if "{room}" in reason.label else online) == 1 else MANY
        super().__init__(reason.label.format(room=people(room), online=people(online), **verbs))
        self.reason = reason


ONE = {"hold": "holds", "are": "is", "wait": "waits"}
MANY = {verb: verb for verb in ONE}


def people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def differences(meeting: Meeting, plan: Plan) -> dict[str, Any]:
    """What a plan would change of a meeting."""
    return {field: value for field, value in plan.items() if getattr(meeting, field) != value}


def in_words(meeting: Meeting, different: Mapping[str, Any]) -> str:
    """Say what will change, from what to what; of long texts only that they do."""
    told = ((field, value) for field, value in different.items() if field != "series_date")
    return "; ".join(change_in_words(meeting, field, value) for field, value in told)


def change_in_words(meeting: Meeting, field: str, value: Any) -> str:
    label = str(Meeting._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    if field in LONG:
        return label
    return f"{label}: {said(getattr(meeting, field))} → {said(value)}"


def said(value: Any) -> str:
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value in (None, "") else str(value)


def far(starts_at: datetime, now: datetime) -> bool:
    """Say whether nobody can mean a meeting so far ahead."""
    return starts_at - now > timedelta(days=366 * YEARS)


def refuse_wrong(meeting: Meeting, now: datetime) -> None:
    """Refuse a plan that no meeting can have. Raises Refused."""
    if meeting.ends_at <= meeting.starts_at:
        raise Refused(Refusal.ENDS_FIRST)
    if meeting.starts_at <= now:
        raise Refused(Refusal.PAST)
    if far(meeting.starts_at, now):
        raise Refused(Refusal.FAR)
    if meeting.decide_on and meeting.decide_on > timezone.localdate(meeting.starts_at):
        raise Refused(Refusal.DECIDES_LATE)
    if Choice.ROOM in places.offered(meeting) and meeting.room_capacity < 1:
        raise Refused(Refusal.NO_PLACES)


def refuse_unready(meeting: Meeting, now: datetime) -> None:
    """Refuse to announce what people could not find. Raises Refused."""
    refuse_wrong(meeting, now)
    if meeting.mode != Mode.ONLINE and meeting.venue is None:
        raise Refused(Refusal.NO_VENUE)


def refuse_to_publish(meeting: Meeting, now: datetime) -> None:
    """Refuse to announce what is announced already, or what people could not find. Raises Refused."""
    if meeting.status != Status.DRAFT:
        raise Refused(Refusal.NOT_DRAFT)
    refuse_unready(meeting, now)


def refuse_to_cancel(meeting: Meeting, now: datetime) -> None:
    """Refuse to cancel twice, or what has begun. Raises Refused."""
    if meeting.status == Status.CANCELLED:
        raise Refused(Refusal.CANCELLED)
    if now >= meeting.starts_at:
        raise Refused(Refusal.STARTED)


def refuse_to_bring_back(meeting: Meeting, now: datetime) -> None:
    """Refuse what was not cancelled, or what people could not find. Raises Refused."""
    if meeting.status != Status.CANCELLED:
        raise Refused(Refusal.NOT_CANCELLED)
    refuse_unready(meeting, now)


def refuse_closing_out(meeting: Meeting, now: datetime) -> None:
    """Refuse to close an event to people who hold a place there or wait for one. Raises Refused."""
    held = meeting.rsvps.exclude(place=Place.NONE, turn=None)
    if out := held.exclude(member__in=taking_part.may(meeting, timezone.localdate(now))).count():
        raise Refused(Refusal.UNTRAINED_WANTED, room=out)


def refuse_taking_away(meeting: Meeting) -> None:
    """Refuse to take from anybody what they hold or wait for (con-6): nobody is moved silently. Raises Refused.

    Guests hold their places too, and a place that is offered counts as held. The meeting is locked and carries its new
    plan, with the places counted before it.
    """
    offered = places.offered(meeting)
    wanted = meeting.rsvps.aggregate(
        room=Count("pk", filter=Q(choice=Choice.ROOM) | Q(place=Place.ROOM)),
        online=Count("pk", filter=Q(choice=Choice.ONLINE) | Q(place=Place.ONLINE)),
    )
    for place in meeting.guests.expected().values_list("place", flat=True):
        wanted[place] += 1
    if Choice.ROOM not in offered and wanted["room"]:
        raise Refused(Refusal.ROOM_WANTED, **wanted)
    if Choice.ONLINE not in offered and wanted["online"]:
        raise Refused(Refusal.ONLINE_WANTED, **wanted)
    taken = {
        "room": meeting.room_taken + meeting.room_offered,
        "online": meeting.online_taken + meeting.online_offered,
    }
    if taken["room"] > meeting.room_capacity:
        raise Refused(Refusal.ROOM_TAKEN, **taken)
    if meeting.online_capacity is not None and taken["online"] > meeting.online_capacity:
        raise Refused(Refusal.ONLINE_TAKEN, **taken)
