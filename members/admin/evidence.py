"""Evidence of members that waits to be verified: what it would change, and who says so besides."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from accounts.access import current_user
from accounts.models import User
from look import words

from .. import coordinators, evidence, standing
from ..forms.verifying import EvidenceActionForm
from ..models import Evidence, Member
from ..models.evidence import EvidenceQuerySet, SetAside
from ..prospects import would_change
from ..rules import Rulebook, rulebook
from ..stages import Against
from .filters import FirstChoiceFilter
from .verifying import FactPages

# What the list says in columns of their own.
APART = ("Date", "Month", "Supervisor")


class StateFilter(FirstChoiceFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", "to verify"), ("verified", "verified"), ("aside", "set aside"), ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: Any) -> EvidenceQuerySet:
        if self.value() == "waiting":
            return queryset.to_verify()
        if self.value() == "aside":
            return queryset.filter(set_aside_on__isnull=False)
        return queryset.verified() if self.value() == "verified" else queryset


class EvidenceList(ChangeList):
    """Derives what each row of the page would change, with one reading of the rules for all."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rules, now, by = rulebook(), timezone.now(), current_user(request)
        for row in self.result_list:
            row.prospect = prospect_of(row, rules, now, by)
            row.age = age_of(row, now)


@admin.register(Evidence)
class EvidenceAdmin(FactPages):
    list_display = ("fact", "member", "would_change", "waiting_for", "details", "state")
    list_display_links = ("fact",)
    list_filter = (StateFilter, "kind")
    list_select_related = ("member", "pathway", "supervision__supervisor", "supervision__outside")
    list_per_page = 50
    search_fields = ("member__name", "member__user__email")
    ordering = ("recorded_at", "pk")
    show_full_result_count = False
    action_form = EvidenceActionForm
    actions = ("verify", "set_aside")

    class Media:
        css = {"all": ["admin-evidence.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EvidenceList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        found = super().get_queryset(request).prefetch_related("member__evidence")
        return found.filter(member__in=coordinators.members_for(current_user(request)))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits has one state, and needs no column for it."""
        waiting = request.GET.get("state", "waiting") == "waiting"
        return tuple(name for name in self.list_display if not (waiting and name == "state"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Evidence to verify", **(extra_context or {})})

    @admin.display(description="what", ordering="kind")
    def fact(self, item: Evidence) -> str:
        return str(item)

    @admin.display(description="details")
    def details(self, item: Evidence) -> str:
        """What it says besides, who is named with it, and what they have said."""
        said = "; ".join(f"{label}: {value}" for label, value in item.details() if label not in APART)
        lines = [line for line in (said, supervisor_of(item)) if line]
        return format_html_join(mark_safe("<br>"), "{}", [(line,) for line in lines])

    @admin.display(description="what it would change")
    def would_change(self, item: Evidence) -> str:
        said: str = item.prospect  # type: ignore[attr-defined]
        return format_html("<strong>{}</strong>", said) if said.startswith(("becomes", "is in", "begins")) else said

    @admin.display(description="waiting", ordering="recorded_at")
    def waiting_for(self, item: Evidence) -> str:
        return item.age  # type: ignore[attr-defined]

    @admin.display(description="state", ordering="verified_on")
    def state(self, item: Evidence) -> str:
        if item.set_aside_on:
            return "set aside"
        if item.verified_on is None:
            return "to verify"
        return f"verified {words.month(item.verified_on)}, {item.get_verified_against_display()}"

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return self.may_verify(request)

    @admin.action(description="Verify", permissions=["verify"])
    def verify(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Verify what is chosen of each person together, with one message each, and say of each what came of it."""
        against = request.POST.get("against", "")
        if against not in Against.values:
            self.message_user(request, "Choose against what you checked it.", messages.ERROR)
            return
        by, now = current_user(request), timezone.now()
        on = timezone.localdate(now)
        for items in by_member(queryset):
            possible = [each for each in items if not self.refused(request, each, standing.refusal(each, by, on))]
            try:
                if possible:
                    self.say(request, standing.verify(possible, by, Against(against), now), possible)
            except standing.Refused as refused:
                self.message_user(request, f"{items[0].member}: {refused.reason.label}", messages.ERROR)

    def refused(self, request: HttpRequest, item: Evidence, reason: TextChoices | None) -> bool:
        """Say why something is not done about one fact; whether there is such a reason."""
        if reason:
            self.message_user(request, f"{item.member}, {item}: {reason.label}", messages.ERROR)
        return bool(reason)

    def say(self, request: HttpRequest, member: Member, items: list[Evidence]) -> None:
        said = f"{member}, {'; '.join(map(str, items))}: verified. Standing: {member.get_standing_display()}."
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description="Set aside", permissions=["verify"])
    def set_aside(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Set each aside with the reason that its writer reads."""
        why = request.POST.get("why", "")
        if why not in SetAside.values:
            self.message_user(request, "Choose why you set it aside.", messages.ERROR)
            return
        for item in queryset:
            try:
                evidence.set_aside(item, SetAside(why), current_user(request), timezone.now())
            except evidence.Refused as refused:
                self.refused(request, item, refused.reason)
            else:
                self.message_user(request, f"{item.member}, {item}: set aside. They are told why.", messages.SUCCESS)


def supervisor_of(item: Evidence) -> str:
    """Say who is named with it, whether we know them, and whether they have said so."""
    if item.supervision is None:
        return ""
    outside = item.supervision.outside
    unknown = ", not confirmed by us yet" if outside and not outside.confirmed_on else ""
    if item.said_on:
        return f"{item.supervision.name}{unknown}: has said so on {words.day(item.said_on)}"
    waits = "" if item.verified_on or item.set_aside_on else ": has not said so"
    return f"{item.supervision.name}{unknown}{waits}"


def prospect_of(item: Evidence, rules: Rulebook, now: datetime, by: User) -> str:
    """What verifying it would change, or why nobody, or not this coordinator, can verify it."""
    if reason := standing.refusal_of(item, today(now)):
        return "" if reason == standing.Refusal.VERIFIED else reason.label
    if item.member.user_id == by.pk:
        return standing.Refusal.OWN.label
    return would_change(item, item.member.evidence.all(), rules, today(now))


def age_of(item: Evidence, now: datetime) -> str:
    """For how many days a claim has waited; nothing for what waits no more."""
    if item.verified_on or item.set_aside_on:
        return ""
    days = (today(now) - timezone.localdate(item.recorded_at)).days
    return {0: "since today", 1: "1 day"}.get(days, f"{days:,} days")


def today(now: datetime) -> date:
    return timezone.localdate(now)


def by_member(items: Iterable[Evidence]) -> list[list[Evidence]]:
    """The facts of each person together, in the order of their names."""
    found = sorted(items, key=lambda item: (item.member.name, item.member_id, item.happened_on, item.pk))
    return [list(group) for _, group in groupby(found, key=lambda item: item.member_id)]
