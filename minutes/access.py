"""Who may do what with an agenda and minutes: whoever has one of the duties, and every coordinator at the desk."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from meetings.access import NOT_YOURS, may_help
from meetings.models import Meeting
from meetings.words import Duty, Status

# The minute-taker writes; only a coordinator, of the network or of this meeting, approves.
WRITING = (Duty.MINUTE_TAKER, Duty.COORDINATOR)
APPROVING = (Duty.COORDINATOR,)


def helped_meeting(request: HttpRequest, slug: str, duties: tuple[Duty, ...]) -> Meeting:
    """The meeting, for somebody who has one of these duties at it. Raises PermissionDenied and Http404."""
    meeting = get_object_or_404(Meeting.objects.select_related("venue"), slug=slug)
    if not any(may_help(request, meeting, duty) for duty in duties):
        raise Http404 if meeting.status == Status.DRAFT else PermissionDenied(NOT_YOURS)
    return meeting


def may_approve(request: HttpRequest, meeting: Meeting) -> bool:
    return any(may_help(request, meeting, duty) for duty in APPROVING)
