"""One offer as a page shows it."""

from dataclasses import dataclass
from datetime import date

from ..models import Offer
from ..stages import Standing
from . import words


@dataclass(frozen=True)
class Shown:
    """An offer on a date, in words."""

    offer: Offer
    on: date

    @property
    def public_id(self) -> str:
        return self.offer.public_id

    @property
    def name(self) -> str:
        return self.offer.supervisor.name

    @property
    def standing(self) -> str:
        return Standing(self.offer.supervisor.standing).label

    @property
    def title(self) -> str:
        return words.title(self.offer)

    @property
    def lines(self) -> list[tuple[str, str]]:
        return words.lines(self.offer, self.on)

    @property
    def own_lines(self) -> list[tuple[str, str]]:
        """The same for the supervisor, who thinks of their places in all."""
        return [
            (label, f"{value}, {self.offer.places} in all" if label == "Places" else value)
            for label, value in self.lines
        ]

    @property
    def who_sees(self) -> str:
        return words.SHOWN[self.offer.audience]  # type: ignore[index]  # one of them

    @property
    def one_more(self) -> int:
        return self.offer.places + 1

    @property
    def one_fewer(self) -> int | None:
        return self.offer.places - 1 if words.free(self.offer) > 0 else None
