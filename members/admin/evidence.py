"""Evidence of members that waits to be verified."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from look import words

from .. import standing
from ..models import Evidence
from ..models.evidence import EvidenceQuerySet
from ..stages import Against, Precision
from .deciding import by
from .filters import FirstChoiceFilter


class VerifyForm(ActionForm):
    """Django's choice of an action, and against what the evidence was checked."""

    against = forms.ChoiceField(label="Checked against", choices=[("", "choose"), *Against.choices], required=False)


class VerifiedFilter(FirstChoiceFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", "to verify"), ("verified", "verified"), ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: Any) -> EvidenceQuerySet:
        if self.value() == "waiting":
            return queryset.to_verify()
        return queryset.verified() if self.value() == "verified" else queryset


class ReadOnly(admin.ModelAdmin):
    """To look at: nothing is added, changed or deleted but by a verb."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Evidence)
class EvidenceAdmin(ReadOnly):
    list_display = ("member", "kind", "when", "pathway", "provider", "verified")
    list_filter = (VerifiedFilter, "kind")
    list_select_related = ("member", "pathway")
    list_per_page = 50
    search_fields = ("member__name", "member__user__email")
    ordering = ("-recorded_at", "-pk")
    show_full_result_count = False
    action_form = VerifyForm
    actions = ("verify",)
    fields = (
        *("member", "kind", "happened_on", "precision", "pathway", "provider", "recorded_at", "recorded_by"),
        *("verified_on", "verified_by_name", "verified_against"),
    )

    @admin.display(description="when", ordering="happened_on")
    def when(self, evidence: Evidence) -> str:
        is_day = evidence.precision == Precision.DAY
        return words.day(evidence.happened_on) if is_day else words.month(evidence.happened_on)

    @admin.display(description="verified", ordering="verified_on")
    def verified(self, evidence: Evidence) -> str:
        if evidence.verified_on is None:
            return "not yet"
        return f"{words.month(evidence.verified_on)}, {evidence.get_verified_against_display()}"

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.change_evidence")

    @admin.action(description="Verify", permissions=["verify"])
    def verify(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Verify each, and say of each what came of it."""
        against = request.POST.get("against", "")
        if against not in Against.values:
            self.message_user(request, "Choose against what you checked it.", messages.ERROR)
            return
        for evidence in queryset.select_related("member"):
            try:
                member = standing.verify([evidence], by(request), Against(against), timezone.now())
            except standing.Refused as refused:
                self.message_user(request, f"{evidence.member}, {evidence}: {refused.reason.label}", messages.ERROR)
            else:
                said = f"{member}, {evidence}: verified. Standing: {member.get_standing_display()}."
                self.message_user(request, said, messages.SUCCESS)
