"""Who may do what with agenda, minutes and documents: whoever has a duty there, and every coordinator at the desk."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from meetings.access import may_help
from meetings.models import Meeting
from meetings.words import Duty
from members import eligibility
from members.access import member_of
from members.models import Member

from .models import Document

# The minute-taker writes and adds documents; only a coordinator, of the network or of this meeting, approves.
WRITING = (Duty.MINUTE_TAKER, Duty.COORDINATOR)
APPROVING = (Duty.COORDINATOR,)


def document_for(request: HttpRequest, public_id: str) -> Document:
    """A document that is with its meeting, for members who see that meeting; for anybody else there is none.

    Raises Http404.
    """
    document = get_object_or_404(Document.objects.shown().select_related("meeting"), public_id=public_id)
    if sees(member_of(request), document.meeting) or may_help(request, document.meeting, *WRITING):
        return document
    raise Http404


def sees(member: Member | None, meeting: Meeting) -> bool:
    if member is None or eligibility.refusal(member, timezone.localdate()):
        return False
    return Meeting.objects.visible_to(member).filter(pk=meeting.pk).exists()
