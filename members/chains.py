"""Who followed whom among organisations, read once; nothing here loops, even where the data do."""

from datetime import date
from functools import cached_property
from typing import NamedTuple

from .models import Organisation


class Grown(NamedTuple):
    """An organisation, and out of which ones it grew."""

    row: Organisation
    out_of: "list[Grown]"


class Chains:
    """All organisations with what they were before and what became of them; there are hundreds, so all are read.

    They are read when they are first asked for.
    """

    @cached_property
    def rows(self) -> dict[int, Organisation]:
        fields = ("name", "other_names", "valid_to", "succeeded_by")
        return {row.pk: row for row in Organisation.objects.only(*fields)}

    @cached_property
    def predecessors(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row in self.rows.values():
            if row.succeeded_by_id:
                found.setdefault(row.succeeded_by_id, []).append(row.pk)
        return found

    def after(self, pk: int, on: date | None = None) -> list[int]:
        """What became of it, in order, without itself; with a date what had followed by then."""
        found: list[int] = []
        row = self.rows.get(pk)
        while row and row.succeeded_by_id and row.succeeded_by_id not in (pk, *found):
            if on and row.valid_to and row.valid_to >= on:
                break
            found.append(row.succeeded_by_id)
            row = self.rows.get(row.succeeded_by_id)
        return found

    def before(self, pk: int) -> list[int]:
        """All that it grew out of, the nearest first, without itself."""
        found: list[int] = []
        waiting = list(self.predecessors.get(pk, []))
        while waiting:
            one = waiting.pop(0)
            if one not in (pk, *found):
                found.append(one)
                waiting += self.predecessors.get(one, [])
        return found

    def family(self, pk: int, seen: frozenset[int] = frozenset()) -> "list[Grown]":
        """Out of which it grew, each with out of which that grew; a circle in the data ends."""
        seen |= {pk}
        rows = [self.rows[one] for one in self.predecessors.get(pk, []) if one not in seen]
        return [Grown(row, self.family(row.pk, seen)) for row in sorted(rows, key=lambda row: (row.name, row.pk))]

    def around(self, pk: int) -> list[int]:
        return [*self.after(pk), *self.before(pk)]

    def names(self, pk: int) -> list[str]:
        """Every name by which a search finds whoever shows it: its own others, and all of its chain."""
        rows = [self.rows[one] for one in (pk, *self.around(pk)) if one in self.rows]
        return [name for row in rows for name in (row.name, *row.other_names.splitlines()) if name.strip()]

    def in_words(self, organisation: Organisation, on: date) -> str:
        """Its name, with what it is called on that date: people may still say the old one."""
        if organisation.succeeded_by_id is None:
            return organisation.name
        after = self.after(organisation.pk, on)
        return f"{organisation.name} (now {self.rows[after[-1]]})" if after else organisation.name
