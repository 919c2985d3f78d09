"""A meeting as a coordinator plans it, in one form: its day and times are London's."""

from datetime import date, datetime
from typing import Any, cast

from django import forms

from ..local_time import LONDON, NoSuchTime, comes_twice, in_london
from ..models import Meeting
from ..plans import Plan
from ..words import Mode
from .guarded import GuardedForm

TIME = {"type": "time"}
FIRST, SECOND = "first", "second"
HOURS = [(FIRST, "the first time, still summer time"), (SECOND, "the second time, after the clocks went back")]
NO_SUCH_TIME = "The clocks go forward that night, so there is no such time. Choose a time before 1am or from 2am."
TWICE = "The clocks go back that night, so this time comes twice. Choose which one you mean."


class PlanForm(GuardedForm, forms.ModelForm):
    day = forms.DateField(label="Day", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label="Starts", widget=forms.TimeInput(TIME, format="%H:%M"), help_text="UK time.")
    ends = forms.TimeField(label="Ends", widget=forms.TimeInput(TIME, format="%H:%M"))
    hour = forms.ChoiceField(
        label="Which of the two", choices=[("", "–"), *HOURS], required=False, help_text="Only when the clocks go back."
    )
    join_link = forms.URLField(
        label="Link to join online",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Shown only to those who hold a place.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Meeting
        fields = (
            *("title", "mode", "venue", "room_capacity", "online_capacity"),
            *("answer_by", "programme", "join_link"),
        )
        widgets = {
            "answer_by": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "programme": forms.Textarea({"rows": 10, "cols": 60}),
        }
        help_texts = {
            "programme": "One line for each item. A time at the start of a line, such as 2.15pm, becomes a timetable.",
        }

    field_order = (
        *("title", "day", "begins", "ends", "hour", "mode", "venue", "room_capacity", "online_capacity"),
        *("answer_by", "join_link", "programme", "version"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].widget = forms.HiddenInput()
        if self.instance.pk:
            self.fill_in(self.instance)

    def fill_in(self, meeting: Meeting) -> None:
        """Show the moments of a meeting as they are read in London."""
        starts, ends = meeting.starts_at.astimezone(LONDON), meeting.ends_at.astimezone(LONDON)
        self.initial.update(day=starts.date(), begins=starts.time(), ends=ends.time(), version=meeting.version)
        if comes_twice(starts.date(), starts.time()) or comes_twice(ends.date(), ends.time()):
            self.initial["hour"] = SECOND if starts.fold or ends.fold else FIRST
            self.ask_which_hour()

    def ask_which_hour(self) -> None:
        """Only on the one night of the year when it matters."""
        self.fields["hour"].widget = forms.Select(choices=[("", "–"), *HOURS])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, venue, capacity = (cleaned.get(name) for name in ("day", "venue", "room_capacity"))
        self.moments = {
            "starts_at": self.moment(day, "begins", cleaned),
            "ends_at": self.moment(day, "ends", cleaned),
        }
        if cleaned.get("mode") != Mode.ONLINE and venue and venue.capacity and (capacity or 0) > venue.capacity:
            self.add_error("room_capacity", f"{venue} has {venue.capacity} seats.")
        return cleaned

    def moment(self, day: date | None, name: str, cleaned: dict[str, Any]) -> datetime | None:
        """Put a day and a time together; ask which one when the time comes twice, refuse it when it never comes."""
        clock = cleaned.get(name)
        if day is None or clock is None:
            return None
        if comes_twice(day, clock):
            self.ask_which_hour()
            if not cleaned.get("hour") and "hour" not in self.errors:
                self.add_error("hour", TWICE)
        try:
            return in_london(day, clock, second=cleaned.get("hour") == SECOND)
        except NoSuchTime:
            self.add_error(name, NO_SUCH_TIME)
            return None

    def plan(self) -> Plan:
        """What a valid form decides, for the verbs."""
        return cast(Plan, {**{name: self.cleaned_data[name] for name in self.Meta.fields}, **self.moments})

    def seen(self) -> Meeting:
        """The meeting as the coordinator saw it when they opened the form."""
        return Meeting(pk=self.instance.pk, slug=self.instance.slug, version=self.cleaned_data["version"] or 0)


class CancelForm(GuardedForm, forms.Form):
    why = forms.CharField(label="Why", max_length=300, help_text="Everyone who gets the message reads this.")
