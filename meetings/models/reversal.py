"""What a coordinator can take back for ten minutes, before its messages leave."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Reversal(models.Model):
    """How the meetings of one deed stood before it; the messages of the deed were written at `made_at`."""

    what = models.CharField("what was done", max_length=200)
    before = models.JSONField("how it was")
    made_at = models.DateTimeField("done")
    until = models.DateTimeField("can be undone until")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )
    undone_at = models.DateTimeField("undone", null=True, blank=True)
    released_at = models.DateTimeField("messages let go early", null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("made_at")),
                name="reversal_ends_after_it_begins",
                violation_error_message="The time to undo cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return self.what
