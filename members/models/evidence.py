"""Dated facts about someone's training, and the history of the standing that follows from them."""

from datetime import date
from typing import Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from look import words

from ..public_id import random_public_id
from ..stages import (
    CASES,
    DIT_BEGAN,
    WITH_RESULT,
    WITH_ROUTE,
    Against,
    CaseMode,
    CaseState,
    EvidenceKind,
    Format,
    Ordinal,
    Phase,
    Precision,
    Reason,
    Result,
    Standing,
    Writer,
)

# DIT is a therapy of sixteen sessions; a month has at most this many minutes (domain.md §1.1).
MOST_SESSIONS = 16
MINUTES_OF_A_MONTH = 31 * 24 * 60


class SetAside(models.TextChoices):
    """Why a claim was not verified; each says to its writer what to do."""

    NOT_ON_LIST = "not_on_list", "We did not find you on the list. Check your entry, or send the page of the list."
    NO_PROOF = "no_proof", "We need to see something. Send a coordinator the certificate or the result."
    DATE = "date", "The date is not the one on what we saw. Add it again with the right date."
    TWICE = "twice", "This is here twice. The other one stands."
    SUPERVISOR = "supervisor", "The supervisor you named does not confirm it. Ask them, then add it again."
    TAKEN_BACK = "taken_back", "You took it back."


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self) -> Self:
        """Not replaced by a correction."""
        # Twice negated: SQLite takes its unique index to hold one NULL, and would read all evidence for each member.
        return self.filter(~Q(superseded_by__isnull=False))

    def verified(self) -> Self:
        return self.current().filter(verified_on__isnull=False)

    def to_verify(self) -> Self:
        """Evidence of people who have joined; an applicant's is verified by approving and in no other way."""
        return self.claimed().filter(member__joined_on__isnull=False)

    def claimed(self) -> Self:
        """Said, and neither verified nor set aside."""
        return self.current().filter(verified_on=None, set_aside_on=None)

    def opening_the_gate(self, on: date) -> Self:
        """A recognised initial training, verified, completed not later than the date."""
        return self.verified().filter(
            kind=EvidenceKind.INITIAL_TRAINING, pathway__gives_entry=True, happened_on__lte=on
        )


