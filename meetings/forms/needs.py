"""What somebody needs in order to take part and to eat with the others, with their consent."""

from typing import Any

from django import forms

from look.forms import form_helper
from members.models import Member

from ..models import Need
from ..needs import CONSENT, TO_EAT, TO_TAKE_PART
from .guarded import GuardedForm


class NeedsForm(GuardedForm, forms.Form):
    """Two groups to tick, a field for something else, and consent."""

    take_part = forms.MultipleChoiceField(
        label="To take part",
        required=False,
        choices=[(kind.value, kind.label) for kind in TO_TAKE_PART],
        widget=forms.CheckboxSelectMultiple,
    )
    eat = forms.MultipleChoiceField(
        label="To eat with the others",
        required=False,
        choices=[(kind.value, kind.label) for kind in TO_EAT],
        widget=forms.CheckboxSelectMultiple,
    )
    other = forms.CharField(
        label="Something else",
        required=False,
        max_length=200,
        help_text="In a few words, and no more about your health than we need in order to help.",
        error_messages={"max_length": "Something else must be 200 characters or less"},
    )
    consent = forms.BooleanField(
        label=CONSENT, error_messages={"required": "Tick that you agree. Without that we may not keep it"}
    )

    def __init__(self, data: Any = None, *, member: Member) -> None:
        told = list(Need.objects.filter(member=member))
        kinds = [need.kind for need in told]
        detail = next((need.detail for need in told if need.detail), "")
        super().__init__(data, initial={"take_part": kinds, "eat": kinds, "other": detail})
        self.helper = form_helper(submit="Save what I need")
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("take_part", "eat", "other")):
            self.add_error("take_part", "Choose what you need. If it is nothing, press the button above")
        return cleaned

    def kinds(self) -> list[str]:
        return [*self.cleaned_data["take_part"], *self.cleaned_data["eat"]]
