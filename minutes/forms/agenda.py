"""One line for the agenda, from a member or from a coordinator; nothing about patients."""

from django import forms

from look.forms import form_helper
from meetings.forms.guarded import GuardedForm

from ..agenda import LONGEST
from ..models import AgendaItem

WHAT = "What should we talk about?"


def title_field(label: str) -> forms.CharField:
    most = AgendaItem._meta.get_field("title").max_length
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput({"autocomplete": "off"}))


def minutes_field() -> forms.IntegerField:
    """How long an item takes; empty when nobody knows."""
    wrong = f"Enter whole minutes, 1 to {LONGEST}, or leave it empty."
    return forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=LONGEST,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "nhsuk-input--width-3", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class ProposeForm(GuardedForm, forms.Form):
    """What a member proposes, in one field."""

    title = title_field(WHAT)
    helper = form_helper("Propose it")


class ItemForm(GuardedForm, forms.Form):
    """An item of a coordinator's own."""

    title = title_field("Item")
    minutes = minutes_field()


class TimeForm(forms.Form):
    minutes = minutes_field()


class DeclineForm(GuardedForm, forms.Form):
    """A word to the proposer; without one they are not written to."""

    why = forms.CharField(label="A word to whoever proposed it", max_length=300, required=False)
