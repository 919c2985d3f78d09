"""Which lists of people left the site, and the switch that stops all of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull

from ..guard import refuse_patient_data

GUARDED = [refuse_patient_data]
USER = settings.AUTH_USER_MODEL


class Export(models.Model):
    """Append-only: who took which list of people out of the site, when, and about how many."""

    by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by")
    by_name = models.CharField("by (name)", max_length=120)
    at = models.DateTimeField("when")
    what = models.CharField("what", max_length=120)
    people = models.PositiveIntegerField("people")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.what} by {self.by_name}"


class ExportStop(models.Model):
    """While one is not lifted, no list of people leaves the site."""

    at = models.DateTimeField("stopped")
    by_name = models.CharField("stopped by", max_length=120)
    why = models.CharField("why", max_length=300, validators=GUARDED)
    lifted_at = models.DateTimeField("lifted", null=True, blank=True)
    lifted_by_name = models.CharField("lifted by", max_length=120, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "stop of all downloads"
        verbose_name_plural = "stops of all downloads"
        constraints = [
            models.UniqueConstraint(
                IsNull(F("lifted_at"), True),
                condition=Q(lifted_at=None),
                name="export_stop_once_at_a_time",
                violation_error_message="Downloads are stopped already.",
            ),
        ]

    def __str__(self) -> str:
        return self.why
