"""Two texts of the same minutes, line by line: what only one of them has, and one text with all of both."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Part:
    """Lines that both texts have, or that stand in one place in `theirs` and in `yours`."""

    same: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    yours: tuple[str, ...] = ()


def parts(theirs: str, yours: str) -> list[Part]:
    """Take two texts apart into what is the same and what is not, in their order."""
    left, right = theirs.split("\n"), yours.split("\n")
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Part(same=tuple(left[a:b])))
        else:
            found.append(Part(theirs=tuple(left[a:b]), yours=tuple(right[c:d])))
    return found


def merged(theirs: str, yours: str) -> str:
    """One text in which no line of either is missing: where they differ, theirs comes first, then yours."""
    lines: list[str] = []
    for part in parts(theirs, yours):
        lines += part.same
        lines += trimmed(part.theirs, part.yours)
    return "\n".join(lines)


def trimmed(theirs: tuple[str, ...], yours: tuple[str, ...]) -> tuple[str, ...]:
    """Both, without the blank lines of one that only the other has filled in."""
    if not any(line.strip() for line in theirs) and yours:
        return yours
    if not any(line.strip() for line in yours) and theirs:
        return theirs
    return theirs + yours
