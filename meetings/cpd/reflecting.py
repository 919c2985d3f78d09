"""What somebody thinks about a meeting that they attended, for themselves alone."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from members.models import Member
from members.standing import lock

from ..models import Certificate, Meeting, Reflection


def open_to(member: Member) -> QuerySet[Meeting]:
    """The meetings that this person may reflect on: they have a certificate that counts, or have written already."""
    counting = Certificate.objects.filter(member=member, revoked_at=None).values("meeting")
    written = Reflection.objects.filter(member=member).values("meeting")
    return Meeting.objects.filter(Q(pk__in=counting) | Q(pk__in=written))


@transaction.atomic
def reflect(member: Member, meeting: Meeting, text: str, now: datetime) -> Reflection | None:
    """Keep one's own reflection on a meeting that one attended; an empty one takes it away. Raises DoesNotExist."""
    member = lock(member)
    meeting = open_to(member).get(pk=meeting.pk)
    if not text.strip():
        Reflection.objects.filter(meeting=meeting, member=member).delete()
        return None
    said = {"text": text.strip(), "written_at": now}
    reflection, _ = Reflection.objects.update_or_create(meeting=meeting, member=member, defaults=said)
    return reflection
