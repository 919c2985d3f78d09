"""What was said, decided and promised at a meeting."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.guard import refuse_patient_data
from members.public_id import random_public_id

if TYPE_CHECKING:
    from members.models import Member

GUARDED = [refuse_patient_data]
MOST_LETTERS = 60_000


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class Minutes(models.Model):
    """The text as it is being written, with a version that a second writer must have seen (con-21)."""

    meeting = models.OneToOneField("meetings.Meeting", models.CASCADE, related_name="minutes", verbose_name="meeting")
    text = models.TextField("minutes", max_length=MOST_LETTERS, blank=True, validators=GUARDED)
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("last changed")
    changed_by_name = models.CharField("last changed by", max_length=254)
    published_at = models.DateTimeField("published", null=True, blank=True)
    search_text = models.TextField("what a search may find", blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ("-meeting__starts_at",)
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("minutes:read", args=[self.meeting.slug])


class MinutesVersionQuerySet(models.QuerySet["MinutesVersion"]):
    def standing(self) -> Self:
        """What was published and not taken back before anybody was told, latest first."""
        return self.filter(taken_back_at=None).order_by("-number")


class MinutesVersion(models.Model):
    """Append-only: the minutes as they were approved and published, each time, with what was decided and promised."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="versions", verbose_name="minutes")
    number = models.PositiveSmallIntegerField("number")
    text = models.TextField("minutes")
    decisions = models.JSONField("decisions", default=list, blank=True)
    actions = models.JSONField("actions", default=list, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="approved by"
    )
    approved_by_name = models.CharField("approved by (name)", max_length=254)
    published_at = models.DateTimeField("published")
    taken_back_at = models.DateTimeField("taken back", null=True, blank=True)

    objects = MinutesVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        verbose_name = "published version of minutes"
        verbose_name_plural = "published versions of minutes"
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "number"],
                condition=Q(taken_back_at=None),
                name="minutesversion_number_once",
                violation_error_message="These minutes have this version already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes}, version {self.number}"


class Resolution(models.Model):
    """A decision of a meeting, in a sentence."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="resolutions", verbose_name="meeting")
    text = models.CharField("decision", max_length=500, validators=GUARDED)
    recorded_at = models.DateTimeField("recorded")
    recorded_by_name = models.CharField("recorded by", max_length=254)
    search_text = models.TextField("what a search may find", blank=True, editable=False)

    class Meta:
        ordering = ("meeting", "pk")
        verbose_name = "decision"

    def __str__(self) -> str:
        return self.text


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> Self:
        return self.filter(done_at=None, dropped_at=None)

    def of(self, member: "Member") -> Self:
        """What this member has promised and not done, soonest first; without a date last."""
        return self.open().filter(owner=member).order_by(models.F("due_on").asc(nulls_last=True), "pk")

    def late(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)


class Action(models.Model):
    """Something that somebody promised to do by a day."""

    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="actions", verbose_name="meeting")
    text = models.CharField("what", max_length=300, validators=GUARDED)
    owner = models.ForeignKey(
        "members.Member", models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name="who"
    )
    due_on = models.DateField("by when", null=True, blank=True)
    recorded_at = models.DateTimeField("recorded")
    recorded_by_name = models.CharField("recorded by", max_length=254)
    done_at = models.DateTimeField("done", null=True, blank=True)
    done_by_name = models.CharField("done by", max_length=254, blank=True)
    dropped_at = models.DateTimeField("given up", null=True, blank=True)
    search_text = models.TextField("what a search may find", blank=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(dropped_at=None),
                name="action_done_or_dropped",
                violation_error_message="What was given up is not done.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
