"""An answer as one tap: each button is one choice."""

from typing import NamedTuple

from django import forms

from ..words import Choice

# Wait for the room and take a place online until it comes.
MEANWHILE = "room-online-meanwhile"


class Said(NamedTuple):
    choice: Choice
    meanwhile: bool


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        choices=[*Choice.choices, (MEANWHILE, "Wait for the room, online meanwhile")],
        error_messages={"required": "Choose an answer.", "invalid_choice": "Choose one of the answers."},
    )

    def clean_answer(self) -> Said:
        answer = self.cleaned_data["answer"]
        return Said(Choice.ROOM, meanwhile=True) if answer == MEANWHILE else Said(Choice(answer), meanwhile=False)
