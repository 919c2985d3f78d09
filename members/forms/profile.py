"""What a person says about themselves, and what of it members see."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q

from look.forms import form_helper

from .. import directory
from ..guard import refuse_patient_data
from ..models import Member, Organisation
from ..profile import DETAILS
from ..switches import EXTRAS, LISTED, Switch

PHONE = RegexValidator(
    r"^\+?(?=(?:\D*\d){7})[\d\s().\-/]{7,24}(?:\s*(?:ext?\.?|x)\s*\d{1,6})?$",
    "Enter a telephone number, such as 0161 496 0000 or +44 161 496 0000 ext 12",
)


class DetailsForm(forms.ModelForm):
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
        self.fields["phone"].validators += [PHONE, refuse_patient_data]
        self.fields["area"].required = True
        current = Q(valid_to=None) | Q(valid_to__gte=on) | Q(pk=self.instance.organisation_id)
        organisation = cast(forms.ModelChoiceField, self.fields["organisation"])
        organisation.queryset = Organisation.objects.filter(current)

    def clean(self) -> dict[str, Any]:
        """An organisation from the list makes what was typed beside it void."""
        found = super().clean() or {}
        if found.get("organisation"):
            found["organisation_other"] = ""
        return found


class SharingForm(forms.Form):
    """Whether members see the entry at all, and what it shows besides name, standing and area."""

    listed = forms.TypedChoiceField(
        label="Are you in the directory?",
        help_text="The directory is only for members of the network. Coordinators always see your whole record.",
        choices=[(True, "Yes: members see my name, standing and area"), (False, "No: hide my whole entry")],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    extras = forms.MultipleChoiceField(
        label="What else may members see?",
        help_text="Each stays hidden until you tick it. It works at once, and you can change it whenever you like.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, member: Member) -> None:
        self.offered = EXTRAS
        on = [switch.name for switch in self.offered if getattr(member, switch.flag)]
        super().__init__(data, initial={"listed": member.listed, "extras": on})
        self.helper = form_helper(submit="Save what members see")
        self.helper.mark_optional = False
        extras = cast(forms.MultipleChoiceField, self.fields["extras"])
        extras.choices = [(switch.name, self.words(switch, member)) for switch in self.offered]

    @staticmethod
    def words(switch: Switch, member: Member) -> str:
        """A switch with the value that it would show, so that nobody must guess."""
        given = {**directory.given(member), "email": directory.work_email(member)}
        known = [field for field in switch.fields if field in given]
        if not known:
            return f"{switch.label}. {switch.hint}"
        return f"{switch.label}: {', '.join(str(given[field]) for field in known if given[field]) or 'not given yet'}"

    def choices(self) -> dict[str, bool]:
        """The switches that were offered, by name, as `profile.share` takes them."""
        return {LISTED.name: self.cleaned_data["listed"]} | {
            switch.name: switch.name in self.cleaned_data["extras"] for switch in self.offered
        }
