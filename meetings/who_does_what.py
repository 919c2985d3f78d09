"""What members read on the page of a meeting about who does what at it: names, and nothing else of these people."""

from datetime import datetime

from django.utils import timezone

from members.gate import names_for
from members.models import Member

from .models import Meeting
from .sections import Section
from .words import Status


def section(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """Nothing for a meeting that nobody has a role at, or that does not take place."""
    if meeting.status == Status.CANCELLED:
        return None
    roles = list(meeting.roles.select_related("member").order_by("duty"))
    names = names_for(member, [role.member for role in roles], timezone.localdate(now))
    held = [(role.get_duty_display(), names[role.member_id]) for role in roles]
    return Section("meetings/who_does_what.html", {"held": held}) if held else None
