"""Who holds which place. A meeting is locked here, its places counted here, and nowhere else written."""

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


def lock(meeting: Meeting) -> Meeting:
    """Lock the meeting and read it afresh; after the person's row, and several meetings by primary key."""
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def offered(meeting: Meeting) -> tuple[Choice, ...]:
    """Say which places this meeting has: in the room, online, or both."""
    return OFFERED[Mode(meeting.mode)]


def free(meeting: Meeting, choice: str) -> bool:
    """Say whether a place of this kind is free; the answer holds only under the lock."""
    if choice not in offered(meeting):
        return False
    if choice == Choice.ROOM:
        return meeting.room_taken < meeting.room_capacity
    return meeting.online_capacity is None or meeting.online_taken < meeting.online_capacity


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
    return RsvpChange.objects.create(
        meeting=rsvp.meeting,
        member=rsvp.member,
        choice=rsvp.choice,
        place=rsvp.place,
        turn=rsvp.turn,
        cause=cause,
        why=why[:300],
        door=door,
        by=by,
        at=now,
    )


def count(meeting: Meeting) -> None:
    """Write how many places are taken, as the answers say; the CHECK constraints stand on these two columns."""
    taken = meeting.rsvps.aggregate(
        room=Count("pk", filter=Q(place=Place.ROOM)), online=Count("pk", filter=Q(place=Place.ONLINE))
    )
    meeting.room_taken, meeting.online_taken = taken["room"], taken["online"]
    meeting.save(update_fields=["room_taken", "online_taken"])
