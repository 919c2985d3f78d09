"""A venue with everything a visitor must know, and a meeting with its places."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ..words import Kind, Mode, Status

if TYPE_CHECKING:
    from members.models import Member


class Venue(models.Model):
    """A place to meet (domain.md §2.5). What no source confirms stays empty until a coordinator fills it in."""

    organisation = models.CharField("organisation", max_length=160, blank=True)
    site = models.CharField("site", max_length=120)
    building = models.CharField("building", max_length=120, blank=True)
    room = models.CharField("room", max_length=80, blank=True)
    floor = models.CharField("floor", max_length=40, blank=True)
    address = models.TextField("postal address", blank=True)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    latitude = models.DecimalField("latitude", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("longitude", max_digits=8, decimal_places=5, null=True, blank=True)
    by_road = models.TextField("by road", blank=True)
    by_tram_or_bus = models.TextField("by tram or bus", blank=True)
    parking = models.TextField("car park and its cost", blank=True)
    step_free = models.TextField("step-free route", blank=True)
    hearing_loop = models.CharField("hearing loop", max_length=120, blank=True)
    accessible_toilet = models.CharField("accessible toilet", max_length=120, blank=True)
    quiet_room = models.CharField("quiet room", max_length=120, blank=True)
    prayer_room = models.CharField("prayer room", max_length=120, blank=True)
    sign_in = models.TextField("signing in at reception", blank=True)
    wifi = models.CharField("Wi-Fi", max_length=120, blank=True)
    screen = models.CharField("screen", max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField("seats", null=True, blank=True)
    booking_contact = models.CharField("booking contact", max_length=160, blank=True)
    booking_deadline = models.CharField("booking deadline", max_length=120, blank=True)
    confirmed_on = models.DateField("last confirmed", null=True, blank=True)

    class Meta:
        ordering = ("site", "room")

    def __str__(self) -> str:
        return ", ".join(part for part in (self.room, self.building, self.site) if part)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def upcoming(self, now: datetime) -> Self:
        """Not over yet, soonest first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def unanswered_by(self, member: "Member", now: datetime) -> Self:
        """What takes answers and has none from this member, soonest first."""
        answered = self.model.objects.filter(rsvps__member=member)
        return self.published().filter(starts_at__gt=now).exclude(pk__in=answered).order_by("starts_at", "pk")

    def announced(self) -> Self:
        """What was ever announced and is no draft again; a draft that was cancelled never was."""
        return self.exclude(status=Status.DRAFT).exclude(published_at=None)

    def open_to_untrained(self) -> Self:
        """Announced training events to which people come who are not trained yet (`taking_part.is_open`)."""
        return self.announced().filter(kind=Kind.TRAINING, open_to_untrained=True)

    def visible_to(self, member: "Member") -> Self:
        """What an eligible member sees: everything that was ever announced."""
        return self.announced()


def random_uid() -> str:
    """A calendar UID for life: random, stored, under our own constant domain (cal-M2)."""
    return f"{secrets.token_hex(16)}@{settings.CALENDAR_DOMAIN}"


