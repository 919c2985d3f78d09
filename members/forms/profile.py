"""What a person says about themselves, and what of it members see."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from look.forms import form_helper

from ..guard import refuse_patient_data_in_telephone
from ..models import Member
from ..profile import DETAILS
from ..switches import SWITCHES, Audience
from .organisations import WorkingAt

PHONE = RegexValidator(
    r"^\+?(?=(?:\D*\d){7})[\d\s().\-/]{7,24}(?:\s*(?:ext?\.?|x)\s*\d{1,6})?$",
    "Enter a telephone number, such as 0161 496 0000 or +44 161 496 0000 ext 12",
)


class DetailsForm(WorkingAt):
    """What a person may change themselves; the rest was checked by a coordinator."""

    class Meta:
        model = Member
        fields = DETAILS
        labels = {
            "organisation_other": "Organisation, if it is not in the list",
            "service": "Service or team",
            "phone": "Telephone number",
            "languages": "Languages you speak besides English",
        }
        help_texts = {
            "area": "Where you mostly work. Members see it unless you hide your whole entry.",
            "interests": "What you would like to talk about with colleagues. Never anything about a patient.",
        }
        widgets = {
            "organisation_other": forms.TextInput(),
            "interests": forms.Textarea(attrs={"rows": 3}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
        }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit="Save")
        self.fields["phone"].validators += [PHONE, refuse_patient_data_in_telephone]
        self.fields["area"].required = True
        self.offer_organisations(on)


class SharingForm(forms.Form):
    """One field and who sees it from now on: the buttons of the page of choices send it."""

    field = forms.ChoiceField(choices=[(switch.name, switch.label) for switch in SWITCHES])
    audience = forms.ChoiceField(choices=Audience.choices[:2])

    def choices(self) -> dict[str, bool]:
        """The choice as `profile.share` takes it."""
        return {self.cleaned_data["field"]: self.cleaned_data["audience"] == Audience.MEMBERS}
