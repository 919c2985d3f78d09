"""Who may do what with agenda, minutes and documents: whoever has a duty there, and every coordinator at the desk."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts import staff
from meetings.access import NOT_YOURS, may_help
from meetings.models import Meeting
from meetings.words import Duty, Status
from members import eligibility
from members.access import member_of

from .models import Document

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


def adds_documents(request: HttpRequest, meeting: Meeting) -> bool:
    """Coordinators, and who takes the minutes or coordinates this meeting; a draft is the coordinators' alone."""
    if meeting.status == Status.DRAFT:
        return staff.refusal(request) is None
    return any(may_help(request, meeting, duty) for duty in WRITING)


def meeting_to_add_to(request: HttpRequest, slug: str) -> Meeting:
    """The meeting, for whoever adds documents to it. Raises PermissionDenied, with what to do, and Http404."""
    meeting = get_object_or_404(Meeting.objects.select_related("venue"), slug=slug)
    if adds_documents(request, meeting):
        return meeting
    raise Http404 if meeting.status == Status.DRAFT else PermissionDenied(NOT_YOURS)


def document_for(request: HttpRequest, public_id: str) -> Document:
    """A document that is with its meeting, for members who see that meeting; for anybody else there is none.

    Raises Http404.
    """
    document = get_object_or_404(Document.objects.shown().select_related("meeting"), public_id=public_id)
    member = member_of(request)
    eligible = member is not None and eligibility.refusal(member, timezone.localdate()) is None
    if (eligible and document.meeting.status != Status.DRAFT) or adds_documents(request, document.meeting):
        return document
    raise Http404
