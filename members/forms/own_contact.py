"""When a contact is away, and who answers meanwhile."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from look.forms import DateField, form_helper

from ..models import Contact


class AwayForm(forms.Form):
    away_from = DateField(
        label="First day away",
        help_text="For example, 14 5 2026",
        noun="the first day",
        error_messages={"required": "Enter the first day"},
    )
    away_until = DateField(
        label="Last day away",
        help_text="For example, 28 5 2026",
        noun="the last day",
        error_messages={"required": "Enter the last day"},
    )
    deputy = forms.ModelChoiceField(
        queryset=Contact.objects.none(),
        required=False,
        label="Who answers meanwhile",
        empty_label="Nobody: the page says where else to write",
        help_text="What is written to you then goes to them. Ask them first.",
    )

    def __init__(self, data: Any = None, *, contact: Contact, on: date) -> None:
        began = contact.away_until is None or contact.away_until < on
        known = {} if began else {"away_from": contact.away_from, "away_until": contact.away_until}
        super().__init__(data, initial={"away_from": on, **known, "deputy": contact.deputy_id})
        self.fields["deputy"].queryset = Contact.objects.current(on).exclude(pk=contact.pk)  # type: ignore[attr-defined]
        self.fields["deputy"].label_from_instance = lambda each: f"{each.name}, {each.role}"  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        """The page writes the form's tag, because it says which of its forms is sent."""
        helper = form_helper("Save the days")
        helper.form_tag = False
        return helper
