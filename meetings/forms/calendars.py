"""How meetings come into my calendar, and what my own calendar holds besides them."""

from typing import Any

from django import forms

from look.forms import HintedCheckboxes, HintedRadios, form_helper

from ..models import Feed
from ..words import CalendarBy

HINTS = {
    CalendarBy.INVITATIONS: "Each meeting comes as an invitation, which you answer with the buttons of your own mail "
    "program. A change is in your calendar as soon as its message is.",
    CalendarBy.FEED: "Your calendar program reads one of the links below. A change shows when it next looks. "
    "Invitations that you have are taken back.",
    CalendarBy.BOTH: "You see each meeting twice: once from the invitation, once from the link.",
    CalendarBy.NEITHER: "We write to you in words alone. Invitations that you have are taken back.",
}
RINGS = (
    "Apple Calendar and Thunderbird ring. Outlook and Google take no alarm from a calendar that they read by a link."
)


class CalendarByForm(forms.Form):
    """One choice of four, each with what it means."""

    calendar_by = forms.ChoiceField(
        label="How should meetings come into your calendar?",
        choices=CalendarBy.choices,
        widget=HintedRadios({choice.value: hint for choice, hint in HINTS.items()}),
        error_messages={"required": "Choose how meetings should come into your calendar"},
    )

    def __init__(self, data: Any = None, *, chosen: CalendarBy) -> None:
        super().__init__(data, initial={"calendar_by": chosen})
        self.helper = form_helper(submit="Save")


class OwnCalendarForm(forms.Form):
    """What else stands in one's own calendar."""

    besides = forms.MultipleChoiceField(
        label="Besides the meetings, show",
        required=False,
        choices=[("with_pathway", "The last days of my pathway"), ("with_alarm", "An alarm the day before")],
        widget=HintedCheckboxes({"with_alarm": RINGS}),
    )

    def __init__(self, data: Any = None, *, feed: Feed) -> None:
        chosen = {"with_pathway": feed.with_pathway, "with_alarm": feed.with_alarm}
        super().__init__(data, initial={"besides": [name for name, is_on in chosen.items() if is_on]})

    def chosen(self) -> dict[str, bool]:
        """Each with whether it was ticked."""
        return {name: name in self.cleaned_data["besides"] for name in ("with_pathway", "with_alarm")}
