"""The short form of each kind of evidence, built from what `kinds` asks for it."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import TextChoices

from look.forms import DateField, MonthField, form_helper

from ..evidence import Refusal, most_cases
from ..facts import facts_of
from ..guard import refuse_patient_data
from ..kinds import BY_DAY, FIELD_OF, Ask
from ..models import Evidence, Member, Pathway, Supervision
from ..models.evidence import EvidenceQuerySet
from ..my_pathway import SUPERVISOR_ROUTE
from ..pathways import in_effect
from ..rules import rulebook
from ..stages import CaseMode, CaseState, EvidenceKind, Format, Ordinal, Phase, Precision, Reason, Result, Writer
from .joining.training import CompletionField, is_yes

CHOICES: dict[str, type[TextChoices]] = {
    "ordinal": Ordinal,
    "case_mode": CaseMode,
    "case_state": CaseState,
    "format": Format,
    "phase": Phase,
    "result": Result,
    "writer": Writer,
    "reason": Reason,
}
WHOLE_NUMBERS = {"sessions": Refusal.SESSIONS, "minutes": Refusal.MINUTES}


class SupervisorChoice(forms.ModelChoiceField):
    """Supervisors whom the member has named; one who no longer supervises can still have seen earlier months."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} (until {obj.ended_on:%B %Y})" if obj.ended_on else str(obj.name)


class EvidenceForm(forms.Form):
    """One fact: what is typed becomes an Evidence that is not saved; the verb decides whether it can be."""

    def __init__(self, data: Any = None, *, ask: Ask, member: Member, on: date, old: Evidence | None = None) -> None:
        self.ask, self.member, self.on, self.old = ask, member, on, old
        super().__init__(data, initial=said_of(old) if old else self.likely())
        for name, (label, hint) in ask.questions.items():
            self.fields[name] = self.field(name, label, hint)
        self.helper = form_helper(submit="Save the correction" if old else "Add to my pathway")

    def field(self, name: str, label: str, hint: str) -> forms.Field:
        """The field of one question, in the look of its kind."""
        shared: dict[str, Any] = {"label": label, "help_text": hint}
        if name in CHOICES:
            widget = forms.Select if name == "ordinal" else forms.RadioSelect
            return forms.ChoiceField(choices=CHOICES[name].choices, widget=widget, **shared)
        if name in WHOLE_NUMBERS:
            return whole_number(WHOLE_NUMBERS[name], **shared)
        build: Callable[..., forms.Field] = getattr(self, f"{name}_field")
        return build(**shared)

    def happened_on_field(self, **shared: Any) -> forms.Field:
        if self.ask.kind in BY_DAY:
            return CompletionField(noun="the date", **shared)
        return MonthField(noun="the month", **shared)

    def ended_on_field(self, **shared: Any) -> forms.Field:
        return MonthField(noun="the last month", required=False, **shared)

    def until_field(self, **shared: Any) -> forms.Field:
        return DateField(noun="the last day", **shared)

    def provider_field(self, **shared: Any) -> forms.Field:
        return forms.CharField(max_length=120, validators=[refuse_patient_data], **shared)

    def is_trainee_field(self, **shared: Any) -> forms.Field:
        choices = [(True, "Yes"), (False, "No")]
        return forms.TypedChoiceField(choices=choices, coerce=is_yes, widget=forms.RadioSelect, **shared)

    def pathway_field(self, **shared: Any) -> forms.Field:
        gives_entry = self.ask.kind != EvidenceKind.ENDORSEMENT
        routes = Pathway.objects.newest().filter(gives_entry=gives_entry).exclude(code=SUPERVISOR_ROUTE)
        return forms.ModelChoiceField(routes, empty_label=None, widget=forms.RadioSelect, **shared)

    def supervision_field(self, **shared: Any) -> forms.Field:
        mine = Supervision.objects.filter(member=self.member).select_related("supervisor", "outside")
        words = {"required": Refusal.NO_SUPERVISOR.label}
        order = mine.order_by("ended_on", "-began_on")
        return SupervisorChoice(order, empty_label=None, widget=forms.RadioSelect, error_messages=words, **shared)

    def clock_field(self, **shared: Any) -> forms.Field:
        route = facts_of(self.member.evidence.all(), rulebook(), self.on, claimed=True).route
        limits = [(clock.code, clock.label) for clock in (route.clocks if route else ()) if clock.months]
        words = {} if limits else {"required": Refusal.NO_CLOCK.label}
        return forms.ChoiceField(choices=limits, widget=forms.RadioSelect, error_messages=words, **shared)

    def likely(self) -> dict[str, Any]:
        """What a new fact most likely says: the next letter, a case that goes on, one's only supervisor."""
        found: dict[str, Any] = {}
        if self.ask.is_case:
            found = {"case_state": CaseState.OPEN, "ordinal": self.next_letter()}
        if self.ask.kind == EvidenceKind.SUPERVISION:
            last = self.own().filter(kind=self.ask.kind).order_by("-recorded_at", "-pk").first()
            found["format"] = last.format if last else None
        if self.ask.needs_supervisor:
            running = list(Supervision.objects.running(self.on).filter(member=self.member)[:2])
            found["supervision"] = running[0].pk if len(running) == 1 else None
        return found

    def own(self) -> EvidenceQuerySet:
        """What the member has recorded and what still stands."""
        return self.member.evidence.current().filter(set_aside_on=None)

    def next_letter(self) -> str:
        taken = set(self.own().filter(kind=self.ask.kind).values_list("ordinal", flat=True))
        return next((letter for letter in Ordinal.values if letter not in taken), Ordinal.A)

    @cached_property
    def is_full(self) -> bool:
        """Whether every case that the route asks for is recorded, so that none can be added."""
        if self.old or not self.ask.is_case:
            return False
        most = most_cases(Evidence(member=self.member, kind=self.ask.kind), self.on)
        return list(Ordinal.values).index(self.initial["ordinal"]) >= most or len(self.recorded) >= len(Ordinal)

    @property
    def can_be_sent(self) -> bool:
        """Whether there is something to fill in: a supervisor to name, a case to add; or mistakes to read."""
        return bool(self.errors) or (self.has_supervisors and not self.is_full)

    @cached_property
    def recorded(self) -> list[Evidence]:
        """Cases that are recorded already and can be brought up to date; none while one of them is changed."""
        if self.old or not self.ask.is_case:
            return []
        return list(self.own().filter(kind=self.ask.kind, correction=None).order_by("ordinal", "pk"))

    @cached_property
    def has_supervisors(self) -> bool:
        """Whether whoever is asked to name a supervisor has one to name."""
        if not self.ask.needs_supervisor:
            return True
        return Supervision.objects.filter(member=self.member).exists()

    def item(self) -> Evidence:
        """The fact as typed, not saved, with the rules of its day."""
        said = dict(self.cleaned_data)
        field = self.fields["happened_on"]
        precision = field.precision if isinstance(field, CompletionField) else Precision.MONTH
        item = Evidence(member=self.member, kind=self.ask.kind, precision=precision, **said)
        item.pathway = route_of(self.ask.kind, said.get("pathway"), item.happened_on)
        return item

    def refuse(self, reason: Refusal) -> None:
        """Show why it cannot be added, at the question that mends it."""
        name = FIELD_OF.get(reason)
        self.add_error(name if name in self.fields else None, reason.label)


