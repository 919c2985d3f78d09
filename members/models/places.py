"""Places with supervisors: what a supervisor offers, and who asks for one of them."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from ..guard import refuse_patient_data
from ..public_id import random_public_id
from ..stages import Format
from ..switches import Audience
from .supervision import going_on


class Purpose(models.TextChoices):
    """What supervision is for."""

    TRAINING_CASE = "training", "A training case"
    AFTER_ACCREDITATION = "accredited", "After accreditation"
    TOWARDS_SUPERVISOR = "supervisor", "On the way to becoming a supervisor"


# The column of an offer that says it is for this.
FOR = {
    Purpose.TRAINING_CASE: "for_training",
    Purpose.AFTER_ACCREDITATION: "for_accredited",
    Purpose.TOWARDS_SUPERVISOR: "for_supervisors",
}


# Of one offer; none is said where nobody is taken on for the time being.
MOST_PLACES = 30


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> Self:
        """Not closed by its supervisor; whether that person may still supervise is asked of the member."""
        return self.filter(closed_at=None)

    def counted(self, on: date) -> Self:
        """With `taken`, for how many a place is kept on that date; not stored, because days pass by themselves."""
        kept = PlaceRequest.objects.taking_a_place(on).filter(offer=OuterRef("pk")).order_by().values("offer")
        return self.annotate(taken=Coalesce(Subquery(kept.annotate(number=Count("pk")).values("number")), 0))

    def with_a_place(self, on: date) -> Self:
        """Those that are not full; the few that are full are read once, and not each offer counted."""
        kept = PlaceRequest.objects.taking_a_place(on).order_by().values("offer").annotate(number=Count("pk"))
        return self.filter(places__gt=0).exclude(pk__in=kept.filter(number__gte=F("offer__places")).values("offer"))

    def shown_to(self, audience: Audience) -> Self:
        """Those that this audience may see; while an entry is hidden, only coordinators see its offers."""
        found = self.filter(audience__in=[each for each in Audience if each.takes_in(audience)])
        return found if audience == Audience.COORDINATORS else found.filter(supervisor__listed=True)


class Offer(models.Model):
    """What one supervisor offers: how, where, on which days, for whom, and how many places.

    `days` has one bit for each day of the week, Monday's the lowest.
    """

    taken: int  # for how many a place is kept, where it was fetched `counted`

    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    supervisor = models.ForeignKey("members.Member", models.CASCADE, related_name="offers", verbose_name="supervisor")
    format = models.CharField("how", max_length=12, choices=Format)
    in_person = models.BooleanField("in person", default=False)
    remote = models.BooleanField("remotely", default=False)
    days = models.PositiveSmallIntegerField("days", default=0)
    area = models.ForeignKey("members.Area", models.PROTECT, null=True, blank=True, verbose_name="area")
    for_training = models.BooleanField("for a training case", default=False)
    for_accredited = models.BooleanField("after accreditation", default=False)
    for_supervisors = models.BooleanField("on the way to becoming a supervisor", default=False)
    places = models.PositiveSmallIntegerField("places", default=1)
    fee_note = models.CharField("what it costs", max_length=160, blank=True, validators=[refuse_patient_data])
    from_on = models.DateField("from when", null=True, blank=True)
    audience = models.CharField("shown to", max_length=12, choices=Audience, default=Audience.COORDINATORS)
    created_at = models.DateTimeField("made")
    confirmed_on = models.DateField("last said to be right")
    closed_at = models.DateTimeField("closed", null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name, verbose_name_plural = "offer of supervision", "offers of supervision"
        constraints = [
            models.CheckConstraint(
                condition=Q(in_person=True) | Q(remote=True),
                name="offer_in_person_or_remote",
                violation_error_message="Say whether you meet in person, remotely, or both.",
            ),
            models.CheckConstraint(
                condition=Q(for_training=True) | Q(for_accredited=True) | Q(for_supervisors=True),
                name="offer_is_for_somebody",
                violation_error_message="Say whom the offer is for.",
            ),
            models.CheckConstraint(
                condition=Q(days__lte=127),
                name="offer_days_of_one_week",
                violation_error_message="Choose days of the week.",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=0, places__lte=MOST_PLACES),
                name="offer_not_too_many_places",
                violation_error_message=f"Enter a number of places from 0 to {MOST_PLACES}.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor}: {self.get_format_display().lower()}"


class RequestState(models.TextChoices):
    ASKED = "asked", "waiting for an answer"
    HELD = "held", "held"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    LAPSED = "lapsed", "over without an answer"
    WITHDRAWN = "withdrawn", "taken back"


OPEN_REQUESTS = (RequestState.ASKED, RequestState.HELD)
KNOWN_FOR = timedelta(days=14)  # how long both sides still read each other's name after the end


class PlaceRequestQuerySet(models.QuerySet["PlaceRequest"]):
    def open(self) -> Self:
        """Neither accepted nor ended."""
        return self.filter(state__in=OPEN_REQUESTS)

    def between_both(self, on: date, *, lately: bool) -> Self:
        """Those whose two sides know each other's name: open, or, where that counts, ended shortly before."""
        ended = Q(answered_at__date__gte=on - KNOWN_FOR) if lately else Q(pk__in=())
        return self.filter(Q(state__in=OPEN_REQUESTS) | ended).order_by()

    def taking_a_place(self, on: date) -> Self:
        """Those for whom a place is kept: held, or accepted and the supervision goes on."""
        accepted = Q(state=RequestState.ACCEPTED, supervision__isnull=False) & going_on(on, "supervision__")
        return self.filter(Q(state=RequestState.HELD) | accepted)


