"""Append-only: what coordinators did about people, who, when and why."""

from django.conf import settings
from django.db import models

from ..guard import refuse_patient_data


class ChangeKind(models.TextChoices):
    REGISTRATION_CHECKED = "registration", "Registration checked on the public register"
    SUSPENDED = "suspended", "Suspended"
    RESTORED = "restored", "Suspension lifted"
    LEFT = "left", "Left the network"


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


class Appointment(models.Model):
    """Who became a coordinator or stopped being one; `by` is empty when the set-up command did it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="signs in as",
    )
    name = models.CharField("name", max_length=254)
    appointed = models.BooleanField("became a coordinator", default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )
    by_name = models.CharField("by (name)", max_length=120)
    at = models.DateTimeField("when")
    why = models.CharField("why", max_length=300, validators=[refuse_patient_data])

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.name} {'became' if self.appointed else 'stopped being'} a coordinator"
