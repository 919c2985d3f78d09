"""Who supervises whom: a trainee names a supervisor and shows or hides their pathway; a supervisor gives their word."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from . import coordinators, messages, standing, word_links
from .models import Evidence, Member, OutsideSupervisor, Supervision
from .models.evidence import SetAside
from .names import name_of
from .stages import DIT_BEGAN, SEEN_BY_SUPERVISOR, SUPERVISING, Against

if TYPE_CHECKING:
    from accounts.models import User

# On which lists a supervisor outside the network can be found.
LISTS = (Against.BPC_LIST, Against.ANNA_FREUD_LIST)
# What is read together with a fact about which somebody gives their word.
BEHIND = ("member__user", "supervision__supervisor__user", "supervision__outside")


class Refusal(models.TextChoices):
    # to whoever names a supervisor
    ONESELF = "oneself", "You cannot be your own supervisor. Name the person who supervises you."
    NOT_SUPERVISOR = (
        "not_supervisor",
        "This member is not an accredited DIT supervisor, or in training as one. Check the name with them.",
    )
    TWICE = "twice", "You have named this supervisor already."
    FUTURE = "future", "This is in the future. Enter the month in which supervision began."
    BEFORE_DIT = "before_dit", "DIT did not exist before 2008. Check the year."
    IS_MEMBER = (
        "is_member",
        "This address belongs to a member of the network. Choose their name from the list of supervisors. "
        "If they are not in it, ask them to show their entry in the directory.",
    )
    OWN_ADDRESS = "own_address", "This is your own address. Enter your supervisor’s."
    ELSEWHERE = "elsewhere", "People of other areas name them too. A coordinator for the whole network confirms them."
    NOT_YOURS = "not_yours", "Only the person who is supervised changes this."
    ENDED = "ended", "This supervision has ended."
    OUTSIDE = "outside", "A supervisor from outside the network has no account, so there is nothing that they see."
    # to whoever asks for a word once more
    NOTHING_TO_ASK = "nothing_to_ask", "This needs no word any more: it was answered, or changed since."
    ASKED_TODAY = "asked_today", "Your supervisor was asked today. You can ask again tomorrow."
    NO_ADDRESS = "no_address", "Your supervisor has no account any more. Ask a coordinator to verify this instead."
    # to whoever gives a word
    DECIDED = "decided", "This has been answered already. Nothing more is needed from you."
    NO_LONGER = (
        "no_longer",
        "Only a DIT supervisor who takes part in the network can confirm this, and at the moment you are not listed "
        "as one. Write to a coordinator.",
    )
    # to a coordinator
    NOT_COORDINATOR = "not_coordinator", "Only coordinators confirm a supervisor from outside."
    NOT_OUTSIDE = (
        "not_outside",
        "This address belongs to a member. Whoever named it chooses their name from the list of supervisors, once "
        "their entry is in the directory. Until then verify what they said yourself.",
    )
    NOT_A_LIST = "not_a_list", "Say on which list you found this supervisor: the BPC’s or Anna Freud’s."
    OWN_SUPERVISOR = (
        "own_supervisor",
        "You named this supervisor yourself. Ask another coordinator to confirm them.",
    )
    CONFIRMED = "confirmed", "This supervisor is confirmed already."


class Word(models.TextChoices):
    """How the word of a supervisor about one fact stands."""

    ASKED = "asked", "asked for"
    SAID = "said", "kept as said"
    COUNTS = "counts", "verified"
    DENIED = "denied", "not confirmed"
    GONE = "gone", "corrected or taken back"


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def supervisors(on: date) -> models.QuerySet[Member]:
    """Members who may be named: supervisors, and those in training as one, who take part."""
    return Member.objects.eligible(on).filter(standing__in=SUPERVISING)


def offered_to(member: Member, on: date) -> models.QuerySet[Member]:
    """The supervisors among whom this member chooses: others, who show their entry."""
    shown = Member.objects.visible_to(member, on).filter(standing__in=SUPERVISING)
    return shown.exclude(pk=member.pk).by_name()


def refusal_to_name(
    member: Member, supervisor: Member | None, outside: OutsideSupervisor | None, began_on: date, on: date
) -> Refusal | None:
    """Say why this supervisor cannot be named, or None if they can."""
    if supervisor == member:
        return Refusal.ONESELF
    if supervisor and not supervisors(on).filter(pk=supervisor.pk).exists():
        return Refusal.NOT_SUPERVISOR
    if began_on > on:
        return Refusal.FUTURE
    if began_on < DIT_BEGAN:
        return Refusal.BEFORE_DIT
    same = member.supervisions.running(on).filter(supervisor=supervisor, outside=outside)
    return Refusal.TWICE if same.exists() else None


def refusal_of_address(member: Member, email: str, on: date) -> Refusal | None:
    """Say why this address is not one of a supervisor outside the network, or None if it may be.

    That it is a member's is told only to who may see it anyway: else whoever tries addresses learns who is here.
    """
    if members_with(email).filter(pk=member.pk).exists():
        return Refusal.OWN_ADDRESS
    seen = Member.objects.visible_to(member, on).showing("email").filter(user__email__iexact=email)
    return Refusal.IS_MEMBER if seen.exists() else None


def members_with(email: str) -> models.QuerySet[Member]:
    """Who signs in with this address, or gets our mail there."""
    signs_in = models.Q(user__emailaddress__email__iexact=email) | models.Q(user__email__iexact=email)
    return Member.objects.exclude(joined_on=None).filter(signs_in)


@transaction.atomic
def name_supervisor(
    member: Member, supervisor: Member, began_on: date, now: datetime, *, shows_pathway: bool
) -> Supervision:
    """Name a member as one's supervisor. Raises Refused."""
    member = standing.lock(member)
    if reason := refusal_to_name(member, supervisor, None, began_on, timezone.localdate(now)):
        raise Refused(reason)
    return Supervision.objects.create(
        member=member, supervisor=supervisor, began_on=began_on.replace(day=1), shows_pathway=shows_pathway
    )


