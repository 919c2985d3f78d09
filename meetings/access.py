"""Who may do what at one meeting: whoever has the duty, and every coordinator whose desk is open."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts import staff
from members import eligibility
from members.access import member_of

from .models import Meeting
from .words import Duty, Status

NOT_YOURS = "This page is for coordinators, and for whoever does this job at this meeting."


def may_help(request: HttpRequest, meeting: Meeting, duty: Duty) -> bool:
    """Whether this person does this job: an eligible member who has the duty, or a coordinator with an open desk."""
    if staff.refusal(request) is None:
        return True
    member = member_of(request)
    if member is None or eligibility.refusal(member, timezone.localdate()):
        return False
    return meeting.roles.filter(duty=duty, member=member).exists()


def helped_meeting(request: HttpRequest, slug: str, duty: Duty) -> Meeting:
    """The meeting, for somebody who does this job at it. Raises PermissionDenied, with what to do, and Http404."""
    meeting = get_object_or_404(Meeting.objects.select_related("venue"), slug=slug)
    if not may_help(request, meeting, duty):
        raise Http404 if meeting.status == Status.DRAFT else PermissionDenied(NOT_YOURS)
    return meeting
