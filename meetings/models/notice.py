"""What a coordinator wrote to members; it replaces the network's e-mail list."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from members.guard import refuse_patient_data
from outbox.models import Message, full_key

if TYPE_CHECKING:
    from members.models import Member


# The name of the message that carries a notice; its key is "<notice>:<member>".
MESSAGE = "meetings/notice"


class Audience(models.TextChoices):
    EVERYONE = "everyone", "everyone eligible"
    COMING = "coming", "those coming to a meeting"
    SILENT = "silent", "those who have not answered a meeting"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def visible_to(self, member: "Member") -> Self:
        """What an eligible member reads: every notice to everyone, and those about a meeting that they were sent."""
        this = Concat(Cast(OuterRef("pk"), CharField()), Value(f":{member.pk}"))
        received = Message.objects.filter(key=Concat(Value(full_key(MESSAGE, "")), this))
        return self.sent().filter(Q(audience=Audience.EVERYONE) | Exists(received))


class Notice(models.Model):
    audience = models.CharField("to", max_length=10, choices=Audience, default=Audience.EVERYONE)
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="meeting"
    )
    subject = models.CharField("subject", max_length=120, validators=[refuse_patient_data])
    text = models.TextField("text", max_length=8000, validators=[refuse_patient_data])
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="written by"
    )
    written_by_name = models.CharField("from", max_length=120)
    created_at = models.DateTimeField("begun")
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    recipients = models.PositiveIntegerField("recipients", default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="everyone") | Q(meeting__isnull=False),
                name="notice_about_a_meeting_names_it",
                violation_error_message="Choose the meeting.",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("meetings:notice", args=[self.pk])

    @property
    def sender(self) -> str:
        """Who signs it: a coordinator by their name as a member; one without a name here signs for all."""
        return f"{self.written_by_name}, for the coordinators" if self.written_by_name else "The coordinators"
