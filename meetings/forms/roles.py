"""Who gets a role at a meeting: one of those who come, or of those found by name."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q

from members.folding import fold
from members.models import Member

from .. import roles
from ..models import Meeting
from ..words import Duty

MOST = 100


class RoleForm(forms.Form):
    member = forms.ModelChoiceField(
        Member.objects.none(), label="Who", error_messages={"required": "Choose somebody."}, empty_label="Choose"
    )

    def __init__(self, data: Any, *, meeting: Meeting, duty: Duty, now: datetime, words: str = "") -> None:
        super().__init__(data, prefix=duty.value)
        self.duty, self.holder = duty, roles.holder(meeting, duty)
        able = roles.candidates(duty, now)
        field = self.fields["member"]
        field.label = duty.label
        field.queryset = able  # type: ignore[attr-defined]
        field.widget.choices = [("", "Choose"), *((member.pk, member.name) for member in self.near(meeting, words))]  # type: ignore[attr-defined]

    def takes_away(self) -> bool:
        """The second button of the form: nobody has the role any more."""
        return "take_away" in self.data

    @property
    def chosen(self) -> Member | None:
        """Whom a valid form gives the role to."""
        return None if self.takes_away() else cast(Member, self.cleaned_data["member"])

    def refuse(self, refused: roles.Refused) -> None:
        self.is_valid()
        self.errors["member"] = self.error_class([refused.reason.label])

    def near(self, meeting: Meeting, words: str) -> list[Member]:
        """Every coordinator; otherwise those who come and those found by name, as many as a list can show."""
        able = self.fields["member"].queryset  # type: ignore[attr-defined]
        if self.duty != Duty.COORDINATOR:
            near = Q(pk__in=meeting.rsvps.coming().values("member"))
            if words.strip():
                near |= Q(search_text__contains=fold(words))
            able = able.filter(near)
        found = list(able[:MOST])
        held = self.holder.member if self.holder else None
        return found if held is None or held in found else [held, *found]
