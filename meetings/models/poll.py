"""A date poll for exceptions: up to eight dates, one answer for each, and the meeting that came of it."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.public_id import random_public_id

from ..words import Availability, Mode

if TYPE_CHECKING:
    from members.models import Member


class PollQuerySet(models.QuerySet["Poll"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def visible_to(self, member: "Member") -> Self:
        """Every eligible member sees every poll."""
        return self.all()


class Poll(models.Model):
    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    title = models.CharField("title", max_length=120)
    minutes = models.PositiveSmallIntegerField("length in minutes", default=120)
    venue = models.ForeignKey(
        "meetings.Venue", models.PROTECT, null=True, blank=True, related_name="polls", verbose_name="venue"
    )
    mode = models.CharField("mode", max_length=6, choices=Mode, default=Mode.HYBRID)
    room_capacity = models.PositiveSmallIntegerField("places in the room", default=0)
    answer_by = models.DateField("please answer by", null=True, blank=True)
    created_at = models.DateTimeField("made", editable=False)
    created_by_name = models.CharField("made by", max_length=254, editable=False)
    closed_at = models.DateTimeField("closed", null=True, blank=True, editable=False)
    meeting = models.OneToOneField(
        "meetings.Meeting",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="poll",
        editable=False,
        verbose_name="meeting that came of it",
    )

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=720),
                name="poll_has_a_length",
                violation_error_message="A meeting lasts from 15 minutes to 12 hours.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:poll", args=[self.public_id])


class PollDate(models.Model):
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="dates", verbose_name="poll")
    starts_at = models.DateTimeField("starts")

    class Meta:
        ordering = ("starts_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "starts_at"],
                name="poll_date_once",
                violation_error_message="This date is in the poll already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll}: {self.starts_at:%Y-%m-%d %H:%M}"


class PollAnswer(models.Model):
    date = models.ForeignKey(PollDate, models.CASCADE, related_name="answers", verbose_name="date")
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="poll_answers", verbose_name="member")
    answer = models.CharField("answer", max_length=10, choices=Availability)
    answered_at = models.DateTimeField("answered")

    class Meta:
        ordering = ("date", "member")
        constraints = [
            models.UniqueConstraint(
                fields=["date", "member"],
                name="poll_answer_one_each",
                violation_error_message="This person has answered already; change that answer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_answer_display()}"
