"""What this app holds under the retention rules: answers, attendance, certificates, needs, guests, replies."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone

from members import standing
from members.models import Member, RetentionRule
from members.retention import DataClass, before
from members.retention.data_class import Rows

from . import attendance, guests, needs
from .models import (
    Attendance,
    AttendanceChange,
    CalendarReply,
    Certificate,
    Guest,
    Meeting,
    MeetingChange,
    Need,
    NeedsAsked,
    Rsvp,
    RsvpChange,
)
from .words import ReplyState

Due = Callable[[RetentionRule, date], Rows]


def of_members(model: type[models.Model]) -> Due:
    """Rows about members at meetings that ended that long ago; guests lose their names much earlier."""

    def due(rule: RetentionRule, on: date) -> Rows:
        return model._default_manager.filter(member__isnull=False, meeting__ends_at__lt=before(rule, on))

    return due


def deeds(rule: RetentionRule, on: date) -> Rows:
    return MeetingChange.objects.filter(at__lt=before(rule, on), meeting__ends_at__lt=before(rule, on))


def replies(rule: RetentionRule, on: date) -> Rows:
    old = CalendarReply.objects.filter(incoming__received_at__lt=before(rule, on))
    return old.exclude(state=ReplyState.TO_CHECK)


def told(rule: RetentionRule, on: date) -> Rows:
    """What people need who came to their last meeting that long before the morning of this day."""
    morning = timezone.make_aware(datetime.combine(on, time.min))
    return Need.objects.filter(member__in=needs.due(morning, timedelta(days=rule.keep_days)))


def forget_needs(rows: Rows, now: datetime) -> None:
    """With that they were asked, so that they are asked once more at their next yes.

    Who has told us anew in the meantime has other rows, and is not asked again.
    """
    for pk in sorted(set(rows.values_list("member", flat=True))):
        with transaction.atomic():
            member = standing.lock(Member(pk=pk))
            if rows.filter(member=member).delete()[0]:
                NeedsAsked.objects.filter(member=member).delete()


def guests_then(rule: RetentionRule, on: date) -> Rows:
    return Guest.objects.named().filter(meeting__ends_at__lt=before(rule, on))


def lists_with_names(rule: RetentionRule, on: date) -> Rows:
    """Meetings on whose list somebody is named who was no member."""
    named = attendance.named_strangers().filter(meeting__ends_at__lt=before(rule, on))
    return Meeting.objects.filter(pk__in=named.values("meeting"))


def make_nameless(rows: Rows, now: datetime) -> None:
    """How many were there stays, who they were does not."""
    for row in rows:
        row.member, row.name = None, f"{attendance.MEMBER}{row.pk}"
        row.save(update_fields=["member", "name"])


CLASSES = [
    DataClass("access-needs", "What people need at a meeting", told, forget_needs, "member"),
    DataClass("access-needs", "Guests of meetings", guests_then, guests.erase),
    DataClass("access-needs", "Lists of meetings that name guests", lists_with_names, attendance.erase_names),
    DataClass("attendance", "Answers to meetings", of_members(Rsvp), person="member"),
    DataClass("attendance", "Changes of answers", of_members(RsvpChange), person="member"),
    DataClass("attendance", "Who was there", of_members(Attendance), make_nameless, "member"),
    DataClass("attendance", "Changes of who was there", of_members(AttendanceChange), person="member"),
    DataClass("attendance", "Certificates", of_members(Certificate), person="member"),
    DataClass("audit", "What was done with meetings that are over", deeds, person="by"),
    DataClass("inbox", "Answers that came from calendars", replies, person="attendee"),
]
