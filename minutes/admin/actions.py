"""All actions on the desk: open ones first; another owner, another day, given up, taken up again."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from members.admin.filters import FirstChoiceFilter
from members.models import Member

from .. import actions
from ..models import Action

MOST_NAMED = 5


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


NAMED = re.compile(r"(.*?)(?: \(([\w-]+)\))?")


class OwnerForm(forms.ModelForm):
    """Another owner or another day; the words stay as the meeting agreed them."""

    who = forms.CharField(max_length=140, required=False, help_text="The name of a member. Empty means nobody yet.")

    class Meta:
        model = Action
        fields = ("due_on",)
        widgets = {"due_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["who"] = self.instance.owner.name if self.instance.owner else ""

    def clean_who(self) -> Member | None:
        """The eligible member of this name; where several have it, the errors say how to name the one who is meant."""
        typed = NAMED.fullmatch(" ".join(self.cleaned_data["who"].split()))
        if typed is None or not typed[1]:
            return None
        if self.instance.owner and typed[0] == self.instance.owner.name:
            return self.instance.owner
        found = Member.objects.eligible(timezone.localdate()).filter(name__iexact=typed[1])
        if typed[2]:
            found = found.filter(public_id=typed[2])
        people = list(found[:MOST_NAMED])
        if len(people) > 1:
            named = ", ".join(f"{member.name} ({member.public_id})" for member in people)
            raise ValidationError(f"Several members have this name. Write one of: {named}")
        if not people:
            raise ValidationError(actions.Refusal.NOT_ELIGIBLE.label)
        return people[0]


@admin.register(Action)
class ActionAdmin(admin.ModelAdmin):
    form = OwnerForm
    fields = ("text", "meeting", "who", "due_on", "recorded_by_name", "state")
    readonly_fields = ("text", "meeting", "recorded_by_name", "state")
    list_display = ("text", "owned_by", "due_on", "state", "meeting")
    list_filter = (State,)
    list_select_related = ("owner", "meeting")
    search_fields = ("text", "owner__name")
    actions = ("drop", "take_up_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Action]:
        return super().get_queryset(request).order_by(F("due_on").asc(nulls_last=True), "pk")

    @admin.display(description="who", ordering="owner__name")
    def owned_by(self, action: Action) -> str:
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
        actions.give(obj, form.cleaned_data["who"], obj.due_on, timezone.localdate())

    @admin.action(description="Give up: nobody is asked for it any more", permissions=["change"])
    def drop(self, request: HttpRequest, chosen: QuerySet[Action]) -> None:
        self.each(request, chosen, lambda action: actions.drop(action, timezone.now()), "given up")

    @admin.action(description="Take up again", permissions=["change"])
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
