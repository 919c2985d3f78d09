"""The question that a member asks the directory; every filter asks for the value and for its owner's leave at once."""

from typing import Any

import django_filters
from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Exists, Model, OuterRef
from django.urls import reverse

from look.forms import form_helper

from ..directory import found
from ..models import Area, Member, Organisation, Profession
from ..models.member import MemberQuerySet
from ..places import offers
from ..stages import Standing

# In the order of the pathway; someone eligible has one of these.
STANDINGS = [choice for choice in Standing.choices if choice[0] not in (Standing.ENQUIRER, Standing.IN_TRAINING)]

# The filters fold away on a narrow screen; the list follows every change, and the button works without scripts.
LAYOUT = Layout(
    "search",
    Div("area", "standing", "profession", "organisation", "supervision", template="members/directory/filters.html"),
)
LIVE = {"hx-target": "#results", "hx-trigger": "input delay:300ms, submit", "hx-sync": "this:replace"}


class DirectoryFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        label="Search", method="filter_search", max_length=100, help_text="A name, a service, an interest"
    )
    area = django_filters.ModelChoiceFilter(label="Area", queryset=Area.objects.all(), empty_label="Everywhere")
    standing = django_filters.ChoiceFilter(label="Standing", choices=STANDINGS, empty_label="Any standing")
    profession = django_filters.ModelChoiceFilter(
        label="Profession", method="filter_shown", queryset=Profession.objects.none(), empty_label="Any profession"
    )
    organisation = django_filters.ModelChoiceFilter(
        label="Organisation",
        method="filter_shown",
        queryset=Organisation.objects.none(),
        empty_label="Any organisation",
    )
    supervision = django_filters.BooleanFilter(
        label="Offers supervision", method="filter_supervision", widget=forms.CheckboxInput
    )

    class Meta:
        model = Member
        fields: list[str] = []

    def __init__(self, data: Any, members: MemberQuerySet) -> None:
        """Offer only what some of these people show: a choice must not tell that somebody hides it."""
        super().__init__(data, queryset=members)
        for field, model in (("profession", Profession), ("organisation", Organisation)):
            self.filters[field].queryset = shown_by_someone(model, field, members)

    @property
    def form(self) -> forms.Form:
        form = super().form
        form.helper = form_helper(submit="Search", method="get", layout=LAYOUT)
        form.helper.attrs |= LIVE | {"hx-get": reverse("members:directory")}
        return form

    def filter_search(self, members: MemberQuerySet, name: str, value: str) -> MemberQuerySet:
        return found(members, value)

    def filter_shown(self, members: MemberQuerySet, name: str, value: Model) -> MemberQuerySet:
        return members.showing(name).filter(**{name: value})

    def filter_supervision(self, members: MemberQuerySet, name: str, value: bool) -> MemberQuerySet:
        return offers.offering(members) if value else members


def shown_by_someone(model: type[Model], field: str, members: MemberQuerySet) -> Any:
    """The professions or organisations that at least one of these people shows."""
    theirs = members.showing(field).filter(**{field: OuterRef("pk")})
    return model._default_manager.filter(Exists(theirs))