@transaction.atomic
def name_outside(member: Member, name: str, email: str, began_on: date, now: datetime) -> Supervision:
    """Name a supervisor who is no member; a coordinator confirms them before their word counts. Raises Refused."""
    member = standing.lock(member)
    if reason := refusal_of_address(member, email, timezone.localdate(now)):
        raise Refused(reason)
    # Each member goes on reading the name that they gave: another would tell that somebody else named this address.
    outside, _ = OutsideSupervisor.objects.get_or_create(email=email.strip().casefold(), defaults={"name": name})
    if reason := refusal_to_name(member, None, outside, began_on, timezone.localdate(now)):
        raise Refused(reason)
    month = began_on.replace(day=1)
    return Supervision.objects.create(member=member, outside=outside, outside_name=name, began_on=month)


def show_pathway(supervision: Supervision, by: "User", *, shown: bool) -> Supervision:
    """Let one's supervisor see one's next steps and time limits, or no longer. Raises Refused."""
    if supervision.supervisor_id is None:
        raise Refused(Refusal.OUTSIDE)
    return change(supervision, by, shows_pathway=shown)


def end(supervision: Supervision, by: "User", now: datetime) -> Supervision:
    """Say that supervision has ended; what was confirmed stays confirmed, its place is free. Raises Refused."""
    return change(supervision, by, ended_on=timezone.localdate(now), shows_pathway=False)


@transaction.atomic
def change(supervision: Supervision, by: "User", **fields: object) -> Supervision:
    standing.lock(supervision.member)
    supervision = Supervision.objects.select_related("member").get(pk=supervision.pk)
    if supervision.member.user_id != by.pk:
        raise Refused(Refusal.NOT_YOURS)
    if supervision.ended_on:
        raise Refused(Refusal.ENDED)
    for name, value in fields.items():
        setattr(supervision, name, value)
    supervision.save(update_fields=list(fields))
    return supervision


def evidence_behind(token: str, on: date) -> Evidence | None:
    """The fact that a link asks about, or None: it was changed, has run out, or names another supervisor by now."""
    named = word_links.read(token, on)
    if named is None:
        return None
    return Evidence.objects.filter(pk=named[0], supervision=named[1]).select_related(*BEHIND).first()


def waits(evidence: Evidence, on: date) -> bool:
    """Whether a supervisor's word is still asked for: once it is given, the link does nothing more."""
    return standing.refusal_of(evidence, on) is None and evidence.said_on is None


def word_on(evidence: Evidence, on: date) -> Word:
    """Say how the word about a fact stands; a link about a fact that is no longer said leads nowhere."""
    if evidence.superseded_by_id or evidence.set_aside_on:
        return Word.DENIED if evidence.set_aside_why == SetAside.SUPERVISOR else Word.GONE
    if evidence.verified_on:
        return Word.COUNTS
    if evidence.said_on:
        return Word.SAID
    return Word.ASKED if waits(evidence, on) else Word.GONE


