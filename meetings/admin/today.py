"""What the desk's first page says of series: which ones need their next year, or that none is running."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from members.admin.today import Line

from ..models import Series
from ..words import Status

FEW = 2


def series_lines() -> list[Line]:
    """Nothing while every running series has meetings ahead; asked for whoever may see the desk."""
    to_come = Q(meetings__starts_at__gt=timezone.now()) & ~Q(meetings__status=Status.CANCELLED)
    running = Series.objects.filter(ended_at=None).annotate(to_come=Count("meetings", filter=to_come))
    if not running:
        add = reverse("admin:meetings_series_add")
        return [Line("Plan a year of meetings", add, "One form shows all dates before anything is saved")]
    return [line(series, series.to_come) for series in running if series.to_come < FEW]


def line(series: Series, to_come: int) -> Line:
    says = "1 meeting lies ahead" if to_come == 1 else "No meeting lies ahead"
    return Line(f"Plan the next year of {series}", reverse("admin:meetings_series_next_year", args=[series.pk]), says)
