"""A rhythm of meetings, and the dates of it that were left out on purpose."""

from django.db import models
from django.db.models import Q

from ..words import Mode


class Every(models.IntegerChoices):
    """How often the network meets."""

    MONTH = 1, "every month"
    SECOND_MONTH = 2, "every second month"
    THIRD_MONTH = 3, "every third month"
    SIXTH_MONTH = 6, "every sixth month"
    YEAR = 12, "once a year"


class Week(models.IntegerChoices):
    """Which one in the month; `LAST` is the fourth or the fifth."""

    FIRST = 1, "first"
    SECOND = 2, "second"
    THIRD = 3, "third"
    FOURTH = 4, "fourth"
    LAST = -1, "last"


class Weekday(models.IntegerChoices):
    """As `date.weekday()` counts."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class Series(models.Model):
    """Such as "every second month, second Thursday, 2pm"; days and time are London's, `minutes` is the length."""

    title = models.CharField("title", max_length=120)
    first_date = models.DateField("first date")
    every = models.PositiveSmallIntegerField("how often", choices=Every, default=Every.SECOND_MONTH)
    week = models.SmallIntegerField("which one in the month", choices=Week, default=Week.SECOND)
    weekday = models.PositiveSmallIntegerField("day of the week", choices=Weekday, default=Weekday.THURSDAY)
    begins = models.TimeField("starts")
    minutes = models.PositiveSmallIntegerField("length in minutes", default=120)
    venue = models.ForeignKey(
        "meetings.Venue", models.PROTECT, null=True, blank=True, related_name="series", verbose_name="venue"
    )
    mode = models.CharField("mode", max_length=6, choices=Mode, default=Mode.HYBRID)
    room_capacity = models.PositiveSmallIntegerField("places in the room", default=0)
    with_august = models.BooleanField("meets in August too", default=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    created_at = models.DateTimeField("made", editable=False)
    ended_at = models.DateTimeField("ended", null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=720),
                name="series_has_a_length",
                violation_error_message="A meeting lasts from 15 minutes to 12 hours.",
            ),
            models.UniqueConstraint(
                fields=["title", "first_date", "every", "week", "weekday", "begins"],
                condition=Q(ended_at=None),
                name="series_once",
                violation_error_message="There is a series with this title, first date and rhythm already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SkippedDate(models.Model):
    """A date of the rhythm that a coordinator left out; it never comes back by itself."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="skipped", verbose_name="series")
    date = models.DateField("date")

    class Meta:
        ordering = ("date",)
        constraints = [models.UniqueConstraint(fields=["series", "date"], name="skipped_date_once")]

    def __str__(self) -> str:
        return f"{self.series}: {self.date}"
