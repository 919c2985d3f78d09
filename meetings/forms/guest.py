"""Somebody whom a member brings: a name, an address, and where they sit."""

from typing import Any

from django import forms

from accounts import addresses
from look.forms import form_helper

from .. import places
from ..models import Meeting
from ..words import Choice
from .guarded import GuardedForm


class GuestForm(GuardedForm, forms.Form):
    name = forms.CharField(
        label="Their name",
        max_length=120,
        error_messages={"required": "Enter their name", "max_length": "The name must be 120 characters or less"},
    )
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="We write to them once, and again if the meeting changes.",
        error_messages={"required": "Enter their e-mail address", "invalid": "Enter an e-mail address that exists"},
        validators=[addresses.refuse_unwritable],
    )
    place = forms.ChoiceField(
        label="Where will they be?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where they will be", "invalid_choice": "Choose where they will be"},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = places.offered(meeting)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the types alone
        field.choices = [(choice.value, choice.label) for choice in Choice if choice in offered]
        if len(offered) == 1:
            field.initial, field.widget = offered[0], forms.HiddenInput()
        self.helper = form_helper(submit="Bring this guest")
