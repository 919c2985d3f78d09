"""An answer as one tap: each button is one choice."""

from django import forms

from ..asking import PASSES
from ..rsvp import Said
from ..words import Choice

# Wait for the room and take a place online until it comes.
MEANWHILE = "room-online-meanwhile"
# Leave a place that is offered to the next person, and wait on.
LET_GO = PASSES


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        choices=[
            *Choice.choices,
            (MEANWHILE, "Wait for the room, online meanwhile"),
            (LET_GO, "Let the place pass on"),
        ],
        error_messages={"required": "Choose an answer.", "invalid_choice": "Choose one of the answers."},
    )

    def clean_answer(self) -> Said:
        answer = self.cleaned_data["answer"]
        if answer == LET_GO:
            return Said("", passes=True)
        return Said(Choice.ROOM, meanwhile=True) if answer == MEANWHILE else Said(Choice(answer))