def whole_number(reason: Refusal, **shared: Any) -> forms.IntegerField:
    words = {"invalid": reason.label, "required": reason.label}
    widget = forms.TextInput({"inputmode": "numeric", "class": "nhsuk-input--width-4"})
    return forms.IntegerField(widget=widget, error_messages=words, **shared)


def route_of(kind: EvidenceKind, chosen: Pathway | None, on: date) -> Pathway | None:
    """The version that is in effect on the day of the fact, because people finish by the rules they began with."""
    if kind == EvidenceKind.SUPERVISOR_STAGE:
        chosen = Pathway.objects.newest().filter(code=SUPERVISOR_ROUTE).first()
    return in_effect(chosen, on) if chosen else None


def said_of(old: Evidence) -> dict[str, Any]:
    """What the fact that is corrected says, as the form shows it."""
    names = [*CHOICES, *WHOLE_NUMBERS, "ended_on", "until", "provider", "is_trainee", "clock"]
    found: dict[str, Any] = {name: getattr(old, name) for name in names}
    found["supervision"] = old.supervision_id
    day = old.happened_on
    found["happened_on"] = ["", day.month, day.year] if is_month_of_a_day(old) else day
    if old.pathway:
        found["pathway"] = Pathway.objects.newest().filter(code=old.pathway.code).values_list("pk", flat=True).first()
    return found


def is_month_of_a_day(old: Evidence) -> bool:
    """A date whose day could be given, and was not."""
    return old.kind in BY_DAY and old.precision == Precision.MONTH
