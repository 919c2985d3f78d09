"""Everything that leaves to and about guests; the words are in templates/meetings/messages/guest_*.txt."""

from collections.abc import Iterable
from datetime import datetime

from outbox import post
from outbox.models import Message

from . import messages
from .models import Guest

OF_GUESTS = "meetings/guest_"


def invited(guest: Guest, link: str, now: datetime) -> None:
    """To somebody whom a member brings: who, when, where, what we hold about them, and how they say no."""
    to_guest("guest_invited", guest, now, link=link)


def moved(guest: Guest, link: str, now: datetime, *, was: dict[str, str]) -> None:
    """To a guest: the old time and place beside the new."""
    to_guest("guest_moved", guest, now, link=link, was=was)


def cancelled(guest: Guest, now: datetime) -> None:
    """To a guest: the meeting is cancelled, or they are not expected any more."""
    to_guest("guest_cancelled", guest, now)


def added(guest: Guest, now: datetime) -> None:
    """To the member who brings a guest, as a confirmation."""
    to_sponsor("guest_added", guest, now)


def declined(guest: Guest, now: datetime) -> None:
    """To the member who brings a guest: the guest does not come."""
    to_sponsor("guest_declined", guest, now)


def to_guest(name: str, guest: Guest, now: datetime, **further: object) -> None:
    """Write to somebody who has no account, at the address that a member gave for them."""
    meeting = guest.meeting
    post.write(
        f"meetings/{name}",
        to=guest.email,
        key=f"{guest.pk}:{meeting.sequence}",
        now=now,
        about=messages.about(meeting),
        context={"meeting": meeting, "guest": guest, **messages.facts(meeting), **further},
    )


def to_sponsor(name: str, guest: Guest, now: datetime) -> None:
    """Write to the member who brings a guest."""
    member, meeting = guest.sponsor, guest.meeting
    context = {"meeting": meeting, "guest": guest, "member": member, **messages.facts(meeting)}
    messages.to_member(name, member, f"{guest.pk}", now, about=messages.about(meeting), context=context)


def erase(slugs: Iterable[str]) -> None:
    """Remove what was written to and about the guests of these meetings."""
    Message.objects.filter(about__in=[f"meeting:{slug}" for slug in slugs], name__startswith=OF_GUESTS).delete()
