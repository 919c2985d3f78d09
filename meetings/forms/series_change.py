"""What a coordinator changes of a series that has begun, and for which of its meetings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from look import words

from ..models import Meeting, Series
from ..models.series import Week, Weekday
from ..series.changing import Change, Scope
from .guarded import GuardedForm
from .series import LengthField, a_time, initial, places, read_place


class ChangeForm(GuardedForm, forms.Form):
    """Title, day, time, place and length from now on; how often and the first date stay."""

    title = forms.CharField(label="Title", max_length=120)
    week = forms.TypedChoiceField(label="Which one in the month", choices=Week.choices, coerce=int)
    weekday = forms.TypedChoiceField(label="Day of the week", choices=Weekday.choices, coerce=int)
    begins = a_time(label="Starts")
    place = forms.ChoiceField(label="Place")
    length = LengthField(label="Length", help_text="Such as 2 hours or 90 minutes.")
    scope = forms.ChoiceField(
        label="For which meetings", choices=Scope.choices, widget=forms.RadioSelect, initial=Scope.ALL
    )
    start = forms.ChoiceField(label="Which one", required=False)
    moved_too = forms.BooleanField(
        label="Change also the meetings that somebody moved by hand",
        required=False,
        help_text="Otherwise they stay as they are.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, series: Series, meetings: Sequence[Meeting], start: str) -> None:
        chosen = {"scope": Scope.LATER, "start": start} if start else {}
        super().__init__(data, initial={**initial(series), "version": series.version, **chosen})
        self.before, self.meetings = series, {str(meeting.pk): meeting for meeting in meetings}
        self.fields["place"].choices = places()  # type: ignore[attr-defined]
        days = [(pk, words.moment(meeting.starts_at)) for pk, meeting in self.meetings.items()]
        self.fields["start"].choices = [("", "–"), *days]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("scope") in (Scope.ONE, Scope.LATER) and not said.get("start") and "start" not in self.errors:
            self.add_error("start", ValidationError("Choose the meeting."))
        return said

    def change(self) -> Change:
        """What a valid form decides, for the verb."""
        said = self.cleaned_data
        mode, venue = read_place(said["place"])
        plan = {name: said[name] for name in ("title", "week", "weekday", "begins")}
        after = Series(**plan, minutes=said["length"], mode=mode, venue=venue)
        start = None if said["scope"] == Scope.ALL else self.meetings[said["start"]]
        return Change(after, Scope(said["scope"]), start, said["moved_too"])

    def seen(self) -> Series:
        """The series as it was when the form was opened."""
        return Series(pk=self.before.pk, version=self.cleaned_data["version"])


class EndForm(GuardedForm, forms.Form):
    """A series ends; its meetings to come stay, or are cancelled with a reason."""

    KEEP, CANCEL = "keep", "cancel"

    meetings = forms.ChoiceField(
        label="The meetings to come",
        choices=[(KEEP, "stay as they are"), (CANCEL, "are cancelled")],
        widget=forms.RadioSelect,
        initial=KEEP,
    )
    why = forms.CharField(
        label="Why they are cancelled",
        max_length=300,
        required=False,
        help_text="Only if they are cancelled. Everyone who gets the message reads this.",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("meetings") == self.CANCEL and not said.get("why") and "why" not in self.errors:
            self.add_error("why", ValidationError("Say why the meetings are cancelled."))
        return said

    def why_cancelled(self) -> str:
        return self.cleaned_data["why"] if self.cleaned_data["meetings"] == self.CANCEL else ""
