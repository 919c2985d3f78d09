"""A piece of evidence as its owner reads it: what it says in one line, how it stands, and who looks at it next."""

from collections.abc import Iterable
from dataclasses import dataclass

from look import words

from .checklist import MINUTES_OF_AN_HOUR
from .models import Evidence
from .models.evidence import SetAside
from .stages import RECORDINGS, SEEN_BY_SUPERVISOR


@dataclass(frozen=True)
class Piece:
    """One line of the list: the fact, how it stands in a word with its colour, and what that means."""

    item: Evidence
    state: str
    colour: str
    note: str
    counts: bool = True

    @property
    def summary(self) -> str:
        return summary(self.item)


def pieces(evidence: Iterable[Evidence]) -> list[Piece]:
    """Every fact with how it stands, newest first."""
    known = list(evidence)
    corrected = {item.corrects_id for item in known if item.corrects_id and item.superseded_by_id is None}
    known.sort(key=lambda item: (item.happened_on, item.recorded_at, item.pk), reverse=True)
    return [piece_of(item, is_being_corrected=item.pk in corrected) for item in known]


def piece_of(item: Evidence, *, is_being_corrected: bool = False) -> Piece:
    """Say how one fact stands; `is_being_corrected`: a correction of it waits to be verified."""
    if item.superseded_by_id:
        return Piece(item, "Corrected", "grey", "A later entry stands in its place.", counts=False)
    if item.set_aside_on:
        return set_aside(item)
    if item.verified_on:
        note = f"By {item.verified_by_name} in {words.month(item.verified_on)}: {item.get_verified_against_display()}."
        waits = " Your correction waits to be verified; until then this one counts." if is_being_corrected else ""
        return Piece(item, "Verified", "green", note + waits)
    if item.said_on:
        return Piece(item, "Said, not verified yet", "blue", said(item))
    return Piece(item, "Waits to be verified", "yellow", waits_for(item))


def set_aside(item: Evidence) -> Piece:
    assert item.set_aside_on  # noqa: S101  asked above
    if item.set_aside_why == SetAside.TAKEN_BACK:
        return Piece(item, "Taken back", "grey", f"You took it back on {words.day(item.set_aside_on)}.", counts=False)
    who = f"By {item.set_aside_by_name} on {words.day(item.set_aside_on)}."
    return Piece(item, "Set aside", "grey", f"{item.get_set_aside_why_display()} {who}", counts=False)


def said(item: Evidence) -> str:
    assert item.said_on  # noqa: S101  asked above
    name = item.supervision.name if item.supervision else "Your supervisor"
    when = words.day(item.said_on)
    return f"{name} said so on {when}. It counts once a coordinator has found their name on a list of supervisors."


def waits_for(item: Evidence) -> str:
    """Say who looks at a claim next."""
    if item.member.joined_on is None:
        return "A coordinator verifies it when they decide about your application."
    if item.supervision and item.kind in SEEN_BY_SUPERVISOR:
        return f"We have asked {item.supervision.name} whether it is so. A coordinator can verify it too."
    return "A coordinator verifies it."


def summary(item: Evidence) -> str:
    """What a fact says besides its title and its date, in a few words."""
    said = [
        f"case {item.ordinal}" if item.kind in RECORDINGS and item.ordinal else "",
        small(item.get_phase_display()),
        small(item.get_case_state_display()),
        "" if item.sessions is None else f"{item.sessions} session{'' if item.sessions == 1 else 's'}",
        small(item.get_case_mode_display()),
        hours(item.minutes) if item.minutes else "",
        small(item.get_format_display()),
        small(item.get_writer_display()),
        "" if item.is_trainee is None else "a DIT trainee" if item.is_trainee else "not a DIT trainee",
        f"until {words.day(item.until)}" if item.until else "",
        small(item.get_reason_display()),
        str(item.pathway or ""),
        item.provider,
        f"with {item.supervision.name}" if item.supervision else "",
    ]
    line = ", ".join(filter(None, said))
    return line[:1].upper() + line[1:]


def small(label: str) -> str:
    """A label within a line."""
    return label[:1].lower() + label[1:]


def hours(minutes: int) -> str:
    """Say an amount of time: "45 minutes", "1 hour", "2 hours 30 minutes"."""
    whole, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    long = f"{whole} hour{'' if whole == 1 else 's'}" if whole else ""
    short = f"{rest} minute{'' if rest == 1 else 's'}" if rest else ""
    return f"{long} {short}".strip()
