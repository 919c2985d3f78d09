"""A person in the network, what they chose to show, and the record of each such choice."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left
from django.urls import reverse

from ..guard import refuse_patient_data
from ..public_id import random_public_id
from ..stages import Standing
from ..switches import FLAG_OF, Audience
from .evidence import Evidence

GUARDED = [refuse_patient_data]


class MemberQuerySet(models.QuerySet["Member"]):
    def joined(self, on: date) -> Self:
        """In the network on that date: joined and not left."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=on), joined_on__lte=on)

    def present(self, on: date) -> Self:
        """Neither left nor suspended on that date, whether joined and trained or not."""
        left, suspended = Q(left_on=None) | Q(left_on__gt=on), Q(suspended_on=None) | Q(suspended_on__gt=on)
        return self.filter(left, suspended)

    def eligible(self, on: date) -> Self:
        """May take part on that date: the same rule as `eligibility.refusal`, for many."""
        gate = Evidence.objects.filter(member=OuterRef("pk")).opening_the_gate(on)
        return self.joined(on).present(on).filter(Exists(gate))

    def reachable(self) -> Self:
        """Who signs in with an address that they have verified: nobody else is written to unasked."""
        return self.filter(user__is_active=True, user__emailaddress__primary=True, user__emailaddress__verified=True)

    def visible_to(self, viewer: "Member", on: date) -> Self:
        """Whose entry an eligible member may see: the eligible who have not hidden theirs."""
        return self.eligible(on).showing("name")

    def by_name(self) -> Self:
        """In the order of their folded names, where Élodie stands before Zoë; for those whom a search may find."""
        return self.order_by("folded_name", "pk")

    def showing(self, field: str) -> Self:
        """Those who show this field to members: every search, filter, count or list of its values starts here."""
        return self.filter(Q(listed=True), **{FLAG_OF[field]: True})


class Member(models.Model):
    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="member",
        verbose_name="signs in as",
    )
    name = models.CharField("name", max_length=120, validators=GUARDED)
    profession = models.ForeignKey(
        "members.Profession", models.PROTECT, null=True, blank=True, verbose_name="profession"
    )
    job_title = models.CharField("job title", max_length=120, blank=True, validators=GUARDED)
    body = models.ForeignKey("members.Body", models.PROTECT, null=True, blank=True, verbose_name="professional body")
    registration_number = models.CharField("registration number", max_length=30, blank=True)
    registration_checked_on = models.DateField("registration checked on", null=True, blank=True)
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, null=True, blank=True, verbose_name="organisation"
    )
    organisation_other = models.CharField(
        "organisation, if not in the list", max_length=160, blank=True, validators=GUARDED
    )
    service = models.CharField("service or team", max_length=160, blank=True, validators=GUARDED)
    area = models.ForeignKey("members.Area", models.PROTECT, null=True, blank=True, verbose_name="area")
    phone = models.CharField("telephone", max_length=40, blank=True)
    interests = models.CharField("interests", max_length=300, blank=True, validators=GUARDED)
    languages = models.CharField("languages", max_length=120, blank=True, validators=GUARDED)

    listed = models.BooleanField("in the directory", default=True)
    shows_job_title = models.BooleanField("show my job title", default=False)
    shows_organisation = models.BooleanField("show my organisation", default=False)
    shows_service = models.BooleanField("show my service or team", default=False)
    shows_profession = models.BooleanField("show my profession", default=False)
    shows_email = models.BooleanField("show my work e-mail", default=False)
    shows_phone = models.BooleanField("show my telephone number", default=False)
    shows_interests = models.BooleanField("show my interests", default=False)
    shows_languages = models.BooleanField("show my languages", default=False)
    shows_endorsements = models.BooleanField("show my endorsements", default=False)
    shows_coming = models.BooleanField("show that I am coming to a meeting", default=False)

    standing = models.CharField("standing", max_length=30, choices=Standing, default=Standing.ENQUIRER, editable=False)
    joined_on = models.DateField("joined", null=True, blank=True)
    left_on = models.DateField("left", null=True, blank=True)
    suspended_on = models.DateField("suspended", null=True, blank=True)
    entry_asked_on = models.DateField("asked whether their entry is still right", null=True, blank=True)
    entry_confirmed_on = models.DateField("said that their entry is still right", null=True, blank=True)
    search_text = models.TextField("what a search may find", blank=True, editable=False)
    # What a search may find of someone begins with their name.
    folded_name = models.GeneratedField(
        expression=Left("search_text", 120), output_field=models.CharField(max_length=120), db_persist=True
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        indexes = [
            models.Index(fields=["name", "id"], name="member_by_name"),
            models.Index(fields=["folded_name", "id"], name="member_by_folded_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(joined_on__isnull=False, left_on__gte=F("joined_on")),
                name="member_left_after_joining",
                violation_error_message="Someone can only leave after they joined.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:member", args=[self.public_id])


class Consent(models.Model):
    """Append-only: each time someone chose who sees a field, with the wording they read."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="consents", verbose_name="member")
    field = models.CharField("field", max_length=40)
    audience = models.CharField("shown to", max_length=12, choices=Audience)
    wording_version = models.CharField("wording", max_length=20)
    at = models.DateTimeField("when")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.field}: {self.get_audience_display()}"
