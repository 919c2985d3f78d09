"""A main address that gets no mail: its owner is told elsewhere, and what they have in hand can go to a successor."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import addresses
from outbox import bounces, post
from outbox.models import Message, StoppedAddress, full_key

from .models import Member

if TYPE_CHECKING:
    from accounts.models import User

# So long after we wrote to the recovery address the desk waits for its owner; without one it does not wait.
PATIENCE = timedelta(days=14)


class InHand(NamedTuple):
    """How much somebody has in hand, and the page on which it goes to somebody else."""

    number: int
    href: str


# Upper apps append what somebody has in hand, in `AppConfig.ready()`.
in_hand: list[Callable[["User", datetime], InHand]] = []


def without_mail(on: date) -> models.QuerySet[Member]:
    """Members of the network whose main address gets no mail."""
    stopped = StoppedAddress.objects.filter(address=OuterRef("lower"))
    here = Member.objects.present(on).exclude(joined_on=None).filter(user__is_active=True)
    return here.alias(lower=Lower("user__email")).filter(Exists(stopped)).select_related("user")


def elsewhere(user: "User") -> list[str]:
    """Their recovery addresses that still get mail."""
    return [each for each in addresses.recovery(user) if not bounces.is_stopped(each)]


def tell(now: datetime) -> int:
    """Write once to each recovery address of whoever lost their mailbox; a job of `tick`, safe twice or late."""
    told = 0
    for member in without_mail(timezone.localdate(now)):
        if member.user and (stopped := bounces.stopped(member.user.email)):
            told += sum(tell_at(member, stopped, email, now) for email in elsewhere(member.user))
    return told


def tell_at(member: Member, stopped: StoppedAddress, email: str, now: datetime) -> bool:
    key = f"{stopped.pk}:{email}"
    if Message.objects.filter(key=full_key("members/mailbox_lost", key)).exists():
        return False
    words = {"member": member, "stopped": stopped}
    post.write("members/mailbox_lost", to=email, user=member.user, key=key, now=now, context=words)
    return True


def for_the_desk(on: date) -> models.QuerySet[Member]:
    """Whom a coordinator must help: they were told and two weeks have passed, or there is nowhere to tell them."""
    late = StoppedAddress.objects.filter(address=OuterRef("lower"), since__date__lte=on - PATIENCE)
    dead = StoppedAddress.objects.filter(address=OuterRef("lower"))
    further = EmailAddress.objects.filter(user=OuterRef("user"), verified=True, primary=False)
    further = further.alias(lower=Lower("email")).filter(~Exists(dead))
    return without_mail(on).filter(Exists(late) | ~Exists(further))


def things_of(user: "User", now: datetime) -> list[InHand]:
    """What they have in hand in the apps above, as far as there is any."""
    return [found for ask in in_hand if (found := ask(user, now)).number]
