"""What a member asks of the directory, as a value; every part asks for the fact and for its owner's leave at once."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from ..chains import Chains
from ..directory import found
from ..folding import languages_in
from ..models import Area, Evidence, Organisation, Pathway, Profession
from ..models.member import MemberQuerySet
from ..places import offers
from ..stages import SUPERVISING, EvidenceKind, Standing

SUPERVISORS = "supervisors"
# Of whom one can ask for a place.
MAY_SUPERVISE = (SUPERVISORS, *SUPERVISING)
OFFERED, FREE = "offered", "free"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Question:
    """Empty parts ask nothing. What is asked of a place is asked of those who may supervise, and of nobody else."""

    search: str = ""
    area: Area | None = None
    standing: str = ""
    profession: Profession | None = None
    organisation: Organisation | None = None
    endorsement: Pathway | None = None
    language: str = ""
    place: str = ""
    purpose: str = ""
    mode: str = ""
    day: str = ""

    @property
    def asks_for_offers(self) -> bool:
        return self.standing in MAY_SUPERVISE and bool(self.place)

    def parts(self) -> list[str]:
        """The parts that ask something, in their order."""
        idle = () if self.asks_for_offers else ("place", "purpose", "mode", "day")
        return [part.name for part in fields(self) if getattr(self, part.name) and part.name not in idle]

    def without(self, part: str) -> "Question":
        empty: Any = getattr(Question, part)  # a field of a data class keeps what it is when nothing is said
        return replace(self, **{part: empty})

    def among(self, members: MemberQuerySet, on: date) -> MemberQuerySet:
        """Those of these visible people of whom all of it is true, as far as they show it."""
        members = self.offering(self.about_them(self.standing_so(members)), on)
        return found(members, self.search) if self.search else members

    def standing_so(self, members: MemberQuerySet) -> MemberQuerySet:
        if not self.standing:
            return members
        # Standing and area go with the entry itself, so whoever is visible shows them.
        wanted = SUPERVISING if self.standing == SUPERVISORS else (Standing(self.standing),)
        return members.filter(standing__in=wanted)

    def about_them(self, members: MemberQuerySet) -> MemberQuerySet:
        if self.profession:
            members = members.showing("profession").filter(profession=self.profession)
        if self.organisation:
            chain = (self.organisation.pk, *Chains().before(self.organisation.pk))
            members = members.showing("organisation").filter(organisation__in=chain)
        if self.endorsement:
            theirs = Evidence.objects.verified().filter(member=OuterRef("pk"), kind=EvidenceKind.ENDORSEMENT)
            members = members.showing("endorsements").filter(Exists(theirs.filter(pathway=self.endorsement)))
        return self.speaking(members) if self.language else members

    def speaking(self, members: MemberQuerySet) -> MemberQuerySet:
        words = languages_in(self.language)
        for word in words:
            members = members.filter(search_text__contains=word)
        return members if words else members.none()

    def offering(self, members: MemberQuerySet, on: date) -> MemberQuerySet:
        """In the area: where the offer is, or where the person works if no offer is asked for."""
        if not self.asks_for_offers:
            return members.filter(area=self.area) if self.area else members
        return offers.offering(
            members,
            on,
            purpose=self.purpose,
            mode=self.mode,
            day=DAYS.index(self.day) if self.day else None,
            area=self.area,
            has_place=self.place == FREE,
        )
