"""What can be said beside an answer: by when one will know, and a few words to the coordinator."""

from typing import Any

from django import forms
from django.urls import reverse

from look.forms import form_helper

from ..models import Meeting
from .guarded import GuardedForm

NOTHING_ABOUT_PATIENTS = "Nothing about patients: no names, no cases, no dates of birth."


class DecideForm(forms.Form):
    """One press with the day that is suggested, or another day."""

    day = forms.DateField(
        label="I will know by",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day by which you will know", "invalid": "Enter a real day"},
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(data, auto_id="decide-%s", **kwargs)
        address = reverse("meetings:decide", args=[meeting.slug])
        self.helper = form_helper(submit="Save this day", action=address)


class NoteForm(GuardedForm, forms.Form):
    """One field, which may be emptied."""

    note = forms.CharField(
        label="Note to the coordinator",
        required=False,
        max_length=300,
        help_text=f"Only coordinators see it. {NOTHING_ABOUT_PATIENTS}",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": "The note must be 300 characters or less"},
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(data, auto_id="note-%s", **kwargs)
        address = reverse("meetings:note", args=[meeting.slug])
        self.helper = form_helper(submit="Save the note", action=address)


class NewNoteForm(NoteForm):
    """For a page that somebody else may open: what is there already is not shown, so it cannot be emptied either."""

    def __init__(self, data: Any = None, *, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(data, meeting=meeting, **kwargs)
        note = self.fields["note"]
        note.required, note.error_messages["required"] = True, "Enter your note"
