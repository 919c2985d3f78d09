"""Leaving, and being erased after thirty days in which one may come back; nobody is erased by mistake."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import models, transaction
from django.utils import timezone

from look import words
from outbox import post
from outbox.models import Message

from . import coordinators, directory, messages, offices, registers, rights, standing
from .models import (
    AccessRequest,
    Application,
    Contact,
    Leaving,
    Member,
    MemberChange,
    Offer,
    PlaceRequest,
    Supervision,
)
from .models.application import OPEN, State
from .models.history import ChangeKind
from .names import name_of
from .places import requests
from .places import words as place_words
from .rights import Person, person_of

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

GRACE = timedelta(days=30)
AT_ONCE = 20


class Effect(NamedTuple):
    """One thing that leaving does, in words, with what it is about; or that an erasure does on its day."""

    title: str
    about: list[str]
    at_once: bool = True


class Refusal(models.TextChoices):
    LAST = "last", "You are the last coordinator. Appoint a successor first."
    ASKED = "asked", "This was asked for already."
    OVER = "over", "This has ended already."
    NOT_COORDINATOR = "not_coordinator", "Only a coordinator for this person does this."
    OWN = "own", "This is about yourself. Use the page “Leave the network”."
    NO_REASON = "no_reason", "Say why. The person reads it."
    SAME = "same", "You began this yourself: another coordinator stops it, or the person."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


# Upper apps append what leaving does there: first in words, from the rows; then the deed, in the verb's transaction.
effects: list[Callable[[Person, datetime], list[Effect]]] = []
on_leaving: list[Callable[[Person, datetime], object]] = []
# What is done besides when somebody asks to be erased, after the mail that waited was taken back.
on_asked: list[Callable[[Person, datetime], object]] = []


def effect(user: "User", now: datetime) -> list[Effect]:
    """All that leaving does at once, read from the rows; only what there is."""
    person = person_of(user)
    found = [*own_effects(person, now), *(each for more in effects for each in more(person, now))]
    return [each for each in found if each.about]


def own_effects(person: Person, now: datetime) -> list[Effect]:
    member, on = person.member, timezone.localdate(now)
    if member is None:
        waiting = Application.objects.filter(user=person.user, state__in=OPEN)
        taken_back = Effect("Your application is taken back", [each.get_state_display() for each in waiting])
        return [taken_back, to_succeed(person, on)]
    return [
        Effect(
            "Members no longer find you",
            ["Your entry in the directory is hidden"] if member.left_on is None and member.listed else [],
        ),
        *supervision_effects(member, on),
        Effect("Your offers of supervision are closed", [place_words.title(each) for each in offers(member)]),
        to_succeed(person, on),
    ]


def to_succeed(person: Person, on: date) -> Effect:
    """An office of the network is given back at once; for a key contact the desk looks for somebody else."""
    office = offices.office_of(person.user) if person.user else None
    roles = [f"{office.label.partition(',')[0]} of the network"] if office else []
    contacts = Contact.objects.current(on).filter(email__in=person.addresses)
    return Effect("These need a successor", [*roles, *(f"key contact: {each.role}" for each in contacts)])


def supervision_effects(member: Member, on: date) -> list[Effect]:
    """Whose supervision and whose requests end: both sides of what still runs know each other's name."""
    running, asked = Supervision.objects.running(on), PlaceRequest.objects.open()
    supervised = [each.member for each in running.filter(supervisor=member).select_related("member")]
    mine = list(running.filter(member=member).select_related("supervisor", "outside"))
    to_me = [each.member for each in asked.filter(offer__supervisor=member).select_related("member")]
    by_me = [each.offer.supervisor for each in asked.filter(member=member).select_related("offer__supervisor")]
    return [
        Effect("Supervision with you ends, and these people are told", [each.name for each in supervised]),
        Effect("Your supervision ends with", [each.name for each in mine]),
        Effect("Requests for a place with you end, and these people are told", [each.name for each in to_me]),
        Effect("Your requests are taken back, and these supervisors are told", [each.name for each in by_me]),
    ]


def offers(member: Member) -> "models.QuerySet[Offer]":
    return Offer.objects.open().filter(supervisor=member).select_related("area")


def refusal(user: "User") -> Refusal | None:
    """Say why this person cannot leave, or None if they can."""
    if coordinators.is_for_everything(user) and coordinators.is_last(user):
        return Refusal.LAST
    return Refusal.ASKED if running(user) else None


def running(user: "User") -> Leaving | None:
    return Leaving.objects.running().filter(user=user).first()


@transaction.atomic
def leave(user: "User", now: datetime) -> None:
    """Leave, and let the usual times of keeping run: one can come back by asking a coordinator. Raises Refused."""
    coordinators.lock_group()
    if reason := refusal(user):
        raise Refused(reason)
    go(person_of(user), now, by=user, why="They left by themselves.")
    messages.left(user, now)


@transaction.atomic
def ask(user: "User", now: datetime, by: "User | None" = None, why: str = "") -> Leaving:
    """Leave at once, and be erased in thirty days unless it is regretted; by a coordinator only with a reason."""
    coordinators.lock_group()
    if reason := refusal(user) or (refusal_to_begin(user, by, why) if by else None):
        raise Refused(reason)
    person = person_of(user)
    left_before = person.member.left_on if person.member else None
    go(person, now, by=by or user, why=why or "They asked to be erased.")
    leaving = Leaving.objects.create(
        user=user,
        asked_at=now,
        asked_by=by,
        asked_by_themselves=by is None,
        why=why,
        erase_on=timezone.localdate(now) + GRACE,
        left_on_before=left_before,
    )
    registers.asked(AccessRequest.Kind.ERASURE, user, now, is_done=False, by=by)
    messages.erasure_asked(leaving, now)
    for deed in on_asked:
        deed(person, now)
    return leaving


