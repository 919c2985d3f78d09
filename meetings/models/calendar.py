"""What somebody's own calendar knows of meetings: invitations, answers from there, private links, and their choices."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.models.feed import random_token
from outbox.models import State

from ..words import CalendarBy, FeedKind, Method, ReplyState


class Preferences(models.Model):
    """How meetings reach one member; without a row each has its default."""

    member = models.OneToOneField("members.Member", models.CASCADE, related_name="preferences", verbose_name="member")
    calendar_by = models.CharField(
        "how meetings come into my calendar", max_length=12, choices=CalendarBy, default=CalendarBy.INVITATIONS
    )
    one_mail_a_week = models.BooleanField("one mail a week instead of single ones", default=False)
    links_generation = models.PositiveIntegerField(
        "links taken back", default=0, editable=False, help_text="A link in a message is good for its number alone."
    )

    class Meta:
        verbose_name = "mail and calendar settings"
        verbose_name_plural = "mail and calendar settings"

    def __str__(self) -> str:
        return f"{self.member}: {self.get_calendar_by_display()}"


# A message that is withdrawn, refused or too late told nobody anything.
COUNTING = (State.WAITING, State.SENT)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def counting(self) -> Self:
        """Those whose message left, or waits to leave: nobody's calendar knows of the others."""
        return self.filter(message__state__in=COUNTING)

    def live(self) -> Self:
        """What still stands in somebody's calendar: the last word to that address under that UID was no CANCEL."""
        later = Invitation.objects.counting().filter(
            uid=OuterRef("uid"), member=OuterRef("member"), recipient=OuterRef("recipient"), pk__gt=OuterRef("pk")
        )
        return self.counting().filter(~Exists(later), method=Method.REQUEST)


class Invitation(models.Model):
    """Append-only: what one message told one person's calendar of one meeting; it shows the last that counts."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="invitations", verbose_name="meeting")
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="invitations", verbose_name="member")
    message = models.OneToOneField(
        "outbox.Message", models.CASCADE, related_name="invitation", verbose_name="message that says so"
    )
    uid = models.CharField("calendar UID", max_length=120, help_text="Of then: a meeting brought back has a new one.")
    organizer = models.EmailField(
        "organiser's address", max_length=254, help_text="Answers come here; for one UID and person it never changes."
    )
    recipient = models.EmailField("invited as", max_length=254)
    sequence = models.PositiveIntegerField("SEQUENCE")
    method = models.CharField("says", max_length=8, choices=Method, default=Method.REQUEST)
    at = models.DateTimeField("DTSTAMP", help_text="Later than that of what was said before to the same person.")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["uid", "member"], name="invitation_of_one")]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_method_display()}"


class Feed(models.Model):
    """A private link to a calendar: whoever holds it reads it, so each can be replaced and taken away by itself."""

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="feeds", verbose_name="member")
    kind = models.CharField("calendar", max_length=8, choices=FeedKind)
    token = models.CharField("token", max_length=64, unique=True, default=random_token, editable=False)
    made_at = models.DateTimeField("made")
    with_pathway = models.BooleanField("with the dates of my pathway", default=False)
    with_alarm = models.BooleanField("with an alarm the day before", default=False)
    changed_at = models.DateTimeField("settings changed")
    read_at = models.DateTimeField("last read", null=True, blank=True)
    read_by = models.CharField("last read by", max_length=60, blank=True)

    class Meta:
        ordering = ("member", "kind")
        verbose_name = "calendar link"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"],
                name="feed_once_a_kind",
                violation_error_message="There is a link to this calendar already.",
            ),
            models.CheckConstraint(
                condition=Q(kind="mine") | Q(with_pathway=False, with_alarm=False),
                name="feed_own_dates_in_own_calendar",
                violation_error_message="Dates of a pathway and alarms are for one's own calendar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display()}"


class CalendarReply(models.Model):
    """An answer that a calendar program sent: what it said, and whether it counts. Its mail is not kept."""

    incoming = models.OneToOneField(
        "outbox.Incoming", models.CASCADE, related_name="calendar_reply", verbose_name="mail"
    )
    meeting = models.ForeignKey(
        "meetings.Meeting", models.CASCADE, null=True, blank=True, related_name="replies", verbose_name="meeting"
    )
    member = models.ForeignKey(
        "members.Member", models.CASCADE, null=True, blank=True, related_name="replies", verbose_name="member"
    )
    uid = models.CharField("calendar UID", max_length=255)
    attendee = models.CharField("attendee", max_length=254, blank=True)
    partstat = models.CharField("answer", max_length=20)
    sequence = models.PositiveIntegerField("SEQUENCE", null=True, blank=True)
    stamp = models.DateTimeField("DTSTAMP", null=True, blank=True)
    state = models.CharField("what became of it", max_length=10, choices=ReplyState)
    why = models.CharField("why", max_length=300, blank=True)
    decided_at = models.DateTimeField("decided", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )

    class Meta:
        ordering = ("-pk",)
        verbose_name = "answer from a calendar"
        verbose_name_plural = "answers from calendars"

    def __str__(self) -> str:
        return f"{self.member or self.attendee}: {self.get_state_display()}"
