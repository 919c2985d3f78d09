"""Help for somebody who reads none of their addresses any more: a coordinator names a new one, never alone, never fast.

Whoever could talk one coordinator into it would have the account. So every address that the person has is told at once
with a link that stops it, and the new one may prove itself by a code only when a second coordinator has agreed or seven
days have passed. Of an account that opens the desk time alone opens nothing, and only coordinators for everything ask
and agree: two of one area must not come by the whole network. Where its owner holds an office, each of them is told.
"""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone

from accounts import addresses
from outbox import post
from outbox.models import Message, full_key

from . import coordinators, empty_accounts, link_names, messages, offices
from .models import Member, NewAddress
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

WAIT, AGREE_WITHIN, USE_WITHIN = timedelta(days=7), timedelta(days=30), timedelta(days=30)
# The link that stops it lives as long as anything can come of it.
PURPOSE, VALID_FOR = "new-address", AGREE_WITHIN + USE_WITHIN
GIVING_UP = "new-address.give-up"
NOBODY_AGREED, NOBODY_USED_IT = "nobody agreed in 30 days", "nobody used it in 30 days"
SOMEBODY_ELSES = "somebody else signs in with it by now"
THEMSELVES = "the person themselves, or the link sent to their old address"


class Refusal(models.TextChoices):
    NO_ACCOUNT = "no_account", "They have no account, or it is closed."
    NOBODY = "nobody", "They are no member, and hold no office any more."
    NOT_COORDINATOR = "not_coordinator", "Only a coordinator for this person does this."
    OWN = "own", "This is about yourself. Add an address under “How you sign in”, or ask another coordinator."
    RUNNING = "running", "A new address is on its way to this person already."
    TAKEN = "taken", "Somebody signs in with this address already, or it is on its way to somebody."
    NO_REASON = "no_reason", "Say how you know that it is them."
    SAME = "same", "You asked for this, so another coordinator agrees."
    NEW = "new", "You became a coordinator less than 30 days ago: somebody longer in office agrees."
    OPEN = "open", "This is open already."
    OVER = "over", "This has ended already."
    NOT_EMPTY = "not_empty", "There is more than a draft in this account by now. Write to a coordinator."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def running(user: "User") -> NewAddress | None:
    return NewAddress.objects.running().filter(user=user).select_related("user").first()


def refusal_to_ask(user: "User | None", by: "User") -> Refusal | None:
    """Say why this coordinator cannot give this person a new address, or None if they can."""
    if user is None or not user.is_active:
        return Refusal.NO_ACCOUNT
    return refusal_of(user, by) or (Refusal.RUNNING if running(user) else None)


def refusal_of(user: "User", by: "User") -> Refusal | None:
    """Nobody decides about themselves, a coordinator for an area about nobody elsewhere and nobody at the desk."""
    if user.pk == by.pk:
        return Refusal.OWN
    if not coordinators.may_decide_about_account(by, user):
        return Refusal.NOT_COORDINATOR
    is_known = Member.objects.filter(user=user).exists() or offices.office_of(user)
    return None if is_known else Refusal.NOBODY


def refusal_to_agree(row: NewAddress, by: "User", now: datetime) -> Refusal | None:
    """Say why this coordinator cannot be the second one, or None if they can; nobody is who was appointed lately."""
    if row.used_at or row.stopped_at:
        return Refusal.OVER
    if row.opened_at:
        return Refusal.OPEN
    if reason := refusal_of(row.user, by) or (Refusal.SAME if row.asked_by_id == by.pk else None):
        return reason
    return Refusal.NEW if coordinators.is_new(by, now) else None


@transaction.atomic
def ask(user: "User", email: str, why: str, by: "User", now: datetime) -> NewAddress:
    """Put a new address on its way, and tell every old one. Raises Refused."""
    user, email = lock(user), addresses.normal(email)
    if reason := refusal_to_ask(user, by) or (Refusal.TAKEN if is_taken(email) else None):
        raise Refused(reason)
    if not why.strip():
        raise Refused(Refusal.NO_REASON)
    opens_on = None if user.is_staff else timezone.localdate(now) + WAIT
    asked = {"why": why, "asked_at": now, "asked_by": by, "asked_by_name": name_of(by), "opens_on": opens_on}
    row, is_new = NewAddress.objects.running().get_or_create(email=email, defaults={"user": user, **asked})
    if not is_new:
        raise Refused(Refusal.TAKEN)
    tell_old_ones(row, "new_address_asked", now)
    if offices.office_of(user):
        for colleague in coordinators.for_everything().exclude(pk__in=[user.pk, by.pk]):
            messages.new_address_of_office(row, colleague, now)
    return row


