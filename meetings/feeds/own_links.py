"""One's own private links: made, replaced and taken away one by one, and whoever may not take part has none."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from members import eligibility, standing
from members.models import Member
from members.models.feed import random_token

from ..models import Feed
from ..words import FeedKind

# So that a program that reads every minute does not write every minute.
NOTED_EVERY = timedelta(minutes=5)
# Links to the dates of a pathway from before there were three calendars: they still show these dates alone.
PATHWAY = "pathway"


def behind(kind: str, token: str, on: date) -> Feed | None:
    """The calendar that this link leads to; none once it was replaced or taken away, or its owner lost their part."""
    links = Feed.objects.select_related("member")
    wanted = Q(kind=FeedKind.MINE, with_pathway=True) if kind == PATHWAY else Q(kind=kind)
    found = links.filter(wanted, token=token).first()
    return found if found and eligibility.refusal(found.member, on) is None else None


@transaction.atomic
def make(member: Member, kind: FeedKind, now: datetime) -> Feed:
    """Give this member a link to this calendar; who has one keeps it."""
    member = standing.lock(member)
    feed, _ = Feed.objects.get_or_create(member=member, kind=kind, defaults={"made_at": now, "changed_at": now})
    return feed


@transaction.atomic
def replace(feed: Feed, now: datetime) -> bool:
    """Put a new link in the place of this one, which leads nowhere from now on; False if it was no longer the one."""
    standing.lock(feed.member)
    fresh = {"token": random_token(), "made_at": now, "changed_at": now, "read_at": None, "read_by": ""}
    return bool(Feed.objects.filter(pk=feed.pk, token=feed.token).update(**fresh))


@transaction.atomic
def take_away(feed: Feed) -> bool:
    """Let this link lead nowhere; False if it was no longer the one."""
    standing.lock(feed.member)
    return bool(Feed.objects.filter(pk=feed.pk, token=feed.token).delete()[0])


@transaction.atomic
def choose(feed: Feed, now: datetime, *, with_pathway: bool, with_alarm: bool) -> None:
    """Say what else one's own calendar holds."""
    standing.lock(feed.member)
    chosen = {"with_pathway": with_pathway, "with_alarm": with_alarm}
    Feed.objects.filter(pk=feed.pk).exclude(**chosen).update(**chosen, changed_at=now)


def note_reading(feed: Feed, program: str, now: datetime) -> None:
    """Note when a link was last read and by which program, at most every five minutes."""
    if feed.read_at is None or feed.read_at <= now - NOTED_EVERY:
        Feed.objects.filter(pk=feed.pk, token=feed.token).update(read_at=now, read_by=program)


def address_of(feed: Feed) -> str:
    return settings.PUBLIC_ADDRESS.rstrip("/") + reverse("calendars:feed", args=[feed.kind, feed.token])
