"""A message to one person: written with the change that causes it, sent afterwards, once."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q


class Kind(models.TextChoices):
    """Service messages go to everyone concerned; news only to those who did not opt out."""

    SERVICE = "service", "about your membership or a meeting"
    NEWS = "news", "news and other people's events"


class State(models.TextChoices):
    WAITING = "waiting", "waiting to be sent"
    SENT = "sent", "handed to the mail server"
    FAILED = "failed", "refused for good"
    WITHDRAWN = "withdrawn", "withdrawn before it left"


def full_key(name: str, key: str) -> str:
    """A deed and a person are named within one kind of message."""
    return f"{name}:{key}"


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def free(self, now: datetime) -> Self:
        """Those whose time has come and that no sender holds."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.waiting().filter(unclaimed, next_attempt_at__lte=now)

    def due(self, now: datetime) -> Self:
        """Those that may leave now: free, and nothing earlier about the same subject still waits for the same person,
        so that "cancelled" never overtakes "moved" (cal-I6)."""
        earlier = (
            Message.objects.waiting()
            .exclude(about="")
            .filter(about=OuterRef("about"), recipient=OuterRef("recipient"), pk__lt=OuterRef("pk"))
        )
        return self.free(now).filter(~Exists(earlier))

    def failed(self) -> Self:
        return self.filter(state=State.FAILED)

    def about(self, subject_ref: str) -> Self:
        return self.filter(about=subject_ref)

    def written_for(self, name: str, key: str) -> Self:
        """The one message that `post.write` wrote under this name and key."""
        return self.filter(key=full_key(name, key))


class Message(models.Model):
    key = models.CharField(
        "written once for", max_length=200, unique=True, help_text="The deed and the person; a repeat writes nothing."
    )
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    name = models.CharField("which message", max_length=60)
    kind = models.CharField("class", max_length=10, choices=Kind, default=Kind.SERVICE)
    about = models.CharField("about", max_length=60, blank=True, help_text="Such as meeting:2026-05-14.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="to whom",
    )
    recipient = models.EmailField("to", max_length=254)
    subject = models.CharField("subject", max_length=200)
    text = models.TextField("text")
    html = models.TextField("HTML", blank=True)
    headers = models.JSONField("further headers", default=dict, blank=True)
    state = models.CharField("state", max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField("written")
    next_attempt_at = models.DateTimeField("not before")
    attempts = models.PositiveSmallIntegerField("attempts", default=0)
    claimed_until = models.DateTimeField("held by a sender until", null=True, blank=True)
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    last_error = models.CharField("last answer of the mail server", max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="message_in_order"),
            models.Index(fields=["about", "recipient"], name="message_about_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject__contains="\n") & ~Q(subject__contains="\r"),
                name="message_subject_one_line",
                violation_error_message="A subject is one line.",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_time",
                violation_error_message="A sent message has the time at which it was sent.",
            ),
            models.CheckConstraint(
                condition=Q(next_attempt_at__gte=F("created_at")),
                name="message_not_before_written",
                violation_error_message="A message cannot leave before it is written.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
