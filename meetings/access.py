"""Who may see what of one meeting, and who does what at it: whoever has the duty, and coordinators."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts import staff
from accounts.access import current_user
from members import coordinators, eligibility
from members.access import NotEligible, member_of
from members.models import Member

from . import roles
from .models import Meeting
from .models.meeting import MeetingQuerySet
from .words import Duty

NOT_YOURS = "This page is for coordinators, and for whoever does this job at this meeting."
# Who writes down who is there; closing the list is for the coordinator alone.
AT_THE_DOOR = (Duty.DOOR, Duty.COORDINATOR)


def person_of(request: HttpRequest) -> Member:
    """The signed-in person, trained or not: for what is open to everybody with a row. Raises NotEligible."""
    member = member_of(request)
    if reason := eligibility.absence(member, timezone.localdate()):
        raise NotEligible(reason)
    assert member is not None  # noqa: S101  absence(None) is always a reason
    return member


def person_and_meeting(request: HttpRequest, slug: str) -> tuple[Member, Meeting]:
    """Who is signed in and the meeting they ask for: any for the eligible, an open training event for the others.

    Raises NotEligible with the reason, for somebody who may see no such meeting, and Http404.
    """
    found, member = Meeting.objects.select_related("venue"), member_of(request)
    reason = eligibility.refusal(member, timezone.localdate())
    if member and reason is None:
        return member, get_object_or_404(found.visible_to(member), slug=slug)
    meeting = open_meeting(found, slug)
    if meeting is None:
        raise NotEligible(reason or eligibility.Refusal.NOT_JOINED)
    return person_of(request), meeting


def open_meeting(meetings: MeetingQuerySet, slug: str) -> Meeting | None:
    """The training event of this name, if it is open to people who are not trained yet."""
    return meetings.open_to_untrained().filter(slug=slug).first()


def is_open_to_others(request: HttpRequest) -> bool:
    """Whether somebody who may not take part, but has a row, has an open training event to come to."""
    member, now = member_of(request), timezone.now()
    on = timezone.localdate(now)
    if eligibility.refusal(member, on) is None or eligibility.absence(member, on):
        return False
    return Meeting.objects.open_to_untrained().published().upcoming(now).exists()


def runs_meetings(request: HttpRequest) -> bool:
    """Whether this is a coordinator for the whole network with an open desk: meetings belong to no area."""
    return staff.refusal(request) is None and coordinators.is_for_everything(current_user(request))


def may_help(request: HttpRequest, meeting: Meeting, *duties: Duty) -> bool:
    """Whether this person does this job: whoever has the duty and still may, or a coordinator with an open desk.

    A draft is the coordinators' alone, also one that was cancelled before it was announced.
    """
    if runs_meetings(request):
        return True
    member = member_of(request)
    if member is None or not meeting.is_announced:
        return False
    return roles.does(meeting, member, duties, timezone.now())


def helped_meeting(request: HttpRequest, slug: str, *duties: Duty) -> Meeting:
    """The meeting, for somebody who does this job at it. Raises PermissionDenied, with what to do, and Http404."""
    meeting = get_object_or_404(Meeting.objects.select_related("venue"), slug=slug)
    if not may_help(request, meeting, *duties):
        raise PermissionDenied(NOT_YOURS) if meeting.is_announced else Http404
    return meeting


def own_record(request: HttpRequest) -> Member:
    """One's own row, for whoever ever joined or attended something: a record of it is theirs. Raises NotEligible."""
    member = member_of(request)
    if member is None or not keeps_a_record(member):
        raise NotEligible(eligibility.Refusal.NOT_JOINED)
    return member


def keeps_a_record(member: Member) -> bool:
    """Whether there is a record of what they attended: for whoever ever joined, or was at an event before that."""
    return member.joined_on is not None or member.attendance.exists()