def is_taken(email: str) -> bool:
    """An account that was made anew, in which there is nothing, may give its address up when its owner agrees."""
    owner = addresses.owner(email)
    has_more = owner is not None and not empty_accounts.is_empty(owner)
    return has_more or NewAddress.objects.running().filter(email=email).exists()


def tell_old_ones(row: NewAddress, name: str, now: datetime, *, but: str = "") -> None:
    """Write to every address of theirs; of one that gets no mail the log then says that it could not be told.

    Also to those that were told before: whoever comes in by the new address can take the old ones out at once.
    """
    token = token_of(row, now)
    asked = Message.objects.filter(key__startswith=full_key("members/new_address_asked", f"{row.pk}:"))
    for email in dict.fromkeys([*addresses.all_of(row.user), *asked.values_list("recipient", flat=True)]):
        if email != but:
            words = {"new": row, "token": token}
            post.write(f"members/{name}", to=email, user=row.user, key=f"{row.pk}:{email}", now=now, context=words)


@transaction.atomic
def agree(row: NewAddress, by: "User", now: datetime) -> NewAddress:
    """The second coordinator: it opens at once. Raises Refused."""
    row = locked(row)
    if reason := refusal_to_agree(row, by, now):
        raise Refused(reason)
    row.agreed_by, row.agreed_by_name = by, name_of(by)
    row.save(update_fields=["agreed_by", "agreed_by_name"])
    return let_in(row, now)


def let_in(row: NewAddress, now: datetime) -> NewAddress:
    """The address may prove itself by a code now; of an account that was made anew its owner is asked for it first.

    The caller holds the lock.
    """
    owner = addresses.owner(row.email)
    if owner and owner != row.user and not empty_accounts.is_empty(owner):
        return end(row, SOMEBODY_ELSES, now)
    row.opened_at = now
    row.save(update_fields=["opened_at"])
    if owner and owner != row.user:
        words = {"new": row, "token": giving_up_token(row, now)}
        post.write("members/new_address_give_up", to=row.email, key=str(row.pk), now=now, context=words)
        return row
    return invite(row, now)


def invite(row: NewAddress, now: datetime) -> NewAddress:
    EmailAddress.objects.get_or_create(user=row.user, email=row.email, defaults={"verified": False, "primary": False})
    post.write("members/new_address_open", to=row.email, user=row.user, key=str(row.pk), now=now, context={"new": row})
    return row


def asked_to_give_up(owner: "User") -> NewAddress | None:
    """What waits for this person to give up the account that they made anew."""
    open_ones = NewAddress.objects.running().exclude(opened_at=None).exclude(user=owner)
    return open_ones.filter(email=owner.email).select_related("user").first()


@transaction.atomic
def give_up(row: NewAddress, now: datetime) -> NewAddress:
    """Whoever reads mail at the address ends the account made anew, and it goes to their old one. Raises Refused."""
    row = locked(row)
    owner = addresses.owner(row.email)
    if row.opened_at is None or row.used_at or row.stopped_at or owner is None or owner == row.user:
        raise Refused(Refusal.OVER)
    if not empty_accounts.is_empty(owner):
        raise Refused(Refusal.NOT_EMPTY)
    empty_accounts.end(owner)
    return invite(row, now)


@transaction.atomic
def stop(row: NewAddress, now: datetime, by: "User | None" = None) -> NewAddress:
    """Stop it until the code was entered: the person themselves, their link, or a coordinator of theirs.

    Where the code was entered a moment ago it is not stopped but in use. Raises Refused.
    """
    row = locked(row)
    if row.used_at or row.stopped_at:
        raise Refused(Refusal.OVER)
    if by and by.pk != row.user_id and not may_stop(row.user, by):
        raise Refused(Refusal.NOT_COORDINATOR)
    if proved := proof_of(row):
        return make_main(row, proved, now)
    return end(row, name_of(by) if by and by.pk != row.user_id else THEMSELVES, now)


