"""What a coordinator can do about a member: the words of each deed, why it is not possible, and its verb."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import timezone

from accounts.models import User

from .. import coordinators, leaving, membership, offices
from ..models import Leaving, Member
from ..models.history import ChangeKind, OfficeKind

Refuses = Callable[[Member, User, datetime], TextChoices | None]


class Deed(NamedTuple):
    """What a coordinator can do about a member: its words, why not, and the verb."""

    label: str
    effect: str
    refusal: Refuses
    verb: Callable[[Member, User, str, datetime], object]


def changing(kind: ChangeKind) -> Refuses:
    return lambda member, user, now: membership.refusal(member, kind, user, timezone.localdate(now))


def refusal_to_appoint(member: Member, user: User, now: datetime) -> TextChoices | None:
    if member.user is None:
        return coordinators.Refusal.UNVERIFIED
    return offices.refusal(member.user, OfficeKind.COORDINATOR, (), user)


def refusal_to_remove(member: Member, user: User, now: datetime) -> TextChoices | None:
    if member.user is None:
        return coordinators.Refusal.NOT_ONE
    return offices.refusal_to_end(member.user, OfficeKind.COORDINATOR, user)


DEEDS = {
    "check": Deed(
        "Registration checked today",
        "You looked the number up on the body’s public register today.",
        changing(ChangeKind.REGISTRATION_CHECKED),
        lambda member, user, why, now: membership.check_registration(member, user, now),
    ),
    "suspend": Deed(
        "Suspend",
        "The directory, meetings and answers close at once; the places they hold become free.",
        changing(ChangeKind.SUSPENDED),
        membership.suspend,
    ),
    "restore": Deed(
        "Lift the suspension",
        "The directory, meetings and answers open again. Places that became free stay so.",
        changing(ChangeKind.RESTORED),
        membership.restore,
    ),
    "leave": Deed(
        "Record that they left",
        "They are no longer a member from today; the places they hold become free. Their supervision ends, and whoever "
        "they supervise is told.",
        changing(ChangeKind.LEFT),
        membership.leave,
    ),
    "back": Deed(
        "Record that they came back",
        "They are a member again, with their history. What they gave up when they left stays given up.",
        changing(ChangeKind.CAME_BACK),
        membership.come_back,
    ),
    "appoint": Deed(
        "Make coordinator",
        "They decide about everybody, and can open this desk once they have set up a second step.",
        refusal_to_appoint,
        lambda member, user, why, now: offices.appoint(known(member), OfficeKind.COORDINATOR, (), user, why, now),
    ),
    "remove": Deed(
        "Remove as coordinator",
        "This desk closes to them at once. They stay a member.",
        refusal_to_remove,
        lambda member, user, why, now: offices.end(known(member), OfficeKind.COORDINATOR, user, why, now),
    ),
    "erase": Deed(
        "Erase after 30 days",
        "They leave at once, are told with your reason, and are erased in 30 days. Until then they can stop it, and so "
        "can another coordinator.",
        lambda member, user, now: refusal_to_erase(member, user),
        lambda member, user, why, now: leaving.ask(known(member), now, by=user, why=why),
    ),
    "keep": Deed(
        "Stop the erasure",
        "They are told, and a member again if they were one. What they gave up when they left stays given up.",
        lambda member, user, now: refusal_to_stop(member, user),
        lambda member, user, why, now: leaving.regret(running(member), now, by=user),
    ),
}


def refusal_to_erase(member: Member, user: User) -> TextChoices | None:
    if member.user is None:
        return coordinators.Refusal.UNVERIFIED
    return leaving.refusal(member.user) or leaving.refusal_to_begin(member.user, user)


def refusal_to_stop(member: Member, user: User) -> TextChoices | None:
    found = leaving.running(member.user) if member.user else None
    return leaving.refusal_to_regret(found, user) if found else leaving.Refusal.OVER


def running(member: Member) -> Leaving:
    found = leaving.running(known(member))
    if found is None:
        raise leaving.Refused(leaving.Refusal.OVER)
    return found


def known(member: Member) -> User:
    assert member.user  # noqa: S101  refused otherwise
    return member.user
