"""All actions on the desk: open ones first; another owner, another day, given up, taken up again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from members import eligibility
from members.admin.filters import FirstChoiceFilter
from members.models import Member

from .. import actions
from ..models import Action


class State(FirstChoiceFilter):
    """Open ones unless another state is asked for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        states = ("open", "late", "needs an owner", "done", "given up", "all")
        return [(state.replace(" ", "-"), state) for state in states]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Action]) -> QuerySet[Action]:
        on, asked = timezone.localdate(), self.value()
        if asked == "all":
            return queryset
        if asked == "done":
            return queryset.filter(done_at__isnull=False)
        if asked == "given-up":
            return queryset.filter(dropped_at__isnull=False)
        if asked == "late":
            return queryset & Action.objects.late(on)
        if asked == "needs-an-owner":
            return queryset & actions.needing_an_owner(on)
        return queryset & Action.objects.open()


class OwnerForm(forms.ModelForm):
    """Another owner or another day; the words stay as the meeting agreed them."""

    class Meta:
        model = Action
        fields = ("owner", "due_on")

    def clean_owner(self) -> Member | None:
        owner = self.cleaned_data["owner"]
        changed = owner and owner.pk != self.instance.owner_id
        if changed and eligibility.refusal(owner, timezone.localdate()):
            raise ValidationError(actions.Refusal.NOT_ELIGIBLE.label)
        return owner


@admin.register(Action)
class ActionAdmin(admin.ModelAdmin):
    form = OwnerForm
    fields = ("text", "meeting", "owner", "due_on", "recorded_by_name", "state")
    readonly_fields = ("text", "meeting", "recorded_by_name", "state")
    autocomplete_fields = ("owner",)
    list_display = ("text", "who", "due_on", "state", "meeting")
    list_filter = (State,)
    list_select_related = ("owner", "meeting")
    search_fields = ("text", "owner__name")
    actions = ("drop", "take_up_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Action]:
        return super().get_queryset(request).order_by(F("due_on").asc(nulls_last=True), "pk")

    @admin.display(description="who", ordering="owner__name")
    def who(self, action: Action) -> str:
        return action.owner.name if action.owner else "needs an owner"

    @admin.display(description="state")
    def state(self, action: Action) -> str:
        if action.done_at:
            return f"done on {timezone.localtime(action.done_at):%d %B %Y} ({action.done_by_name})"
        if action.dropped_at:
            return f"given up on {timezone.localtime(action.dropped_at):%d %B %Y}"
        return "late" if action.due_on and action.due_on < timezone.localdate() else "open"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Actions are written down with the minutes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        """An action is given up, never deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Action, form: Any, change: bool) -> None:
        actions.give(obj, obj.owner, obj.due_on, timezone.localdate())

    @admin.action(description="Give up: nobody is asked for it any more")
    def drop(self, request: HttpRequest, chosen: QuerySet[Action]) -> None:
        self.each(request, chosen, lambda action: actions.drop(action, timezone.now()), "given up")

    @admin.action(description="Take up again")
    def take_up_again(self, request: HttpRequest, chosen: QuerySet[Action]) -> None:
        self.each(request, chosen, actions.take_up_again, "taken up again")

    def each(self, request: HttpRequest, chosen: QuerySet[Action], verb: Any, done: str) -> None:
        """Say action by action what was done, or why not."""
        for action in chosen:
            try:
                verb(action)
            except actions.Refused as refused:
                messages.error(request, f"{action}: {refused.reason.label}")
            else:
                messages.success(request, f"{action}: {done}.")
