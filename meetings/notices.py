"""A coordinator writes to members: to everyone, or to those coming to, or silent about, a meeting."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from members.models import Member
from members.models.member import MemberQuerySet
from outbox import html, post
from outbox.models import Message

from . import asking, copies, taking_part
from .copies import wanting
from .invitations.carrying import OF_A_READER, Reader
from .mail_topics import NOTICES
from .models import Meeting, Notice
from .models.notice import MESSAGE, Audience
from .words import Status

if TYPE_CHECKING:
    from accounts.models import User


# Told to each recipient, so that nobody wonders.
WHY = {
    Audience.EVERYONE: "You get this because you are a member of the network.",
    Audience.COMING: "You get this because you hold a place at this meeting.",
    Audience.SILENT: "You get this because you have not answered for this meeting yet.",
}


class Refusal(models.TextChoices):
    """Why a notice cannot be sent."""

    SENT = "sent", "This notice was sent already. Nothing was sent again."
    NOBODY = "nobody", "Nobody would get this notice."
    OVER = "over", "This meeting is cancelled or has started: nobody needs to answer it any more."
    CHANGED = "changed", "This notice was changed after you looked at it. Read it again, then send it."


class Refused(Exception):
    """A notice was not sent; `reason` says why, in words for the coordinator."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def hang_on(meetings: Sequence[int]) -> str:
    """What keeps meetings from being taken back: a notice about one of them, sent or not."""
    return "A notice about this meeting is written" if Notice.objects.filter(meeting__in=meetings).exists() else ""


def eligible_recipients(notice: Notice, now: datetime) -> MemberQuerySet:
    """Everyone whom a notice is for and who may take part, also those who have no address that they have verified."""
    on = timezone.localdate(now)
    people = taking_part.may(notice.meeting, on) if notice.meeting else Member.objects.eligible(on)
    if notice.audience == Audience.COMING and notice.meeting:
        return people.filter(pk__in=notice.meeting.rsvps.coming().values("member"))
    if notice.audience == Audience.SILENT and notice.meeting:
        return people.exclude(pk__in=notice.meeting.rsvps.values("member"))
    return people


def recipients(notice: Notice, now: datetime) -> MemberQuerySet:
    """Who gets a message: everyone whom the notice is for, who has verified their address and wants notices."""
    return wanting(eligible_recipients(notice, now).reachable(), topic(notice))


def topic(notice: Notice) -> str:
    """Under which sort of mail a notice can be switched off; who comes to a meeting is told what is new about it."""
    return "" if notice.audience == Audience.COMING else NOTICES


def refusal(notice: Notice, now: datetime) -> Refusal | None:
    """Say why this notice cannot be sent, or None if it can."""
    if notice.sent_at:
        return Refusal.SENT
    if notice.audience == Audience.SILENT and notice.meeting and not takes_answers(notice.meeting, now):
        return Refusal.OVER
    return None if recipients(notice, now).exists() else Refusal.NOBODY


def takes_answers(meeting: Meeting, now: datetime) -> bool:
    return meeting.status == Status.PUBLISHED and now < meeting.starts_at


@transaction.atomic
def send(notice: Notice, by: "User", now: datetime, *, seen: str) -> Notice:
    """Write one message to each recipient, once however often it is asked; `seen` is the wording that was read.

    Raises Refused.
    """
    notice = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    if reason := refusal(notice, now):
        raise Refused(reason)
    if wording(notice) != seen:
        raise Refused(Refusal.CHANGED)
    sign(notice, by)
    readers = [Reader(*row) for row in recipients(notice, now).values_list(*OF_A_READER)]
    Message.objects.bulk_create(messages(notice, readers, now), batch_size=1000)
    notice.sent_at, notice.recipients = now, len(readers)
    notice.save(update_fields=["written_by", "written_by_name", "sent_at", "recipients"])
    return notice


def sign(notice: Notice, by: "User") -> None:
    """Put a coordinator's name under a notice: the one they have as a member, and never their address."""
    member = Member.objects.filter(user=by).first()
    notice.written_by, notice.written_by_name = by, member.name if member else ""


def messages(notice: Notice, readers: Iterable[Reader], now: datetime) -> Iterator[Message]:
    """One message each, with nobody else's address; the words are the same for all, so they are made once."""
    words = draft(notice, "", now, marked=True)
    del words["user"]
    return (copies.copy(words, f"{notice.pk}", reader) for reader in readers)


def send_test(notice: Notice, by: "User", now: datetime) -> Message:
    """Write the notice to the coordinator alone, as its recipients would get it."""
    return post.write(
        MESSAGE,
        to=by.email,
        user=by,
        key=f"{notice.pk}:test:{by.pk}:{now.isoformat()}",
        now=now,
        context=context(notice, test=True),
    )


def draft(notice: Notice, to: str, now: datetime, *, marked: bool = False) -> dict[str, object]:
    """The message as it will leave, for the preview and for sending; `marked` where each reader's own link will be."""
    told = context(notice)
    if marked and notice.meeting:
        told["meeting_address"] = asking.address(notice.meeting)
    about, of = f"notice:{notice.pk}", topic(notice)
    return post.draft(MESSAGE, to=to, now=now, about=about, topic=of, context=told)


def context(notice: Notice, *, test: bool = False) -> dict[str, object]:
    address = html.address(notice.meeting.get_absolute_url()) if notice.meeting else ""
    return {"notice": notice, "test": test, "why": WHY[Audience(notice.audience)], "meeting_address": address}


def wording(notice: Notice) -> str:
    """Tell one state of a notice from another, so that nobody sends what they have not read."""
    said = "\x00".join([notice.audience, str(notice.meeting_id), notice.subject, notice.text])
    return sha256(said.encode()).hexdigest()
