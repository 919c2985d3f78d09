"""Once a year each member is asked whether their entry is still right, each on a day of their own."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest, Lower, Mod
from django.urls import reverse
from django.utils import timezone

from accounts import addresses
from outbox import post
from outbox.models import Message, StoppedAddress, full_key

from . import link_names, profile
from .models import Leaving, Member
from .standing import lock

YEAR = 365
# Whoever joined, was asked or answered so lately is left in peace until their next day.
PEACE = timedelta(days=180)
# A clock that stood still so long still asks everybody.
LATE = 60
REMIND_AFTER, REMIND_UNTIL = timedelta(days=21), timedelta(days=35)
GOOD_FOR = timedelta(days=60)
PURPOSE = "yearly"


class Line(NamedTuple):
    """One field of the entry as the mail tells it: a value that only coordinators see is not sent about."""

    label: str
    says: str


def may_be_asked(on: date) -> models.QuerySet[Member]:
    """Members who take part, read our mail and are not leaving."""
    leaving = Leaving.objects.running().filter(user=OuterRef("user"))
    stopped = StoppedAddress.objects.filter(address=OuterRef("lower"))
    here = Member.objects.joined(on).present(on).reachable().alias(lower=Lower("user__email"))
    return here.filter(~Exists(leaving), ~Exists(stopped))


def due(on: date) -> models.QuerySet[Member]:
    """Those whose day of the year has come, or was missed lately, and who had half a year of peace before it."""
    last = Greatest(
        *(Coalesce(F(name), F("joined_on")) for name in ("entry_asked_on", "entry_confirmed_on", "joined_on"))
    )
    days = Q()
    for late in range(LATE):
        day = on - timedelta(days=late)
        days |= Q(slot=day.toordinal() % YEAR, last__lte=day - PEACE)
    return may_be_asked(on).alias(slot=Mod(F("pk"), YEAR), last=last).filter(days)


def ask(now: datetime) -> int:
    """Ask those whose day has come, and remind once those who were asked; a job of `tick`, safe twice or late."""
    on = timezone.localdate(now)
    asked = sum(ask_one(member, now) for member in due(on))
    return asked + sum(remind(member, now) for member in to_remind(on))


@transaction.atomic
def ask_one(member: Member, now: datetime) -> bool:
    member, on = lock(member), timezone.localdate(now)
    if not due(on).filter(pk=member.pk).exists():
        return False
    member.entry_asked_on = on
    member.save(update_fields=["entry_asked_on"])
    write("still_right", member, now, key=f"{member.pk}:{on}")
    return True


def unanswered(on: date, since: timedelta) -> models.QuerySet[Member]:
    """Those who were asked so long ago and have said nothing."""
    silent = Q(entry_confirmed_on=None) | Q(entry_confirmed_on__lt=F("entry_asked_on"))
    return Member.objects.joined(on).present(on).filter(silent, entry_asked_on__lte=on - since)


def to_remind(on: date) -> list[Member]:
    """Those whose reminder has come and has not been written."""
    found = unanswered(on, REMIND_AFTER).filter(entry_asked_on__gt=on - REMIND_UNTIL, pk__in=may_be_asked(on))
    keys = {full_key("members/still_right_again", key_again(member)): member for member in found}
    written = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    return [member for key, member in keys.items() if key not in written]


def remind(member: Member, now: datetime) -> bool:
    write("still_right_again", member, now, key=key_again(member))
    return True


def key_again(member: Member) -> str:
    return f"{member.pk}:{member.entry_asked_on}"


def write(name: str, member: Member, now: datetime, *, key: str) -> None:
    """A service message: it asks for what we must keep right, and comes once a year."""
    assert member.user  # noqa: S101  reachable
    on = timezone.localdate(now)
    words = {"member": member, "lines": lines_of(member, on), "link": path(member, on)}
    words["recovery"] = bool(addresses.recovery(member.user))
    post.write(f"members/{name}", to=member.user.email, user=member.user, key=key, now=now, context=words)


def lines_of(member: Member, on: date) -> list[Line]:
    """Each field with who sees it; its value only where colleagues see it in the directory anyway."""
    rows = [row for row in profile.rows_of(member, on) if row.value]
    return [
        Line(row.label, f"{row.value} (members see it)" if row.shown else "Only coordinators see it") for row in rows
    ]


def path(member: Member, on: date) -> str:
    return reverse("members:still_right", args=[link_names.name(PURPOSE, member.pk, on)])


def behind(token: str, on: date) -> Member | None:
    """Whose entry a link asks about, while they take part in the network."""
    pk = link_names.read(PURPOSE, token, on, GOOD_FOR)
    return may_be_asked(on).filter(pk=pk).first() if pk else None


def was_signed(token: str, on: date) -> bool:
    """Whether we once wrote this link, however long ago."""
    return link_names.read(PURPOSE, token, on, timedelta.max) is not None


@transaction.atomic
def confirm(member: Member, on: date) -> Member:
    """The member says that their entry is right; saying it again changes nothing."""
    member = lock(member)
    member.entry_confirmed_on = on
    member.save(update_fields=["entry_confirmed_on"])
    return member
