"""A main address that gets no mail: its owner is told elsewhere, and what they have in hand can go to a successor."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import addresses
from outbox import bounces, post
from outbox.models import Message, StoppedAddress, full_key

from . import offices
from .models import Member
from .names import name_of

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


def without_mail(on: date) -> "models.QuerySet[User]":
    """Whose main address gets no mail: of the members of the network, and of all who hold an office in it."""
    stopped = StoppedAddress.objects.filter(address=OuterRef("lower"))
    here = Member.objects.present(on).exclude(joined_on=None)
    people = get_user_model().objects.filter(is_active=True).alias(lower=Lower("email")).filter(Exists(stopped))
    return people.filter(Q(member__in=here) | Q(pk__in=offices.holders()))


def elsewhere(user: "User") -> list[str]:
    """Their recovery addresses that still get mail."""
    return [each for each in addresses.recovery(user) if not bounces.is_stopped(each)]


def tell(now: datetime) -> int:
    """Write once to each recovery address of whoever lost their mailbox; a job of `tick`, safe twice or late."""
    told = 0
    for user in without_mail(timezone.localdate(now)):
        if stopped := bounces.stopped(user.email):
            told += sum(tell_at(user, stopped, email, now) for email in elsewhere(user))
    return told


def tell_at(user: "User", stopped: StoppedAddress, email: str, now: datetime) -> bool:
    key = f"{stopped.pk}:{email}"
    if Message.objects.filter(key=full_key("members/mailbox_lost", key)).exists():
        return False
    has_page = Member.objects.filter(user=user).exclude(joined_on=None).exists()
    words = {"name": name_of(user), "has_page": has_page, "stopped": stopped}
    post.write("members/mailbox_lost", to=email, user=user, key=key, now=now, context=words)
    return True


def for_the_desk(on: date) -> "models.QuerySet[User]":
    """Whom a coordinator must help: they were told and two weeks have passed, or there is nowhere to tell them."""
    late = StoppedAddress.objects.filter(address=OuterRef("lower"), since__date__lte=on - PATIENCE)
    dead = StoppedAddress.objects.filter(address=OuterRef("lower"))
    further = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, primary=False)
    further = further.alias(lower=Lower("email")).filter(~Exists(dead))
    return without_mail(on).filter(Exists(late) | ~Exists(further))


def things_of(user: "User", now: datetime) -> list[InHand]:
    """What they have in hand in the apps above, as far as there is any."""
    return [found for ask in in_hand if (found := ask(user, now)).number]
