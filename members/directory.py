"""What members see of one another and what a search may find: the one gate between a person's row and every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Prefetch, Q

from .chains import Chains
from .folding import findable, fold, plainly, squeeze
from .gate import may_see
from .models import Evidence, Member, Offer
from .models.member import MemberQuerySet
from .places import offers
from .stages import EvidenceKind, Standing
from .standing_words import confirmed_in_words, with_confirmation
from .switches import Audience

SEARCHED = ("name", "area", "profession", "job_title", "organisation", "service", "interests", "languages")
MOST_WORDS = 10
AT_ONCE = 500
LABELS = {
    "standing_in_words": "Standing",
    "area": "Area",
    "profession": "Profession",
    "job_title": "Job title",
    "organisation": "Organisation",
    "service": "Service or team",
    "interests": "Interests",
    "languages": "Languages",
    "endorsements": "Endorsements",
    "phone": "Telephone",
}


def shows(member: Member, field: str) -> bool:
    """Say whether members see this field of this person; `MemberQuerySet.showing` is the same rule for many."""
    return may_see(Audience.MEMBERS, member, field)


@dataclass(frozen=True)
class Entry:
    """What members see of one person; what its owner hides is empty, as if it had never been given."""

    public_id: str
    name: str
    standing: str
    confirmed: str
    area: str
    profession: str
    job_title: str
    organisation: str
    service: str
    email: str
    phone: str
    interests: str
    languages: str
    endorsements: str
    offers: tuple[Offer, ...]

    @property
    def standing_in_words(self) -> str:
        return with_confirmation(self.standing, self.confirmed)

    def lines(self) -> list[tuple[str, str]]:
        """What there is to read of this person, one labelled line each."""
        found = [(label, str(getattr(self, field))) for field, label in LABELS.items()]
        return [(label, value) for label, value in found if value]


def shown(member: Member, on: date, chains: Chains | None = None) -> Entry:
    """Read from a person's row what members may see, and nothing else: no page of members gets the row itself."""
    values = given(member, on, chains or Chains())
    seen = {field: str(value or "") if shows(member, field) else "" for field, value in values.items()}
    standing = Standing(member.standing) if seen["standing"] else None
    return Entry(
        public_id=member.public_id,
        confirmed=confirmed_in_words(standing, member.evidence.all(), on) if standing else "",
        email=work_email(member) if shows(member, "email") else "",
        endorsements=endorsements_of(member) if shows(member, "endorsements") else "",
        offers=tuple(offers.shown_by(member)),
        **seen,
    )


def given(member: Member, on: date, chains: Chains) -> dict[str, object]:
    """What a person has told, before anybody asks who may see it."""
    where = member.organisation
    return {
        "name": member.name,
        "standing": Standing(member.standing).label,
        "area": member.area,
        "profession": member.profession,
        "job_title": member.job_title,
        "organisation": chains.in_words(where, on) if where else member.organisation_other,
        "service": member.service,
        "phone": member.phone,
        "interests": member.interests,
        "languages": member.languages,
    }


def endorsements_of(member: Member) -> str:
    """The endorsements that a coordinator has verified."""
    verified = [item for item in member.evidence.all() if item.verified_on and item.kind == EvidenceKind.ENDORSEMENT]
    return ", ".join(dict.fromkeys(str(item.pathway) for item in verified))


def work_email(member: Member) -> str:
    """The address that this person signs in with, once verified: it is allauth's, never copied."""
    if member.user is None:
        return ""
    addresses = member.user.emailaddress_set.all()  # type: ignore[attr-defined]  # allauth has no types
    return next((address.email for address in addresses if address.primary and address.verified), "")


def readable(members: MemberQuerySet, on: date) -> MemberQuerySet:
    """Fetch with these people all that `shown` reads, at the same number of queries for one as for many."""
    addresses = EmailAddress.objects.filter(primary=True, verified=True)
    theirs = offers.readable(Offer.objects.open(), on)
    evidence = Evidence.objects.current().select_related("pathway")
    return members.select_related("area", "profession", "organisation", "user").prefetch_related(
        Prefetch("evidence", evidence), Prefetch("user__emailaddress_set", addresses), Prefetch("offers", theirs)
    )


def search_text_of(member: Member, chains: Chains | None = None) -> str:
    """The folded words by which a search finds someone: only what they show, so nothing hidden can be guessed at."""
    return findable(searched(member, chains or Chains()))


def search_words_of(member: Member) -> str:
    """The same for its owner to read: without what only says once more, as one word, what stands there apart."""
    return plainly(searched(member, Chains()))


def searched(member: Member, chains: Chains) -> dict[str, str]:
    values = given(member, date.max, chains)
    seen = {field: str(values[field] or "") for field in SEARCHED if shows(member, field)}
    if seen.get("organisation") and member.organisation_id:
        seen["organisation"] = "\n".join(chains.names(member.organisation_id)) or seen["organisation"]
    return seen


def refresh(member: Member) -> None:
    """Write anew what a search may find of someone, whom the caller has locked and read since.

    Every verb that changes a row or a switch calls it.
    """
    text = search_text_of(member)
    if text != member.search_text:
        member.search_text = text
        member.save(update_fields=["search_text"])


def refresh_all(members: MemberQuerySet) -> int:
    """Write anew what a search may find of many, and say of how many: a name that they share has changed."""
    chains, everyone = Chains(), list(members.order_by("pk").values_list("pk", flat=True))
    return sum(refresh_some(everyone[at : at + AT_ONCE], chains) for at in range(0, len(everyone), AT_ONCE))


@transaction.atomic
def refresh_some(pks: Sequence[int], chains: Chains) -> int:
    """The same for these, locked before they are read: what somebody hides meanwhile is not written back."""
    theirs, changed = Member.objects.filter(pk__in=pks).order_by("pk"), []
    list(theirs.select_for_update(no_key=True).values_list("pk"))  # alone: an outer join cannot be locked
    for member in theirs.select_related("area", "profession", "organisation"):
        text = search_text_of(member, chains)
        if text != member.search_text:
            member.search_text = text
            changed.append(member)
    return Member.objects.bulk_update(changed, ["search_text"]) if changed else 0


def found(members: MemberQuerySet, query: str) -> MemberQuerySet:
    """Those in whose shown words every word of the query occurs, or all of it written as one word.

    Where no letter or digit is asked for, nobody's words hold it.
    """
    words, whole, every = fold(query).split()[:MOST_WORDS], squeeze(query), Q()
    for word in words:
        every &= Q(search_text__contains=word)
    if len(words) > 1:
        every |= Q(search_text__contains=whole)
    return members.filter(every) if words else members.none()
