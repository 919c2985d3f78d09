"""What a coordinator says when they verify evidence or set it aside."""

from django import forms
from django.contrib.admin.helpers import ActionForm

from ..models.evidence import SetAside
from ..stages import Against

# Taking a claim back is its writer's own deed.
REASONS = [(why.value, why.label) for why in SetAside if why != SetAside.TAKEN_BACK]
# The same in as few words as a list of choices has room for.
IN_SHORT = {
    SetAside.NOT_ON_LIST: "not on the list",
    SetAside.NO_PROOF: "nothing to see",
    SetAside.DATE: "another date",
    SetAside.TWICE: "here twice",
    SetAside.SUPERVISOR: "the supervisor says no",
}


class VerifyForm(forms.Form):
    against = forms.ChoiceField(label="Checked against", choices=[("", "choose"), *Against.choices])


class SetAsideForm(forms.Form):
    why = forms.ChoiceField(label="Why, as they will read it", choices=REASONS, widget=forms.RadioSelect)


class EvidenceActionForm(ActionForm):
    """Django's choice of an action, and what each of ours asks."""

    against = forms.ChoiceField(
        label="To verify, checked against", choices=[("", "choose"), *Against.choices], required=False
    )
    why = forms.ChoiceField(label="To set aside, why", choices=[("", "choose"), *IN_SHORT.items()], required=False)
