"""What an invented person answers, shows and proves, and when: pure, so that one person and many are made alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Self

from members import terms
from members.joining.applying import FIRST_CASE
from members.models import Area, Body, Organisation, Pathway, Profession
from members.models.application import TrainingStatus
from members.stages import Against, EvidenceKind, Format, Precision, Result
from members.switches import SWITCHES, Audience
from outbox.models import Message, State

from .clock import Clock
from .people import EMPLOYERS, Person

# The steps after the initial training, in order, with what each is checked against.
STEPS = {
    "cases": (EvidenceKind.TRAINING_CASE, Against.SUPERVISOR_WORD),
    "accredited": (EvidenceKind.ACCREDITED, Against.BPC_LIST),
    "supervisor": (EvidenceKind.SUPERVISOR, Against.ANNA_FREUD_LIST),
}
AGAINST = {
    EvidenceKind.INITIAL_TRAINING: Against.CERTIFICATE,
    EvidenceKind.ROLE_PLAY: Against.CERTIFICATE,
    **dict(STEPS.values()),
}


@dataclass(frozen=True)
class Lists:
    """The rows of the reference lists, by the names that people use for them."""

    professions: dict[str, Profession]
    bodies: dict[str, Body]
    areas: dict[str, Area]
    routes: dict[str, Pathway]
    organisations: dict[str, Organisation]

    @classmethod
    def load(cls) -> Self:
        """Read the lists, with the invented employers among them."""
        for domain, name in EMPLOYERS.items():
            Organisation.objects.get_or_create(name=name, defaults={"mail_domains": domain})
        return cls(
            professions={row.code: row for row in Profession.objects.all()},
            bodies={row.code: row for row in Body.objects.all()},
            areas={row.code: row for row in Area.objects.all()},
            routes={row.code: row for row in Pathway.objects.order_by("version")},
            organisations={row.name: row for row in Organisation.objects.all()},
        )


@dataclass(frozen=True)
class Later:
    """A step that someone took after they had applied: recorded, and some days later verified."""

    claims: list[dict[str, Any]]
    against: Against
    recorded_at: datetime
    verified_at: datetime


def answers(person: Person, clock: Clock, lists: Lists) -> dict[str, Any]:
    """What they write in their application."""
    if person.booked:
        return {
            "training_status": TrainingStatus.BOOKED,
            "booked_for": month(clock.day(-person.booked)),
            "tell_me": True,
        }
    return about_the_person(person, lists) | about_the_training(person, clock, lists)


def about_the_person(person: Person, lists: Lists) -> dict[str, Any]:
    known = lists.organisations.get(person.organisation)
    return {
        "name": person.name,
        "profession": lists.professions[person.profession],
        "job_title": person.job_title,
        "body": lists.bodies[person.body],
        "registration_number": person.number,
        "organisation": known,
        "organisation_other": "" if known else person.organisation,
        "service": person.service,
        "area": lists.areas[person.area],
    }


def about_the_training(person: Person, clock: Clock, lists: Lists) -> dict[str, Any]:
    """What was true on the day they applied, and their agreement to the terms of today."""
    assert person.trained  # noqa: S101  only someone booked has no training
    cases, accredited, supervisor = (since(person, clock, step) for step in STEPS)
    return {
        "training_status": TrainingStatus.COMPLETED,
        "route": lists.routes[person.route],
        "provider": "Anna Freud" if person.route != "hipc" else "NHS counselling programme",
        "completed_on": clock.day(person.trained),
        "seeing_cases": None if accredited else cases is not None,
        "cases_since": None if accredited else cases,
        "accredited": accredited is not None,
        "accredited_since": accredited,
        "supervisor": (supervisor is not None) if accredited else None,
        "supervisor_since": supervisor,
        "terms_version": terms.CURRENT,
        "terms_agreed_at": applied_at(person, clock),
    }


def since(person: Person, clock: Clock, step: str) -> date | None:
    """The month of a step, if they had taken it when they applied."""
    ago = getattr(person, step)
    return month(clock.day(ago)) if ago is not None and ago >= person.applied else None


def later(person: Person, clock: Clock) -> Iterator[Later]:
    """The steps they took as members."""
    for step, (kind, against) in STEPS.items():
        ago = getattr(person, step)
        if ago is not None and ago < person.joined:
            claims = list(claims_of_step(kind, month(clock.day(ago))))
            yield Later(claims, against, clock.ago(ago - 3, 18), clock.ago(ago - 6, 20))


def claims_of_step(kind: EvidenceKind, day: date) -> Iterator[dict[str, Any]]:
    """What is recorded for a step; nobody begins a case before the role-play is passed."""
    common = {"happened_on": day, "precision": Precision.MONTH}
    if kind == EvidenceKind.TRAINING_CASE:
        yield {"kind": EvidenceKind.ROLE_PLAY, "result": Result.PASS, **common}
    yield {"kind": kind, **common, **FIRST_CASE.get(kind, {})}


def month(day: date) -> date:
    return day.replace(day=1)


def begun_at(person: Person, clock: Clock) -> datetime:
    return clock.ago(person.applied, 18, 52)


def applied_at(person: Person, clock: Clock) -> datetime:
    return clock.ago(person.applied, 19)


def decided_at(person: Person, clock: Clock) -> datetime:
    return clock.ago(person.joined, 20)


def shared_at(person: Person, clock: Clock) -> datetime:
    return clock.ago(person.joined - 1, 12)


def details(person: Person) -> dict[str, Any]:
    """What they add to their own entry once they are in."""
    return {
        "phone": person.phone,
        "interests": person.interests,
        "languages": person.languages,
    }


def offer(person: Person, area: Area | None) -> dict[str, Any]:
    """The supervision that they offer to members, with so many places."""
    return {
        "format": Format.INDIVIDUAL,
        "in_person": True,
        "remote": True,
        "days": 0b0100010,
        "area": area,
        "for_training": True,
        "for_accredited": True,
        "places": person.places,
        "fee_note": "No charge for colleagues in the NHS",
        "audience": Audience.MEMBERS,
    }


def choices(person: Person) -> dict[str, bool]:
    """What they show and hide, by switch."""
    shown = {*person.shows, *(["listed"] if person.listed else [])}
    return {switch.name: switch.name in shown for switch in SWITCHES}


def public_id(seed: int, person: Person) -> str:
    return token(seed, person.email)[:12]


def left(message: Message, seed: int) -> Message:
    """An old message has left long ago, under a Message-ID that follows from what it is about."""
    message.message_id = f"<{token(seed, message.key)[:32]}@{message.message_id.partition('@')[2]}"
    message.state, message.attempts = State.SENT, 1
    message.accepted_by = f"mail.dit-northwest.example: queued as {token(seed, message.key)[:10].upper()}"
    message.sent_at = message.next_attempt_at = message.created_at + timedelta(seconds=5)
    return message


def token(*parts: object) -> str:
    """Stands in for what is random elsewhere: 64 hexadecimal digits, the same for the same parts."""
    return sha256(":".join(map(str, parts)).encode()).hexdigest()
