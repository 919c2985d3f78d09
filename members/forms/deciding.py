"""What a coordinator fills in to decide about an application, or about a member."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from accounts import addresses

from .. import answers, letters
from ..answers import Step
from ..guard import refuse_patient_data
from ..joining import Course
from ..models import Application, Evidence, Pathway
from ..models.application import DecisionKind, TrainingStatus
from ..stages import Against, EvidenceKind

# What each kind of evidence is usually checked against.
USUAL = {
    EvidenceKind.INITIAL_TRAINING: Against.CERTIFICATE,
    EvidenceKind.ROLE_PLAY: Against.CERTIFICATE,
    EvidenceKind.TRAINING_CASE: Against.SUPERVISOR_WORD,
    EvidenceKind.ACCREDITED: Against.BPC_LIST,
    EvidenceKind.SUPERVISOR: Against.ANNA_FREUD_LIST,
}
NOT_CHECKED = [("", "not checked"), *Against.choices]
GUARDED = [refuse_patient_data]


class LetterForm(forms.Form):
    """The letter that goes with a decision, with the usual words to begin with."""

    kind: DecisionKind
    button = "Send"

    letter = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 10, "cols": 80}), validators=GUARDED)

    def __init__(self, data: Any = None, *, application: Application, by: Any) -> None:
        letter = letters.suggested(self.kind, application, by)
        super().__init__(data, initial={"letter": letter}, prefix=self.kind)
        self.application = application

    def clean_letter(self) -> str:
        letter: str = self.cleaned_data["letter"]
        if letters.BLANK in letter:
            raise forms.ValidationError(f"Write your own words in place of {letters.BLANK}.")
        return letter


class ApproveForm(LetterForm):
    """Against what each claim was checked; only a clean application suggests it."""

    kind = DecisionKind.APPROVE
    button = "Approve"

    def __init__(self, data: Any = None, *, application: Application, by: Any, is_clean: bool = False) -> None:
        super().__init__(data, application=application, by=by)
        self.evidence = list(application.member.evidence.claimed().order_by("pk")) if application.member else []
        rows = {
            self.name_of(item): forms.ChoiceField(
                label=str(item),
                choices=NOT_CHECKED,
                required=False,
                initial=USUAL[EvidenceKind(item.kind)] if is_clean else "",
                help_text=f"{item.pathway}, {item.provider}" if item.pathway else "",
            )
            for item in self.evidence
        }
        self.fields = {**rows, **self.fields}

    @staticmethod
    def name_of(item: Evidence) -> str:
        return f"evidence_{item.pk}"

    def checked(self) -> dict[Evidence, Against]:
        """Which claims were checked, and against what."""
        said = {item: self.cleaned_data[self.name_of(item)] for item in self.evidence}
        return {item: Against(against) for item, against in said.items() if against}


class AskMoreForm(LetterForm):
    kind = DecisionKind.ASK_MORE
    button = "Ask for more"


class ParkForm(LetterForm):
    kind = DecisionKind.PARK
    button = "Say “not yet”"


class DeclineForm(LetterForm):
    kind = DecisionKind.DECLINE
    button = "Decline"

    reason = forms.CharField(
        max_length=300, help_text="For the network’s records; it is not part of the letter.", validators=GUARDED
    )
    field_order = ("reason", "letter")


class WelcomeForm(LetterForm):
    """Which course somebody is on, as the coordinator saw it."""

    kind = DecisionKind.WELCOME
    button = "Let in while in training"

    name = forms.CharField(max_length=120, help_text="As they gave it to the course.", validators=GUARDED)
    route = forms.ModelChoiceField(label="Which course", queryset=Pathway.objects.none())
    provider = forms.CharField(label="Who runs it", max_length=120, validators=GUARDED)
    begun_on = forms.DateField(label="Begun on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    against = forms.ChoiceField(label="Checked against", choices=[("", "choose"), *Against.choices])
    field_order = ("name", "route", "provider", "begun_on", "against", "letter")

    def __init__(self, data: Any = None, *, application: Application, by: Any) -> None:
        super().__init__(data, application=application, by=by)
        self.fields["route"].queryset = Pathway.objects.giving_entry().newest()  # type: ignore[attr-defined]
        self.initial["name"] = application.name

    def course(self) -> Course:
        said = {name: self.cleaned_data[name] for name in ("name", "route", "provider", "begun_on")}
        return Course(**said, against=Against(self.cleaned_data["against"]))


DECISIONS: Mapping[DecisionKind, type[LetterForm]] = {
    form.kind: form for form in (ApproveForm, WelcomeForm, AskMoreForm, ParkForm, DeclineForm)
}


class ReasonForm(forms.Form):
    """Why something is done about a person; what needs no reason has a button alone."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="For the network’s records.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        validators=GUARDED,
    )

    def __init__(self, data: Any = None, *, needed: bool = True) -> None:
        super().__init__(data)
        if not needed:
            del self.fields["reason"]


class NewAddressForm(forms.Form):
    """The address that somebody gave who reads none of their own any more, and how the coordinator knows them."""

    email = forms.EmailField(
        label="Their new e-mail address",
        max_length=254,
        error_messages={
            "required": "Enter their new e-mail address",
            "invalid": "Enter an e-mail address, such as name@example.org",
        },
        validators=[addresses.refuse_unwritable],
    )
    why = forms.CharField(
        label="How you know that it is them",
        max_length=300,
        help_text="For example: telephoned the number we have, and they knew their last two meetings.",
        error_messages={"required": "Enter how you know that it is them"},
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        validators=GUARDED,
    )


class InviteForm(forms.ModelForm):
    """What a coordinator knows of a colleague."""

    email = forms.EmailField(label="Work e-mail address", validators=[addresses.refuse_unwritable])

    class Meta:
        model = Application
        fields = ("name", "area", "route", "provider", "completed_on")
        labels = {"completed_on": "Training completed on"}
        widgets = {"completed_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"completed_on": "If you know it. They check it, and can correct it."}

    field_order = ("name", "email", "area", "route", "provider", "completed_on")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["name"].required = True
        self.fields["route"].queryset = Pathway.objects.giving_entry().newest()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name, words in answers.problems_in(Step.NAME, Application(name=found.get("name", "")), self.on).items():
            if name not in self.errors:
                self.add_error(name, words)
        if found.get("completed_on") and found["completed_on"] > self.on:
            self.add_error("completed_on", "The date must be today or in the past")
        return found

    def known(self) -> dict[str, Any]:
        """The answers with which their application begins."""
        known = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return known | {"training_status": TrainingStatus.COMPLETED}
