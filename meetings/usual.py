"""How somebody usually comes, read from what they said last: nothing is kept for it."""

from members.models import Member

from .models import RsvpChange
from .words import Cause, Choice, Door


def usual_mode(member: Member) -> Choice | None:
    """What this member said last of room and online, in whichever way they said it; None before they ever did.

    What a date poll carried over is no word of theirs about how they come.
    """
    said = RsvpChange.objects.filter(member=member, cause=Cause.ANSWER, choice__in=[Choice.ROOM, Choice.ONLINE])
    last = said.exclude(door=Door.POLL).order_by("-at", "-pk").values_list("choice", flat=True).first()
    return Choice(last) if last else None
