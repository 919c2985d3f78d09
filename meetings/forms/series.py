"""A year of meetings in one form of five fields, and each of its dates to move or to leave out."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..models import Series, Venue
from ..models.series import Every, Week, Weekday
from ..series import rhythm
from ..words import Mode
from .guarded import GuardedForm
from .planning import TIME

YEARS = 4  # further nobody plans, and the rules of the clocks are not known
PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*(h|hr|hrs|hour|hours|m|min|mins|minute|minutes)\b", re.IGNORECASE)
LENGTH = re.compile(rf"\s*{PART.pattern}(?:\s*(?:,|and)?\s*{PART.pattern})?\s*", re.IGNORECASE)
ONLINE = "online"
OF_THE_RHYTHM = ("first_date", "every", "week", "weekday", "begins")


def a_day(**options: Any) -> forms.DateField:
    wrong = {"invalid": "Enter a day that exists, such as 2026-12-10."}
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, error_messages=wrong, **options)


def a_time(**options: Any) -> forms.TimeField:
    wrong = {"invalid": "Enter a time, such as 14:00."}
    return forms.TimeField(widget=forms.TimeInput(TIME, format="%H:%M"), error_messages=wrong, **options)


class LengthField(forms.Field):
    """Takes "2 hours", "90 minutes", "1 hour 30 minutes"; gives minutes."""

    def prepare_value(self, value: Any) -> Any:
        return rhythm.length_in_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))[:40]
        if not LENGTH.fullmatch(text):
            raise ValidationError("Enter the length in hours or minutes, such as 2 hours or 90 minutes.")
        parts = [(float(number.replace(",", ".")), unit[0].lower()) for number, unit in PART.findall(text)]
        minutes = round(sum(number * (60 if unit == "h" else 1) for number, unit in parts))
        if not 15 <= minutes <= 720:
            raise ValidationError("A meeting lasts from 15 minutes to 12 hours.")
        return minutes


class SeriesForm(GuardedForm, forms.Form):
    """What a series is: title, first date, rhythm, place, length."""

    title = forms.CharField(label="Title", max_length=120)
    first_date = a_day(label="First date", help_text="The first day on which it may begin.")
    every = forms.TypedChoiceField(label="How often", choices=Every.choices, coerce=int)
    week = forms.TypedChoiceField(label="Which one in the month", choices=Week.choices, coerce=int)
    weekday = forms.TypedChoiceField(label="Day of the week", choices=Weekday.choices, coerce=int)
    begins = a_time(label="Starts")
    place = forms.ChoiceField(label="Place")
    length = LengthField(label="Length", help_text="Such as 2 hours or 90 minutes.")

    def __init__(self, data: Any, *, series: Series, today: date) -> None:
        super().__init__(data, initial=initial(series))
        self.today, self.shown = today, series
        self.fields["place"].choices = places()  # type: ignore[attr-defined]

    def clean_first_date(self) -> date:
        day = self.cleaned_data["first_date"]
        if day < self.today:
            raise ValidationError("This date is in the past. Choose today or later.")
        if day > latest(self.today):
            raise ValidationError(f"Choose a day within the next {YEARS} years.")
        return day

    def series(self) -> Series:
        """The series that a valid form describes; not saved."""
        said = self.cleaned_data
        mode, venue = read_place(said["place"])
        plan = {name: said[name] for name in OF_THE_RHYTHM if name in said}
        return Series(title=said["title"], **plan, minutes=said["length"], mode=mode, venue=venue)


def initial(series: Series) -> dict[str, Any]:
    plan = {name: getattr(series, name) for name in ("title", *OF_THE_RHYTHM)}
    return {**plan, "place": said_place(series), "length": series.minutes}


def places() -> list[tuple[str, str]]:
    """Each venue with and without people online, or online only."""
    found = []
    for venue in Venue.objects.all():
        found.append((f"{Mode.HYBRID}-{venue.pk}", f"{venue}, and online"))
        found.append((f"{Mode.ROOM}-{venue.pk}", f"{venue}, in the room only"))
    return [*found, (ONLINE, "Online only")]


def said_place(series: Series) -> str:
    return f"{series.mode}-{series.venue_id}" if series.venue_id and series.mode != Mode.ONLINE else ONLINE


def read_place(place: str) -> tuple[Mode, Venue | None]:
    mode, _, venue = place.partition("-")
    return Mode(mode), Venue.objects.get(pk=venue) if venue else None


def latest(today: date) -> date:
    return today + timedelta(days=365 * YEARS)