class PlaceRequest(models.Model):
    """Somebody asks for one place of an offer; it is answered, taken back, or lapses and says so."""

    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="requests", verbose_name="offer")
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="place_requests", verbose_name="who asks")
    purpose = models.CharField("what for", max_length=12, choices=Purpose)
    note = models.CharField("a word to the supervisor", max_length=300, blank=True, validators=[refuse_patient_data])
    state = models.CharField("state", max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField("asked")
    nudged_at = models.DateTimeField("asked again", null=True, blank=True)
    noticed_at = models.DateTimeField("told that the day is near", null=True, blank=True)
    answered_at = models.DateTimeField("answered", null=True, blank=True)
    why = models.CharField("why it ended", max_length=120, blank=True, editable=False)
    held_until = models.DateField("held until", null=True, blank=True)
    supervision = models.OneToOneField(
        "members.Supervision",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="request",
        verbose_name="supervision that came of it",
    )

    objects = PlaceRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name, verbose_name_plural = "request for a place", "requests for a place"
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "member"],
                condition=Q(state__in=["asked", "held"]),
                name="request_once_at_a_time",
                violation_error_message="You have asked for this place already.",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False),
                name="request_held_until_a_day",
                violation_error_message="Say until when the place is held.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "held"], answered_at=None)
                | (~Q(state__in=["asked", "held"]) & Q(answered_at__isnull=False)),
                name="request_over_since_a_moment",
                violation_error_message="A request that is over says since when, and one that is open does not.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_state_display()}"


class StepKind(models.TextChoices):
    ASKED_AGAIN = "asked_again", "asked again"
    HELD = "held", "held"
    TOLD = "told", "told that the day is near"


class RequestStep(models.Model):
    """Append-only: what happened between the asking and the end of a request, each time that it did."""

    request = models.ForeignKey(PlaceRequest, models.CASCADE, related_name="steps", verbose_name="request")
    kind = models.CharField("what", max_length=12, choices=StepKind)
    at = models.DateTimeField("when")
    until = models.DateField("until", null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="held") | Q(until__isnull=False),
                name="requeststep_held_until_a_day",
                violation_error_message="Say until when the place is held.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_kind_display()}"
