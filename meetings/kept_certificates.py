"""Check pages that stay when their owner is erased: who wants that, and how they end it later without an account."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from members import leaving, link_names
from members.models import Consent, Member
from members.switches import Audience

from . import messages, places
from .certificates import WORDING_VERSION
from .models import Certificate

if TYPE_CHECKING:
    from members.rights.holding import Person

PURPOSE = "end-check"
# The owner has no account any more and nobody else may end it: the link is good for as long as the page can stand.
GOOD_FOR = timedelta(days=365 * 60)


def of_member(member: Member) -> models.QuerySet[Certificate]:
    """Those that count, latest first: what was revoked is kept for nobody."""
    return Certificate.objects.filter(member=member, revoked_at=None).order_by("-starts_at", "-pk")


@transaction.atomic
def choose(member: Member, serials: list[str], now: datetime) -> list[Certificate]:
    """Keep the check pages of these certificates and of no other; each change is kept with the wording that was read.

    Says which are kept. While an erasure runs, their links are sent: afterwards there is nobody to write to.
    """
    changed = [each for each in of_member(member) if each.kept_after_leaving != (each.serial in serials)]
    places.lock_all(each.meeting_id for each in changed)
    for certificate in changed:
        keep(certificate, certificate.serial in serials, now)
    if member.user and leaving.running(member.user):
        send_links(member, now)
    return list(of_member(member).filter(kept_after_leaving=True))


def keep(certificate: Certificate, kept: bool, now: datetime) -> None:
    """The caller has locked its meeting."""
    found = Certificate.objects.get(pk=certificate.pk)
    if found.kept_after_leaving == kept or found.member is None:
        return
    found.kept_after_leaving = kept
    found.save(update_fields=["kept_after_leaving"])
    Consent.objects.create(
        member=found.member,
        field=f"kept certificate {found.serial}",
        audience=Audience.PUBLIC if kept else Audience.COORDINATORS,
        wording_version=WORDING_VERSION,
        at=now,
    )


def link(certificate: Certificate, on: date) -> str:
    """The address of the page that ends a check page, for its owner alone."""
    return reverse("meetings:end_check", args=[link_names.name(PURPOSE, certificate.pk, on)])


def behind(token: str, on: date) -> Certificate | None:
    """The certificate whose check page a link ends, or None: it was altered, or has ended already."""
    pk = link_names.read(PURPOSE, token, on, GOOD_FOR)
    return Certificate.objects.filter(pk=pk, kept_after_leaving=True).first() if pk else None


@transaction.atomic
def end(certificate: Certificate) -> None:
    """Its owner wants the check page no longer: it goes at once, or with the rest of them."""
    places.lock(certificate.meeting)
    kept = Certificate.objects.filter(pk=certificate.pk)
    kept.filter(member=None).delete()
    kept.update(kept_after_leaving=False)


def send_links(member: Member, now: datetime) -> None:
    if kept := list(of_member(member).filter(kept_after_leaving=True)):
        on = timezone.localdate(now)
        messages.check_pages_kept(member, [(each, link(each, on)) for each in kept], now)


def on_erasure_asked(person: "Person", now: datetime) -> None:
    """Whoever chose before they left gets the links now."""
    if person.member:
        send_links(person.member, now)
