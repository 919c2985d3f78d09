"""What a coordinator wrote to members; it replaces the network's e-mail list."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class Audience(models.TextChoices):
    EVERYONE = "everyone", "everyone eligible"
    COMING = "coming", "those coming to a meeting"
    SILENT = "silent", "those who have not answered a meeting"


class Notice(models.Model):
    audience = models.CharField("to", max_length=10, choices=Audience, default=Audience.EVERYONE)
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="meeting"
    )
    subject = models.CharField("subject", max_length=120)
    text = models.TextField("text", max_length=8000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="written by"
    )
    written_by_name = models.CharField("from", max_length=120)
    created_at = models.DateTimeField("begun")
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    recipients = models.PositiveIntegerField("recipients", default=0)

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
