"""What stands about agenda, minutes, actions and documents on the page of a meeting."""

from datetime import datetime

from django.utils import timezone

from meetings.models import Meeting
from meetings.sections import Section
from meetings.words import Status
from members import coordinators
from members.gate import names_for
from members.models import Member

from . import actions, agenda, carrying, documents, timing
from .access import WRITING
from .forms.agenda import ProposeForm
from .models import MinutesVersion

MOST_ACTIONS = 20


def agenda_section(meeting: Meeting, member: Member, now: datetime) -> Section:
    """The agenda with its times, one's own proposals, and one field for another."""
    items = list(meeting.agenda.on_the_agenda().select_related("carried_from__meeting"))
    needs = {
        "lines": timing.lines(meeting, items),
        "mine": list(member.agenda_items.proposed().filter(meeting=meeting)),
        "refusal": agenda.refusal(meeting, member, now),
        "over": meeting.ends_at <= now or meeting.status == Status.CANCELLED,
        "form": ProposeForm(),
        "helps": helps(meeting, member),
    }
    return Section("minutes/sections/agenda.html", needs)


def helps(meeting: Meeting, member: Member) -> bool:
    """Whether to show the way to the pages of whoever prepares the meeting; those pages ask again."""
    runs_it = bool(member.user and member.user.is_staff and coordinators.is_for_everything(member.user))
    return runs_it or meeting.roles.filter(member=member, duty__in=WRITING).exists()


def agenda_by_link(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """One field for the agenda, for whoever came by the link of a message; what is on it needs a login."""
    if agenda.refusal(meeting, member, now):
        return None
    proposed = member.agenda_items.proposed().filter(meeting=meeting).count()
    return Section("minutes/sections/agenda_by_link.html", {"form": ProposeForm(), "proposed": proposed})


def actions_by_link(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """What this member has promised, as their invitations say it too."""
    found = list(actions.mine(member, now)[0][:MOST_ACTIONS])
    needs = {"actions": found, "today": timezone.localdate(now)}
    return Section("minutes/sections/actions_by_link.html", needs) if found else None


def minutes_section(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """The way to the minutes once they are published; before that only for whoever writes them."""
    if now < meeting.starts_at or meeting.status == Status.CANCELLED:
        return None
    version = MinutesVersion.objects.standing().filter(minutes__meeting=meeting).first()
    needs = {"version": version, "helps": helps(meeting, member)}
    return Section("minutes/sections/minutes.html", needs, is_first=True) if version or needs["helps"] else None


def actions_section(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """What is still to be done from earlier meetings, on the page of the next one."""
    if meeting != carrying.next_meeting(now):
        return None
    found = actions.before(meeting)[:MOST_ACTIONS]
    on = timezone.localdate(now)
    names = names_for(member, [action.owner for action in found if action.owner], on)
    owned = [(action, names.get(action.owner_id or 0, "")) for action in found]
    needs = {"actions": owned, "member": member, "today": on}
    return Section("minutes/sections/actions.html", needs) if found else None


def documents_section(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """The documents with their types and sizes, and for whoever may the way to adding one."""
    found, may_add = list(documents.of(meeting)), helps(meeting, member)
    needs = {"documents": found, "may_add": may_add}
    return Section("minutes/sections/documents.html", needs) if found or may_add else None
