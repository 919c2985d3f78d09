"""What a person may ask of us, and what we do with data by the calendar: leaving, retention, registers, who looked."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..guard import refuse_patient_data
from ..public_id import random_public_id

GUARDED = [refuse_patient_data]
USER = settings.AUTH_USER_MODEL


class LeavingQuerySet(models.QuerySet["Leaving"]):
    def running(self) -> Self:
        """Neither regretted nor done."""
        return self.filter(regretted_at=None, done_at=None)

    def due(self, on: date) -> Self:
        return self.running().filter(erase_on__lte=on)


class Leaving(models.Model):
    """Somebody asked to be erased: on `erase_on` everything about them goes, until then they may regret it.

    The row outlives its person without saying who it was: only that an erasure was asked for and done.
    """

    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    user = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="leavings", verbose_name="user")
    asked_at = models.DateTimeField("asked")
    asked_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="asked by", editable=False
    )
    why = models.CharField("why a coordinator asked", max_length=300, blank=True, validators=GUARDED)
    asked_by_themselves = models.BooleanField("asked by the person", default=True)
    erase_on = models.DateField("erased on")
    regretted_at = models.DateTimeField("regretted", null=True, blank=True)
    done_at = models.DateTimeField("erased", null=True, blank=True)
    left_on_before = models.DateField("had left on", null=True, blank=True)
    removed = models.JSONField("how many rows of what", default=dict, blank=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = "erasure"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(regretted_at=None, done_at=None),
                name="leaving_once_at_a_time",
                violation_error_message="You have asked for this already.",
            ),
            models.CheckConstraint(
                condition=Q(regretted_at=None) | Q(done_at=None),
                name="leaving_regretted_or_done",
                violation_error_message="This was erased already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or 'somebody'}: to be erased"


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    def in_force(self, on: date) -> Self:
        """The newest version of each rule that counts on that date."""
        newest = self.filter(code=models.OuterRef("code"), valid_from__lte=on).order_by("-valid_from").values("pk")[:1]
        return self.filter(pk=models.Subquery(newest))


class RetentionRule(models.Model):
    """How long one class of data is kept, and how its end goes: dated, so that an old promise can be read again."""

    code = models.SlugField("code")
    valid_from = models.DateField("from")
    title = models.CharField("what", max_length=120)
    counted_from = models.CharField("counted from", max_length=120)
    keep_days = models.PositiveIntegerField("kept for (days)")
    notice_days = models.PositiveSmallIntegerField("told before (days)", default=0)
    quarantine_days = models.PositiveSmallIntegerField("set aside before it goes (days)", default=0)
    most_people = models.PositiveIntegerField("stops by itself above (people)", default=20)
    reason = models.CharField("why so long", max_length=300)
    source = models.CharField("source", max_length=300, blank=True)
    is_on = models.BooleanField("in use", default=True)
    made_by_name = models.CharField("made by", max_length=120, blank=True, editable=False)

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        ordering = ("title", "-valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="retention_rule_one_version_a_day",
                violation_error_message="There is a version from this day already.",
            ),
            models.CheckConstraint(
                condition=Q(keep_days__gte=1, most_people__gte=1),
                name="retention_rule_keeps_a_day",
                violation_error_message="Keep it for at least a day, and stop above at least one person.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RetentionRunQuerySet(models.QuerySet["RetentionRun"]):
    def killed(self, before: datetime) -> Self:
        """Begun or let go on before this, and neither done since nor stopped with a reason."""
        going = Q(stopped_why="") | Q(released_at__isnull=False)
        return self.filter(going, acted_at=None, at__lte=before)


class RetentionRun(models.Model):
    """Append-only: what one run of a rule would touch or touched, and why it stopped if it did."""

    rule = models.ForeignKey(RetentionRule, models.PROTECT, related_name="runs", verbose_name="rule")
    on = models.DateField("day")
    at = models.DateTimeField("when")
    people = models.PositiveIntegerField("people", default=0)
    rows = models.PositiveIntegerField("rows", default=0)
    told = models.PositiveIntegerField("told", default=0)
    set_aside = models.PositiveIntegerField("set aside", default=0)
    removed = models.PositiveIntegerField("removed", default=0)
    stopped_why = models.CharField("stopped because", max_length=200, blank=True)
    acted_at = models.DateTimeField("done", null=True, blank=True)
    released_at = models.DateTimeField("let go on", null=True, blank=True)
    released_by_name = models.CharField("let go on by", max_length=120, blank=True)

    objects = RetentionRunQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "on"],
                name="retention_run_once_a_day",
                violation_error_message="This rule ran today already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.on}"


class CaseState(models.TextChoices):
    TOLD = "told", "told"
    SET_ASIDE = "set_aside", "set aside"
    REMOVED = "removed", "removed"
    SPARED = "spared", "kept after all"


class RetentionCase(models.Model):
    """One person under one rule: when they were told, when their data was set aside, when it goes."""

    rule = models.ForeignKey(RetentionRule, models.CASCADE, related_name="cases", verbose_name="rule")
    user = models.ForeignKey(USER, models.CASCADE, related_name="retention_cases", verbose_name="user")
    state = models.CharField("state", max_length=10, choices=CaseState, default=CaseState.TOLD)
    told_on = models.DateField("told")
    set_aside_on = models.DateField("set aside", null=True, blank=True)
    remove_on = models.DateField("goes on")

    class Meta:
        ordering = ("remove_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "user"],
                condition=Q(state__in=["told", "set_aside"]),
                name="retention_case_once_at_a_time",
                violation_error_message="This person has been told already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.rule}"


class RegisterEntry(models.Model):
    """What the registers of requests, complaints and breaches have in common."""

    reference = models.CharField("reference", max_length=12, unique=True, default=random_public_id, editable=False)
    received_on = models.DateField("received")
    due_on = models.DateField("answer due")
    closed_on = models.DateField("closed", null=True, blank=True)
    outcome = models.CharField("what came of it", max_length=1000, blank=True, validators=GUARDED)
    recorded_by_name = models.CharField("recorded by", max_length=120, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.reference


class AccessRequest(RegisterEntry):
    """Somebody asks for what we hold about them, or to have it changed or erased: answered within a month."""

    class Kind(models.TextChoices):
        ACCESS = "access", "A copy of what we hold"
        CORRECTION = "correction", "Correction"
        ERASURE = "erasure", "Erasure"
        RESTRICTION = "restriction", "Limited use"
        OBJECTION = "objection", "Objection"
        PORTABILITY = "portability", "To take their data elsewhere"

    kind = models.CharField("what they ask for", max_length=12, choices=Kind, default=Kind.ACCESS)
    user = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="who")
    name = models.CharField("name", max_length=120, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    clock_stopped_on = models.DateField("waiting for them since", null=True, blank=True)
    extended_why = models.CharField("why two months longer", max_length=300, blank=True, validators=GUARDED)


class Complaint(RegisterEntry):
    """A complaint about the use of data: acknowledged within 30 days (Data (Use and Access) Act 2025)."""

    user = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="who")
    name = models.CharField("name", max_length=120, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    text = models.TextField("complaint", max_length=4000, validators=GUARDED)
    acknowledged_on = models.DateField("acknowledged", null=True, blank=True)


class Breach(RegisterEntry):
    """What went wrong with somebody's data; `due_on` is the day by which the ICO would have to know (72 hours)."""

    happened_at = models.DateTimeField("happened", null=True, blank=True)
    noticed_at = models.DateTimeField("noticed")
    what = models.TextField("what happened", max_length=4000, validators=GUARDED)
    people = models.PositiveIntegerField("people concerned", null=True, blank=True)
    is_a_risk = models.BooleanField("a risk to them", null=True, blank=True)
    told_ico_at = models.DateTimeField("told the ICO", null=True, blank=True)
    told_people_at = models.DateTimeField("told them", null=True, blank=True)
    measures = models.TextField("what was done", max_length=4000, blank=True, validators=GUARDED)

    class Meta(RegisterEntry.Meta):
        verbose_name_plural = "breaches"


class RecordView(models.Model):
    """Append-only: a coordinator or auditor opened somebody's record; that person can read it."""

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="views", verbose_name="whose record")
    by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by")
    by_name = models.CharField("by (name)", max_length=120)
    at = models.DateTimeField("when")
    page = models.CharField("page", max_length=120)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["member", "-at"], name="view_of_member_by_time")]

    def __str__(self) -> str:
        return f"{self.page} by {self.by_name}"


class AreaDuty(models.Model):
    """A coordinator who is one for certain areas alone; a coordinator without such a row is one for everything."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="area_duties", verbose_name="coordinator")
    area = models.ForeignKey("members.Area", models.CASCADE, related_name="+", verbose_name="area")

    class Meta:
        constraints = [models.UniqueConstraint(F("user"), F("area"), name="area_duty_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.area}"
