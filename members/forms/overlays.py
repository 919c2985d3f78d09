"""What somebody says that lies over their standing."""

from datetime import date
from typing import Any

from django import forms

from look.forms import DateField, form_helper

from ..models.history import OverlayKind


class OverlayForm(forms.Form):
    """What, and since when."""

    kind = forms.ChoiceField(
        label="What should the network know?",
        choices=OverlayKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the network should know"},
    )
    since = DateField(
        label="Since when?",
        help_text="For example, 14 5 2026",
        noun="the day",
        error_messages={"required": "Enter the day since when"},
    )

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, initial={"since": on})
        self.helper = form_helper(submit="Record this")
