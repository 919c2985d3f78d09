"""Who holds which place. A meeting is locked here, its places counted here, and nowhere else written."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from .models import Meeting, Rsvp, RsvpChange
from .words import Cause, Choice, Mode, Place, Status

if TYPE_CHECKING:
    from accounts.models import User

OFFERED = {
    Mode.ROOM: (Choice.ROOM,),
    Mode.ONLINE: (Choice.ONLINE,),
    Mode.HYBRID: (Choice.ROOM, Choice.ONLINE),
}


# When somebody began to wait, has to confirm, may take an offer, or let one end.
MOMENTS = ("waiting_since", "confirm_by", "offer_until", "passed_at")


def lock(meeting: Meeting) -> Meeting:
    """Lock the meeting and read it afresh; after the person's row, and several meetings with `lock_all`."""
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def lock_all(pks: Iterable[int]) -> list[Meeting]:
    """Lock several meetings, in the one order that never stands still: by primary key."""
    return list(Meeting.objects.select_for_update(no_key=True).filter(pk__in=list(pks)).order_by("pk"))


def offered(meeting: Meeting) -> tuple[Choice, ...]:
    """Say which places this meeting has: in the room, online, or both."""
    return OFFERED[Mode(meeting.mode)]


def free(meeting: Meeting, choice: str) -> bool:
    """Say whether a place of this kind is neither taken nor offered; the answer holds only under the lock."""
    if choice not in offered(meeting):
        return False
    if choice == Choice.ROOM:
        return meeting.room_taken + meeting.room_offered < meeting.room_capacity
    taken = meeting.online_taken + meeting.online_offered
    return meeting.online_capacity is None or taken < meeting.online_capacity


def frozen(meeting: Meeting, now: datetime) -> bool:
    """Nobody moves before the meeting is published, after it is cancelled, or once it has begun."""
    return meeting.status != Status.PUBLISHED or now >= meeting.starts_at


def store(
    rsvp: Rsvp,
    now: datetime,
    *,
    cause: Cause,
    why: str = "",
    door: str = "",
    by: "User | None" = None,
) -> RsvpChange:
    """Save an answer, count the places anew, and append what changed; the caller holds the meeting's lock."""
    rsvp.save()
    count(rsvp.meeting)
    change = changed(rsvp, now, cause=cause, why=why, door=door, by=by)
    change.save()
    return change


def store_all(rsvps: Sequence[Rsvp], now: datetime, *, cause: Cause) -> None:
    """The same for many answers to one meeting at once, with one count."""
    if rsvps:
        Rsvp.objects.bulk_update(rsvps, ["choice", "place", "turn", *MOMENTS], batch_size=500)
        count(rsvps[0].meeting)
        RsvpChange.objects.bulk_create([changed(rsvp, now, cause=cause) for rsvp in rsvps], batch_size=500)


def changed(
    rsvp: Rsvp, now: datetime, *, cause: Cause, why: str = "", door: str = "", by: "User | None" = None
) -> RsvpChange:
    """The row of history that says how an answer stands from now on, and why; nothing is saved here."""
    said = {"choice": rsvp.choice, "place": rsvp.place, "turn": rsvp.turn, "cause": cause, "why": why[:300]}
    return RsvpChange(meeting=rsvp.meeting, member=rsvp.member, door=door, by=by, at=now, **said)


def count(meeting: Meeting) -> None:
    """Write how many places are taken and offered, as answers and guests say; the CHECK constraints stand on these."""
    in_room, online, offered = Q(place=Place.ROOM), Q(place=Place.ONLINE), Q(offer_until__isnull=False)
    held = meeting.rsvps.aggregate(
        room=Count("pk", filter=in_room),
        online=Count("pk", filter=online),
        room_offered=Count("pk", filter=offered & Q(choice=Choice.ROOM)),
        online_offered=Count("pk", filter=offered & Q(choice=Choice.ONLINE)),
    )
    guests = meeting.guests.expected().aggregate(room=Count("pk", filter=in_room), online=Count("pk", filter=online))
    meeting.room_taken, meeting.online_taken = held["room"] + guests["room"], held["online"] + guests["online"]
    meeting.room_offered, meeting.online_offered = held["room_offered"], held["online_offered"]
    meeting.save(update_fields=["room_taken", "online_taken", "room_offered", "online_offered"])
