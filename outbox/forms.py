"""The page "My mail" as a form."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html

from look.forms import form_helper

from . import choosing

if TYPE_CHECKING:
    from accounts.models import User


class MailForm(forms.Form):
    """One box for each sort of mail, and for how it comes."""

    def __init__(self, data: Any = None, *, user: "User") -> None:
        super().__init__(data)
        switches = choosing.switches(user)
        self.is_on = {each.code for each in switches if each.is_on}
        seen = " ".join(sorted(self.is_on))
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=seen)
        for each in switches:
            label = format_html("<strong>{}</strong><br>{}", each.label, each.help)
            self.fields[each.code] = forms.BooleanField(label=label, required=False, initial=each.is_on)
        self.helper = form_helper(submit="Save")
        self.helper.mark_optional = False

    def wanted(self) -> set[str]:
        return {name for name, is_on in self.cleaned_data.items() if is_on and name != "seen"}

    def is_overtaken(self) -> bool:
        """Say whether another page, or a mail, switched something since this page was opened."""
        was_on = set(self.cleaned_data["seen"].split()) if "seen" in self.data else self.is_on
        return was_on != self.is_on != self.wanted()
