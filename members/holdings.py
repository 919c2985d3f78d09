"""What members hold about people: applications, entries, training, supervision, consent, rights."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from .models import OutsideSupervisor
from .models.supervision import ERASED
from .places.holdings import PLACES
from .rights.deeds import DEEDS
from .rights.finding import (
    ABOUT_OTHERS,
    FOR_SEARCH,
    RANDOM,
    by_address,
    by_link,
    by_name,
    either,
)
from .rights.holding import FORMER, REMOVED, Basis, Holding, Person, leave_blank

INTEREST, CONSENT, DUTY = Basis.INTEREST, Basis.CONSENT, Basis.DUTY
FORMER_ADDRESS = f"former-member{ERASED}"


def as_a_former_member(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> None:
    """Who was supervised by them keeps that they were, and no longer by whom; what still ran has ended."""
    former, _ = OutsideSupervisor.objects.get_or_create(email=FORMER_ADDRESS, defaults={"name": FORMER})
    rows.filter(ended_on=None).update(ended_on=Greatest(F("began_on"), timezone.localdate(now)))
    rows.update(supervisor=None, outside=former)


def as_nobody_outside(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> None:
    for row in rows:
        rows.filter(pk=row.pk).update(name=FORMER, email=f"removed-{row.pk}{ERASED}")
        row.supervises.update(outside_name="")


def without_applicant(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> None:
    rows.update(user=None, name="", email="")


TRAINING = [
    Holding(
        model="members.Evidence",
        title="Your training",
        purpose="So that your standing follows from what is verified, and what comes next can be shown to you.",
        basis=INTEREST,
        kept="leaver",
        of=by_link("members.Evidence", "member"),
        shows=("member", "provider", "clock", "verified_by", "verified_by_name", "set_aside_by_name", "recorded_by"),
        hides={"public_id": RANDOM},
        seen_by="You, coordinators, and what you allow your supervisor. Members see your standing alone.",
        order=10,
    ),
    Holding(
        model="members.StandingChange",
        title="The history of your standing",
        purpose="So that every standing can be asked why.",
        basis=INTEREST,
        kept="leaver",
        of=by_link("members.StandingChange", "member"),
        shows=("member", "by", "by_name", "why"),
    ),
    Holding(
        model="members.MemberChange",
        title="What coordinators did and wrote about your membership",
        purpose="So that a decision about you has a date, a name and a reason.",
        basis=INTEREST,
        kept="audit",
        of=by_link("members.MemberChange", "member"),
        shows=("member", "by", "by_name", "reason"),
    ),
    Holding(
        model="members.Overlay",
        title="When you were away",
        purpose="So that time limits of your training wait for you.",
        basis=INTEREST,
        kept="leaver",
        of=by_link("members.Overlay", "member"),
        shows=("member", "recorded_by_name"),
    ),
]
SUPERVISION = [
    Holding(
        model="members.Supervision",
        title="Your supervisors",
        purpose="You named them, so that they can confirm your training.",
        basis=INTEREST,
        kept="leaver",
        of=by_link("members.Supervision", "member"),
        shows=("member", "supervisor", "outside", "outside_name"),
        hides={"public_id": RANDOM},
        seen_by="You, your supervisor and coordinators.",
        order=12,
    ),
    Holding(
        model="members.Supervision",
        title="Whom you supervise or supervised",
        purpose="They named you, so that you can confirm their training.",
        basis=INTEREST,
        kept="leaver",
        of=by_link("members.Supervision", "supervisor"),
        erase=as_a_former_member,
        shows=("member", "supervisor"),
        hides={"outside_name": "Only what is said of a supervisor from outside the network."},
        seen_by="You, your supervisees and coordinators.",
        order=13,
    ),
    Holding(
        model="members.OutsideSupervisor",
        title="You as a supervisor from outside the network",
        purpose="A member named you as their supervisor.",
        basis=INTEREST,
        kept="leaver",
        of=by_address("members.OutsideSupervisor", "email"),
        erase=as_nobody_outside,
        shows=("name", "email", "confirmed_by", "confirmed_by_name"),
        seen_by="The member who named you, and coordinators.",
        order=14,
    ),
]
ENTRY = [
    Holding(
        model="members.Consent",
        title="What you chose to show, each time",
        purpose="So that you can always prove what you chose, and with which words before you.",
        basis=CONSENT,
        kept="leaver",
        of=by_link("members.Consent", "member"),
        shows=("member", "field", "wording_version"),
    ),
    Holding(
        model="members.RecordView",
        title="Who looked at your record",
        purpose="So that you can see which coordinator or auditor opened it, and when.",
        basis=INTEREST,
        kept="audit",
        of=by_link("members.RecordView", "member"),
        shows=("member", "by", "by_name", "page"),
    ),
    Holding(
        model="members.Decision",
        title="What was decided about your applications, with the letters",
        purpose="So that a decision about you has a date, a name and a reason.",
        basis=INTEREST,
        kept="application-refused",
        of=by_link("members.Decision", "application__user", "application__member"),
        shows=("application", "by", "by_name", "reason", "letter", "undone_by_name"),
        order=30,
    ),
    Holding(
        model="members.Application",
        title="Your applications to join",
        purpose="So that coordinators can decide who joins.",
        basis=INTEREST,
        kept="application-refused",
        of=by_link("members.Application", "user", "member"),
        shows=(
            *("user", "member", "entered_by", "name", "job_title", "registration_number", "organisation_other"),
            *("service", "provider", "terms_version"),
        ),
        order=31,
    ),
    Holding(
        model="members.Contact",
        title="You as a key contact",
        purpose="So that visitors know whom to ask.",
        basis=INTEREST,
        kept="leaver",
        of=either(by_address("members.Contact", "email"), by_name("members.Contact", "name")),
        shows=("slug", "role", "name", "email", "about"),
        hides={"deputy": ABOUT_OTHERS},
        seen_by="Everybody sees the role and the name; coordinators alone the address.",
    ),
    Holding(
        model="members.Member",
        title="Your entry",
        purpose="So that the network knows who is in it, and members find one another.",
        basis=INTEREST,
        kept="leaver",
        of=by_link("members.Member", "user"),
        shows=(
            *("user", "name", "job_title", "registration_number", "organisation_other", "service", "phone"),
            *("interests", "languages"),
        ),
        hides={"public_id": RANDOM, "search_text": FOR_SEARCH, "folded_name": FOR_SEARCH},
        seen_by="Coordinators; members see what you show on “What members see of me”.",
        order=80,
    ),
]
RIGHTS = [
    Holding(
        model="members.Leaving",
        title="That you asked to be erased",
        purpose="So that it happens on the day that was promised.",
        basis=DUTY,
        kept="register",
        of=by_link("members.Leaving", "user"),
        erase=leave_blank(user=None),
        shows=("user", "removed", "why"),
        hides={"public_id": RANDOM, "asked_by": ABOUT_OTHERS},
        order=95,
    ),
    Holding(
        model="members.NewAddress",
        title="A new address that a coordinator let in for you",
        purpose="So that nobody who lost their mailbox loses their account, and nobody else gets it.",
        basis=DUTY,
        kept="leaver",
        of=by_link("members.NewAddress", "user"),
        shows=("user", "email", "why", "asked_by_name", "agreed_by_name", "stopped_by_name"),
        hides={"public_id": RANDOM, "asked_by": ABOUT_OTHERS, "agreed_by": ABOUT_OTHERS},
    ),
    Holding(
        model="members.RetentionCase",
        title="What we told you will go because of its age",
        purpose="So that nothing of yours goes without your knowing.",
        basis=DUTY,
        kept="register",
        of=by_link("members.RetentionCase", "user"),
        shows=("user",),
    ),
    Holding(
        model="members.AccessRequest",
        title="What you asked about your data",
        purpose="So that you are answered in time.",
        basis=DUTY,
        kept="register",
        of=either(by_link("members.AccessRequest", "user"), by_address("members.AccessRequest", "email")),
        erase=without_applicant,
        shows=("reference", "user", "name", "email", "outcome", "extended_why", "recorded_by_name"),
    ),
    Holding(
        model="members.Complaint",
        title="Your complaints about the use of data",
        purpose="So that you are answered in time.",
        basis=DUTY,
        kept="register",
        of=either(by_link("members.Complaint", "user"), by_address("members.Complaint", "email")),
        erase=leave_blank(user=None, name="", email="", text=REMOVED),
        shows=("reference", "user", "name", "email", "text", "outcome", "recorded_by_name"),
    ),
    Holding(
        model="members.AreaDuty",
        title="Areas that you coordinate",
        purpose="So that you see what is yours to decide.",
        basis=INTEREST,
        kept="leaver",
        of=by_link("members.AreaDuty", "user"),
        shows=("user",),
    ),
    Holding(
        model="members.Appointment",
        title="Your appointments in the network, and their ends",
        purpose="So that it can be asked later who could decide what.",
        basis=INTEREST,
        kept="leaver",
        of=either(by_link("members.Appointment", "user"), by_name("members.Appointment", "name")),
        erase=leave_blank(user=None, name=FORMER),
        shows=("user", "name", "areas", "by", "by_name", "why"),
    ),
]
HOLDINGS = [*TRAINING, *SUPERVISION, *PLACES, *ENTRY, *RIGHTS, *DEEDS]
ABOUT_NOBODY = {
    "members.Area": "A part of the region.",
    "members.Profession": "A list of professions.",
    "members.Body": "A list of professional bodies.",
    "members.Organisation": "Employers, and domains of their mail; no person.",
    "members.Organisation_areas": "Where employers are.",
    "members.Pathway": "Rules of training.",
    "members.Requirement": "Rules of training.",
    "members.Clock": "Rules of training.",
    "members.CountsEdition": "Counts of a quarter from which nobody can be read.",
}
