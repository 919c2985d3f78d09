"""What others than coordinators see: no number from 1 to 4, and none from which such a number could be reckoned.

Two sums tie the numbers of a meeting and of a period together: those who came as said and besides are those in the
room and online, and the areas add up to the members who came. So a small number takes others with it, always the same
ones whatever their values are, or the choice itself would tell.
"""

from dataclasses import replace

from .counting import Figures, Row

SMALL = range(1, 5)
Cells = list[tuple[str, int | None]]


def hidden(figures: Figures) -> Figures:
    """The figures as members see them."""
    return Figures([row_of(row) for row in figures.rows], areas(figures.areas))


def small(*numbers: int | None) -> bool:
    return any(number in SMALL for number in numbers)


def unless_small(number: int | None) -> int | None:
    return None if small(number) else number


def row_of(row: Row) -> Row:
    """Hide small numbers of a meeting.

    One small number among the answers hides all three. Where the answers are shown, one small number hides both of
    room and online, whose sum they tell. First-timers are no more than those who came, so they are hidden with either.
    """
    is_small = small(row.room, row.online)
    first_timers = None if is_small else unless_small(row.first_timers)
    row = replace(row, first_timers=first_timers)
    if small(row.as_said, row.absent, row.besides):
        row = replace(row, as_said=None, absent=None, besides=None)
        return replace(row, room=unless_small(row.room), online=unless_small(row.online))
    return replace(row, room=None, online=None) if is_small else row


def areas(cells: Cells) -> Cells:
    """Hide areas two by two, each with its neighbour in the list: one alone would be the rest of the whole."""
    found: Cells = []
    for start in pairs(len(cells)):
        part = cells[start]
        hide = small(*(number for _, number in part))
        found += [(name, None if hide else number) for name, number in part]
    return found


def pairs(length: int) -> list[slice]:
    """Pairs of neighbours; of an odd number the last are three."""
    starts = range(0, max(length - 1, min(length, 1)), 2)
    return [slice(start, length if start == starts[-1] else start + 2) for start in starts]
