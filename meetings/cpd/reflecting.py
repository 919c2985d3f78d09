"""What somebody thinks about a meeting that they attended, for themselves alone."""

from datetime import datetime

from django.db import transaction

from members.models import Member
from members.standing import lock

from ..models import Attendance, Meeting, Reflection


@transaction.atomic
def reflect(member: Member, meeting: Meeting, text: str, now: datetime) -> Reflection | None:
    """Keep one's own reflection beside one's own attendance; an empty one takes it away. Raises DoesNotExist."""
    attendance = Attendance.objects.get(meeting=meeting, member=lock(member))
    if not text.strip():
        Reflection.objects.filter(attendance=attendance).delete()
        return None
    reflection, _ = Reflection.objects.update_or_create(
        attendance=attendance, defaults={"text": text.strip(), "written_at": now}
    )
    return reflection
