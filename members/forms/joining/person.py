"""The pages about the person: name, profession, registration, work, and the terms they agree to."""

from typing import Any, cast

from django import forms

from ... import answers, terms
from ...answers import Step
from ...models import Application
from ..organisations import WorkingAt
from .step import StepForm


class NameForm(StepForm):
    step = Step.NAME

    class Meta:
        model = Application
        fields = ("name",)
        labels = {"name": Step.NAME.label}
        help_texts = {"name": "Your first name and surname, as colleagues know you."}
        widgets = {"name": forms.TextInput({"heading": True, "autocomplete": "name", "spellcheck": "false"})}


class ProfessionForm(StepForm):
    step = Step.PROFESSION
    says_optional = True

    class Meta:
        model = Application
        fields = ("profession", "job_title")
        labels = {"profession": "Profession", "job_title": "Job title"}
        widgets = {
            "profession": forms.RadioSelect,
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["profession"]).empty_label = None


class RegistrationForm(StepForm):
    step = Step.REGISTRATION

    class Meta:
        model = Application
        fields = ("body", "registration_number")
        labels = {"body": "Professional body", "registration_number": "Registration or membership number"}
        help_texts = {
            "body": "If you are with several, choose the one whose public register shows you.",
            "registration_number": "A coordinator looks it up on the public register. "
            "Members never see it. Leave it empty if you have none.",
        }
        widgets = {
            "body": forms.RadioSelect,
            "registration_number": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["body"]).empty_label = None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found["registration_number"] = answers.tidy_number(found.get("body"), found.get("registration_number", ""))
        return found


class WorkForm(WorkingAt, StepForm):
    step = Step.WORK

    class Meta:
        model = Application
        fields = ("organisation", "organisation_other", "service", "area")
        labels = {
            "organisation": "Organisation",
            "organisation_other": "Organisation, if it is not in the list",
            "service": "Service or team (optional)",
            "area": "Area where you mostly work",
        }
        widgets = {
            "organisation_other": forms.TextInput(attrs={"autocomplete": "organization"}),
            "area": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_organisations(self.on).empty_label = "Not in this list"
        cast(forms.ModelChoiceField, self.fields["area"]).empty_label = None


class TermsForm(StepForm):
    step = Step.TERMS
    columns = {"agree": ("terms_version", "terms_agreed_at")}

    agree = forms.BooleanField(
        label="I agree to the network’s terms",
        error_messages={"required": "Tick the box to agree to the network’s terms"},
    )

    class Meta:
        model = Application
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["agree"] = self.instance.terms_version == terms.CURRENT

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("agree") and self.instance.terms_version != terms.CURRENT:
            self.instance.terms_version, self.instance.terms_agreed_at = terms.CURRENT, self.now
        return found
