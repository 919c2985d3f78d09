"""For which period somebody wants their statement, and what they write for themselves about a meeting."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from look.forms import DateField, form_helper
from members.guard import refuse_patient_data

from ..cpd.periods import Period, Span, calendar_year, up_to
from ..models import Reflection

ROLLING = {
    Span.TWO_YEARS: "Two years up to a day (HCPC)",
    Span.THREE_YEARS: "Three years up to a day (NMC)",
}
EARLIEST, YEARS_AHEAD = 2008, 5


class PeriodForm(forms.Form):
    """A calendar year from a list, or two or three years up to a day; without a day they end today."""

    period = forms.ChoiceField(label="Period", error_messages={"invalid_choice": "Choose one of the periods"})
    until = DateField(
        label="Last day of the two or three years",
        noun="last day",
        required=False,
        help_text="Leave empty for today. A calendar year needs no day.",
    )

    def __init__(self, *args: Any, years: Sequence[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        named = [(str(year), f"Calendar year {year} (BPC)") for year in years]
        self.fields["period"].choices = [*named, *ROLLING.items()]  # type: ignore[attr-defined]
        self.helper = form_helper(submit="Show", method="get")

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and not EARLIEST <= until.year <= self.today.year + YEARS_AHEAD:
            raise ValidationError(f"The last day must be between {EARLIEST} and {self.today.year + YEARS_AHEAD}")
        return until

    def chosen(self) -> Period:
        """The period of a valid form; the calendar year of today for one that was not filled in or has mistakes."""
        if not self.is_valid():
            return calendar_year(self.today.year)
        period = self.cleaned_data["period"]
        if period in ROLLING:
            return up_to(self.cleaned_data["until"] or self.today, Span(period))
        return calendar_year(int(period))


class ReflectionForm(forms.Form):
    text = forms.CharField(
        label="What you take from it",
        required=False,
        max_length=Reflection._meta.get_field("text").max_length,
        help_text="Only you read this. Empty it to take it away.",
        validators=[refuse_patient_data],
        widget=forms.Textarea({"rows": 10}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit="Save")