@transaction.atomic
def give_word(evidence: Evidence, now: datetime) -> Evidence:
    """Take the word of whoever holds the link: it counts if a coordinator knows who that is, else it is kept as said.

    Raises Refused, or `standing.Refused` when the fact itself cannot be verified.
    """
    evidence = fresh(evidence)
    if not waits(evidence, timezone.localdate(now)):
        raise Refused(Refusal.DECIDED)
    named = evidence.supervision
    assert named  # noqa: S101  the link names it
    if named.supervisor and named.supervisor.user:
        if not standing.is_named_supervisor(evidence, named.supervisor.user, timezone.localdate(now)):
            raise Refused(Refusal.NO_LONGER)
        standing.verify([evidence], named.supervisor.user, Against.SUPERVISOR_WORD, now)
    elif named.outside and named.outside.confirmed_on:
        standing.verify_by_word([evidence], named.outside, now)
    else:
        evidence.said_on = timezone.localdate(now)
        evidence.save(update_fields=["said_on"])
    return evidence


@transaction.atomic
def deny_word(evidence: Evidence, now: datetime) -> Evidence:
    """Take the answer that it was not so: the claim is set aside and its writer is told. Raises Refused."""
    evidence = fresh(evidence)
    if not waits(evidence, timezone.localdate(now)):
        raise Refused(Refusal.DECIDED)
    assert evidence.supervision  # noqa: S101  the link names it
    evidence.set_aside_on, evidence.set_aside_by_name = timezone.localdate(now), evidence.supervision.name
    evidence.set_aside_why, evidence.corrects = SetAside.SUPERVISOR, None
    evidence.save(update_fields=["set_aside_on", "set_aside_by_name", "set_aside_why", "corrects"])
    messages.set_aside(evidence, now)
    return evidence


def fresh(evidence: Evidence) -> Evidence:
    """Lock the person, then read the fact anew."""
    standing.lock(evidence.member)
    return Evidence.objects.select_related(*BEHIND).get(pk=evidence.pk)


def waiting_for(user: "User", on: date) -> models.QuerySet[Evidence]:
    """What waits for the word of this supervisor."""
    asked = Evidence.objects.to_verify().filter(kind__in=SEEN_BY_SUPERVISOR, supervision__supervisor__user=user)
    asked = asked.filter(happened_on__lte=on).select_related("member", "supervision__supervisor")
    return asked.order_by("recorded_at", "pk")


def refusal_to_confirm(outside: OutsideSupervisor, against: str, by: "User") -> Refusal | None:
    """Say why this person cannot confirm this supervisor, or None if they can."""
    if not coordinators.is_coordinator(by):
        return Refusal.NOT_COORDINATOR
    if outside.confirmed_on:
        return Refusal.CONFIRMED
    if outside.supervises.filter(member__user=by).exists():
        return Refusal.OWN_SUPERVISOR
    if members_with(outside.email).exists():
        return Refusal.NOT_OUTSIDE
    if any(
        not coordinators.decides_in(by, area) for area in set(outside.supervises.values_list("member__area", flat=True))
    ):
        return Refusal.ELSEWHERE
    return None if against in LISTS else Refusal.NOT_A_LIST


def correct_name(outside: OutsideSupervisor) -> None:
    """Keep the name that a coordinator found right, also for whoever has named them; the caller's transaction."""
    outside.save(update_fields=["name"])
    outside.supervises.update(outside_name=outside.name)


def said_by(outside: OutsideSupervisor) -> models.QuerySet[Evidence]:
    """What this supervisor has said, and what counts once a coordinator knows them."""
    said = Evidence.objects.to_verify().filter(supervision__outside=outside, said_on__isnull=False)
    return said.select_related("member").order_by("member_id", "pk")


@transaction.atomic
def confirm_outside(outside: OutsideSupervisor, against: str, by: "User", now: datetime) -> list[Evidence]:
    """Record that name and address stand on a list: what this supervisor said counts from now on. Raises Refused."""
    outside = OutsideSupervisor.objects.select_for_update(no_key=True).get(pk=outside.pk)
    if reason := refusal_to_confirm(outside, against, by):
        raise Refused(reason)
    outside.confirmed_by, outside.confirmed_by_name = by, name_of(by)
    outside.confirmed_on, outside.confirmed_against = timezone.localdate(now), against
    outside.save()
    found = list(said_by(outside))
    for member in {item.member: None for item in found}:
        standing.verify_by_word([item for item in found if item.member == member], outside, now)
    return found
