"""Appointing somebody and ending an appointment: whom, as what, for which areas, and why."""

from typing import Any

from django import forms

from accounts import addresses
from look.forms import Several

from ..guard import refuse_patient_data
from ..models import Area
from ..models.history import OfficeKind

UNKNOWN = "Nobody signs in with this address. Ask them to sign in by code first."


class EndForm(forms.Form):
    """Why; it is kept, and they read it."""

    why = forms.CharField(
        label="Why",
        max_length=300,
        help_text="Kept with the appointment. They read it in the message that tells them.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        validators=[refuse_patient_data],
    )


class AppointForm(EndForm):
    """Somebody who has signed in before, what they become, and a coordinator's areas."""

    email = forms.EmailField(label="Their e-mail address", help_text="With this address they sign in.")
    office = forms.ChoiceField(label="Appoint them as", choices=OfficeKind)
    areas = Several(
        Area.objects.all(),
        label="For which areas",
        required=False,
        help_text="Only a coordinator is appointed for certain areas. Choose none for the whole network.",
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("email", "office", "areas", "why")

    def clean(self) -> dict[str, Any]:
        """Find whose address it is."""
        said = super().clean() or {}
        if email := said.get("email"):
            said["user"] = addresses.owner(email)
            if said["user"] is None:
                self.add_error("email", UNKNOWN)
        return said
