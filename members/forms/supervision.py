"""What somebody says of the person who supervises them."""

from datetime import date, datetime
from typing import Any, cast

from django import forms

from accounts import addresses
from look.forms import MonthField, form_helper

from .. import answers, supervision
from ..answers import Step
from ..models import Application, Member, Supervision
from ..stages import Against
from ..supervision import Refusal

# Where a refusal is shown: all others stand at the supervisor.
AT_MONTH = (Refusal.FUTURE, Refusal.BEFORE_DIT)

LABELS = {
    Against.BPC_LIST: "I found them on the BPC’s list",
    Against.ANNA_FREUD_LIST: "I found them on Anna Freud’s list",
}


class Naming(forms.Form):
    """Since when somebody is one's supervisor. Whom it names says each form by a `save` of its own."""

    supervisor_field: str
    button = "Name this supervisor"

    began_on = MonthField(
        label="In which month did supervision begin?",
        help_text="For example, 9 2025",
        noun="the month",
        error_messages={"required": "Enter the month in which supervision began"},
    )

    def __init__(self, *args: Any, secondary: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit=self.button, secondary=secondary)

    def refuse(self, reason: Refusal) -> None:
        """Show why it was refused beside what has to be changed."""
        self.add_error("began_on" if reason in AT_MONTH else self.supervisor_field, reason.label)


class MemberSupervisorForm(Naming):
    """A supervisor who is a member and shows their entry."""

    supervisor_field = "supervisor"

    supervisor = forms.ModelChoiceField(
        label="Who supervises you?",
        help_text="DIT supervisors of the network, and those in training as one.",
        queryset=Member.objects.none(),
        empty_label="Choose a name",
        to_field_name="public_id",
        error_messages={"required": "Choose who supervises you", "invalid_choice": "Choose a name from the list"},
    )
    shows_pathway = forms.BooleanField(
        label="They see my next steps and time limits",
        help_text="You can switch it off at any time. Without it, they see only what you ask them to confirm.",
        required=False,
    )
    field_order = ("supervisor", "began_on", "shows_pathway")

    def __init__(self, *args: Any, member: Member, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["supervisor"])
        field.queryset = supervision.offered_to(member, on)

    def save(self, member: Member, now: datetime) -> Supervision:
        """Name the member whom a valid form says. Raises `supervision.Refused`."""
        said = self.cleaned_data
        shown = said["shows_pathway"]
        return supervision.name_supervisor(member, said["supervisor"], said["began_on"], now, shows_pathway=shown)


class OutsideSupervisorForm(Naming):
    """A supervisor who is no member: name and work address, by which a coordinator finds them on a list."""

    supervisor_field = "email"

    name = forms.CharField(
        label="Their name",
        help_text="First name and surname, as on the list of accredited supervisors.",
        max_length=120,
        error_messages={"required": "Enter your supervisor’s name"},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="Their work e-mail address",
        help_text="We write to it only when you ask them to confirm something.",
        max_length=254,
        error_messages={
            "required": "Enter your supervisor’s work e-mail address",
            "invalid": "Enter an e-mail address, such as name@example.org",
        },
        validators=[addresses.refuse_unwritable],
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("name", "email", "began_on")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_name(self) -> str:
        """A name as an applicant's own has to be: the letter to its bearer begins with it. Raises ValidationError."""
        name = " ".join(self.cleaned_data["name"].split())
        if answers.problems_in(Step.NAME, Application(name=name), self.on):
            raise forms.ValidationError("Enter their name with letters only")
        return name

    def save(self, member: Member, now: datetime) -> Supervision:
        """Name the person whom a valid form says. Raises `supervision.Refused`."""
        said = self.cleaned_data
        return supervision.name_outside(member, said["name"], said["email"], said["began_on"], now)


NamingForm = MemberSupervisorForm | OutsideSupervisorForm


class FoundForm(forms.Form):
    """On which list a coordinator found a supervisor from outside."""

    against = forms.ChoiceField(
        label="Where did you find this name?",
        choices=[(each.value, LABELS[each]) for each in supervision.LISTS],
        widget=forms.RadioSelect,
        error_messages={"required": supervision.Refusal.NOT_A_LIST.label},
    )
