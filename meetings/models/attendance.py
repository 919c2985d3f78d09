"""Who was there, with the minutes; the certificate that says so; and what its owner thinks about it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.guard import refuse_patient_data

from ..words import Presence, Source

# Letters and digits that nobody mistakes for one another (no 0, 1, I, L, O, U).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Attendance(models.Model):
    """Somebody was there for so many minutes: a member, or a guest or newcomer by name."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="attendance", verbose_name="meeting")
    member = models.ForeignKey(
        "members.Member", models.CASCADE, null=True, blank=True, related_name="attendance", verbose_name="member"
    )
    name = models.CharField("name", max_length=120, blank=True, validators=[refuse_patient_data])
    mode = models.CharField("how", max_length=6, choices=Presence, default=Presence.ROOM)
    minutes = models.PositiveSmallIntegerField("minutes present")
    source = models.CharField("written down", max_length=6, choices=Source)
    recorded_at = models.DateTimeField("recorded")
    recorded_by_name = models.CharField("recorded by", max_length=254)

    class Meta:
        ordering = ("meeting", "member__name", "name", "pk")
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="attendance_one_each",
                violation_error_message="This person is on the list already.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "name"],
                condition=Q(member=None),
                name="attendance_one_each_by_name",
                violation_error_message="This name is on the list already.",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, name="") | (Q(member=None) & ~Q(name="")),
                name="attendance_of_a_member_or_by_name",
                violation_error_message="Somebody who was there is a member, or has a name.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1),
                name="attendance_has_minutes",
                violation_error_message="Enter the minutes, 1 or more. Leave out who was not there.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.name}: {self.minutes} minutes"


class AttendanceChange(models.Model):
    """Append-only: each time somebody was put on the list, changed or taken off it (then `minutes` is empty)."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="+", verbose_name="meeting")
    member = models.ForeignKey(
        "members.Member", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="member"
    )
    name = models.CharField("name", max_length=120, blank=True)
    mode = models.CharField("how", max_length=6, choices=Presence, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes present", null=True, blank=True)
    source = models.CharField("written down", max_length=6, choices=Source)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="by"
    )
    by_name = models.CharField("by (name)", max_length=254)
    at = models.DateTimeField("when")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "change of attendance"
        verbose_name_plural = "changes of attendance"

    def __str__(self) -> str:
        return f"{self.member or self.name}: {self.minutes or 'taken off'}"


class DoorPage(models.Model):
    """A page at the door that is open in some browser, and how far its taps have arrived; gone once the list closes."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="door_pages", verbose_name="meeting")
    page = models.CharField("page", max_length=32)
    number = models.PositiveIntegerField("last batch of taps")
    seen = models.PositiveBigIntegerField("last change of attendance then", default=0)

    class Meta:
        ordering = ("meeting", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "page"],
                name="doorpage_once",
                violation_error_message="This page is known already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.number}"


def random_serial() -> str:
    """Twelve letters and digits in three groups, such as K7QF-2M9D-XR4T: 58 bits, too many to guess."""
    letters = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


class Certificate(models.Model):
    """What was true on the day of issue (domain.md §4.6): an attendance record, never accreditation or supervision."""

    serial = models.CharField("serial", max_length=14, unique=True, default=random_serial, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="certificates", verbose_name="meeting")
    member = models.ForeignKey(
        "members.Member", models.CASCADE, null=True, blank=True, related_name="certificates", verbose_name="member"
    )
    name = models.CharField("name", max_length=120, blank=True)
    title = models.CharField("title", max_length=120)
    starts_at = models.DateTimeField("starts")
    ends_at = models.DateTimeField("ends")
    mode = models.CharField("how", max_length=6, choices=Presence)
    minutes = models.PositiveSmallIntegerField("minutes")
    participatory_minutes = models.PositiveSmallIntegerField("of these participatory")
    aims = models.TextField("learning aims", max_length=2000, blank=True)
    topics = models.TextField("topics", max_length=4000, blank=True)
    organiser = models.CharField("organiser", max_length=160)
    facilitator = models.CharField("facilitator", max_length=160, blank=True)
    issued_on = models.DateField("issued")
    shows_name = models.BooleanField("the check page shows my name", default=False)
    kept_after_leaving = models.BooleanField(
        "the check page stays when its owner is erased", default=False, editable=False
    )
    revoked_at = models.DateTimeField("revoked", null=True, blank=True)
    revoked_by_name = models.CharField("revoked by", max_length=254, blank=True)
    revoked_why = models.CharField("why revoked", max_length=300, blank=True, validators=[refuse_patient_data])

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(revoked_at=None),
                name="certificate_one_that_counts",
                violation_error_message="This person has a certificate of this meeting already.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, participatory_minutes__lte=F("minutes")),
                name="certificate_minutes_fit",
                violation_error_message="The participatory minutes are part of the minutes.",
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    def get_absolute_url(self) -> str:
        return reverse("meetings:certificate", args=[self.serial])


class Reflection(models.Model):
    """What somebody thinks about a meeting, for themselves alone: no coordinator sees it.

    It hangs on no row of attendance, so that no correction of the list takes it away.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="+", verbose_name="meeting")
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="reflections", verbose_name="member")
    text = models.TextField("reflection", max_length=4000, validators=[refuse_patient_data])
    written_at = models.DateTimeField("written")

    class Meta:
        ordering = ("-written_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="reflection_one_each",
                violation_error_message="You have a reflection on this meeting already; change that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"Reflection of {self.written_at:%Y-%m-%d}"
