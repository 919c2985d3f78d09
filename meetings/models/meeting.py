"""A venue with everything a visitor must know, and a meeting with its places."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ..words import Mode, Status

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

    def visible_to(self, member: "Member") -> Self:
        """What an eligible member sees: everything but drafts."""
        return self.exclude(status=Status.DRAFT)


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
    room_capacity = models.PositiveSmallIntegerField("places in the room", default=0)
    online_capacity = models.PositiveSmallIntegerField(
        "places online", null=True, blank=True, help_text="Leave empty for no limit."
    )
    room_taken = models.PositiveSmallIntegerField("room places taken", default=0, editable=False)
    online_taken = models.PositiveIntegerField("online places taken", default=0, editable=False)
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
                condition=Q(room_taken__lte=F("room_capacity")),
                name="meeting_room_not_oversold",
                violation_error_message="More people hold a place in the room than it has.",
            ),
            models.CheckConstraint(
                condition=Q(online_capacity=None) | Q(online_taken__lte=F("online_capacity")),
                name="meeting_online_not_oversold",
                violation_error_message="More people hold a place online than there are.",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True)),
                name="meeting_cancelled_has_time",
                violation_error_message="A cancelled meeting has the time of its cancellation.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.slug])
