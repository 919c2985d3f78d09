"""A date poll as a coordinator asks it, and as a member answers it."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils import timezone

from look import words

from .. import plans
from ..local_time import NoSuchTime, comes_twice, in_london
from ..models import Poll, PollDate
from ..polls import MOST_DATES, Refusal
from ..words import Availability, Mode
from .guarded import GuardedForm
from .planning import HOURS, NO_SUCH_TIME, SECOND, TIME, TWICE

ROWS = range(1, MOST_DATES + 1)
LATER_DAY = re.compile(r"day_(\d{1,3})")


class Row(NamedTuple):
    """The fields of one date; `hour` is shown only on the night when a time comes twice."""

    number: int
    day: BoundField
    begins: BoundField
    hour: BoundField


class PollForm(GuardedForm, forms.ModelForm):
    """What, where and how long, and up to eight dates of which empty ones count for nothing."""

    minutes = forms.IntegerField(label="Length in minutes", min_value=15, max_value=720, initial=120)

    class Meta:
        model = Poll
        fields = ("title", "mode", "venue", "room_capacity", "minutes", "answer_by")
        widgets = {"answer_by": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in ROWS:
            day = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            self.fields[f"day_{number}"] = forms.DateField(label="Day", required=False, widget=day)
            clock = forms.TimeInput(TIME, format="%H:%M")
            self.fields[f"begins_{number}"] = forms.TimeField(label="Starts", required=False, widget=clock)
            self.fields[f"hour_{number}"] = forms.ChoiceField(
                label="Which of the two", choices=[("", "–"), *HOURS], required=False, widget=forms.HiddenInput
            )

    @property
    def about(self) -> list[BoundField]:
        return [self[name] for name in self.Meta.fields]

    @property
    def rows(self) -> list[Row]:
        return [Row(number, *(self[f"{name}_{number}"] for name in ("day", "begins", "hour"))) for number in ROWS]

    def clean(self) -> dict[str, Any]:
        cleaned, now = super().clean(), timezone.now()
        self.dates = list(self.moments(cleaned, now))
        if any(number > MOST_DATES for number in self.days_sent()):
            self.add_error(None, Refusal.TOO_MANY.label)
        if not self.dates and not self.errors:
            self.add_error("day_1", Refusal.NO_DATE.label)
        if cleaned.get("mode") != Mode.ONLINE:
            self.check_room(cleaned)
        if cleaned.get("answer_by") and cleaned["answer_by"] < timezone.localdate(now):
            self.add_error("answer_by", "This day has passed. Choose today or a later day.")
        return cleaned

    def days_sent(self) -> Iterator[int]:
        """The numbers of the days that were sent, also of those that the form does not ask for."""
        return (int(found[1]) for name in self.data if self.data[name] and (found := LATER_DAY.fullmatch(name)))

    def check_room(self, cleaned: dict[str, Any]) -> None:
        """The meeting that comes of it is announced at once, so people must be able to find it."""
        venue, capacity = cleaned.get("venue"), cleaned.get("room_capacity") or 0
        if venue is None and "venue" not in self.errors:
            self.add_error("venue", "A meeting in a room needs a venue.")
        if capacity < 1 and "room_capacity" not in self.errors:
            self.add_error("room_capacity", "A meeting in a room needs places in the room.")
        if venue and venue.capacity and capacity > venue.capacity:
            self.add_error("room_capacity", f"{venue} has {venue.capacity} seats.")

    def moments(self, cleaned: dict[str, Any], now: datetime) -> Iterator[datetime]:
        """The dates that were entered, each wrong one said beside itself."""
        seen = set()
        for number in ROWS:
            day, begins = cleaned.get(f"day_{number}"), cleaned.get(f"begins_{number}")
            moment = self.moment(number, day, begins, cleaned.get(f"hour_{number}") or "")
            if moment is None:
                continue
            if moment <= now:
                self.add_error(f"day_{number}", Refusal.PAST.label)
            elif plans.far(moment, now):
                self.add_error(f"day_{number}", plans.Refusal.FAR.label)
            elif moment in seen:
                self.add_error(f"day_{number}", Refusal.TWICE.label)
            seen.add(moment)
            yield moment

    def moment(self, number: int, day: date | None, begins: time | None, hour: str) -> datetime | None:
        """Put a day and a time together; ask which one when it comes twice, refuse what never comes."""
        if day is None or begins is None:
            self.ask_for_both(number, day, begins)
            return None
        if comes_twice(day, begins):
            self.fields[f"hour_{number}"].widget = forms.Select(choices=[("", "–"), *HOURS])
            if not hour:
                self.add_error(f"hour_{number}", TWICE)
                return None
        try:
            return in_london(day, begins, second=hour == SECOND)
        except NoSuchTime:
            self.add_error(f"begins_{number}", NO_SUCH_TIME)
            return None

    def ask_for_both(self, number: int, day: date | None, begins: time | None) -> None:
        wrong = {f"day_{number}", f"begins_{number}"} & self.errors.keys()
        if day and not wrong:
            self.add_error(f"begins_{number}", "Enter the time too.")
        if begins and not wrong:
            self.add_error(f"day_{number}", "Enter the day too.")


class DatesForm(forms.Form):
    """One question for each date; a date may stay open, but not all of them."""

    def __init__(self, data: Any = None, *, dates: list[PollDate], said: dict[int, str]) -> None:
        super().__init__(data, initial={f"date_{pk}": answer for pk, answer in said.items()})
        self.dates = dates
        for each in dates:
            self.fields[f"date_{each.pk}"] = forms.ChoiceField(
                label=words.moment(each.starts_at),
                choices=Availability.choices,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose yes, if need be, or no"},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.dates and not self.errors and not any(cleaned.values()):
            self.add_error(f"date_{self.dates[0].pk}", "Choose an answer for at least one date")
        return cleaned

    def said(self) -> dict[int, str]:
        """The answers by the key of their date, without those that stay open."""
        answers = {each.pk: self.cleaned_data.get(f"date_{each.pk}") for each in self.dates}
        return {pk: answer for pk, answer in answers.items() if answer}
