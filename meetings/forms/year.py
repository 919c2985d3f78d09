"""The dates of a year ahead on one page: each can be moved or left out before anything is saved."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms

from look import words

from .. import clashes
from ..local_time import LONDON, NoSuchTime, comes_twice, in_london
from ..models import Series
from ..series import ahead, rhythm
from ..series.making import Chosen
from .planning import HOURS, NO_SUCH_TIME, SECOND, TWICE
from .series import YEARS, a_day, a_time, latest

TOGETHER = "Two meetings on this day. Move one of them, or leave it out."


class DateForm(forms.Form):
    """One date of the rhythm: whether it takes place, and its day and time, as meant or moved."""

    takes_place = forms.BooleanField(required=False)
    day = a_day(label="Day", required=False)
    begins = a_time(label="Starts", required=False)
    hour = forms.ChoiceField(label="Which of the two", choices=[("", "–"), *HOURS], required=False)
    meant = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Mapping[str, Any], date: date, *, series: Series, takes_place: bool, now: datetime
    ) -> None:
        self.date, self.now, self.series = date, now, series
        self.starts_at: datetime | None = None
        self.clashes: list[str] = []
        meant = {"day": f"{date}", "begins": f"{series.begins:%H:%M}"}
        super().__init__(said(data, f"{date}", meant, takes_place=takes_place), prefix=f"{date}")
        self.fields["takes_place"].label = words.day(date)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not answers.get("takes_place"):
            self.errors.clear()
        elif not self.errors:
            self.starts_at = self.moment(answers["day"], answers["begins"], answers["hour"])
        return answers

    def moment(self, day: date | None, clock: Any, hour: str) -> datetime | None:
        """Put day and time together; ask which one when the time comes twice, refuse it when it never comes."""
        if day is None or clock is None:
            self.add_error("day", "Enter both day and time, or leave this date out.")
        elif not self.now.astimezone(LONDON).date() <= day <= latest(self.now.date()):
            self.add_error("day", f"Choose a day from today on, within the next {YEARS} years.")
        elif comes_twice(day, clock) and not hour:
            self.add_error("hour", TWICE)
        else:
            return self.in_time(day, clock, hour)
        return None

    def in_time(self, day: date, clock: Any, hour: str) -> datetime | None:
        try:
            starts_at = in_london(day, clock, second=hour == SECOND)
        except NoSuchTime:
            self.add_error("begins", NO_SUCH_TIME)
            return None
        if starts_at <= self.now:
            self.add_error("begins", "This time is in the past.")
        return starts_at

    @property
    def ends_at(self) -> datetime | None:
        return rhythm.end_of(self.series, self.starts_at) if self.starts_at else None

    @property
    def asks_hour(self) -> bool:
        return bool(self["hour"].errors or self["hour"].value())

    @property
    def moved(self) -> bool:
        return bool(self.starts_at) and f"{self['day'].value()} {self['begins'].value()}" != self["meant"].value()

    def look_for_clashes(self) -> None:
        if self.starts_at and self.ends_at:
            self.clashes = clashes.of(self.starts_at, self.ends_at, self.series.venue, beside=None)
        else:
            self.clashes = [*clashes.of_day(self.date)]


def said(data: Mapping[str, Any], prefix: str, meant: dict[str, str], *, takes_place: bool) -> dict[str, Any]:
    """What was posted about a date; one that was not moved by hand follows the rhythm as it is now."""
    now_meant = f"{meant['day']} {meant['begins']}"
    answers = {"takes_place": "on" if takes_place else "", **meant, "hour": ""}
    if f"{prefix}-meant" in data:
        posted = {name: data.get(f"{prefix}-{name}", "") for name in answers}
        stays = f"{posted['day']} {posted['begins']}" == data[f"{prefix}-meant"]
        answers = posted | (meant if stays else {})
    return {f"{prefix}-{name}": value for name, value in {**answers, "meant": now_meant}.items()}


class Year:
    """The year that a series has ahead, as it was posted so far."""

    def __init__(self, series: Series, data: Mapping[str, Any], now: datetime) -> None:
        self.series = series
        days = ahead.year_ahead(series, now.astimezone(LONDON).date())
        out = ahead.left_out(series, days)
        self.dates = [DateForm(data, day, series=series, takes_place=day not in out, now=now) for day in days]
        for each in self.dates:
            each.full_clean()
        self.refuse_two_on_a_day()
        for each in self.dates:
            each.look_for_clashes()

    def refuse_two_on_a_day(self) -> None:
        days = [each.starts_at.astimezone(LONDON).date() if each.starts_at else None for each in self.dates]
        for place, (each, day) in enumerate(zip(self.dates, days, strict=True)):
            if day and day in days[:place]:
                each.add_error("day", TOGETHER)

    @property
    def is_valid(self) -> bool:
        return not any(each.errors for each in self.dates)

    @property
    def held(self) -> list[DateForm]:
        """The dates that take place, in the order of their days."""
        return sorted((each for each in self.dates if each.starts_at), key=lambda each: str(each.starts_at))

    def chosen(self) -> list[Chosen]:
        """What a valid year decides, for the verbs."""
        return [Chosen(each.date, each.starts_at) for each in self.dates]

    def seal(self, recipients: int) -> str:
        """Stands for all that the page shows: what is confirmed is what was seen."""
        series = self.series
        where = f"{series.mode} {series.venue_id}"
        plan = [series.title, rhythm.in_words(series), series.minutes, where, series.version]
        shown = [(str(each.date), str(each.starts_at), each.clashes) for each in self.dates]
        return hashlib.sha256(repr((plan, shown, recipients)).encode()).hexdigest()[:32]
