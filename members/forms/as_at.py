"""The day as at which a pathway is shown."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from look.forms import form_helper

from ..stages import DIT_BEGAN


class AsAtForm(forms.Form):
    """One day between the beginning of DIT and today."""

    on = forms.DateField(
        label="Show my pathway as at",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": "Enter a real date, such as 2026-03-01",
            "required": "Enter the day as at which you want to see your pathway",
        },
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today
        self.fields["on"].widget.input_type = "date"
        self.helper = form_helper(submit="Show", method="get")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not DIT_BEGAN <= on <= self.today:
            raise ValidationError("Enter a day from 2008 to today")
        return on
