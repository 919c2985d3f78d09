"""Who may take part in a meeting: everyone eligible; at an open training event also who is not trained yet."""

from datetime import date

from members import eligibility
from members.models import Member
from members.models.member import MemberQuerySet

from .models import Meeting
from .words import Kind


def is_open(meeting: Meeting) -> bool:
    """Say whether somebody who is not trained yet may come."""
    return meeting.kind == Kind.TRAINING and meeting.open_to_untrained


def refusal(meeting: Meeting, member: Member | None, on: date) -> eligibility.Refusal | None:
    """Say why this person may not take part in this meeting on that date, or None if they may."""
    return eligibility.absence(member, on) if is_open(meeting) else eligibility.refusal(member, on)


def may(meeting: Meeting, on: date) -> MemberQuerySet:
    """Who may take part in this meeting: the same rule as `refusal`, for many."""
    return Member.objects.present(on) if is_open(meeting) else Member.objects.eligible(on)
