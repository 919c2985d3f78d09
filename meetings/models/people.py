"""The people of one meeting besides its answers: who does what, guests, and what people need."""

from typing import Self

from django.db import models
from django.db.models import Q

from members.guard import refuse_patient_data

from ..words import Duty, NeedKind, Place

GUARDED = [refuse_patient_data]


class Role(models.Model):
    """Who does what at one meeting; one person for each duty."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="roles", verbose_name="meeting")
    duty = models.CharField("duty", max_length=12, choices=Duty)
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="roles", verbose_name="member")
    given_at = models.DateTimeField("given")
    given_by_name = models.CharField("given by", max_length=254)

    class Meta:
        ordering = ("meeting", "duty")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "duty"],
                name="role_one_person_each",
                violation_error_message="Somebody has this role already; change it there.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.member}"


class GuestQuerySet(models.QuerySet["Guest"]):
    def expected(self) -> Self:
        return self.filter(cancelled_at=None)

    def named(self) -> Self:
        """Whose name and address are not erased yet."""
        return self.exclude(email="")


class Guest(models.Model):
    """Somebody who is not eligible yet and comes with a member, by name; holds a place like everybody else.

    Thirty days after the meeting the name and the address are erased; that somebody came stays.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="guests", verbose_name="meeting")
    sponsor = models.ForeignKey("members.Member", models.CASCADE, related_name="guests", verbose_name="comes with")
    name = models.CharField("name", max_length=120, validators=GUARDED)
    email = models.EmailField("e-mail address", max_length=254, blank=True)
    place = models.CharField("holds", max_length=6, choices=Place.choices[:2])
    invited_at = models.DateTimeField("invited")
    cancelled_at = models.DateTimeField("does not come", null=True, blank=True)
    cancelled_why = models.CharField("why not", max_length=300, blank=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sponsor", "email"],
                condition=Q(cancelled_at=None) & ~Q(email=""),
                name="guest_once_of_each_member",
                violation_error_message="You bring this person already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """One thing that somebody needs, told with consent; erased 30 days after the last meeting it was for."""

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="needs", verbose_name="member")
    kind = models.CharField("what", max_length=12, choices=NeedKind)
    detail = models.CharField("in their words", max_length=200, blank=True, validators=GUARDED)
    given_at = models.DateTimeField("told")
    wording_version = models.CharField("wording", max_length=20)

    class Meta:
        ordering = ("member", "kind")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], name="need_once", violation_error_message="You told us this already."
            ),
            models.CheckConstraint(
                condition=Q(detail="") | Q(kind="other"),
                name="need_words_only_for_something_else",
                violation_error_message="Only “something else” takes words.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class NeedsAsked(models.Model):
    """That somebody was asked what they need, so that they are not asked again until what they told is erased."""

    member = models.OneToOneField("members.Member", models.CASCADE, related_name="needs_asked", verbose_name="member")
    at = models.DateTimeField("asked")

    class Meta:
        verbose_name = "question about needs"
        verbose_name_plural = "questions about needs"

    def __str__(self) -> str:
        return f"{self.member}"
