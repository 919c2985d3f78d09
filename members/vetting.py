"""The facts that help a coordinator to decide about an application; none of them decides by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.db.models import Q

from accounts import addresses

from . import domains
from .folding import fold
from .models import Application, Member, Organisation
from .models.member import MemberQuerySet

# Words this short tell nothing; more people than this are no help.
SHORTEST_PART = 2
MOST_TWINS = 20


@dataclass(frozen=True)
class Fact:
    """One line beside the answers; `good` is True or False where a coordinator should be reassured or look twice."""

    label: str
    text: str
    good: bool | None = None
    link: str = ""


@dataclass(frozen=True)
class Twin:
    """Somebody in the network who may be the same person, and why we think so."""

    member: Member
    why: str


def facts(application: Application, on: date) -> list[Fact]:
    """Whether the address is theirs and whose domain it is at, and the registration with its public register."""
    return [address(application), domain(application, on), registration(application)]


def is_clean(application: Application, on: date) -> bool:
    """Nothing makes a coordinator look twice: an address proved and known, and nobody who may be the same person."""
    return all(fact.good is not False for fact in facts(application, on)) and not twins(application)


def address(application: Application) -> Fact:
    email = application.user.email
    if addresses.is_verified(application.user):
        return Fact("Work e-mail", f"{email}: verified by a code", good=True)
    return Fact("Work e-mail", f"{email}: not verified yet", good=False)


def domain(application: Application, on: date) -> Fact:
    """Say whose domain it is, and whether that is where they say they work."""
    email = application.user.email
    owners = domains.owners_of(email, Organisation.objects.exclude(mail_domains="").select_related("succeeded_by"))
    today = [owner for owner in map(organisation_today, owners) if owner.valid_to is None or owner.valid_to >= on]
    said = [owner for owner in today if owner.pk == application.organisation_id]
    found = next(iter(said + today), None)
    if found and application.organisation_id in (None, found.pk):
        return Fact("Its domain", f"belongs to {found}", good=True)
    if found:
        return Fact("Its domain", f"belongs to {found}, but they say {application.organisation}", good=False)
    if domains.is_nhs(email):
        return Fact("Its domain", "is an NHS one; it does not say which employer", good=True)
    return Fact("Its domain", f"{domains.domain_of(email)} is not known to us: vet by the register", good=False)


def organisation_today(organisation: Organisation) -> Organisation:
    """Follow mergers to the organisation that there is now."""
    seen = {organisation.pk}
    while organisation.succeeded_by and organisation.succeeded_by_id not in seen:
        organisation = organisation.succeeded_by
        seen.add(organisation.pk)
    return organisation


def registration(application: Application) -> Fact:
    """The number with a link to the register; its shape says nothing about whether it is theirs."""
    number, body = application.registration_number, application.body
    if not number or body is None:
        return Fact("Registration", f"{body or 'No professional body'}: no number given", good=False)
    checked = application.member.registration_checked_on if application.member else None
    text = f"{number}, {body}: " + (f"checked on {checked.day} {checked:%B %Y}" if checked else "not looked up yet")
    return Fact("Registration", text, good=True if checked else None, link=body.register_url)


def twins(application: Application) -> list[Twin]:
    """People who may be the same one: by registration number, by name, by the name part of an address."""
    others = Member.objects.exclude(user=application.user).select_related("user", "area")
    found: dict[int, Twin] = {}
    for why, people in (
        ("same registration number", by_number(application, others)),
        ("same name", by_name(application, others)),
        ("similar address", by_address(application, others)),
    ):
        for member in people:
            found.setdefault(member.pk, Twin(member, why))
    return list(found.values())


def by_number(application: Application, others: MemberQuerySet) -> Iterator[Member]:
    if application.registration_number:
        same = Q(body=application.body, registration_number__iexact=application.registration_number)
        yield from others.filter(same)[:MOST_TWINS]


def by_name(application: Application, others: MemberQuerySet) -> Iterator[Member]:
    """The same words in any order, whatever the accents: asked of the database by one word without any."""
    words = set(fold(application.name).split())
    plain = [word for word in application.name.replace("-", " ").split() if word.isascii() and word.isalpha()]
    key = max(plain or application.name.split(), key=len, default="")
    if len(key) > SHORTEST_PART:
        candidates = others.filter(name__icontains=key)[:200]
        yield from [member for member in candidates if set(fold(member.name).split()) == words][:MOST_TWINS]


def by_address(application: Application, others: MemberQuerySet) -> Iterator[Member]:
    """The same words before the @ at another domain, as after a change of employer."""
    before_at = application.user.email.partition("@")[0].partition("+")[0]
    if len(before_at) > SHORTEST_PART:
        same = EmailAddress.objects.filter(email__istartswith=f"{before_at}@").exclude(user=application.user)
        yield from others.filter(user__in=same.values("user"))[:MOST_TWINS]
