"""One person's answer to one meeting: what they said, what they hold, and their turn; with its history."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from members.guard import refuse_patient_data

from ..words import Cause, Choice, Door, Place

NOT_COMING = Q(choice__in=[Choice.MAYBE, Choice.NO], place=Place.NONE, waiting_since=None, turn=None)
HAS_WISH = Q(choice=Choice.ROOM, place=Place.ROOM) | Q(choice=Choice.ONLINE, place=Place.ONLINE)
HOLDS_WISH = HAS_WISH & Q(waiting_since=None, turn=None)
WAITS = Q(choice__in=[Choice.ROOM, Choice.ONLINE], waiting_since__isnull=False, turn__isnull=False) & ~HAS_WISH


class RsvpQuerySet(models.QuerySet["Rsvp"]):
    def coming(self) -> Self:
        """Holding a place in the room or online."""
        return self.exclude(place=Place.NONE)

    def in_line(self, choice: str) -> Self:
        """Waiting for the room, or for a place online, first come first."""
        return self.filter(choice=choice, turn__isnull=False).order_by("turn")


class Rsvp(models.Model):
    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="rsvps", verbose_name="meeting")
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="rsvps", verbose_name="member")
    choice = models.CharField("answer", max_length=6, choices=Choice)
    place = models.CharField("holds", max_length=6, choices=Place, default=Place.NONE)
    waiting_since = models.DateTimeField("waiting since", null=True, blank=True)
    turn = models.PositiveIntegerField(
        "turn", null=True, blank=True, help_text="Given under the meeting's lock, so no two clocks can disagree."
    )
    answered_at = models.DateTimeField("answered")
    door = models.CharField("how", max_length=12, choices=Door, default=Door.SITE)
    reply_stamp = models.DateTimeField(
        "their calendar's time", null=True, blank=True, editable=False, help_text="DTSTAMP of the last calendar reply."
    )
    note = models.CharField("note to the coordinator", max_length=300, blank=True, validators=[refuse_patient_data])
    decide_by = models.DateField("will decide by", null=True, blank=True, help_text="Of someone who may come.")
    confirm_by = models.DateTimeField(
        "has to confirm by", null=True, blank=True, help_text="Said yes to an earlier time or place of this meeting."
    )
    offer_until = models.DateTimeField(
        "may take a free place until", null=True, blank=True, help_text="Made in the last 24 hours before the start."
    )
    passed_at = models.DateTimeField("let an offer end", null=True, blank=True)

    objects = RsvpQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "answered_at", "pk")
        verbose_name = "answer"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="rsvp_one_each",
                violation_error_message="This person has answered already; change that answer.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "turn"],
                name="rsvp_turn_once",
                violation_error_message="Two people cannot have the same turn.",
            ),
            models.CheckConstraint(
                condition=NOT_COMING | HOLDS_WISH | WAITS,
                name="rsvp_holds_or_waits",
                violation_error_message="Someone who is coming holds the place they asked for, or waits for it.",
            ),
            models.CheckConstraint(
                condition=Q(decide_by=None) | Q(choice=Choice.MAYBE),
                name="rsvp_decides_after_maybe",
                violation_error_message="Only someone who may come has a day on which they decide.",
            ),
            models.CheckConstraint(
                condition=Q(confirm_by=None) | Q(choice__in=[Choice.ROOM, Choice.ONLINE]),
                name="rsvp_confirms_a_yes",
                violation_error_message="Only someone who said yes has something to confirm.",
            ),
            models.CheckConstraint(
                condition=Q(offer_until=None, passed_at=None) | Q(turn__isnull=False),
                name="rsvp_offered_while_waiting",
                violation_error_message="Only someone who waits is offered a place.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"

    def in_words(self) -> str:
        """What this answer means, told to the person who gave it."""
        if self.choice == Choice.NO:
            return "You said that you are not coming."
        if self.choice == Choice.MAYBE:
            return "You said maybe."
        if self.turn is None:
            return f"You hold {self.get_place_display()}."
        if self.passed_at:
            return "You let a place pass on: you wait on, and are offered no other until you answer again."
        full = "The room is full" if self.choice == Choice.ROOM else "All places online are taken"
        meanwhile = "" if self.place == Place.NONE else f", and hold {self.get_place_display()} meanwhile"
        return f"{full}: you are on the waiting list{meanwhile}."


class RsvpChange(models.Model):
    """Append-only: every answer and every promotion, with its cause."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="rsvp_changes", verbose_name="meeting")
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="rsvp_changes", verbose_name="member")
    choice = models.CharField("answer", max_length=6, choices=Choice)
    place = models.CharField("holds", max_length=6, choices=Place)
    turn = models.PositiveIntegerField("turn", null=True, blank=True)
    cause = models.CharField("cause", max_length=12, choices=Cause)
    why = models.CharField("detail", max_length=300, blank=True)
    door = models.CharField("how", max_length=12, choices=Door, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )
    at = models.DateTimeField("when")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "change of an answer"
        verbose_name_plural = "changes of answers"

    def __str__(self) -> str:
        return f"{self.member}: {self.get_cause_display()}"