class Meeting(models.Model):
    slug = models.SlugField("name in addresses", max_length=40, unique=True, editable=False)
    title = models.CharField("title", max_length=120)
    starts_at = models.DateTimeField("starts")
    ends_at = models.DateTimeField("ends")
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name="venue"
    )
    mode = models.CharField("mode", max_length=6, choices=Mode, default=Mode.HYBRID)
    kind = models.CharField("kind", max_length=8, choices=Kind, default=Kind.MEETING)
    open_to_untrained = models.BooleanField("open to people who are not trained yet", default=False)
    guests_allowed = models.BooleanField("members may bring a guest", default=False)
    aims = models.TextField("learning aims", max_length=2000, blank=True)
    facilitator = models.CharField("facilitator", max_length=160, blank=True)
    cpd_minutes = models.PositiveSmallIntegerField(
        "CPD minutes", null=True, blank=True, help_text="Leave empty to count from start to end."
    )
    participatory_minutes = models.PositiveSmallIntegerField(
        "of these participatory", null=True, blank=True, help_text="Leave empty if all of it is."
    )
    minimum = models.PositiveSmallIntegerField(
        "goes ahead with at least", null=True, blank=True, help_text="People who are coming, in the room and online."
    )
    decide_on = models.DateField("decide on", null=True, blank=True)
    decided_at = models.DateTimeField("decided to go ahead", null=True, blank=True, editable=False)
    room_capacity = models.PositiveSmallIntegerField("places in the room", default=0)
    online_capacity = models.PositiveSmallIntegerField(
        "places online", null=True, blank=True, help_text="Leave empty for no limit."
    )
    room_taken = models.PositiveSmallIntegerField("room places taken", default=0, editable=False)
    online_taken = models.PositiveIntegerField("online places taken", default=0, editable=False)
    room_offered = models.PositiveSmallIntegerField("room places offered", default=0, editable=False)
    online_offered = models.PositiveSmallIntegerField("online places offered", default=0, editable=False)
    last_turn = models.PositiveIntegerField("last turn given on the waiting list", default=0, editable=False)
    answer_by = models.DateField("please answer by", null=True, blank=True, help_text="A wish: nobody is refused.")
    programme = models.TextField("programme", max_length=4000, blank=True)
    join_link = models.URLField("link to join online", blank=True, max_length=500)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    uid = models.CharField("calendar UID", max_length=120, unique=True, default=random_uid, editable=False)
    sequence = models.PositiveIntegerField("calendar SEQUENCE", default=0, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    created_at = models.DateTimeField("made", editable=False)
    changed_at = models.DateTimeField("last changed", editable=False)
    published_at = models.DateTimeField("published", null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField("cancelled", null=True, blank=True, editable=False)
    cancelled_why = models.CharField("why cancelled", max_length=300, blank=True, editable=False)
    closed_at = models.DateTimeField("attendance closed", null=True, blank=True, editable=False)
    series = models.ForeignKey(
        "meetings.Series", models.SET_NULL, null=True, blank=True, related_name="meetings", editable=False
    )
    series_date = models.DateField("stands for this date of the series", null=True, blank=True, editable=False)
    touched = models.BooleanField("changed by hand since it was made", default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-pk")
        indexes = [models.Index(fields=["status", "starts_at"], name="meeting_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message="The meeting must end after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(room_capacity__gte=F("room_taken") + F("room_offered")),
                name="meeting_room_not_oversold",
                violation_error_message="More people hold a place in the room than it has.",
            ),
            models.CheckConstraint(
                condition=Q(online_capacity=None) | Q(online_capacity__gte=F("online_taken") + F("online_offered")),
                name="meeting_online_not_oversold",
                violation_error_message="More people hold a place online than there are.",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True)),
                name="meeting_cancelled_has_time",
                violation_error_message="A cancelled meeting has the time of its cancellation.",
            ),
            models.UniqueConstraint(
                fields=["series", "series_date"],
                name="meeting_once_a_date_of_a_series",
                violation_error_message="The series has a meeting for this date already.",
            ),
            models.CheckConstraint(
                condition=Q(minimum=None, decide_on=None) | Q(minimum__gte=1, decide_on__isnull=False),
                name="meeting_minimum_has_a_day_to_decide",
                violation_error_message="Enter both: how many people it needs, and the day on which you decide.",
            ),
            models.CheckConstraint(
                condition=Q(open_to_untrained=False) | Q(kind="training"),
                name="meeting_only_training_is_open_to_untrained",
                violation_error_message="Only a training event can be open to people who are not trained yet.",
            ),
            models.CheckConstraint(
                condition=Q(participatory_minutes=None)
                | Q(cpd_minutes__isnull=False, participatory_minutes__lte=F("cpd_minutes")),
                name="meeting_participatory_within_cpd",
                violation_error_message="The participatory minutes are part of the CPD minutes.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.slug])

    @property
    def is_announced(self) -> bool:
        """The same rule as `announced`, for one."""
        return self.status != Status.DRAFT and self.published_at is not None
