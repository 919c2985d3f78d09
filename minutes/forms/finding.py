"""The question of the search: one field, in the address, so that it can be kept and sent to a colleague."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from look.forms import form_helper

from ..finding import words_of

TOO_SHORT = "Type a word of at least two letters or digits"


class FindForm(forms.Form):
    words = forms.CharField(
        label="Words",
        max_length=200,
        required=False,
        help_text="You find what holds all your words. Capitals and accents make no difference.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("Search", method="get")

    def clean_words(self) -> list[str]:
        """The folded words, or none where nothing is asked. Raises ValidationError."""
        query = self.cleaned_data["words"]
        words = words_of(query)
        if query and not any(len(word) > 1 for word in words):
            raise ValidationError(TOO_SHORT, code="short")
        return words
