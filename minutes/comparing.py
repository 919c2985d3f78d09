"""Two texts of the same minutes, line by line: what only one of them has, and one text with all of both."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Part:
    """Lines that both texts have, or that stand in one place in `theirs` and in `yours`."""

    same: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    yours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line that says something, and how many empty ones follow it; those make no difference."""

    text: str
    blank: int

    def lines(self) -> list[str]:
        return [self.text, *[""] * self.blank]


def lines_of(text: str) -> list[Line]:
    found: list[Line] = []
    for line in text.split("\n"):
        if line.strip():
            found.append(Line(line, 0))
        elif found:
            found[-1] = Line(found[-1].text, found[-1].blank + 1)
    return found


def compared(theirs: list[Line], yours: list[Line]) -> list[tuple[bool, list[Line], list[Line]]]:
    """Stretches that are the same, and stretches that are not, in their order."""
    matcher = SequenceMatcher(None, words(theirs), words(yours), autojunk=False)
    return [(kind == "equal", theirs[a:b], yours[c:d]) for kind, a, b, c, d in matcher.get_opcodes()]


def words(lines: list[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)


def parts(theirs: str, yours: str) -> list[Part]:
    """Take two texts apart into what is the same and what is not."""
    return [
        Part(same=words(left)) if same else Part(theirs=words(left), yours=words(right))
        for same, left, right in compared(lines_of(theirs), lines_of(yours))
    ]


def merged(theirs: str, yours: str) -> str:
    """One text in which no line of either is missing: where they differ, theirs comes first, then yours."""
    found: list[str] = []
    for same, left, right in compared(lines_of(theirs), lines_of(yours)):
        if same:
            pairs = zip(left, right, strict=True)
            stretch = [Line(one.text, max(one.blank, other.blank)) for one, other in pairs]
        else:
            stretch = [*left, *right]
        for line in stretch:
            found += line.lines()
    return "\n".join(found).rstrip("\n")
