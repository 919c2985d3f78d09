"""What service leads read: made once a quarter, changed only where five people or more have come or gone since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from ..models import Area, CountsEdition, Member
from ..models.places import Offer
from ..stages import Standing
from ..switches import Audience
from .counting import NO_AREA
from .parts import Part, Tree, cut, joined, renewed, tree

ELSEWHERE = "-"
KINDS = {
    "waiting": "Trained, waiting for a first case",
    "seeing_cases": "Seeing training cases",
    "practitioners": "Accredited practitioners",
    "in_training": "Supervisors in training",
    "with_place": "Supervisors with a free place",
    "without_place": "Supervisors without a free place",
}
WHO = {
    "trainees": ("Trainees", ("waiting", "seeing_cases")),
    "practitioners": ("Accredited practitioners", ("practitioners",)),
    "supervisors": ("Supervisors (also in training)", ("in_training", "with_place", "without_place")),
}
KIND_TREE = joined([tree(WHO["trainees"][1]), joined([tree(WHO["practitioners"][1]), tree(WHO["supervisors"][1])])])
BY_STANDING = {
    Standing.TRAINED: "waiting",
    Standing.TRAINING_CASES: "seeing_cases",
    Standing.ACCREDITED: "practitioners",
    Standing.SUPERVISOR_IN_TRAINING: "in_training",
}


@dataclass(frozen=True)
class Place:
    """An area, with one of its organisations or with all others."""

    key: str
    area: str
    organisation: str


@transaction.atomic
def publish(now: datetime) -> CountsEdition | None:
    """Make the edition of this quarter, unless it is there; safe to run twice, late, or in two places."""
    on = timezone.localdate(now)
    quarter = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    before = list(CountsEdition.objects.all())
    latest = before[0] if before else None
    if latest and latest.quarter >= quarter:
        return None
    found = list(places())
    looks = [parts_of(each) for each in before]
    parts = cut(counts(on, found), places_tree(found), KIND_TREE)
    shown = renewed(looks[0] if looks else [], parts, looks[1:])
    names = {place.key: [place.area, place.organisation] for place in found}
    said = {
        "counted_on": on,
        # In pairs, because PostgreSQL puts the keys of an object into an order of its own.
        "places": list({**dict(latest.places if latest else {}), **names}.items()),
        "parts": [[sorted(part.places), sorted(part.kinds), part.people] for part in shown],
    }
    edition, made = CountsEdition.objects.get_or_create(quarter=quarter, defaults=said)
    return edition if made else None


def parts_of(edition: CountsEdition) -> list[Part]:
    return [Part(frozenset(places), frozenset(kinds), people) for places, kinds, people in edition.parts]


def places() -> Iterator[Place]:
    """Every area with its organisations, and all others there; last those who gave no area."""
    for area in Area.objects.prefetch_related("organisations"):
        for organisation in area.organisations.all():
            yield Place(key(area.pk, organisation.pk), area.name, organisation.name)
        yield Place(key(area.pk, None), area.name, "")
    yield Place(key(None, None), NO_AREA, "")


def key(area: int | None, organisation: int | None) -> str:
    return f"{area or ELSEWHERE}/{organisation or ELSEWHERE}"


def places_tree(found: Iterable[Place]) -> Tree:
    """Areas stay apart from one another as long as each is large enough; their organisations within them."""
    by_area: dict[str, list[str]] = {}
    for place in found:
        by_area.setdefault(place.area, []).append(place.key)
    return joined([tree(keys) for keys in by_area.values()])


def counts(on: date, found: Iterable[Place]) -> dict[tuple[str, str], int]:
    """Who stands in the directory, by area; an organisation counts only people who show it to members."""
    listed = Member.objects.eligible(on).filter(listed=True, standing__in=[*BY_STANDING, Standing.SUPERVISOR])
    offers = Offer.objects.open().with_a_place(on).shown_to(Audience.MEMBERS).filter(supervisor=OuterRef("pk"))
    rows = (
        listed.annotate(
            has_place=Exists(offers),
            shows=Exists(Member.objects.showing("organisation").filter(pk=OuterRef("pk"))),
        )
        .order_by()
        .values_list("area", "organisation", "shows", "standing", "has_place")
        .annotate(people=Count("pk"))
    )
    known, result = {place.key for place in found}, dict[tuple[str, str], int]()
    for area, organisation, shows, standing, has_place, people in rows:
        here = key(area, organisation if shows else None)
        cell = (here if here in known else key(area, None), kind_of(standing, has_place))
        result[cell] = result.get(cell, 0) + people
    return result


def kind_of(standing: str, has_place: bool) -> str:
    if standing == Standing.SUPERVISOR:
        return "with_place" if has_place else "without_place"
    return BY_STANDING[Standing(standing)]
