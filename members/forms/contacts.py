"""What a visitor writes to a contact or to the controller; made slow for robots without a puzzle for anybody."""

import secrets
from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts import addresses
from look.forms import form_helper

from ..contacts import Note
from ..guard import refuse_patient_data

QUICKEST, LONGEST = 3, 24 * 60 * 60  # seconds between seeing the form and sending it


class NoteForm(forms.Form):
    """A message with its writer's name and address.

    Robots fill in every field at once: one field must stay empty, and the form cannot be sent in the first seconds.
    """

    name = forms.CharField(
        label="Your name",
        max_length=120,
        error_messages={"required": "Enter your name"},
        validators=[refuse_patient_data],
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="It is passed on with your message, so that you can be answered.",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address, such as name@example.org",
        },
        validators=[addresses.refuse_unwritable],
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label="Your message",
        max_length=4000,
        help_text="Please do not write about patients.",
        error_messages={"required": "Enter your message"},
        validators=[refuse_patient_data],
        widget=forms.Textarea({"rows": 8}),
    )
    website = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, submit: str = "Send", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.initial.setdefault("shown", stamp(now))
        hidden = Div("website", css_class="nhsuk-u-visually-hidden")
        self.helper = form_helper(submit=submit, layout=Layout("name", "email", "text", hidden, "shown"))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("The field that must stay empty was filled in. Empty it, then send again.")
        return ""

    def clean_shown(self) -> str:
        """Take the mark out of the signed stamp of when the form was shown. Raises ValidationError."""
        try:
            shown_at, mark = signing.loads(self.cleaned_data["shown"], salt=__name__)
        except signing.BadSignature:
            self.stamp_again()
            raise ValidationError("Your message has not been sent. Send it again.") from None
        waited = self.now.timestamp() - shown_at
        if waited > LONGEST:
            self.stamp_again()
            raise ValidationError("This page was open for more than a day. Check your message, then send it again.")
        if waited < QUICKEST and not self.errors:  # whoever mends a field has waited long enough by then
            raise ValidationError("That was too quick for us. Wait a few seconds, then send it again.")
        return mark

    def stamp_again(self) -> None:
        """Let the form that is shown with its errors be one that can be sent."""
        self.data = {**self.data.dict(), "shown": stamp(self.now)} if isinstance(self.data, QueryDict) else self.data

    def note(self) -> Note:
        """What was written, of a valid form."""
        found = self.cleaned_data
        return Note(name=found["name"], email=found["email"], text=found["text"], mark=found["shown"])


def stamp(now: datetime) -> str:
    """Sign when a form is shown, with a mark of its own."""
    return signing.dumps([int(now.timestamp()), secrets.token_hex(16)], salt=__name__)
