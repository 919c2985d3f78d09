"""What leaves about joining and the pathway: one function per message, its words in templates/members/messages/."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from outbox import post
from outbox.models import Message, full_key

from . import link_names, word_links
from .models import Application, Appointment, Decision, Evidence, Leaving, Member, NewAddress, Supervision
from .models.application import DecisionKind
from .models.history import OfficeKind
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User

# The purpose of the link that stops an erasure.
REGRET = "regret"
LETTERS = {
    DecisionKind.APPROVE: "approved",
    DecisionKind.ASK_MORE: "more_asked",
    DecisionKind.PARK: "parked",
    DecisionKind.DECLINE: "declined",
    DecisionKind.WELCOME: "welcomed",
}


def received(application: Application, now: datetime) -> None:
    """Once for each time it is sent: what happens next, and how long it takes."""
    write("received", application, now, key=f"{application.pk}:{now.isoformat()}")


def waiting_for_training(application: Application, now: datetime) -> None:
    """A warm "not yet": which way leads in, and when we write again."""
    key = f"{application.pk}:{application.training_status}:{application.tell_on}"
    write("waiting_for_training", application, now, key=key)


def may_join(application: Application, now: datetime) -> None:
    """To who asked to be told: their course has ended by now, or half a year has passed."""
    write("may_join", application, now, key=f"{application.pk}:{now.isoformat()}")


def invited(application: Application, by: "User", now: datetime) -> None:
    """To a colleague whom a coordinator entered: whose idea it was, and how to claim the account by a code."""
    write("invited", application, now, key=str(application.pk), by_name=name_of(by))


def applications_wait(coordinator: "User", waiting: list[Application], now: datetime) -> None:
    """To one coordinator, once a day: how many wait and since when. No name is in the mail."""
    post.write(
        "members/applications_wait",
        to=coordinator.email,
        user=coordinator,
        key=f"{coordinator.pk}:{timezone.localdate(now)}",
        now=now,
        context={"number": len(waiting), "since": min(each.submitted_at for each in waiting if each.submitted_at)},
    )


def office(row: Appointment) -> None:
    """To whoever was given an office of the network, or whose office changed or ended: what, by whom and why."""
    assert row.user  # noqa: S101  appointed a moment ago
    opens = row.appointed and row.office != OfficeKind.SERVICE_LEAD
    tell("office", to=row.user.email, user=row.user, key=str(row.pk), now=row.at, row=row, opens_the_desk=opens)


def coordinator_named(row: Appointment, colleague: "User") -> None:
    """To every other coordinator for everything: nobody gets or gives up this office unseen."""
    tell("coordinator_named", to=colleague.email, user=colleague, key=f"{row.pk}:{colleague.pk}", now=row.at, row=row)


def new_address_of_office(new: NewAddress, colleague: "User", now: datetime) -> None:
    """To every other coordinator for everything: nobody comes by the account of who holds an office unseen."""
    words = {"new": new, "who": name_of(new.user), "page": page_of_new_address(new.user)}
    tell("new_address_of_office", to=colleague.email, user=colleague, key=f"{new.pk}:{colleague.pk}", now=now, **words)


def page_of_new_address(user: "User") -> str:
    """On the desk: beside their entry, or beside what somebody who has none was appointed to last."""
    member, row = Member.objects.filter(user=user).first(), user.appointments.first()
    if member:
        return reverse("admin:members_member_new_address", args=[member.pk])
    return reverse("admin:members_appointment_new_address", args=[row.pk if row else 0])


def approved(decision: Decision) -> None:
    letter(decision)


def more_asked(decision: Decision) -> None:
    letter(decision)


def parked(decision: Decision) -> None:
    letter(decision)


def declined(decision: Decision) -> None:
    letter(decision)


def welcomed(decision: Decision) -> None:
    letter(decision)


def undone(decision: Decision) -> None:
    """Keep the letter from leaving; if it has left, correct it."""
    assert decision.undone_at  # noqa: S101  the caller has undone it
    if not withdraw_letter(decision, decision.undone_at):
        write("undone", decision.application, decision.undone_at, key=str(decision.pk), decision=decision)


def letter(decision: Decision) -> None:
    """The coordinator's own words, with what the person does next."""
    name = LETTERS[DecisionKind(decision.kind)]
    write(name, decision.application, decision.at, key=str(decision.pk), letter=decision.letter.strip())


