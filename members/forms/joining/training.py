"""The pages about somebody's training."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms

from look.forms import DateField, MonthField

from ...answers import Step
from ...models import Application, Pathway
from ...models.application import TrainingStatus
from ...stages import Precision
from .step import StepForm

YES_OR_NO = [(True, "Yes"), (False, "No")]


class TrainingForm(StepForm):
    step = Step.TRAINING

    training_status = forms.ChoiceField(
        label=Step.TRAINING.label,
        help_text="The initial training is the taught course. You need not have begun or finished your training cases.",
        choices=[
            (TrainingStatus.COMPLETED, "Yes"),
            (TrainingStatus.BOOKED, "I am on a course, or booked on one"),
            (TrainingStatus.NOT_YET, "Not yet"),
        ],
        widget=forms.RadioSelect({"heading": True}),
    )

    class Meta:
        model = Application
        fields = ("training_status",)


class NotYetForm(StepForm):
    step = Step.NOT_YET
    submit = "Save"

    tell_me = forms.BooleanField(label="Write to me once in six months, to ask how things stand", required=False)

    class Meta:
        model = Application
        fields = ("tell_me",)


class BookedForm(StepForm):
    step = Step.BOOKED
    submit = "Save"

    booked_for = MonthField(
        label="In which month does your course end?", help_text="For example, 6 2027", noun="the month"
    )
    tell_me = forms.BooleanField(label="Write to me when I may join, after that month", required=False)

    class Meta:
        model = Application
        fields = ("booked_for", "tell_me")


class CompletionField(DateField):
    """A date whose day may be left out: then it is known to the month, and the value is the first day."""

    precision = Precision.DAY

    def clean(self, value: list[Any] | date | None) -> date | None:
        self.precision = Precision.DAY
        typed = [(part or "").strip() for part in value] if isinstance(value, list) else []
        if len(typed) == 3 and not typed[0] and any(typed):
            self.precision = Precision.MONTH
            return super().clean(["1", *typed[1:]])
        return super().clean(value)


class CourseForm(StepForm):
    step = Step.COURSE
    columns = {"completed_on": ("completed_on", "completed_precision")}

    provider = forms.CharField(label="Who ran it?", help_text="For example, Anna Freud", max_length=120)
    completed_on = CompletionField(
        label="When did you complete it?",
        help_text="The last day of the taught course, for example, 14 6 2024. "
        "If you do not remember the day, leave it empty.",
        noun="the date",
    )

    class Meta:
        model = Application
        fields = ("route", "provider", "completed_on")
        labels = {"route": "Which training was it?"}
        widgets = {"route": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        route = cast(forms.ModelChoiceField, self.fields["route"])
        route.queryset, route.empty_label = Pathway.objects.giving_entry().newest(), None
        known = self.instance.completed_on
        if known and self.instance.completed_precision == Precision.MONTH:
            self.initial["completed_on"] = ["", known.month, known.year]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        self.instance.completed_precision = cast(CompletionField, self.fields["completed_on"]).precision
        return found


class YesForm(StepForm):
    """Yes or no, and since which month if yes."""

    answer: ClassVar[str]
    since: ClassVar[str]

    def clean(self) -> dict[str, Any]:
        """The month belongs to a yes: what stands there beside a no is void."""
        found = super().clean() or {}
        if found.get(self.answer) is False:
            found[self.since] = None
            self.errors.pop(self.since, None)
        return found


def is_yes(value: object) -> bool:
    return str(value) == "True"


def yes_or_no(label: str, help_text: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_OR_NO,
        coerce=is_yes,
        widget=forms.RadioSelect({"heading": True}),
    )


def since_when(label: str) -> MonthField:
    return MonthField(label=label, help_text="For example, 6 2024", noun="the month", required=False)


class AccreditedForm(YesForm):
    step, answer, since = Step.ACCREDITED, "accredited", "accredited_since"

    accredited = yes_or_no(
        Step.ACCREDITED.label,
        "A coordinator looks for your name on the list of the BPC or of Anna Freud.",
    )
    accredited_since = since_when("If yes, since which month?")

    class Meta:
        model = Application
        fields = ("accredited", "accredited_since")


class SupervisorForm(YesForm):
    step, answer, since = Step.SUPERVISOR, "supervisor", "supervisor_since"

    supervisor = yes_or_no(Step.SUPERVISOR.label)
    supervisor_since = since_when("If yes, since which month?")

    class Meta:
        model = Application
        fields = ("supervisor", "supervisor_since")


class CasesForm(YesForm):
    step, answer, since = Step.CASES, "seeing_cases", "cases_since"

    seeing_cases = yes_or_no(
        Step.CASES.label,
        "You can join either way: many people wait for a first case. Never tell us anything about a patient.",
    )
    cases_since = since_when("If yes, in which month did the first one begin?")

    class Meta:
        model = Application
        fields = ("seeing_cases", "cases_since")
