"""Append-only: what coordinators did about people, who, when and why."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..guard import refuse_patient_data


class ChangeKind(models.TextChoices):
    REGISTRATION_CHECKED = "registration", "Registration checked on the public register"
    SUSPENDED = "suspended", "Suspended"
    RESTORED = "restored", "Suspension lifted"
    LEFT = "left", "Left the network"
    CAME_BACK = "came_back", "Came back to the network"
    LINKS = "links", "Links in their messages taken back"


class MemberChange(models.Model):
    """A deed about a member that is not a matter of evidence; standing has its own history."""

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="changes", verbose_name="member")
    kind = models.CharField("what", max_length=12, choices=ChangeKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )
    by_name = models.CharField("by (name)", max_length=120)
    at = models.DateTimeField("when")
    reason = models.CharField("why", max_length=300, blank=True, validators=[refuse_patient_data])

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by_name}"


class OfficeKind(models.TextChoices):
    """What somebody may be appointed to, for the network as a whole; duties at one meeting are `meetings.Role`."""

    COORDINATOR = "coordinator", "coordinator"
    AUDITOR = "auditor", "auditor, who reads and changes nothing"
    SERVICE_LEAD = "service_lead", "service lead, who sees counts only"


ARTICLES = {
    OfficeKind.COORDINATOR: "a coordinator",
    OfficeKind.AUDITOR: "an auditor",
    OfficeKind.SERVICE_LEAD: "a service lead",
}


class Appointment(models.Model):
    """Who was appointed or stopped being so; `by` is empty when the set-up command did it.

    `areas` names those of a coordinator for certain areas alone, as they were called at the time.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="signs in as",
    )
    name = models.CharField("name", max_length=254)
    office = models.CharField("as", max_length=12, choices=OfficeKind, default=OfficeKind.COORDINATOR)
    areas = models.CharField("for the areas", max_length=300, blank=True)
    appointed = models.BooleanField("appointed", default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )
    by_name = models.CharField("by (name)", max_length=120)
    at = models.DateTimeField("when")
    why = models.CharField("why", max_length=300, validators=[refuse_patient_data])

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.name} {self.in_words()}"

    def in_words(self) -> str:
        """What somebody became or stopped being, and for which areas."""
        verb = "became" if self.appointed else "stopped being"
        for_areas = f" for {self.areas}" if self.areas else ""
        return f"{verb} {ARTICLES[OfficeKind(self.office)]}{for_areas}"


class OverlayKind(models.TextChoices):
    """What lies over a standing for a while and never erases it (domain.md §1.6); suspension has its own column."""

    ON_LEAVE = "on_leave", "On leave"
    LAPSED = "lapsed", "Not practising DIT at present"
    LEFT_REGION = "left_region", "Left the region"
    RETIRED = "retired", "Retired"


class OverlayQuerySet(models.QuerySet["Overlay"]):
    def on(self, day: date) -> Self:
        """What lay over a standing on that day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class Overlay(models.Model):
    """From when until when somebody was on leave, or the like; ended, never deleted."""

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="overlays", verbose_name="member")
    kind = models.CharField("what", max_length=12, choices=OverlayKind)
    since = models.DateField("since")
    until = models.DateField("until", null=True, blank=True)
    recorded_by_name = models.CharField("recorded by", max_length=120)
    recorded_at = models.DateTimeField("recorded")

    objects = OverlayQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="overlay_ends_after_it_begins",
                violation_error_message="The last day cannot be before the first.",
            ),
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(until=None),
                name="overlay_once_at_a_time",
                violation_error_message="This is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
