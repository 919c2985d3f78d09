"""A meeting as a coordinator plans it, in one form: its day and times are London's."""

from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError

from ..local_time import LONDON, NoSuchTime, comes_twice, in_london
from ..models import Meeting
from ..plans import Plan, Refusal, Refused
from ..words import Kind, Mode
from . import conflict
from .guarded import GuardedForm

TIME = {"type": "time"}
FIRST, SECOND = "first", "second"
HOURS = [(FIRST, "the first time, still summer time"), (SECOND, "the second time, after the clocks went back")]
NO_SUCH_TIME = "The clocks go forward that night, so there is no such time. Choose a time before 1am or from 2am."
TWICE = "The clocks go back that night, so this time comes twice. Choose which one you mean."


# Where a form shows what the database or a verb says against a plan.
AT_FIELD = {
    "meeting_minimum_has_a_day_to_decide": "decide_on",
    "meeting_only_training_is_open_to_untrained": "open_to_untrained",
    "meeting_participatory_within_cpd": "participatory_minutes",
    Refusal.ENDS_FIRST: "ends",
    Refusal.PAST: "day",
    Refusal.FAR: "day",
    Refusal.DECIDES_LATE: "decide_on",
    Refusal.NO_VENUE: "venue",
    Refusal.NO_PLACES: "room_capacity",
    Refusal.ROOM_TAKEN: "room_capacity",
    Refusal.ONLINE_TAKEN: "online_capacity",
    Refusal.UNTRAINED_WANTED: "open_to_untrained",
    Refusal.ROOM_WANTED: "mode",
    Refusal.ONLINE_WANTED: "mode",
}
MISSING = {
    "title": "Enter a title.",
    "day": "Enter the day.",
    "begins": "Enter the time at which it starts.",
    "ends": "Enter the time at which it ends.",
    "room_capacity": "Enter how many places the room has, or 0.",
}
# What most meetings never need, folded so that the everyday form stays short.
FOLDED = {
    "Training event, guests": ("kind", "open_to_untrained", "guests_allowed"),
    "Certificates": ("aims", "facilitator", "cpd_minutes", "participatory_minutes"),
    "Enough people to go ahead": ("minimum", "decide_on"),
}


class Folded(NamedTuple):
    """Fields below a heading that opens them; open from the start when something stands in them."""

    title: str
    is_open: bool
    fields: list[forms.BoundField]


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
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Meeting
        fields = (
            *("title", "mode", "venue", "room_capacity", "online_capacity"),
            *("answer_by", "programme", "join_link"),
            *chain.from_iterable(FOLDED.values()),
        )
        widgets = {
            "decide_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "aims": forms.Textarea({"rows": 4, "cols": 60}),
            "answer_by": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "programme": forms.Textarea({"rows": 10, "cols": 60}),
        }
        help_texts = {
            "programme": "One line for each item. A time at the start of a line, such as 2.15pm, becomes a timetable.",
            "open_to_untrained": "Only for a training event.",
            "guests_allowed": "By name, somebody who may not take part yet. A guest holds a place like everybody else.",
            "aims": "What people will be able to do afterwards. They stand on the certificates.",
            "minimum": "In the room and online together. Leave empty when it goes ahead in any case.",
            "decide_on": "On that morning at 9am the meeting’s coordinator is asked, with the numbers.",
        }

    field_order = (
        *("title", "day", "begins", "ends", "hour", "mode", "venue", "room_capacity", "online_capacity"),
        *("answer_by", "join_link", "programme", *chain.from_iterable(FOLDED.values()), "version", "opened"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].widget = forms.HiddenInput()
        for name, words in MISSING.items():
            self.fields[name].error_messages["required"] = words
        if self.instance.pk:
            self.fill_in(self.instance)
            self.initial["opened"] = conflict.opened(self, self.instance)

    def against(self, saved: Meeting) -> tuple["PlanForm", conflict.Conflict]:
        """The form to show again when somebody else saved meanwhile: one more press saves it on top of theirs."""
        theirs = PlanForm(instance=saved)
        found = conflict.between(self, theirs, saved)
        hidden = {name: theirs.initial[name] for name in ("version", "opened")}
        again = PlanForm({**found.merged, **hidden, "hour": self.data.get("hour", "")}, instance=saved)
        return again, found

    def fill_in(self, meeting: Meeting) -> None:
        """Show the moments of a meeting as they are read in London."""
        starts, ends = meeting.starts_at.astimezone(LONDON), meeting.ends_at.astimezone(LONDON)
        self.initial.update(day=starts.date(), begins=starts.time(), ends=ends.time(), version=meeting.version)
        if comes_twice(starts.date(), starts.time()) or comes_twice(ends.date(), ends.time()):
            self.initial["hour"] = SECOND if starts.fold or ends.fold else FIRST
            self.ask_which_hour()

    def everyday(self) -> list[forms.BoundField]:
        """What every meeting needs."""
        folded = set(chain.from_iterable(FOLDED.values()))
        return [field for field in self.visible_fields() if field.name not in folded]

    def folded(self) -> list[Folded]:
        """What few meetings need; nothing that was typed or is wrong hides."""
        rows = ((title, [self[name] for name in names]) for title, names in FOLDED.items())
        return [
            Folded(title, any(field.errors or field.value() not in (None, "", False, Kind.MEETING) for field in f), f)
            for title, f in rows
        ]

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
        self.refuse_beside_fields(cleaned)
        return cleaned

    def refuse_beside_fields(self, cleaned: dict[str, Any]) -> None:
        """Show what a constraint says against the plan at the field where it is put right."""
        known = {name: value for name, value in cleaned.items() if name in self.Meta.fields}
        missing = {name for name in self.Meta.fields if name not in known}
        for constraint in Meeting._meta.constraints:
            if field := AT_FIELD.get(constraint.name):
                try:
                    constraint.validate(Meeting, Meeting(**known), exclude=missing)
                except ValidationError as error:
                    self.add_error(field, error)

    def refuse(self, refused: Refused) -> None:
        """Show why a verb refused the plan, at its field where it has one."""
        self.add_error(AT_FIELD.get(refused.reason), str(refused))

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
