"""Guests: a member who comes may bring somebody who is not eligible yet, by name; a guest's place counts like any."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from members import eligibility, standing
from members.models import Member

from . import guest_links, guest_messages, line, places
from .models import Guest, Meeting, Rsvp
from .sections import Section
from .words import Place

MOST, MOST_NAMED = 2, 6
ERASED = "A guest"


class Refusal(models.TextChoices):
    """Why nobody can be brought, or not this person, or not there."""

    NOT_ALLOWED = "not_allowed", "Members cannot bring guests to this meeting."
    CLOSED = "closed", "This meeting has started, is cancelled, or is not announced yet."
    NOT_COMING = "not_coming", "You can bring a guest once you hold a place yourself."
    ENOUGH = "enough", f"You bring {MOST} guests already, and nobody brings more."
    NAMED = "named", f"You have named {MOST_NAMED} people for this meeting already. Write to a coordinator."
    FULL = "full", "All places of this kind are taken, or somebody waits for the next one."
    NO_SUCH_PLACE = "no_such_place", "This meeting has no places of this kind."
    ALREADY = "already", "You bring this person already."
    MEMBER = "member", "This is the address of a member, who can answer for themselves."
    GONE = "gone", "This guest does not come any more."


# Beside which field of the form a refusal stands.
FIELD_OF: dict[object, str] = {
    Refusal.FULL: "place",
    Refusal.NO_SUCH_PLACE: "place",
    Refusal.ALREADY: "email",
    Refusal.MEMBER: "email",
}


class Refused(Exception):
    """A guest was not added or cancelled; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal | eligibility.Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def refusal(meeting: Meeting, sponsor: Member, now: datetime) -> Refusal | eligibility.Refusal | None:
    """Say why this member cannot bring a guest, or None if they can."""
    if not meeting.guests_allowed:
        return Refusal.NOT_ALLOWED
    if places.frozen(meeting, now):
        return Refusal.CLOSED
    if reason := eligibility.refusal(sponsor, timezone.localdate(now)):
        return reason
    if not meeting.rsvps.coming().filter(member=sponsor).exists():
        return Refusal.NOT_COMING
    mine = meeting.guests.filter(sponsor=sponsor)
    if mine.expected().count() >= MOST:
        return Refusal.ENOUGH
    return Refusal.NAMED if mine.count() >= MOST_NAMED else None  # each of them was written to


@transaction.atomic
def bring(meeting: Meeting, sponsor: Member, name: str, email: str, place: str, now: datetime) -> Guest:
    """Give a guest a place, and tell them and the member; never past anybody who waits for one. Raises Refused."""
    sponsor = standing.lock(sponsor)
    meeting = places.lock(meeting)
    line.pass_on_ended(meeting, now)
    if reason := refusal(meeting, sponsor, now) or refusal_of(meeting, sponsor, email, place, now):
        raise Refused(reason)
    guest = Guest(meeting=meeting, sponsor=sponsor, name=name, email=email, place=place, invited_at=now)
    guest.save()
    places.count(meeting)
    guest_messages.invited(guest, guest_links.address(guest), now)
    guest_messages.added(guest, now)
    return guest


def refusal_of(meeting: Meeting, sponsor: Member, email: str, place: str, now: datetime) -> Refusal | None:
    """Say why this person cannot come so.

    Whose address it is only somebody reads who may see it anyway, and nobody whether another member brings them.
    """
    if place not in places.offered(meeting):
        return Refusal.NO_SUCH_PLACE
    if not places.free(meeting, place) or line.first(meeting, place, now):
        return Refusal.FULL
    seen = Member.objects.visible_to(sponsor, timezone.localdate(now)).showing("email")
    if seen.filter(user__email__iexact=email).exists():
        return Refusal.MEMBER
    mine = meeting.guests.expected().filter(sponsor=sponsor, email__iexact=email)
    return Refusal.ALREADY if mine.exists() else None


@transaction.atomic
def decline(guest: Guest, now: datetime) -> Guest:
    """A guest says through their link that they do not come; the member who brings them is told. Raises Refused."""
    guest = end(guest, now, "the guest does not come")
    guest_messages.declined(guest, now)
    return guest


@transaction.atomic
def cancel(guest: Guest, now: datetime) -> Guest:
    """The member or a coordinator says that a guest does not come; the guest is told. Raises Refused."""
    guest = end(guest, now, "cancelled")
    guest_messages.cancelled(guest, now)
    return guest


def end(guest: Guest, now: datetime, why: str) -> Guest:
    """Free the place of a guest, and give it on. Raises Refused."""
    meeting = places.lock(guest.meeting)
    guest = meeting.guests.select_related("sponsor__user").get(pk=guest.pk)
    guest.meeting = meeting
    if places.frozen(meeting, now):
        raise Refused(Refusal.CLOSED)
    if guest.cancelled_at:
        raise Refused(Refusal.GONE)
    mark(guest, now, why)
    places.count(meeting)
    line.promote(meeting, now, why="a guest does not come")
    return guest


def mark(guest: Guest, now: datetime, why: str) -> None:
    guest.cancelled_at, guest.cancelled_why = now, why
    guest.save(update_fields=["cancelled_at", "cancelled_why"])


def go_with(rsvp: Rsvp, now: datetime) -> None:
    """Guests do not come without the member who brings them: called under the meeting's lock, before it promotes."""
    if rsvp.place != Place.NONE:
        return
    gone = list(rsvp.meeting.guests.expected().filter(sponsor=rsvp.member))
    for guest in gone:
        guest.meeting = rsvp.meeting
        mark(guest, now, "the member who brought them does not come")
        guest_messages.cancelled(guest, now)
    if gone:
        places.count(rsvp.meeting)


def tell_of_move(meeting: Meeting, now: datetime, *, was: dict[str, str]) -> None:
    """To each guest, with the link by which they say that they do not come."""
    for guest in meeting.guests.expected().select_related("sponsor"):
        guest.meeting = meeting
        guest_messages.moved(guest, guest_links.address(guest), now, was=was)


def tell_of_cancellation(meeting: Meeting, now: datetime) -> None:
    """To each guest; they stay on the list as people who were coming, like everybody."""
    for guest in meeting.guests.expected().select_related("sponsor"):
        guest.meeting = meeting
        guest_messages.cancelled(guest, now)


@transaction.atomic
def erase(old: models.QuerySet[Guest], now: datetime) -> int:
    """Nothing says any more who these were, nor do the messages about them; that somebody came stays."""
    slugs = list(old.values_list("meeting__slug", flat=True).distinct())
    guest_messages.erase(slugs)
    return old.update(name=ERASED, email="", cancelled_why="")


def section(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """On the page of a meeting: whom this member brings, and whether they can bring somebody."""
    mine = list(meeting.guests.expected().named().filter(sponsor=member))
    if not mine and (not meeting.guests_allowed or places.frozen(meeting, now)):
        return None
    needs = {"guests": mine, "refusal": refusal(meeting, member, now), "over": places.frozen(meeting, now)}
    return Section("meetings/guests/section.html", needs)