class Evidence(models.Model):
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="evidence", verbose_name="member")
    kind = models.CharField("what", max_length=30, choices=EvidenceKind)
    happened_on = models.DateField("when")
    precision = models.CharField("known to the", max_length=5, choices=Precision, default=Precision.DAY)
    pathway = models.ForeignKey("members.Pathway", models.PROTECT, null=True, blank=True, verbose_name="training route")
    provider = models.CharField("provider", max_length=120, blank=True)
    # What a kind needs besides its date: choices and numbers only. A test refuses any free text about a case.
    result = models.CharField("result", max_length=10, choices=Result, blank=True)
    ordinal = models.CharField("case", max_length=1, choices=Ordinal, blank=True)
    ended_on = models.DateField("last month", null=True, blank=True)
    sessions = models.PositiveSmallIntegerField("sessions", null=True, blank=True)
    case_mode = models.CharField("in person or remote", max_length=10, choices=CaseMode, blank=True)
    case_state = models.CharField("how it stands", max_length=12, choices=CaseState, blank=True)
    minutes = models.PositiveIntegerField("minutes", null=True, blank=True)
    format = models.CharField("format", max_length=10, choices=Format, blank=True)
    phase = models.CharField("phase", max_length=10, choices=Phase, blank=True)
    writer = models.CharField("who wrote it", max_length=10, choices=Writer, blank=True)
    is_trainee = models.BooleanField("a DIT trainee", null=True, blank=True)
    clock = models.SlugField("time limit", blank=True)
    until = models.DateField("extended until", null=True, blank=True)
    reason = models.CharField("why", max_length=16, choices=Reason, blank=True)
    supervision = models.ForeignKey(
        "members.Supervision",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="with which supervisor",
    )

    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="recorded by"
    )
    recorded_at = models.DateTimeField("recorded")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="verified by"
    )
    verified_by_name = models.CharField("verified by (name)", max_length=120, blank=True)
    verified_on = models.DateField("verified on", null=True, blank=True)
    verified_against = models.CharField("verified against", max_length=20, choices=Against, blank=True)
    verified_in = models.ForeignKey(
        "members.Decision", models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="decided in"
    )
    # An outside supervisor's word, which counts once a coordinator knows that it is theirs.
    said_on = models.DateField("supervisor said so on", null=True, blank=True)
    set_aside_on = models.DateField("set aside on", null=True, blank=True)
    set_aside_by_name = models.CharField("set aside by", max_length=120, blank=True)
    set_aside_why = models.CharField("why it was set aside", max_length=12, choices=SetAside, blank=True)
    # A correction says at once what it corrects; the old fact counts on until the new one is verified.
    corrects = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="correction", verbose_name="corrects"
    )
    superseded_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="supersedes", verbose_name="corrected by"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by_name="", verified_against="")
                | (Q(verified_on__isnull=False) & ~Q(verified_by_name="") & ~Q(verified_against="")),
                name="evidence_verified_says_by_whom_and_against",
                violation_error_message="Say who verified this, when, and against what.",
            ),
            models.CheckConstraint(
                condition=Q(happened_on__gte=DIT_BEGAN),
                name="evidence_not_before_dit",
                violation_error_message="DIT did not exist before 2008. Check the year.",
            ),
            models.CheckConstraint(
                condition=~Q(precision=Precision.MONTH) | Q(happened_on__day=1),
                name="evidence_month_begins_on_its_first_day",
                violation_error_message="A date that is known to the month is kept as its first day.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.INITIAL_TRAINING) | Q(pathway__isnull=False),
                name="evidence_initial_training_has_route",
                violation_error_message="Choose the training route.",
            ),
            models.CheckConstraint(
                condition=Q(sessions=None) | Q(sessions__lte=MOST_SESSIONS, kind__in=CASES),
                name="evidence_at_most_sixteen_sessions",
                violation_error_message="DIT has 16 sessions. Enter a number from 0 to 16.",
            ),
            models.CheckConstraint(
                condition=Q(minutes=None)
                | Q(minutes__gte=1, minutes__lte=MINUTES_OF_A_MONTH, kind=EvidenceKind.SUPERVISION),
                name="evidence_minutes_fit_in_a_month",
                violation_error_message="Enter the minutes of supervision in that month, 1 or more.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("happened_on"), kind__in=CASES),
                name="evidence_ends_after_it_begins",
                violation_error_message="The last month cannot be before the first.",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=WITH_RESULT) & ~Q(result="")) | (~Q(kind__in=WITH_RESULT) & Q(result="")),
                name="evidence_has_its_result",
                violation_error_message="Say whether it was passed.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITH_ROUTE) | Q(pathway=None),
                name="evidence_route_where_it_belongs",
                violation_error_message="Only a course belongs to a training route.",
            ),
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.SUPERVISION, minutes__isnull=False) & ~Q(format=""))
                | ~Q(kind=EvidenceKind.SUPERVISION),
                name="evidence_supervision_says_how_much",
                violation_error_message="Say how many minutes, and alone or in a group.",
            ),
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.EXTENSION, until__gt=F("happened_on")) & ~Q(clock="") & ~Q(reason=""))
                | (~Q(kind=EvidenceKind.EXTENSION) & Q(until=None, clock="", reason="")),
                name="evidence_extension_says_which_why_and_until_when",
                violation_error_message="Say which time limit is extended, why, and until when.",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_on=None, set_aside_by_name="", set_aside_why="")
                | (Q(set_aside_on__isnull=False, verified_on=None) & ~Q(set_aside_by_name="") & ~Q(set_aside_why="")),
                name="evidence_set_aside_says_by_whom_and_why",
                violation_error_message="Say who set this aside, when, and why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title()}, {self.when()}"

    def title(self) -> str:
        """Say what it is: "Training case A", "Rated recording: passed"."""
        title = f"{self.get_kind_display()} {self.ordinal}".strip() if self.kind in CASES else self.get_kind_display()
        if self.kind == EvidenceKind.ENDORSEMENT and self.pathway:
            return f"{title}: {self.pathway}"
        return f"{title}: {self.get_result_display().lower()}" if self.result else title

    def when(self) -> str:
        """Say its date as exactly as it is known: to the day or to the month."""
        return words.day(self.happened_on) if self.precision == Precision.DAY else words.month(self.happened_on)

    def details(self) -> list[tuple[str, str]]:
        """What it says besides its title, as labelled lines: for pages, for mails, and for whoever verifies it."""
        found = {
            "Month" if self.precision == Precision.MONTH else "Date": self.when(),
            "Last month": words.month(self.ended_on) if self.ended_on else "",
            "How it stands": self.get_case_state_display(),
            "Sessions": "" if self.sessions is None else str(self.sessions),
            "In person or remote": self.get_case_mode_display(),
            "Minutes": str(self.minutes or ""),
            "Format": self.get_format_display(),
            "Phase": self.get_phase_display(),
            "Written by": self.get_writer_display(),
            "DIT trainee": "" if self.is_trainee is None else "Yes" if self.is_trainee else "No",
            "Extended until": words.day(self.until) if self.until else "",
            "Why": self.get_reason_display(),
            "Training route": str(self.pathway or ""),
            "Provider": self.provider,
            "Supervisor": self.supervision.name if self.supervision else "",
        }
        return [(label, value) for label, value in found.items() if value]

    def latest(self) -> date:
        """The last day on which it can have happened: what is known to the month gives nobody a shorter time."""
        if self.precision == Precision.DAY:
            return self.happened_on
        return self.happened_on + relativedelta(day=31)


class StandingChange(models.Model):
    """Append-only: from, to, who, when, why."""

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="standing_changes", verbose_name="member")
    before = models.CharField("from", max_length=30, choices=Standing)
    after = models.CharField("to", max_length=30, choices=Standing)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )
    by_name = models.CharField("by (name)", max_length=120)
    at = models.DateTimeField("when")
    why = models.CharField("why", max_length=300)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_before_display()} to {self.get_after_display()}"
