"""Who was told what: read from the messages that left or will leave, so that what was withdrawn never counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from members.models.member import MemberQuerySet
from outbox.models import State

from ..models import Invitation
from ..words import Method

COUNTING = (State.WAITING, State.SENT)


@dataclass
class Told:
    """What one person was told under one UID: who organises it, when last, and at which addresses it stands."""

    organizer: str
    last: datetime
    times: int
    live: set[str]


def told(uid: str, members: MemberQuerySet | Iterable[int]) -> dict[int, Told]:
    """By the number of the member; one question for all."""
    found: dict[int, Told] = {}
    rows = Invitation.objects.filter(uid=uid, member__in=members).order_by("pk")
    for member, organizer, recipient, method, at, state in rows.values_list(
        "member_id", "organizer", "recipient", "method", "at", "message__state"
    ):
        one = found.setdefault(member, Told(organizer, at, 0, set()))
        one.last, one.times = max(one.last, at), one.times + 1
        if state in COUNTING:
            (one.live.add if method == Method.REQUEST else one.live.discard)(recipient)
    return found
