"""The gaps in words, the worst first: where trainees have nobody, then where there are fewer places than trainees."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import apnumber

from .counting import Row


class Gap(NamedTuple):
    """What one area lacks; the lower `rank`, the worse, and the more people the worse."""

    rank: int
    people: int
    row: Row
    says: str


def gaps(rows: Iterable[Row]) -> list[Gap]:
    """Only areas that lack something, by how much."""
    found = [gap for row in rows if (gap := gap_of(row))]
    return sorted(found, key=lambda gap: (gap.rank, -gap.people, gap.row.name))


def gap_of(row: Row) -> Gap | None:
    """Say what is missing here, if anything is."""
    if not row.trainees:
        return None
    who = number(row.trainees, "trainee")
    if not row.supervisors and not row.in_training:
        return Gap(1, row.trainees, row, f"{row.name}: {who}, no supervisor.")
    if not row.supervisors:
        in_training = number(row.in_training, "supervisor in training", "supervisors in training")
        return Gap(2, row.trainees, row, f"{row.name}: {who}, no supervisor but {in_training}.")
    if row.unsupervised <= row.places_for_trainees:
        return None
    alone = f"{number(row.unsupervised, 'trainee')} without a supervisor"
    free = number(row.places_for_trainees, "free place") if row.places_for_trainees else "no free place"
    return Gap(3, row.unsupervised - row.places_for_trainees, row, f"{row.name}: {alone}, {free} for a training case.")


def online(whole: Row) -> str:
    """What can be had from anywhere, which closes a gap too."""
    if not whole.online_for_trainees:
        return "No place for a training case is free online."
    verb = "is" if whole.online_for_trainees == 1 else "are"
    free = number(whole.online_for_trainees, "place")
    return f"From anywhere, {free} online {verb} free for a training case."


def number(count: int, one: str, many: str = "") -> str:
    return f"{apnumber(count)} {one if count == 1 else many or one + 's'}"
