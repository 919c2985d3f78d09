"""What a coordinator fills in to change a route, or to begin a new version of it."""

from datetime import date
from typing import Any

from django import forms

from .. import versions
from ..models import Pathway


class VersionForm(forms.ModelForm):
    """A route in the admin; whoever goes back from the page that says who would move finds what they typed."""

    def clean(self) -> dict[str, Any] | None:
        found = super().clean()
        if "_back" in self.data:
            raise forms.ValidationError("Nothing is saved yet. Here is what you typed.")
        return found


class RequirementFormSet(forms.BaseInlineFormSet):
    """The requirements of a route together: what each counts is looked up in the database, and here among them."""

    def clean(self) -> None:
        super().clean()
        counted: set[str] = set()
        for form in self.forms:
            measure = "" if form in self.deleted_forms else getattr(form, "cleaned_data", {}).get("measure", "")
            if measure and measure in counted:
                form.add_error("measure", "This route counts that already.")
            counted.add(measure)


class NewVersionForm(forms.Form):
    begins_on = forms.DateField(
        label="In effect from",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Who begins a course from this day on finishes by the new version.",
    )

    def __init__(self, data: Any, *, route: Pathway) -> None:
        super().__init__(data)
        self.route = route

    def clean_begins_on(self) -> date:
        begins_on: date = self.cleaned_data["begins_on"]
        if reason := versions.refusal(self.route, begins_on):
            raise forms.ValidationError(reason.label)
        return begins_on