def withdraw_letter(decision: Decision, now: datetime) -> bool:
    """Say whether the letter will not leave; one that a sender holds at this moment may."""
    sent_as = Message.objects.written_for(f"members/{LETTERS[DecisionKind(decision.kind)]}", str(decision.pk))
    return bool(post.withdraw(sent_as.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))))


def write(name: str, application: Application, now: datetime, *, key: str, **context: object) -> None:
    """Write one message to the applicant's work address."""
    post.write(
        f"members/{name}",
        to=application.user.email,
        user=application.user,
        key=key,
        now=now,
        about=f"application:{application.pk}",
        context={"application": application, **context},
    )


def word_asked(evidence: Evidence, now: datetime, *, again: bool = False) -> None:
    """To the named supervisor: a link to a page with two buttons, for this one fact; no account is needed."""
    named = evidence.supervision
    assert named  # noqa: S101  asked only of a named supervisor
    if email := address_of(named):
        token = word_links.token_for(evidence.pk, named.pk, timezone.localdate(now))
        link = reverse("members:give_word", args=[token])
        context = {"evidence": evidence, "named": named, "link": link}
        key = key_of_asking(evidence, timezone.localdate(now)) if again else str(evidence.pk)
        user = named.supervisor.user if named.supervisor else None
        tell("word_asked", to=email, user=user, key=key, now=now, **context)


def address_of(named: Supervision) -> str:
    """Where a supervisor is written to; nowhere when their account is closed or they were erased."""
    if named.supervisor:
        return named.supervisor.user.email if named.supervisor.user else ""
    return named.outside.email if named.outside and not named.outside.is_erased else ""


def key_of_asking(evidence: Evidence, on: date) -> str:
    return f"{evidence.pk}:{on}"


def asked_on(items: Sequence[Evidence], on: date) -> set[int]:
    """The facts for which a supervisor's word was asked on that day, by their keys."""
    keys = {item.pk: full_key("members/word_asked", key_of_asking(item, on)) for item in items}
    found = set(Message.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    return {item.pk for item in items if keys[item.pk] in found or timezone.localdate(item.recorded_at) == on}


def verified(member: Member, items: Sequence[Evidence], before: str, now: datetime) -> None:
    """To the member, once for all that was verified together: what counts now, and how far they have come."""
    key = ":".join(f"{item.pk}" for item in items)
    to_member("verified", member, now, key=f"{key}:{now.isoformat()}", items=items, has_moved=member.standing != before)


def verification_undone(member: Member, evidence: Evidence, before: str, now: datetime) -> None:
    """To the member: what no longer counts, and why they need not worry."""
    key = f"{evidence.pk}:{now.isoformat()}"
    to_member("verification_undone", member, now, key=key, evidence=evidence, has_moved=member.standing != before)


def set_aside(evidence: Evidence, now: datetime) -> None:
    """To the member: what could not be verified, why, and what to do."""
    to_member("set_aside", evidence.member, now, key=str(evidence.pk), evidence=evidence)


def to_member(name: str, member: Member, now: datetime, *, key: str, **context: object) -> None:
    """Write to a member; somebody whose account is closed gets nothing."""
    if member.user:
        tell(name, to=member.user.email, user=member.user, key=key, now=now, member=member, **context)


def tell(name: str, *, to: str, user: "User | None", key: str, now: datetime, **context: object) -> None:
    post.write(f"members/{name}", to=to, user=user, key=key, now=now, context=context)


def left(user: "User", now: datetime) -> None:
    """To who left without asking to be erased: what is kept, and how to come back."""
    told("left", user, now, key=f"{user.pk}:{now.isoformat()}")


def erasure_asked(leaving: Leaving, now: datetime) -> None:
    """To who will be erased: on which day, why if a coordinator began it, and the link that stops it."""
    if leaving.user:
        token = link_names.name(REGRET, leaving.pk, timezone.localdate(now))
        told("erasure_asked", leaving.user, now, key=str(leaving.pk), leaving=leaving, token=token)


def erasure_stopped(leaving: Leaving, now: datetime) -> None:
    if leaving.user:
        told("erasure_stopped", leaving.user, now, key=str(leaving.pk), leaving=leaving)


def supervisor_left(supervision: Supervision, now: datetime) -> None:
    """To a supervisee whose supervisor leaves the network."""
    if supervision.member.user:
        told("supervisor_left", supervision.member.user, now, key=str(supervision.pk), named=supervision)


def told(name: str, user: "User", now: datetime, *, key: str, **context: object) -> None:
    """To one person about themselves."""
    post.write(f"members/{name}", to=user.email, user=user, key=key, now=now, context=context)
