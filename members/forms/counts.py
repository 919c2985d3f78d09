"""What a service lead asks of the counts; every choice is offered to everybody, whatever the numbers are."""

from typing import Any

from django import forms
from django.urls import reverse

from look.forms import form_helper

from ..gaps.editions import ELSEWHERE, WHO
from ..models import CountsEdition


class CountsForm(forms.Form):
    area = forms.ChoiceField(label="Area", required=False)
    organisation = forms.ChoiceField(
        label="Organisation", required=False, help_text="Counts people who show where they work"
    )
    who = forms.ChoiceField(
        label="Who", required=False, choices=[("", "Everybody"), *((key, label) for key, (label, _) in WHO.items())]
    )

    def __init__(self, data: Any, edition: CountsEdition) -> None:
        super().__init__(data)
        areas, organisations = {}, {}
        for key, (area, organisation) in dict(edition.places).items():
            here, work = key.split("/")
            areas[here] = area
            if work != ELSEWHERE:
                organisations[work] = organisation
        by_name = sorted(organisations.items(), key=lambda each: each[1])
        self.fields["area"].choices = [("", "Everywhere"), *areas.items()]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [("", "Any organisation"), *by_name]  # type: ignore[attr-defined]
        self.helper = form_helper("Show", method="get", action=reverse("members:counts"))

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for and can be answered."""
        return {name: self.cleaned_data.get(name, "") if self.is_valid() else "" for name in self.fields}
