"""Minutes with their decisions and actions in one form, so that no press of a button loses what another part holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from meetings.forms.guarded import GuardedForm
from members.models import Member

from ..models import Action, AgendaItem, Minutes, Resolution
from ..models.minutes import MOST_LETTERS
from ..recording import Promise, as_it_reads
from ..words import ItemState

NOBODY = "No member who may take part has this name. Choose one of the names that are offered."
SEVERAL = "Several members have this name. Leave it empty, and a coordinator chooses on the desk."
NO_WORDS = "Say what is to be done."


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"class": "nhsuk-input--width-10"}, format="%Y-%m-%d")


def line(label: str, most: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )


def owner_field() -> forms.CharField:
    widget = forms.TextInput({"list": "members", "autocomplete": "off"})
    return forms.CharField(label="Who", max_length=120, required=False, widget=widget)


def due_field() -> forms.DateField:
    wrong = {"invalid": "Enter a real date."}
    return forms.DateField(label="By when", required=False, widget=DayInput(), error_messages=wrong)


class TextForm(GuardedForm, forms.Form):
    """The text alone, as it is saved while somebody types."""

    text = forms.CharField(
        label="Minutes",
        max_length=MOST_LETTERS,
        required=False,
        strip=False,
        help_text="Begin a heading with “# ”, and each point of a list with “- ”.",
        widget=forms.Textarea({"rows": "24"}),
        error_messages={"max_length": f"Minutes hold up to {MOST_LETTERS:,} characters. Shorten the text."},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, error_messages={"required": "Open this page again before you write."}
    )


class WriteForm(TextForm):
    """The text, a new decision and a new action, and those that are there already, each on its line."""

    decision = line("New decision", 500)
    action = line("New action: what", 300)
    owner = owner_field()
    due = due_field()
    reached_was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, minutes: Minutes, begun: bool, on: date) -> None:
        self.meeting, self.on = minutes.meeting, on
        super().__init__(data, initial={"text": minutes.text, "version": minutes.version})
        self.decisions: Sequence[Resolution] = list(self.meeting.resolutions.all())
        self.actions: Sequence[Action] = list(
            self.meeting.actions.filter(dropped_at=None).select_related("owner").order_by("pk")
        )
        self.items: Sequence[AgendaItem] = (
            list(AgendaItem.objects.filter(meeting=self.meeting).on_the_agenda()) if begun else []
        )
        self.add_lines()

    def add_lines(self) -> None:
        """A field for each decision and action that is there, with a hidden one that says how it read."""
        for number, decision in enumerate(self.decisions, start=1):
            self.further(f"decision_{decision.pk}", line(f"Decision {number}", 500), decision.text)
            self.further(f"decision_{decision.pk}_was", unseen(), decision.text)
        for number, action in enumerate(self.actions, start=1):
            self.further(f"action_{action.pk}", line(f"Action {number}: what", 300), action.text)
            self.further(f"owner_{action.pk}", owner_field(), action.owner.name if action.owner else "")
            self.further(f"due_{action.pk}", due_field(), action.due_on)
            self.further(f"action_{action.pk}_was", unseen(), as_it_reads(action))
        if self.items:
            choices = [(item.public_id, item.title) for item in self.items]
            boxes = forms.MultipleChoiceField(choices=choices, required=False, widget=forms.CheckboxSelectMultiple)
            self.further("reached", boxes, self.reached_now())
            self.initial["reached_was"] = ",".join(self.reached_now())

    def further(self, name: str, field: forms.Field, initial: object) -> None:
        self.fields[name], self.initial[name] = field, initial

    def reached_now(self) -> list[str]:
        return [item.public_id for item in self.items if item.state == ItemState.REACHED]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for key, action in [("", None), *((f"_{action.pk}", action) for action in self.actions)]:
            cleaned[f"owner{key}"] = self.named(f"owner{key}", action.owner if action else None)
        if (cleaned.get("owner") or cleaned.get("due")) and not cleaned.get("action"):
            self.add_error("action", NO_WORDS)
        return cleaned

    def named(self, field: str, now: Member | None) -> Member | None:
        """The eligible member of this name; whoever owns the action already is who is meant."""
        name = " ".join(str(self.cleaned_data.get(field) or "").split())
        if not name or (now and now.name == name):
            return now if name else None
        found = list(Member.objects.eligible(self.on).filter(name__iexact=name)[:2])
        if len(found) > 1:
            came = Q(attendance__meeting=self.meeting) | Q(rsvps__meeting=self.meeting)
            found = list(Member.objects.eligible(self.on).filter(came, name__iexact=name).distinct()[:2])
            if len(found) != 1:
                self.add_error(field, SEVERAL)
        elif not found:
            self.add_error(field, NOBODY)
        return found[0] if len(found) == 1 else None

    def promise(self, key: str = "") -> Promise:
        """What is said of one action, new or there already."""
        cleaned = self.cleaned_data
        return Promise(cleaned[f"action{key}"], cleaned[f"owner{key}"], cleaned[f"due{key}"])

    def marked(self) -> dict[AgendaItem, bool]:
        """The items whose mark "discussed" this person changed."""
        now, was = set(self.cleaned_data.get("reached", [])), set(self.cleaned_data["reached_was"].split(","))
        return {
            item: item.public_id in now for item in self.items if (item.public_id in now) != (item.public_id in was)
        }


def unseen() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
