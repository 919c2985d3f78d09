"""What a coordinator asks of the lists about the pathway: by state, route, area, day and name."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from ..models import Area, Pathway
from ..stages import DIT_BEGAN
from ..time_limits import Asked


def each_once(routes: Iterable[Pathway]) -> list[tuple[str, str]]:
    """Every route once, whatever its version."""
    return [("", "all"), *{route.code: route.name for route in routes}.items()]


class RouteForm(forms.Form):
    route = forms.ChoiceField(label="Route", required=False)

    def __init__(self, data: Any, *, routes: Iterable[Pathway]) -> None:
        super().__init__(data)
        self.fields["route"].choices = each_once(routes)  # type: ignore[attr-defined]

    @property
    def route_code(self) -> str:
        return self.cleaned_data.get("route", "") if self.is_valid() else ""


class LimitsForm(RouteForm):
    state = forms.ChoiceField(label="Time limits", choices=Asked.choices, required=False)
    area = forms.ModelChoiceField(Area.objects.all(), label="Area", required=False, empty_label="all")
    field_order = ("state", "route", "area")

    @property
    def asked(self) -> Asked:
        found = self.cleaned_data.get("state") if self.is_valid() else ""
        return Asked(found or Asked.ATTENTION)


class OnForm(forms.Form):
    """A day between the beginning of DIT and today; today, when none is asked for."""

    on = forms.DateField(label="On", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"] or self.today
        if on > self.today:
            raise forms.ValidationError("This is in the future. Enter a date that has been.")
        if on < DIT_BEGAN:
            raise forms.ValidationError("DIT did not exist before 2008. Check the year.")
        return on

    @property
    def day(self) -> date:
        """The day that is asked for; today, when none is, or none that can be."""
        return self.cleaned_data["on"] if self.is_valid() else self.today


class StandingOnForm(OnForm):
    name = forms.CharField(label="Name", required=False, max_length=80, widget=forms.TextInput({"type": "search"}))

    @property
    def asked_name(self) -> str:
        return self.cleaned_data["name"] if self.is_valid() else ""