def may_stop(user: "User", by: "User") -> bool:
    """Stopping is easier than opening: of a member who opens the desk a coordinator of their area may do it too."""
    member = Member.objects.filter(user=user).first()
    return coordinators.may_decide_about(by, member) if member else coordinators.may_decide_about_account(by, user)


def end(row: NewAddress, by_name: str, now: datetime) -> NewAddress:
    EmailAddress.objects.filter(user=row.user_id, email=row.email, verified=False).delete()
    row.stopped_at, row.stopped_by_name = now, by_name
    row.save(update_fields=["stopped_at", "stopped_by_name"])
    return row


def lock(user: "User") -> "User":
    """The person first, as everywhere: the member, or the account of who is none; as they are now."""
    if not Member.objects.select_for_update(no_key=True).filter(user=user).first():
        return get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    return get_user_model().objects.get(pk=user.pk)


def locked(row: NewAddress) -> NewAddress:
    lock(row.user)
    return NewAddress.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=row.pk)


def on_tick(now: datetime) -> None:
    """By the clock: open what waited its week, make what proved itself the main address, end what nobody used.

    Each by itself, so that one that fails stops no other; it is tried again at the next tick.
    """
    for row in NewAddress.objects.running().select_related("user").order_by("pk"):
        try:
            by_the_clock(row, now)
        except Exception:
            logger.exception("a new address could not be dealt with", extra={"row": row.pk})


@transaction.atomic
def by_the_clock(row: NewAddress, now: datetime) -> None:
    row = locked(row)
    if row.used_at or row.stopped_at:
        return
    if row.opened_at is None:
        before_it_opens(row, now)
    elif proved := proof_of(row):
        make_main(row, proved, now)
    elif row.opened_at + USE_WITHIN <= now:
        end(row, NOBODY_USED_IT, now)


def before_it_opens(row: NewAddress, now: datetime) -> None:
    """Time alone opens it only where whoever asked could still ask today."""
    waited = row.opens_on is not None and row.opens_on <= timezone.localdate(now)
    if waited and not row.user.is_staff and row.asked_by and not refusal_of(row.user, row.asked_by):
        let_in(row, now)
    elif row.asked_at + AGREE_WITHIN <= now:
        end(row, NOBODY_AGREED, now)


def proof_of(row: NewAddress) -> EmailAddress | None:
    """The address, once its code was entered after it was let in."""
    if row.opened_at is None:
        return None
    return EmailAddress.objects.filter(user=row.user, email=row.email, verified=True).first()


def make_main(row: NewAddress, proved: EmailAddress, now: datetime) -> NewAddress:
    """We write to it from now on; the old ones are told, and are the person's to remove."""
    proved.set_as_primary()
    row.user.refresh_from_db()
    row.used_at = now
    row.save(update_fields=["used_at"])
    tell_old_ones(row, "new_address_used", now, but=row.email)
    return row


def token_of(row: NewAddress, now: datetime) -> str:
    return link_names.name(PURPOSE, row.pk, timezone.localdate(now))


def giving_up_token(row: NewAddress, now: datetime) -> str:
    return link_names.name(GIVING_UP, row.pk, timezone.localdate(now))


def to_give_up(token: str, now: datetime) -> NewAddress | None:
    """What the link in the message to the new address is about, while there is an account to give up."""
    pk = link_names.read(GIVING_UP, token, timezone.localdate(now), USE_WITHIN)
    found = NewAddress.objects.running().exclude(opened_at=None).filter(pk=pk).first() if pk else None
    owner = addresses.owner(found.email) if found else None
    return found if found and owner and owner.pk != found.user_id else None


def behind(token: str, now: datetime) -> NewAddress | None:
    """What the link in the message to an old address is about."""
    pk = link_names.read(PURPOSE, token, timezone.localdate(now), VALID_FOR)
    return NewAddress.objects.select_related("user").filter(pk=pk).first() if pk else None
