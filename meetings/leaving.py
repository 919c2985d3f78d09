"""What somebody who leaves gives up at meetings: first in words, from the rows, then the deed."""

from datetime import datetime

from look import words
from members.leaving import Effect
from members.rights.holding import Person

from . import tapping
from .models import Certificate, Feed, Role, Rsvp
from .words import Place, Status


def at(rsvp: Rsvp) -> str:
    return f"{rsvp.meeting}, {words.day(rsvp.meeting.starts_at)}"


def named(certificate: Certificate) -> str:
    return f"{certificate.title}, {words.day(certificate.starts_at)} ({certificate.serial})"


def effects(person: Person, now: datetime) -> list[Effect]:
    """Places, roles, certificates and calendars of somebody who leaves."""
    if person.member is None:
        return []
    answered = Rsvp.objects.filter(member=person.member, meeting__status=Status.PUBLISHED, meeting__starts_at__gt=now)
    holding = answered.exclude(place=Place.NONE, turn=None).select_related("meeting").order_by("meeting__starts_at")
    coming = Role.objects.filter(member=person.member, meeting__ends_at__gt=now).select_related("meeting")
    valid = Certificate.objects.filter(member=person.member, revoked_at=None, kept_after_leaving=False)
    return [
        Effect("You give up your places at", list(map(at, holding))),
        Effect("You give up your roles at", [f"{each.meeting}: {each.get_duty_display().lower()}" for each in coming]),
        Effect("Private links to calendars stop", [each.get_kind_display() for each in person.member.feeds.all()]),
        Effect("These certificates can be checked no more", list(map(named, valid)), at_once=False),
    ]


def dead_links(person: Person, now: datetime) -> None:
    """Feeds, and the links in messages, lead nowhere from now on."""
    if person.member:
        Feed.objects.filter(member=person.member).delete()
        tapping.take_back(person.member)
