"""Whom to ask: the network's key contacts, kept by coordinators."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class ContactQuerySet(models.QuerySet["Contact"]):
    def current(self, on: date) -> Self:
        """Those whom a visitor may write to on that date."""
        return self.filter(Q(until=None) | Q(until__gte=on), Q(since=None) | Q(since__lte=on))


class Contact(models.Model):
    slug = models.SlugField("name in addresses", unique=True)
    role = models.CharField("role", max_length=80)
    name = models.CharField("name", max_length=120)
    email = models.EmailField("e-mail address", help_text="Never shown: messages are passed on.")
    about = models.CharField("what to ask them", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("order", default=0)
    since = models.DateField("from", null=True, blank=True)
    until = models.DateField("until", null=True, blank=True)
    away_from = models.DateField("away from", null=True, blank=True)
    away_until = models.DateField("away until", null=True, blank=True)
    deputy = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="stands_in_for", verbose_name="deputy"
    )
    asked_on = models.DateField("asked whether this is still right", null=True, blank=True, editable=False)
    confirmed_on = models.DateField("last said to be right", null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("order", "role")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="contact_until_after_from",
                violation_error_message="The last day must not be before the first.",
            ),
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None)
                | Q(away_from__isnull=False, away_until__isnull=False, away_until__gte=F("away_from")),
                name="contact_away_from_until",
                violation_error_message="Give the first and the last day away, in this order.",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("id")),
                name="contact_deputy_is_somebody_else",
                violation_error_message="Choose somebody else as deputy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"

    def is_current(self, on: date) -> bool:
        """The same as `ContactQuerySet.current`, for one."""
        return (self.since is None or self.since <= on) and (self.until is None or self.until >= on)
