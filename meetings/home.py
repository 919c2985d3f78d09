"""What a person is shown of one meeting: their answer, their place in line, or why they cannot answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from look import words
from members.models import Member

from . import deciding, figures, line, offering
from . import needs as needed
from . import rsvp as answering
from .figures import Came
from .forms.further import DecideForm, NoteForm
from .models import Guest, Meeting, Rsvp
from .usual import usual_mode
from .words import Choice, Mode, Place, Status


@dataclass(frozen=True)
class Panel:
    """What `meetings/answer_panel.html` needs. `position` counts the people before someone who waits; 0 is next.

    `offer` says until when a place is kept for them alone, `is_wanted` that others wait for the place they hold.
    `usual` is how they came last, for whoever has not answered; `decide` and `note` are what can be said further,
    `needs` how somebody who comes stands with the question what they need.
    """

    meeting: Meeting
    rsvp: Rsvp | None
    refusal: answering.Reason | None
    position: int | None
    usual: Choice | None = None
    decide: DecideForm | None = None
    note: NoteForm | None = None
    needs: needed.State | None = None
    offer: str = ""
    is_wanted: bool = False


def panel(meeting: Meeting, member: Member, now: datetime) -> Panel:
    """Say how this member stands with this meeting."""
    mine = Rsvp.objects.filter(meeting=meeting, member=member).first()
    refusal = answering.refusal(meeting, member, now)
    if mine is None:
        return Panel(meeting, None, refusal, None, None if refusal else usual_mode(member))
    position = line.before(mine, now)
    if refusal:
        return Panel(meeting, mine, refusal, position)
    day = mine.decide_by or deciding.suggested(meeting, now)
    return Panel(
        meeting,
        mine,
        refusal,
        position,
        decide=DecideForm(meeting=meeting, initial={"day": day}) if mine.choice == Choice.MAYBE else None,
        note=NoteForm(meeting=meeting, initial={"note": mine.note}),
        needs=needed.state(member) if mine.choice in (Choice.ROOM, Choice.ONLINE) else None,
        offer=offer_in_words(mine, now),
        is_wanted=mine.place != Place.NONE and meeting.rsvps.in_line(mine.place).exists(),
    )


def offer_in_words(rsvp: Rsvp, now: datetime) -> str:
    """Until when a place is kept for this person: "5pm" today, with the day otherwise; empty when none is."""
    if rsvp.offer_until is None or not offering.stands(rsvp, now):
        return ""
    is_today = timezone.localdate(rsvp.offer_until) == timezone.localdate(now)
    return words.time(rsvp.offer_until) if is_today else words.moment(rsvp.offer_until)


def to_confirm(member: Member, now: datetime) -> list[Rsvp]:
    """What this member said yes to before it moved, and places kept for them: soonest first."""
    mine = Rsvp.objects.filter(member=member, meeting__status=Status.PUBLISHED, meeting__starts_at__gt=now)
    waits = Q(confirm_by__isnull=False) | Q(offer_until__gt=now)
    return list(mine.filter(waits).select_related("meeting").order_by("meeting__starts_at", "pk"))


def next_meeting_of(member: Member, now: datetime) -> Panel | None:
    """The next meeting that takes place, for the home page; None when none is announced."""
    meeting = Meeting.objects.visible_to(member).published().upcoming(now).select_related("venue").first()
    return panel(meeting, member, now) if meeting else None


@dataclass(frozen=True)
class Entry:
    """A meeting in a list, with one's own answer to it."""

    meeting: Meeting
    rsvp: Rsvp | None
    came: Came | None = None


def entries(meetings: Iterable[Meeting], member: Member) -> list[Entry]:
    """Put one's own answers beside the meetings of a page, and who came where that is known; one question for all."""
    shown = list(meetings)
    mine = {row.meeting_id: row for row in Rsvp.objects.filter(member=member, meeting__in=shown)}
    there = figures.came(shown)
    return [Entry(meeting, mine.get(meeting.pk), there.get(meeting.pk)) for meeting in shown]


def join_link(meeting: Meeting, held: Rsvp | Guest | None) -> str:
    """The link to join, for members and guests who hold a place at a meeting that is also online; for nobody else."""
    if held is None or held.place == Place.NONE or meeting.mode == Mode.ROOM:
        return ""
    return meeting.join_link if meeting.status == Status.PUBLISHED else ""
