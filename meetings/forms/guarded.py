"""Free text that a coordinator types: nothing about patients."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members.guard import refuse_patient_data


class GuardedForm(forms.BaseForm):
    """Refuse an NHS number or a date of birth in each text field; an address of the web may hold any number."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.URLField):
                self.guard(name, cleaned.get(name))
        return self.cleaned_data

    def guard(self, name: str, value: Any) -> None:
        try:
            refuse_patient_data(value or "")
        except ValidationError as error:
            self.add_error(name, error)
