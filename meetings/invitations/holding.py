"""Who was told what: read from the messages that left or will leave, so that what was withdrawn never counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from members.models.member import MemberQuerySet

from ..models import Invitation
from ..models.calendar import COUNTING
from ..words import Method

OF_A_ROW = ("member_id", "organizer", "recipient", "method", "sequence", "at", "message__state")


@dataclass
class Told:
    """What one person was told under one UID: who organises it, what and when last, and where it stands now."""

    organizer: str
    last: datetime
    sequence: int
    live: set[str]


def told(uid: str, members: MemberQuerySet | Iterable[int]) -> dict[int, Told]:
    """By the number of the member; one question for all."""
    found: dict[int, Told] = {}
    rows = Invitation.objects.filter(uid=uid, member__in=members).order_by("pk")
    for member, organizer, recipient, method, sequence, at, state in rows.values_list(*OF_A_ROW):
        one = found.setdefault(member, Told(organizer, at, 0, set()))
        one.last, one.sequence = max(one.last, at), max(one.sequence, sequence)
        if state in COUNTING:
            (one.live.add if method == Method.REQUEST else one.live.discard)(recipient)
    return found
