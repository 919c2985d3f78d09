"""The entries of each calendar behind a private link; never anybody's name or address, one's own neither (cal-F5)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import Max

from look import words
from look.ical import escape, event, parameter, utc
from members import pathway_dates
from members.models import Member

from .. import home
from ..calendars import STATUS, properties, times
from ..models import Feed, Meeting, Rsvp, RsvpChange
from ..models.rsvp import RsvpQuerySet
from ..words import Choice, Place, Status
from .window import around, midnight

COMING_PERHAPS = (Choice.ROOM, Choice.ONLINE, Choice.MAYBE)
# How Outlook colours an entry, besides TRANSP, which RFC 5545 knows.
COLOURED = "X-MICROSOFT-CDO-BUSYSTATUS"
FREE = {"TRANSP": "TRANSPARENT", COLOURED: "FREE"}
BUSY = {"TRANSP": "OPAQUE", COLOURED: "BUSY"}
PERHAPS = {"STATUS": "TENTATIVE", "TRANSP": "OPAQUE", COLOURED: "TENTATIVE"}


def organizer() -> dict[str, str]:
    """The network's own address, which a published calendar needs (RFC 5546)."""
    return {f"ORGANIZER;CN={parameter(settings.NETWORK_NAME)}": f"mailto:{settings.REPLY_ADDRESS}"}


def network(feed: Feed, on: date) -> Iterator[str]:
    """Every meeting that was announced; it takes no time of anybody's, since nobody has said that they come."""
    besides = {**organizer(), **FREE}
    for meeting in around(Meeting.objects.visible_to(feed.member), on):
        yield from event(properties(meeting, join_link="") | besides)


def mine(feed: Feed, on: date) -> Iterator[str]:
    """The meetings to which this member comes, may come, or waits for a place, each with what they said."""
    said, by = Rsvp.objects.filter(member=feed.member, choice__in=COMING_PERHAPS), organizer()
    for meeting, rsvp, changed in answered(feed, said, on):
        is_ahead = meeting.status == Status.PUBLISHED and meeting.starts_at >= midnight(on)
        facts = properties(meeting, home.join_link(meeting, rsvp)) | dated(changed) | by | time_of(meeting, rsvp)
        facts |= with_answer(facts, rsvp) if is_ahead else {}
        yield from event(facts, alarm(meeting) if is_ahead and feed.with_alarm else [])
    if feed.with_pathway:
        yield from last_days(feed.member, on)


def busy(feed: Feed, on: date) -> Iterator[str]:
    """When this member holds a place at a meeting, and nothing else of it: no title, no place, no page."""
    held = Rsvp.objects.filter(member=feed.member).coming()
    address = settings.PUBLIC_ADDRESS.rstrip("/") + "/"
    for meeting, rsvp, changed in answered(feed, held, on):
        yield from event(
            {
                "UID": f"{sha256(f'busy {meeting.uid}'.encode()).hexdigest()[:32]}@{settings.CALENDAR_DOMAIN}",
                "SEQUENCE": str(meeting.sequence),
                **dated(changed),
                **times(meeting),
                "STATUS": STATUS[Status(meeting.status)],
                "SUMMARY": "CANCELLED: Busy" if meeting.status == Status.CANCELLED else "Busy",
                "CLASS": "PRIVATE",
                "URL": address,
                "ORGANIZER": f"mailto:{settings.REPLY_ADDRESS}",
                **time_of(meeting, rsvp),
            }
        )


def last_days(member: Member, on: date) -> Iterator[str]:
    """The last days of this member's pathway."""
    for day in pathway_dates.entries(member, on):
        yield from event(day | organizer())


def answered(feed: Feed, rsvps: RsvpQuerySet, on: date) -> Iterator[tuple[Meeting, Rsvp, datetime]]:
    """The meetings of these answers, each with its answer and when either last changed, or the calendar itself."""
    shown = around(Meeting.objects.visible_to(feed.member).filter(pk__in=rsvps.values("meeting")), on)
    keys = [meeting.pk for meeting in shown]
    changes = RsvpChange.objects.filter(member=feed.member, meeting_id__in=keys).order_by()
    changed = dict(changes.values_list("meeting_id").annotate(at=Max("at")))
    own = {rsvp.meeting_id: rsvp for rsvp in rsvps.filter(meeting_id__in=keys)}
    for meeting in shown:
        if rsvp := own.get(meeting.pk):
            moments = (meeting.changed_at, rsvp.answered_at, feed.changed_at)
            yield meeting, rsvp, max(*moments, changed.get(meeting.pk, rsvp.answered_at))


def dated(changed: datetime) -> dict[str, str]:
    return {"DTSTAMP": utc(changed), "LAST-MODIFIED": utc(changed)}


def time_of(meeting: Meeting, rsvp: Rsvp) -> dict[str, str]:
    """Whether it takes this member's time: where they hold a place; where they may still come, perhaps."""
    if meeting.status == Status.CANCELLED:
        return FREE
    return PERHAPS if rsvp.place == Place.NONE else BUSY


def with_answer(facts: Mapping[str, str], rsvp: Rsvp) -> dict[str, str]:
    """The title and the text with what this member said to a meeting that is ahead."""
    first = prefix(rsvp)
    words_of_it = [rsvp.in_words()]
    if rsvp.confirm_by:
        words_of_it.append(f"It has moved since. Please confirm by {words.moment(rsvp.confirm_by)}.")
    return {
        "SUMMARY": escape(f"{first}: " if first else "") + facts["SUMMARY"],
        "DESCRIPTION": escape(" ".join(words_of_it) + "\n\n") + facts["DESCRIPTION"],
    }


def prefix(rsvp: Rsvp) -> str:
    """What stands before the title of a meeting that is not settled."""
    if rsvp.confirm_by:
        return "Please confirm"
    if rsvp.choice == Choice.MAYBE:
        return "Maybe"
    return "Waiting list" if rsvp.place == Place.NONE else ""


def alarm(meeting: Meeting) -> list[str]:
    """A reminder by the calendar itself, one day before, with an identity of its own (cal-F7, RFC 9074)."""
    said = [f"UID:alarm-{meeting.uid}", "ACTION:DISPLAY", "TRIGGER:-P1D", f"DESCRIPTION:{escape(meeting.title)}"]
    return ["BEGIN:VALARM", *said, "END:VALARM"]
