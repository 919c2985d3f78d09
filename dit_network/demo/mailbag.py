"""What came back by mail and what programs read: answers, reports, letters, calendars. By the verbs, as all of it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.models import User
from meetings import mail_topics, preferences
from meetings.feeds import own_links, programs
from meetings.invitations import settling
from meetings.models import Feed, Meeting
from meetings.reminding import ticking
from meetings.words import CalendarBy, FeedKind
from outbox import inbox
from outbox.models import Message, State

from . import calendars, lives
from .clock import BEFORE_A_MEETING
from .meetings import Host
from .people import DATA

WORDS = json.loads((DATA / "mailbag.json").read_text(encoding="utf-8"))


def choose_calendars(host: Host) -> None:
    """How meetings reach some of them; the others take invitations, as everybody does at first."""
    for key, chosen in WORDS["calendar_by"].items():
        preferences.choose(host.members[key], CalendarBy(chosen), host.clock.ago(70))
    for key in WORDS["one_mail_a_week"]:
        mail_topics.switch_week(user_of(host, key), is_on=True)
    for row in WORDS["feeds"]:
        feed = own_links.make(host.members[row["who"]], FeedKind(row["kind"]), host.clock.ago(70))
        Feed.objects.filter(pk=feed.pk).update(token=lives.token(host.seed, "feed", feed.pk)[:43])
        feed.refresh_from_db()
        own_links.choose(feed, host.clock.ago(70), **{"with_pathway": False, "with_alarm": False, **row["with"]})
        own_links.note_reading(feed, programs.program(row["agent"]), host.clock.ago(row["ago"], row["at"]))


def come_in(host: Host) -> None:
    """All that happened by mail until today, but for what came back."""
    let_the_clock_run(host)
    receive(host)


def let_the_clock_run(host: Host) -> None:
    """Every morning from two weeks before the last meeting: whoever has to be invited, asked or reminded is."""
    last = Meeting.objects.past(host.clock.ago(0)).published().order_by("starts_at").last()
    since = (host.clock.today - last.starts_at.date()).days if last else 0
    for ago in range(since + BEFORE_A_MEETING, 0, -1):
        settling.settle(host.clock.ago(ago, 10))
        ticking.on_tick(host.clock.ago(ago, 10))
        for message in Message.objects.waiting().order_by("pk"):
            lives.left(message, host.seed).save()


def receive(host: Host) -> None:
    """What came to the network's own mailbox, each by the way that every mail takes."""
    for row in WORDS["answers"]:
        told = told_by_calendar(host, row["who"])
        if told:
            entry = calendars.read(told.calendar)
            calendars.answer(entry, row["says"], host.clock.ago(row["ago"], 8), sender=row.get("from", ""))
    for row in WORDS["letters"]:
        when = host.clock.ago(row["ago"], 7)
        inbox.take(letter(row, user_of(host, row["who"]), when), settings.REPLY_ADDRESS, when)


def told_by_calendar(host: Host, key: str) -> Message | None:
    """The last message in which this person's calendar was asked about a meeting that is still to come."""
    user = host.members[key].user
    return Message.objects.filter(user=user, calendar__contains="METHOD:REQUEST").order_by("pk").last()


def user_of(host: Host, key: str) -> User:
    user = host.members[key].user
    assert user  # noqa: S101  they sign in
    return user


def letter(row: dict[str, Any], user: User, when: datetime) -> bytes:
    """A mail that a person or their program wrote."""
    headers = {
        "From": user.email,
        "To": settings.REPLY_ADDRESS,
        "Date": f"{when:%a, %d %b %Y %H:%M:%S %z}",
        **row["headers"],
    }
    return ("".join(f"{name}: {value}\r\n" for name, value in headers.items()) + f"\r\n{row['text']}\r\n").encode()


def bring_back(host: Host) -> None:
    """Two messages to an address that is gone come back, so nothing more is sent there; another was refused at once."""
    gone = Message.objects.filter(user=host.members[WORDS["gone"]].user, state=State.SENT).order_by("-sent_at", "-pk")[
        :2
    ]
    for number, message in enumerate(gone, start=1):
        inbox.take(report(message), settings.REPLY_ADDRESS, host.clock.ago(number, 6))
    refused = Message.objects.filter(user=host.members[WORDS["refused"]["who"]].user).order_by("-sent_at", "-pk")[:1]
    Message.objects.filter(pk__in=list(refused.values_list("pk", flat=True))).update(
        state=State.FAILED, sent_at=None, accepted_by="", last_error=WORDS["refused"]["said"]
    )


def report(message: Message) -> bytes:
    """That a message did not arrive, as mail servers write it (RFC 3464)."""
    return "\r\n".join(report_lines(message)).encode()


def report_lines(message: Message) -> Iterator[str]:
    words = WORDS["report"]
    values = {"to": message.recipient, "message_id": message.message_id, "us": settings.REPLY_ADDRESS}
    for line in words:
        yield line.format(**values)
