"""What a supervisor says of the supervision they offer, and what a trainee adds to their request."""

from typing import Any

from django import forms

from look.forms import DateField, HintedRadios, form_helper

from ..guard import refuse_patient_data
from ..models import Area, Member, Offer
from ..models.places import FOR, MOST_PLACES, Purpose
from ..places.words import DAYS
from ..stages import CaseMode, Format
from ..switches import OFFER_HINTS, Audience

COLUMNS = {CaseMode.IN_PERSON: "in_person", CaseMode.REMOTE: "remote"}


class OfferForm(forms.Form):
    """One short form; what is usual is filled in."""

    format = forms.ChoiceField(label="How do you supervise?", choices=Format.choices, widget=forms.RadioSelect)
    where = forms.MultipleChoiceField(
        label="Where do you meet?",
        choices=CaseMode.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say whether you meet in person, remotely, or both"},
    )
    area = forms.ModelChoiceField(
        label="Area, if you meet in person", queryset=Area.objects.all(), required=False, empty_label="Choose an area"
    )
    for_whom = forms.MultipleChoiceField(
        label="Whom is it for?",
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say whom the offer is for"},
    )
    days = forms.TypedMultipleChoiceField(
        label="On which days?",
        help_text="Leave all empty if any day can be arranged.",
        choices=list(enumerate(DAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    places = forms.IntegerField(
        label="How many places?",
        help_text="All of them, those who have one already too.",
        min_value=0,
        max_value=MOST_PLACES,
        error_messages={"required": "Enter how many places you have"},
    )
    fee_note = forms.CharField(
        label="What it costs",
        help_text="For example, no charge for NHS colleagues",
        max_length=160,
        required=False,
        validators=[refuse_patient_data],
    )
    from_on = DateField(label="From when?", help_text="Leave it empty if a place is free now.", required=False)
    audience = forms.ChoiceField(label="Who sees it?", choices=Audience.choices, widget=HintedRadios(OFFER_HINTS))

    def __init__(self, data: Any = None, *, supervisor: Member, offer: Offer | None = None, submit: str) -> None:
        super().__init__(data, initial=of_offer(offer) if offer else usual(supervisor))
        self.helper = form_helper(submit=submit)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if CaseMode.IN_PERSON in found.get("where", []) and not found.get("area"):
            self.add_error("area", "Choose the area in which you meet")
        return found

    def said(self) -> dict[str, Any]:
        """What a valid form says, as `offers.make` takes it."""
        said = dict(self.cleaned_data)
        where, whom = said.pop("where"), said.pop("for_whom")
        said |= {column: mode in where for mode, column in COLUMNS.items()}
        said |= {column: purpose in whom for purpose, column in FOR.items()}
        return said | {"days": sum(1 << day for day in said["days"])}


class NoteForm(forms.Form):
    """A word to the supervisor."""

    note = forms.CharField(
        label="A word to the supervisor",
        help_text="For example, when you want to begin. Never anything about a patient.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_patient_data],
    )

    def __init__(self, data: Any = None, *, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        self.helper = form_helper(submit="Save this note")


def usual(supervisor: Member) -> dict[str, Any]:
    """What most who offer supervision say."""
    return {
        **{"format": Format.INDIVIDUAL, "where": [CaseMode.REMOTE], "for_whom": [Purpose.TRAINING_CASE]},
        **{"area": supervisor.area_id, "places": 1, "audience": Audience.MEMBERS},
    }


def of_offer(offer: Offer) -> dict[str, Any]:
    kept = {name: getattr(offer, name) for name in ("format", "area", "places", "fee_note", "from_on", "audience")}
    return kept | {
        "where": [mode for mode, column in COLUMNS.items() if getattr(offer, column)],
        "for_whom": [purpose for purpose, column in FOR.items() if getattr(offer, column)],
        "days": [day for day in range(len(DAYS)) if offer.days & (1 << day)],
    }
