"""A serial, typed as people type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from look.forms import form_helper

from ..certificates import tidied

EXAMPLE = "K7QF-2M9D-XR4T"
LETTERS = 14  # three groups of four with dashes between them


class SerialForm(forms.Form):
    serial = forms.CharField(
        label="Serial",
        max_length=60,
        help_text=f"Twelve letters and digits, such as {EXAMPLE}. It stands at the foot of the certificate.",
        error_messages={"required": "Enter the serial", "max_length": f"Enter a serial, such as {EXAMPLE}"},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit="Check", method="get", action=reverse("certificate_check"))

    def clean_serial(self) -> str:
        """The serial as it is printed. Raises ValidationError for what can be none."""
        serial = tidied(self.cleaned_data["serial"])
        if len(serial) != LETTERS or not serial.isascii():
            raise ValidationError(f"Enter all twelve letters and digits of the serial, such as {EXAMPLE}")
        return serial
