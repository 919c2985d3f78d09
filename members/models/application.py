"""Someone asks to join, and what coordinators decided."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ..guard import refuse_patient_data
from ..stages import Precision

GUARDED = [refuse_patient_data]


class TrainingStatus(models.TextChoices):
    COMPLETED = "completed", "I have completed an initial DIT training"
    BOOKED = "booked", "I am on a course, or booked for one"
    NOT_YET = "not_yet", "Not yet"


class State(models.TextChoices):
    DRAFT = "draft", "being written"
    SUBMITTED = "submitted", "with the coordinators"
    MORE_ASKED = "more_asked", "we have asked you for more"
    PARKED = "parked", "not yet: waiting for your training"
    APPROVED = "approved", "approved"
    DECLINED = "declined", "declined"
    WITHDRAWN = "withdrawn", "withdrawn"


# What an applicant may still write in, and what has not ended.
EDITABLE = (State.DRAFT, State.MORE_ASKED, State.PARKED)
OPEN = (*EDITABLE, State.SUBMITTED)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> Self:
        """Begun and neither decided nor withdrawn; everybody has one at most."""
        return self.filter(state__in=OPEN)

    def queue(self) -> Self:
        """What waits for a coordinator, newest first."""
        return self.filter(state=State.SUBMITTED).order_by("-submitted_at", "-pk")

    def seen_by_coordinators(self) -> Self:
        """All but what an applicant is still writing and has not sent; an invited colleague's is seen."""
        return self.exclude(state=State.DRAFT, entered_by=None)

    def to_be_told(self, on: date) -> Self:
        """Who waits for their training and asked us to write, from the day on which that is due."""
        return self.filter(state=State.PARKED, tell_me=True, tell_on__lte=on)


class Application(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications", verbose_name="user")
    member = models.ForeignKey(
        "members.Member", models.SET_NULL, null=True, blank=True, related_name="applications", verbose_name="member"
    )
    state = models.CharField("state", max_length=12, choices=State, default=State.DRAFT)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="entered by",
        help_text="The coordinator who entered a colleague and invited them; another one verifies.",
    )
    name = models.CharField("full name", max_length=120, blank=True, validators=GUARDED)
    profession = models.ForeignKey(
        "members.Profession", models.PROTECT, null=True, blank=True, verbose_name="profession"
    )
    job_title = models.CharField("job title", max_length=120, blank=True, validators=GUARDED)
    body = models.ForeignKey("members.Body", models.PROTECT, null=True, blank=True, verbose_name="professional body")
    registration_number = models.CharField("registration number", max_length=30, blank=True)
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, null=True, blank=True, verbose_name="organisation"
    )
    organisation_other = models.CharField(
        "organisation, if not in the list", max_length=160, blank=True, validators=GUARDED
    )
    service = models.CharField("service or team", max_length=160, blank=True, validators=GUARDED)
    area = models.ForeignKey("members.Area", models.PROTECT, null=True, blank=True, verbose_name="area")
    training_status = models.CharField("initial DIT training", max_length=10, choices=TrainingStatus, blank=True)
    route = models.ForeignKey("members.Pathway", models.PROTECT, null=True, blank=True, verbose_name="training route")
    provider = models.CharField("training provider", max_length=120, blank=True, validators=GUARDED)
    completed_on = models.DateField("date you completed it", null=True, blank=True)
    completed_precision = models.CharField(
        "completion known to the", max_length=5, choices=Precision, default=Precision.DAY
    )
    booked_for = models.DateField("date it ends", null=True, blank=True)
    seeing_cases = models.BooleanField("seeing training cases", null=True, blank=True)
    cases_since = models.DateField("first training case begun", null=True, blank=True)
    accredited = models.BooleanField("accredited as a DIT practitioner", null=True, blank=True)
    accredited_since = models.DateField("accredited since", null=True, blank=True)
    supervisor = models.BooleanField("accredited as a DIT supervisor", null=True, blank=True)
    supervisor_since = models.DateField("supervisor since", null=True, blank=True)
    tell_me = models.BooleanField("tell me when I may join", default=False)
    tell_on = models.DateField("we write to them on", null=True, blank=True)
    terms_version = models.CharField("terms agreed to", max_length=20, blank=True)
    terms_agreed_at = models.DateTimeField("agreed", null=True, blank=True)
    created_at = models.DateTimeField("begun")
    updated_at = models.DateTimeField("last saved", auto_now=True)
    submitted_at = models.DateTimeField("sent", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-submitted_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=["draft", "submitted", "more_asked", "parked"]),
                name="application_one_open_each",
                violation_error_message="You have an application already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "parked", "withdrawn"])
                | Q(submitted_at__isnull=False, terms_agreed_at__isnull=False),
                name="application_sent_with_terms",
                violation_error_message="Agree to the network's terms before you send your application.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "(no name yet)"

    def get_absolute_url(self) -> str:
        return reverse("members:application")


class DecisionKind(models.TextChoices):
    APPROVE = "approve", "Approved"
    ASK_MORE = "ask_more", "Asked for more"
    PARK = "park", "Not yet"
    DECLINE = "decline", "Declined"
    WELCOME = "welcome", "Let in while in training"


class Decision(models.Model):
    """Append-only: what was decided, by whom, when, why, and the letter that went; undoing is recorded on it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions", verbose_name="application")
    kind = models.CharField("decision", max_length=10, choices=DecisionKind)
    state_before = models.CharField("state before", max_length=12, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="by")
    by_name = models.CharField("by (name)", max_length=120)
    at = models.DateTimeField("when")
    reason = models.CharField("reason", max_length=300, blank=True, validators=GUARDED)
    letter = models.TextField("letter", max_length=4000, blank=True, validators=GUARDED)
    undone_at = models.DateTimeField("undone", null=True, blank=True)
    undone_by_name = models.CharField("undone by", max_length=120, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by_name}"
