"""Append-only: what coordinators did with a meeting, when, and who."""

from django.conf import settings
from django.db import models

from ..words import Deed


class MeetingChange(models.Model):
    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="changes", verbose_name="meeting")
    deed = models.CharField("what", max_length=12, choices=Deed)
    detail = models.CharField("detail", max_length=500, blank=True)
    sequence = models.PositiveIntegerField("calendar SEQUENCE afterwards")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )
    by_name = models.CharField("by", max_length=254, blank=True)
    at = models.DateTimeField("when")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "change of a meeting"
        verbose_name_plural = "changes of meetings"

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_deed_display()}"
