"""Dated facts about someone's training, and the history of the standing that follows from them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..stages import Against, EvidenceKind, Precision, Standing


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self) -> Self:
        """Not replaced by a correction."""
        # Twice negated: SQLite takes its unique index to hold one NULL, and would read all evidence for each member.
        return self.filter(~Q(superseded_by__isnull=False))

    def verified(self) -> Self:
        return self.current().filter(verified_on__isnull=False)

    def to_verify(self) -> Self:
        """Evidence of people who have joined; an applicant's is verified by approving and in no other way."""
        return self.current().filter(verified_on=None, member__joined_on__isnull=False)

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
                condition=Q(happened_on__gte=date(2008, 1, 1)),
                name="evidence_not_before_dit",
                violation_error_message="DIT did not exist before 2008. Check the year.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.INITIAL_TRAINING) | Q(pathway__isnull=False),
                name="evidence_initial_training_has_route",
                violation_error_message="Choose the training route.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_on:%B %Y}"


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
