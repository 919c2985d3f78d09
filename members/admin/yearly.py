"""What the desk says of the yearly question: how many have not answered, and who."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from .. import yearly
from .filters import FirstChoiceFilter
from .today import Line, Rank


class EntryFilter(FirstChoiceFilter):
    title, parameter_name = "their entry", "entry"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("all", "all"), ("unanswered", "asked, no answer")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "unanswered":
            return queryset
        return queryset.filter(pk__in=yearly.unanswered(timezone.localdate(), timedelta(0)))


def lines() -> list[Line]:
    """Nothing hangs on an answer, so this never asks for attention."""
    page = reverse("admin:members_member_changelist")
    number = yearly.unanswered(timezone.localdate(), timedelta(0)).count()
    says = f"{number:,} asked, no answer" if number else ""
    rank = Rank.LOOK_UP if number else Rank.NOTHING_WAITS
    return [Line("Yearly question about entries", f"{page}?membership=joined&entry=unanswered", says, rank)]