def refusal_to_begin(user: "User", by: "User", why: str = "-") -> Refusal | None:
    """Say why this coordinator cannot begin the thirty days for somebody."""
    if user.pk == by.pk:
        return Refusal.OWN
    if not coordinators.may_decide_about_account(by, user):
        return Refusal.NOT_COORDINATOR
    return None if why.strip() else Refusal.NO_REASON


def go(person: Person, now: datetime, *, by: "User", why: str) -> None:
    """Hidden at once, places free, links dead, mail that waits taken back; one's office is given back.

    The caller has locked the appointments.
    """
    assert person.user  # noqa: S101  whoever leaves can sign in
    offices.give_back(person.user, by, why, now)
    member = standing.lock(person.member) if person.member else None
    waiting = Application.objects.filter(user=person.user, state__in=OPEN)
    waiting.update(state=State.WITHDRAWN, tell_me=False, tell_on=None, updated_at=now)
    if member:
        end_membership(member, now, by, why)
    for deed in on_leaving:
        deed(person, now)
    post.withdraw(Message.objects.filter(user=person.user))


def end_membership(member: Member, now: datetime, by: "User", why: str) -> None:
    requests.leave(member, now)
    if member.joined_on and member.left_on is None:
        member.left_on = timezone.localdate(now)
        member.save(update_fields=["left_on"])
        kept = {"member": member, "kind": ChangeKind.LEFT, "at": now, "reason": why}
        MemberChange.objects.create(by=by, by_name=name_of(by), **kept)
    directory.refresh(member)
    standing.settle_eligibility(member, now, ChangeKind.LEFT.label)


def is_history(leaving: Leaving) -> bool:
    """Whether its person was erased, or asked again after they had thought better of this one."""
    return leaving.user is None or Leaving.objects.filter(user=leaving.user, pk__gt=leaving.pk).exists()


def refusal_to_regret(leaving: Leaving, by: "User | None") -> Refusal | None:
    """Say why it cannot be stopped, or None: the person stops it, or a coordinator other than the one who began it."""
    if leaving.done_at or leaving.regretted_at or leaving.user is None:
        return Refusal.OVER
    if by is None or by.pk == leaving.user_id:
        return None
    if not coordinators.may_decide_about_account(by, leaving.user):
        return Refusal.NOT_COORDINATOR
    return Refusal.SAME if leaving.asked_by_id == by.pk else None


@transaction.atomic
def regret(leaving: Leaving, now: datetime, by: "User | None" = None) -> Leaving:
    """Stop it: they are a member again if they were one; whatever was given up stays given up. Raises Refused."""
    leaving = Leaving.objects.select_for_update(no_key=True).get(pk=leaving.pk)
    if reason := refusal_to_regret(leaving, by):
        raise Refused(reason)
    assert leaving.user  # noqa: S101  refused otherwise
    leaving.regretted_at = now
    leaving.save(update_fields=["regretted_at"])
    if member := Member.objects.filter(user=leaving.user).first():
        bring_back(standing.lock(member), leaving.left_on_before, by or leaving.user, now)
    registers.answered(AccessRequest.Kind.ERASURE, leaving.user, "They stay after all.", now)
    messages.erasure_stopped(leaving, now)
    return leaving


def bring_back(member: Member, left_on: date | None, by: "User", now: datetime) -> None:
    """They are what they were, with a row of history where that is a member; who had left before has left."""
    if member.left_on and left_on is None:
        kept = {"kind": ChangeKind.CAME_BACK, "at": now, "reason": "They stay after all: the erasure was stopped."}
        MemberChange.objects.create(member=member, by=by, by_name=name_of(by), **kept)
    member.left_on = left_on
    member.save(update_fields=["left_on"])
    directory.refresh(member)


@transaction.atomic
def erase(leaving: Leaving, now: datetime) -> Leaving:
    """On the day: everything goes in one transaction; done or regretted meanwhile, nothing is done."""
    leaving = Leaving.objects.select_for_update(no_key=True).get(pk=leaving.pk)
    if leaving.done_at or leaving.regretted_at:
        return leaving
    registers.answered(AccessRequest.Kind.ERASURE, leaving.user, "Erased on the day.", now)
    removed = rights.erase(person_of(leaving.user), now) if leaving.user else {}
    leaving.user, leaving.done_at, leaving.removed, leaving.why = None, now, removed, ""
    leaving.save(update_fields=["user", "done_at", "removed", "why"])
    return leaving


def on_tick(now: datetime) -> None:
    """By the clock: erase whose thirty days are over, each by itself, so that one that fails stops no other."""
    done = 0
    for leaving in Leaving.objects.due(timezone.localdate(now)).order_by("erase_on", "pk"):
        try:
            erase(leaving, now)
        except Exception:
            logger.exception("erasure failed, and is tried again", extra={"leaving": leaving.pk})
        else:
            done += 1
        if done == AT_ONCE:
            return


def promised(leaving: Leaving) -> str:
    return words.day(leaving.erase_on)
