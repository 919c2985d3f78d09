"""Counts of the network as they may leave the desk, frozen once a quarter."""

from django.db import models


class CountsEdition(models.Model):
    """Append-only: what service leads read from one quarter to the next. It says nothing about anybody.

    `places` names each place by its key: area, and organisation in it. `parts` holds, for each part, its places, its
    kinds of people and how many they are.
    """

    quarter = models.DateField("quarter", unique=True, help_text="The first day of the quarter that it was made in.")
    counted_on = models.DateField("counted on")
    places = models.JSONField("places", default=dict)
    parts = models.JSONField("parts", default=list)

    class Meta:
        ordering = ("-quarter",)
        verbose_name = "edition of the counts"
        verbose_name_plural = "editions of the counts"

    def __str__(self) -> str:
        return f"Counts of {self.counted_on}"
