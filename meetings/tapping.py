"""One tap from a message: whose a signed link is and until when, which button its page makes big, how links end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from members import membership, standing
from members.family_names import given_name
from members.models import Member
from members.models.history import ChangeKind

from . import copies, home, links, offering, places, taking_part
from .asking import PASSES, STANDS, choices
from .models import Meeting, Preferences, Rsvp
from .words import Choice

if TYPE_CHECKING:
    from accounts.models import User

GOOD_FOR = timedelta(days=1)
# How long before a meeting its page shows the link to join: no longer than a forwarded message should open a door.
JOINS_BEFORE = timedelta(hours=24)
WORDS = {
    Choice.ROOM: "Yes, in the room",
    Choice.ONLINE: "Yes, online",
    Choice.MAYBE: "Maybe",
    Choice.NO: "No, I am not coming",
}
TO_WAIT = {Choice.ROOM: "Wait for a place in the room", Choice.ONLINE: "Wait for a place online"}
TO_TAKE = {Choice.ROOM: "Take the place in the room", Choice.ONLINE: "Take the place online"}


class Gone(models.TextChoices):
    """Why a link leads nowhere. What has to do with the person is not told to whoever holds their mail."""

    UNKNOWN = "unknown", "Only a part of this link arrived here, or it was changed on its way."
    OVER = "over", "This meeting is over."
    ENDED = "ended", "It was taken back, or belongs to somebody who cannot answer this meeting."


class Lost(Exception):
    """A link leads nowhere; `reason` says why, in words for whoever opened it."""

    def __init__(self, reason: Gone) -> None:
        super().__init__(reason.label)
        self.reason = reason


@dataclass(frozen=True)
class Opened:
    """Whom a good link is about, and at which meeting."""

    meeting: Meeting
    member: Member
    token: str

    @property
    def first_name(self) -> str:
        """All of a name that a forwarded message may show."""
        return given_name(self.member.name)

    @property
    def address(self) -> str:
        return reverse("meetings:tap", args=[self.token])

    @property
    def seal(self) -> str:
        """What a form of the page sends back: made here, for this link and this state of the meeting (cal-L2)."""
        return signer().signature(self.state)

    @property
    def state(self) -> str:
        return f"{self.token}:{self.meeting.sequence}"

    def is_sealed(self, sent: str) -> bool:
        """Also by a secret key that counted when the page was opened."""
        try:
            return signer().unsign(f"{self.state}:{sent}") == self.state
        except signing.BadSignature:
            return False


def signer() -> signing.Signer:
    return signing.Signer(salt="meetings.tapping")


def open_link(token: str, now: datetime) -> Opened:
    """Whose link this is: good until one day after the meeting ends, while they may take part (cal-L3). Raises Lost."""
    named = links.read(token)
    member = Member.objects.filter(pk=named.member).first() if named else None
    if named is None or member is None:
        raise Lost(Gone.UNKNOWN)
    generation = copies.generation_of(member)
    if not named.is_good(links.ANSWER, generation):
        was_good = any(named.is_good(links.ANSWER, older) for older in range(generation))
        raise Lost(Gone.ENDED if was_good else Gone.UNKNOWN)
    meeting = Meeting.objects.announced().select_related("venue").filter(pk=named.meeting).first()
    if meeting is None or taking_part.refusal(meeting, member, timezone.localdate(now)):
        raise Lost(Gone.ENDED)
    if now >= meeting.ends_at + GOOD_FOR:
        raise Lost(Gone.OVER)
    return Opened(meeting, member, token.lower())


def path(meeting: Meeting, member: Member) -> str:
    """The path of this member's own page of this meeting."""
    return reverse("meetings:tap", args=[links.name(links.ANSWER, meeting.pk, member.pk, copies.generation_of(member))])


@transaction.atomic
def take_back(member: Member) -> None:
    """Let every link in a message to this member lead nowhere from now on; new ones, and those that wait, work."""
    member = standing.lock(member)
    theirs, _ = Preferences.objects.get_or_create(member=member)
    theirs.links_generation += 1
    theirs.save(update_fields=["links_generation"])
    copies.renew(member, theirs.links_generation)


@transaction.atomic
def take_back_for(member: Member, by: "User", why: str, now: datetime) -> None:
    """A coordinator does it for a member, and it is written down. Raises membership.Refused."""
    membership.change(member, ChangeKind.LINKS, by, why, now)
    take_back(member)


def join_link(meeting: Meeting, rsvp: Rsvp | None, now: datetime) -> str:
    """The link to join, on the last day and to whoever holds a place."""
    if not meeting.starts_at - JOINS_BEFORE <= now < meeting.ends_at:
        return ""
    return home.join_link(meeting, rsvp)


class Ready(NamedTuple):
    """The big button of the page: what it sends and says."""

    value: str
    label: str


def ready(meeting: Meeting, rsvp: Rsvp | None, asked: str, now: datetime) -> Ready | None:
    """The answer that a link asked for, as a button; None if it asked for none, or for what is so already."""
    choice = rsvp.choice if rsvp and asked == STANDS else asked
    if choice == PASSES:
        return Ready(PASSES, "Let it pass on") if rsvp and offering.stands(rsvp, now) else None
    if choice not in choices(meeting):
        return None
    choice = Choice(choice)
    if rsvp is None or rsvp.choice != choice:
        return Ready(choice, words(meeting, rsvp, choice))
    if offering.stands(rsvp, now):
        return Ready(choice, TO_TAKE[choice])
    if rsvp.confirm_by:
        return Ready(choice, "Yes, I am still coming")
    return Ready(choice, "Offer me the next free place") if rsvp.passed_at else None


def words(meeting: Meeting, rsvp: Rsvp | None, choice: Choice) -> str:
    """What a new answer is called: who finds all places taken says that they wait."""
    is_full = choice in TO_WAIT and not places.free(meeting, choice) and not (rsvp and rsvp.place == choice)
    return TO_WAIT[choice] if is_full else WORDS[choice]
