"""A message to one person: written with the change that causes it, sent afterwards, once."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower, Upper

# What failed so long ago is of no use any more, and asks nobody to look at it.
ASKS_FOR = timedelta(days=30)


class Kind(models.TextChoices):
    """Service messages go to everyone concerned; news only to those who did not opt out."""

    SERVICE = "service", "about your membership or a meeting"
    NEWS = "news", "news and other people's events"


class State(models.TextChoices):
    WAITING = "waiting", "waiting to be sent"
    SENT = "sent", "handed to the mail server"
    FAILED = "failed", "refused for good"
    WITHDRAWN = "withdrawn", "withdrawn before it left"
    LATE = "late", "not sent, because it came too late"


def full_key(name: str, key: str) -> str:
    """A deed and a person are named within one kind of message."""
    return f"{name}:{key}"


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def unclaimed(self, now: datetime) -> Self:
        """Those that no sender holds."""
        return self.waiting().filter(Q(claimed_until=None) | Q(claimed_until__lte=now))

    def free(self, now: datetime) -> Self:
        """Those whose time has come and that no sender holds."""
        return self.unclaimed(now).filter(next_attempt_at__lte=now)

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

    def to_look_at(self, now: datetime) -> Self:
        """What failed lately, to an address that still gets mail: one that gets none asks for itself, once."""
        stopped = StoppedAddress.objects.filter(address=OuterRef("lower"))
        lately = self.failed().filter(created_at__gte=now - ASKS_FOR)
        return lately.alias(lower=Lower("recipient")).filter(~Exists(stopped))

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
    sender = models.EmailField("from", max_length=254, blank=True, help_text="Empty for the network's own address.")
    topic = models.CharField("can be switched off as", max_length=30, blank=True)
    subject = models.CharField("subject", max_length=200)
    text = models.TextField("text")
    html = models.TextField("HTML", blank=True)
    calendar = models.TextField("calendar part", blank=True, help_text="iCalendar text with its METHOD.")
    headers = models.JSONField("further headers", default=dict, blank=True)
    state = models.CharField("state", max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField("written")
    next_attempt_at = models.DateTimeField("not before")
    not_after = models.DateTimeField("of no use after", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("attempts", default=0)
    claimed_until = models.DateTimeField("held by a sender until", null=True, blank=True)
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    last_error = models.CharField("last answer of the mail server", max_length=300, blank=True)
    accepted_by = models.CharField("accepted by the mail server", max_length=120, blank=True)
    words_erased_at = models.DateTimeField("words erased", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="message_in_order"),
            models.Index(fields=["about", "recipient"], name="message_about_person"),
            models.Index(fields=["sent_at"], condition=Q(state="sent", words_erased_at=None), name="message_sent"),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["failed", "withdrawn", "late"], words_erased_at=None),
                name="message_not_sent",
            ),
            models.Index(fields=["name", "created_at"], name="message_by_name_and_time"),
            models.Index(Upper("recipient"), name="message_by_recipient"),  # as `iexact` compares
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
        return self.subject or self.in_words()

    def in_words(self) -> str:
        """Which message it is: "meeting published"."""
        return self.name.rpartition("/")[2].replace("_", " ")


class MailChoice(models.Model):
    """Whether somebody wants one sort of mail that can be switched off; without a row they want it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices")
    topic = models.CharField("sort of mail", max_length=30)
    wanted = models.BooleanField("wanted")
    changed_at = models.DateTimeField("changed")

    class Meta:
        ordering = ("user", "topic")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"],
                name="mail_choice_once",
                violation_error_message="This person has chosen already; change that choice.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {'wanted' if self.wanted else 'not wanted'}"


class StoppedAddress(models.Model):
    """An address to which nothing is sent any more, until a coordinator or its owner says that it works again."""

    address = models.EmailField("address", max_length=254, unique=True, help_text="In small letters.")
    since = models.DateTimeField("since")
    why = models.CharField("why", max_length=300)

    class Meta:
        ordering = ("-since", "-pk")
        verbose_name = "address that gets no mail"
        verbose_name_plural = "addresses that get no mail"

    def __str__(self) -> str:
        return self.address


class Incoming(models.Model):
    """One mail that came to the network's own mailbox: what it was and what became of it, never its words."""

    class What(models.TextChoices):
        REPLY = "reply", "answer to an invitation"
        BOUNCE = "bounce", "report that a message did not arrive"
        AUTOMATIC = "automatic", "out of office or another automatic answer"
        LOOP = "loop", "one of our own messages"
        UNSUBSCRIBE = "unsubscribe", "wish for no more mail of a sort"
        OTHER = "other", "a person's mail"
        BROKEN = "broken", "cannot be read"

    class Outcome(models.TextChoices):
        DONE = "done", "dealt with"
        TO_CHECK = "to_check", "to check"
        SET_ASIDE = "set_aside", "set aside"

    digest = models.CharField("of these bytes", max_length=64, unique=True, help_text="SHA-256; read once.")
    message_id = models.CharField("Message-ID", max_length=255, blank=True)
    received_at = models.DateTimeField("read")
    sender = models.CharField("from", max_length=254, blank=True)
    what = models.CharField("what it was", max_length=12, choices=What)
    outcome = models.CharField("what became of it", max_length=10, choices=Outcome)
    why = models.CharField("why", max_length=300, blank=True)

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = "mail that came in"
        verbose_name_plural = "mail that came in"

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.get_outcome_display()}"


class Mailbox(models.Model):
    """How the mailbox for answers was last found; its row is also who looks next, so that nobody looks too often."""

    address = models.CharField("mailbox", max_length=254, unique=True, help_text="Without its password.")
    looked_at = models.DateTimeField("looked at", null=True, blank=True)
    read_at = models.DateTimeField("last read", null=True, blank=True)
    trouble = models.CharField("what is wrong", max_length=300, blank=True)
    troubled_since = models.DateTimeField("wrong since", null=True, blank=True)

    class Meta:
        ordering = ("address",)
        verbose_name = "mailbox"
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.address


class Bounce(models.Model):
    """One report that a message of ours did not arrive (RFC 3464)."""

    address = models.EmailField("address", max_length=254, db_index=True, help_text="In small letters.")
    at = models.DateTimeField("when")
    is_final = models.BooleanField("for good", help_text="Not only for now.")
    status = models.CharField("status", max_length=20, blank=True, help_text="Such as 5.1.1 (RFC 3463).")
    said = models.CharField("what the other server said", max_length=300, blank=True)
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="bounces", verbose_name="message"
    )
    incoming = models.ForeignKey(
        Incoming, models.SET_NULL, null=True, blank=True, related_name="bounces", verbose_name="report"
    )
    forgiven_at = models.DateTimeField("counts no more since", null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "message that did not arrive"
        verbose_name_plural = "messages that did not arrive"
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                name="bounce_once_a_message",
                violation_error_message="That this message did not arrive is written down already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.status}".strip()
