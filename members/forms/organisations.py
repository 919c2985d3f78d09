"""Organisations as coordinators edit them, and a merger as they enter it."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q

from accounts.staff import is_key
from look.forms import Several

from .. import organisations
from ..guard import refuse_patient_data
from ..models import Organisation


class OrganisationForm(forms.ModelForm):
    """One organisation; who follows it never leads back to it."""

    class Meta:
        model = Organisation
        fields = ("name", "other_names", "valid_from", "valid_to", "succeeded_by", "areas", "ods_code", "mail_domains")
        field_classes = {"areas": Several}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        organisations.lock()
        follower = found.get("succeeded_by")
        if follower and organisations.makes_a_circle(self.instance, follower):
            self.add_error("succeeded_by", f"{follower} itself leads back to this one. Choose another.")
        return found


class WorkingAt(forms.ModelForm):
    """Where somebody works: an organisation of the list that is still there, or that they named before; or another."""

    def offer_organisations(self, on: date) -> forms.ModelChoiceField:
        field = cast(forms.ModelChoiceField, self.fields["organisation"])
        current = Q(valid_to=None) | Q(valid_to__gte=on) | Q(pk=self.instance.organisation_id)
        field.queryset = Organisation.objects.filter(current)
        return field

    def clean(self) -> dict[str, Any]:
        """An organisation from the list makes what was typed beside it void."""
        found = super().clean() or {}
        if found.get("organisation"):
            found["organisation_other"] = ""
        return found


class EndingField(Several):
    """Each organisation with how many people it concerns, to read before anything is done."""

    people: dict[int, int] = {}

    def label_from_instance(self, obj: Any) -> str:
        number = self.people.get(obj.pk, 0)
        return f"{obj}: {number or 'no'} {'person' if number == 1 else 'people'}"


class MergerForm(forms.Form):
    """These end, that one follows: an organisation of the list, or a new one by its name."""

    ending = EndingField(
        label="These end",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": organisations.Refusal.NOBODY.label},
    )
    follower = forms.ModelChoiceField(
        label="This one follows",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="A new one, named below",
    )
    name = forms.CharField(
        label="Name of the new one", max_length=160, required=False, validators=[refuse_patient_data]
    )
    on = forms.DateField(
        label="From which day?",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="The first day of the one that follows. The others end on the day before.",
        error_messages=dict.fromkeys(("required", "invalid"), "Enter the first day of the one that follows"),
    )

    def __init__(self, data: Any = None, *, ending: list[str]) -> None:
        """Offer what nothing follows yet, and what was chosen in the list before."""
        super().__init__(data, initial={"ending": ending})
        chosen = list(filter(is_key, ending))
        everyone = Organisation.objects.order_by("name", "pk")
        offered = everyone.filter(succeeded_by=None) | everyone.filter(pk__in=chosen)
        field = cast(EndingField, self.fields["ending"])
        field.queryset, field.people = offered, organisations.people_at(offered)
        cast(forms.ModelChoiceField, self.fields["follower"]).queryset = everyone

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        follower, name = found.get("follower"), " ".join(found.get("name", "").split())
        if follower and name:
            self.add_error("name", "Choose one of the list, or enter the name of a new one, not both")
        if not follower and not name:
            self.add_error("follower", "Choose the one that follows, or enter its name below")
        return {**found, "name": name}

    def asked(self) -> tuple[list[Organisation], Organisation, date]:
        """What `organisations.merge` takes."""
        found = self.cleaned_data
        return list(found["ending"]), found["follower"] or Organisation(name=found["name"]), found["on"]
