"""What one coordinator has in hand, and all of it handed to a successor in one press; nothing of it is stored."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import addresses, factors
from look import words
from members import contacts_keeping, coordinators, eligibility, standing
from members.lost_mailboxes import InHand
from members.models import Contact, Member

from . import places, roles
from .models import Meeting, MeetingChange, Poll, Role, Series
from .words import Deed, Duty, Status

if TYPE_CHECKING:
    from accounts.models import User


class Thing(NamedTuple):
    """One thing that somebody has in hand, and where it is."""

    title: str
    href: str
    says: str = ""


class Belonging(NamedTuple):
    """One kind of them; `hand` gives those of the first person to the second, by the third. None: it is everybody's."""

    title: str
    find: "Callable[[User, datetime], list[Thing]]"
    hand: "Callable[[User, User, User, datetime], object] | None" = None


class Refusal(models.TextChoices):
    """Why nothing is handed to this person."""

    THEMSELVES = "themselves", "Choose somebody else: these things are theirs already."
    NOT_COORDINATOR = "not_coordinator", "They are not a coordinator yet. Appoint them first."
    NO_MEMBER = "no_member", "They are not a member who may take part, so they cannot coordinate a meeting."


class Refused(Exception):
    """Nothing was handed over; `reason` says why, in words for the coordinator."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


class Needed(NamedTuple):
    """One thing that a successor needs, and whether it is so."""

    title: str
    is_so: bool


def needed(successor: "User", now: datetime) -> list[Needed]:
    """What somebody needs to go on from here, each line as it is at this moment."""
    return [
        Needed("Is a coordinator", coordinators.is_for_everything(successor)),
        Needed("Has a verified address", addresses.is_verified(successor)),
        Needed("Has set up a second step for signing in", factors.has_second_factor(successor)),
        Needed("Is a member who may take part", member_of(successor, now) is not None),
    ]


def refusal(user: "User", successor: "User", now: datetime) -> Refusal | None:
    """Say why nothing can be handed to this person, or None if all of it can."""
    if successor.pk == user.pk:
        return Refusal.THEMSELVES
    if not coordinators.is_for_everything(successor):
        return Refusal.NOT_COORDINATOR
    return None if member_of(successor, now) else Refusal.NO_MEMBER


def member_of(user: "User", now: datetime) -> Member | None:
    member = Member.objects.filter(user=user).first()
    return None if eligibility.refusal(member, timezone.localdate(now)) else member


@transaction.atomic
def hand_all(user: "User", successor: "User", now: datetime, *, by: "User") -> int:
    """Hand all that somebody has in hand to one successor; a second press finds nothing left. Raises Refused."""
    if reason := refusal(user, successor, now):
        raise Refused(reason)
    lock(user, successor, now)
    handed = 0
    try:
        for belonging in belongings:
            if belonging.hand and (found := belonging.find(user, now)):
                belonging.hand(user, successor, by, now)
                handed += len(found)
    except roles.Refused:  # they have stopped being a coordinator, or a member, at this very moment
        raise Refused(refusal(user, successor, now) or Refusal.NO_MEMBER) from None
    return handed


def lock(user: "User", successor: "User", now: datetime) -> None:
    """One order everywhere: the person, then every meeting by primary key."""
    standing.lock(Member.objects.get(user=successor))
    concerned = Q(roles__in=roles_of(user, now)) | Q(pk__in=drafts_of(user, now))
    places.lock_all(Meeting.objects.filter(concerned).values_list("pk", flat=True))


def successors(user: "User") -> "models.QuerySet[User]":
    """Whom something can be handed to: the other coordinators."""
    return coordinators.for_everything().exclude(pk=user.pk).order_by("email")


def may_have_something(pk: int, now: datetime) -> "User | None":
    """Somebody who is a coordinator or has been one, or who has something in hand without being one."""
    user = get_user_model().objects.filter(pk=pk).first()
    if user is None or coordinators.is_coordinator(user) or user.appointments.exists():
        return user
    return user if things_of(user, now).number else None


def things_of(user: "User", now: datetime) -> InHand:
    """How much somebody has in hand, and where all of it is handed over."""
    number = sum(len(belonging.find(user, now)) for belonging in belongings)
    return InHand(number, reverse("admin:meetings_meeting_hand_over", args=[user.pk]))


def roles_of(user: "User", now: datetime) -> models.QuerySet[Role]:
    coming = Role.objects.filter(member__user=user, meeting__ends_at__gt=now)
    return coming.exclude(meeting__status=Status.CANCELLED).select_related("meeting").order_by("meeting_id", "duty")


def with_duty(duty: Duty) -> Belonging:
    """The coming meetings at which somebody has this role."""

    def find(user: "User", now: datetime) -> list[Thing]:
        return [at(role.meeting, "roles") for role in roles_of(user, now).filter(duty=duty)]

    def hand(user: "User", successor: "User", by: "User", now: datetime) -> None:
        for role in roles_of(user, now).filter(duty=duty):
            roles.give(role.meeting, duty, Member.objects.get(user=successor), now, by=by)

    return Belonging(f"Coming meetings: {duty.label.lower()}", find, hand)


def at(meeting: Meeting, page: str) -> Thing:
    href = reverse(f"admin:meetings_meeting_{page}", args=[meeting.pk])
    return Thing(str(meeting), href, words.day(meeting.starts_at))


def drafts_of(user: "User", now: datetime) -> models.QuerySet[Meeting]:
    """What somebody planned and nobody has announced or coordinates."""
    planned = MeetingChange.objects.filter(deed=Deed.PLANNED, by=user).values("meeting")
    drafts = Meeting.objects.upcoming(now).filter(status=Status.DRAFT, pk__in=planned)
    return drafts.exclude(roles__duty=Duty.COORDINATOR)


def hand_drafts(user: "User", successor: "User", by: "User", now: datetime) -> None:
    for meeting in drafts_of(user, now):
        roles.give(meeting, Duty.COORDINATOR, Member.objects.get(user=successor), now, by=by)


def contacts_of(user: "User", now: datetime) -> models.QuerySet[Contact]:
    """Contacts at their address, or under their name."""
    names = Member.objects.filter(user=user).values("name")
    return Contact.objects.filter(Q(email__iexact=user.email) | Q(name__in=names))


def hand_contacts(user: "User", successor: "User", by: "User", now: datetime) -> None:
    contacts_keeping.hand_on(contacts_of(user, now), Member.objects.get(user=successor).name, successor.email)


def series_of(user: "User", now: datetime) -> list[Thing]:
    planned = MeetingChange.objects.filter(deed=Deed.PLANNED, by=user).values("meeting__series")
    running = Series.objects.filter(ended_at=None, pk__in=planned)
    return [Thing(str(each), reverse("admin:meetings_series_change", args=[each.pk])) for each in running]


def polls_of(user: "User", now: datetime) -> list[Thing]:
    member = Member.objects.filter(user=user).first()
    found = Poll.objects.open().filter(created_by_name=(member.name if member else user.email))
    return [Thing(str(poll), reverse("admin:meetings_meeting_changelist")) for poll in found]


# Upper apps append theirs in `AppConfig.ready()`.
belongings: list[Belonging] = [
    *map(with_duty, Duty),
    Belonging(
        "Drafts that they planned", lambda user, now: [at(each, "change") for each in drafts_of(user, now)], hand_drafts
    ),
    Belonging(
        "Contacts that name them",
        lambda user, now: [
            Thing(str(each), reverse("admin:members_contact_change", args=[each.pk])) for each in contacts_of(user, now)
        ],
        hand_contacts,
    ),
    Belonging("Running series that they planned", series_of),
    Belonging("Open date polls that they made", polls_of),
]
