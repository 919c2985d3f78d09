"""How many trainees, practitioners and supervisors each area has, and how many places with supervisors are free."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce

from ..models import Area, Member, Supervision
from ..models.places import Offer
from ..places import offers
from ..stages import Standing
from ..switches import Audience

TRAINEES = (Standing.TRAINED, Standing.TRAINING_CASES)
NO_AREA = "Area not given"


@dataclass(frozen=True)
class Row:
    """One area; `area` is None for those who gave none. Places are free ones, `online` those of no place at all."""

    area: Area | None
    waiting: int = 0
    seeing_cases: int = 0
    unsupervised: int = 0  # of these trainees
    practitioners: int = 0
    in_training: int = 0
    supervisors: int = 0
    places: int = 0
    places_for_trainees: int = 0
    online: int = 0
    online_for_trainees: int = 0

    @property
    def name(self) -> str:
        return self.area.name if self.area else NO_AREA

    @property
    def trainees(self) -> int:
        return self.waiting + self.seeing_cases

    @property
    def people(self) -> int:
        return self.trainees + self.practitioners + self.in_training + self.supervisors


STANDINGS = {
    Standing.TRAINED: "waiting",
    Standing.TRAINING_CASES: "seeing_cases",
    Standing.ACCREDITED: "practitioners",
    Standing.SUPERVISOR_IN_TRAINING: "in_training",
    Standing.SUPERVISOR: "supervisors",
}
NUMBERS = [field for field in Row.__dataclass_fields__ if field != "area"]


def rows(on: date) -> list[Row]:
    """Every area in the network's own order, and a row without one where somebody stands there."""
    found: dict[int | None, Row] = {area.pk: Row(area) for area in Area.objects.all()}
    members = Member.objects.eligible(on)
    for standing, field in STANDINGS.items():
        add(found, field, of_areas(members.filter(standing=standing), "area"))
    add(found, "unsupervised", of_areas(without_supervisor(on), "area"))
    for field, free in free_offers(on).items():
        add(found, field, of_areas(free, "where", Sum(F("places") - F("taken"))))
    rest = found.get(None)
    return [row for row in found.values() if row is not rest or any(getattr(row, each) for each in NUMBERS)]


def without_supervisor(on: date) -> QuerySet[Member]:
    """Trainees with whom nobody works: they named no supervisor, or it has ended."""
    running = Supervision.objects.running(on).filter(member=OuterRef("pk"))
    return Member.objects.eligible(on).filter(~Exists(running), standing__in=TRAINEES)


def free_offers(on: date) -> dict[str, QuerySet[Offer]]:
    """Offers with a place for which members can ask: where they meet in person, or online alone."""
    free = offers.open_to(Audience.MEMBERS, on).with_a_place(on).counted(on)
    free = free.annotate(where=Coalesce("area", "supervisor__area"))
    here, online = free.filter(in_person=True), free.filter(in_person=False)
    return {
        "places": here,
        "places_for_trainees": here.filter(for_training=True),
        "online": online,
        "online_for_trainees": online.filter(for_training=True),
    }


def of_areas(rows: QuerySet, by: str, number: Count | Sum | None = None) -> Iterable[tuple[int | None, int]]:
    return rows.order_by().values_list(by).annotate(number=number or Count("pk"))


def add(found: dict[int | None, Row], field: str, counted: Iterable[tuple[int | None, int]]) -> None:
    for area, number in counted:
        found[area] = replace(found.get(area) or Row(None), **{field: number})  # type: ignore[arg-type]


def total(rows: Iterable[Row]) -> Row:
    """All areas together."""
    rows = list(rows)
    return replace(Row(None), **{field: sum(getattr(row, field) for row in rows) for field in NUMBERS})  # type: ignore[arg-type]
