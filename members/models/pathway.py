"""Rules of a training route at a date, as data with a source and the day on which it was checked (domain.md §1)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from look import words


class RequirementKind(models.TextChoices):
    """What a figure of a route is about, in the order in which someone meets it."""

    ENTRY = "entry", "To get a place"
    TASK = "task", "To finish"
    FEE = "fee", "Fees seen"


class Measure(models.TextChoices):
    """What a figure counts in somebody's evidence; a figure without one can be read but not counted."""

    ROLE_PLAY = "role_play", "role-plays passed"
    CASES = "cases", "training cases completed"
    SESSIONS = "sessions", "sessions in each case"
    SUPERVISION = "supervision", "hours of supervision"
    RECORDINGS = "recordings", "rated recordings passed"
    CASE_STUDY = "case_study", "case studies passed"
    SUPERVISING = "supervising", "years of supervising"
    LETTERS = "letters", "letters, each from somebody else"
    FURTHER_CASES = "further_cases", "further cases completed"
    FURTHER_IN_PERSON = "further_in_person", "further cases in person"
    FURTHER_RECORDINGS = "further_recordings", "rated recordings in each further case"
    SUPERVISEES = "supervisees", "supervisees"
    TRAINEES = "trainees", "supervisees who are DIT trainees"


class ClockStart(models.TextChoices):
    TRAINING = "training", "the end of the taught course"
    FIRST_CASE = "first_case", "the first training case"


class ClockEnd(models.TextChoices):
    FIRST_CASE = "first_case", "the first training case begins"
    SUPERVISED = "supervised", "cases and supervision are finished"


class PathwayQuerySet(models.QuerySet["Pathway"]):
    def giving_entry(self) -> Self:
        """Routes whose completion counts as a recognised initial training."""
        return self.filter(gives_entry=True)

    def newest(self) -> Self:
        """Each route once, in its latest version."""
        newer = Pathway.objects.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))

    def current(self, on: date) -> Self:
        """The versions in effect on that date."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


class Pathway(models.Model):
    code = models.SlugField("code")
    version = models.PositiveSmallIntegerField("version", default=1)
    name = models.CharField("name", max_length=120)
    for_whom = models.TextField("for whom", blank=True)
    taught_part = models.TextField("taught part", blank=True)
    accreditor = models.CharField("accredited by", max_length=120, blank=True)
    gives_entry = models.BooleanField("a recognised initial training", default=True)
    open_to_new = models.BooleanField("still offered", default=True)
    valid_from = models.DateField("in effect from", null=True, blank=True)
    valid_to = models.DateField("in effect until", null=True, blank=True)
    source = models.URLField("source", blank=True, max_length=300)
    checked_on = models.DateField("checked on", null=True, blank=True)
    order = models.PositiveSmallIntegerField("order", default=0)

    objects = PathwayQuerySet.as_manager()

    class Meta:
        ordering = ("order", "name", "-version")
        verbose_name = "training route"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="pathway_version_once",
                violation_error_message="This version of the route exists already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def figures(self) -> list[tuple[str, list["Requirement"] | list["Clock"]]]:
        """All its figures under what they are about, in the order in which someone meets them."""
        found = list(self.requirements.all())
        groups: list[tuple[str, list[Requirement] | list[Clock]]] = [
            (kind.label, [each for each in found if each.kind == kind]) for kind in RequirementKind
        ]
        groups.insert(2, ("Time limits", list(self.clocks.all())))
        return [(title, group) for title, group in groups if group]


class Requirement(models.Model):
    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="requirements", verbose_name="training route")
    kind = models.CharField("about", max_length=5, choices=RequirementKind, default=RequirementKind.TASK)
    label = models.CharField("what", max_length=120)
    measure = models.CharField(
        "counts", max_length=20, choices=Measure, blank=True, help_text="Leave empty for a figure that is only read."
    )
    amount = models.DecimalField("amount", max_digits=6, decimal_places=1, null=True, blank=True)
    unit = models.CharField(
        "unit", max_length=40, blank=True, help_text="A unit without an amount says that the amount is to be confirmed."
    )
    note = models.CharField("note", max_length=300, blank=True)
    source = models.URLField("source", blank=True, max_length=300)
    checked_on = models.DateField("checked on", null=True, blank=True)
    order = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="requirement_amount_not_negative",
                violation_error_message="An amount cannot be below zero.",
            ),
            models.UniqueConstraint(
                fields=["pathway", "measure"],
                condition=~Q(measure=""),
                name="requirement_measure_once",
                violation_error_message="This route counts that already.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def figure(self) -> str:
        """Say "2 cases" or "£1,500"; that no source gives the amount; or nothing, where there is none to give."""
        if self.amount is None:
            return "To be confirmed" if self.unit else ""
        amount = f"{self.amount:,.1f}".removesuffix(".0")
        return f"£{amount}" if self.unit == "£" else f"{amount} {self.unit}".strip()


class Clock(models.Model):
    """A time limit of a route. It warns; nobody's standing changes when it passes (domain.md §1.2)."""

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="clocks", verbose_name="training route")
    code = models.SlugField("code", help_text="The same in every version of the route, so that an extension finds it.")
    label = models.CharField("what", max_length=120)
    months = models.PositiveSmallIntegerField(
        "months", null=True, blank=True, help_text="Empty: to be confirmed, because no source says it."
    )
    starts = models.CharField("counted from", max_length=10, choices=ClockStart, default=ClockStart.TRAINING)
    ends = models.CharField("kept when", max_length=10, choices=ClockEnd, default=ClockEnd.SUPERVISED)
    refresher_settles = models.BooleanField("settled by a refresher course", default=False)
    consequence = models.CharField("what the source says of missing it", max_length=300, blank=True)
    source = models.URLField("source", blank=True, max_length=300)
    checked_on = models.DateField("checked on", null=True, blank=True)
    order = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ("order", "pk")
        verbose_name = "time limit"
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "code"],
                name="clock_once",
                violation_error_message="This route has that time limit already.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def figure(self) -> str:
        """Say "6 months" or "2 years", or that no source gives it."""
        if self.months is None:
            return "To be confirmed"
        return words.months(self.months)

    def note(self) -> str:
        return f"Counted from {self.get_starts_display()}. {self.consequence}".strip()
