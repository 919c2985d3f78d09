"""A new address for somebody who reads none of their own any more, on its way."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from ..guard import refuse_patient_data
from ..public_id import random_public_id

USER = settings.AUTH_USER_MODEL
RUNNING = Q(used_at=None, stopped_at=None)


class NewAddressQuerySet(models.QuerySet["NewAddress"]):
    def running(self) -> Self:
        """Neither used nor stopped."""
        return self.filter(RUNNING)

    def waiting(self) -> Self:
        """Asked for, and not open yet."""
        return self.running().filter(opened_at=None)


class NewAddress(models.Model):
    """A coordinator asks, another agrees or a week passes, then the address may prove itself by a code.

    `opens_on` is empty where time alone opens nothing. The row stays as it is when it is over: it is the record of it.
    """

    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    user = models.ForeignKey(USER, models.CASCADE, related_name="new_addresses", verbose_name="whose")
    email = models.EmailField("new address")
    why = models.CharField("how we know that it is them", max_length=300, validators=[refuse_patient_data])
    asked_at = models.DateTimeField("asked")
    asked_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name="asked by")
    asked_by_name = models.CharField("asked by (name)", max_length=120)
    opens_on = models.DateField("opens by itself on", null=True)
    agreed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name="agreed by")
    agreed_by_name = models.CharField("agreed by (name)", max_length=120, blank=True)
    opened_at = models.DateTimeField("opened", null=True)
    used_at = models.DateTimeField("used", null=True)
    stopped_at = models.DateTimeField("stopped", null=True)
    stopped_by_name = models.CharField("stopped by", max_length=120, blank=True)

    objects = NewAddressQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = "new address"
        verbose_name_plural = "new addresses"
        constraints = [
            models.UniqueConstraint(
                "user",
                condition=RUNNING,
                name="new_address_once_at_a_time",
                violation_error_message="A new address is on its way to this person already.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=RUNNING,
                name="new_address_for_one_person",
                violation_error_message="This address is on its way to somebody else.",
            ),
            models.CheckConstraint(
                condition=~Q(agreed_by=F("asked_by")) & ~Q(asked_by=F("user")) & ~Q(agreed_by=F("user")),
                name="new_address_by_two_others",
                violation_error_message="Two people agree to it, and neither is the person it is about.",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(stopped_at=None),
                name="new_address_used_or_stopped",
                violation_error_message="This has ended already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.user}"
