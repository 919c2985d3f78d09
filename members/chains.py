"""Who followed whom among organisations, read once; nothing here loops, even where the data do."""

from .models import Organisation


class Chains:
    """All organisations with what they were before and what became of them; there are hundreds, so all are read."""

    def __init__(self) -> None:
        fields = ("name", "other_names", "succeeded_by")
        self.rows = {row.pk: row for row in Organisation.objects.only(*fields)}
        self.predecessors: dict[int, list[int]] = {}
        for row in self.rows.values():
            if row.succeeded_by_id:
                self.predecessors.setdefault(row.succeeded_by_id, []).append(row.pk)

    def after(self, pk: int) -> list[int]:
        """What became of it, in order, without itself."""
        found: list[int] = []
        row = self.rows.get(pk)
        while row and row.succeeded_by_id and row.succeeded_by_id not in (pk, *found):
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

    def around(self, pk: int) -> list[int]:
        return [*self.after(pk), *self.before(pk)]

    def names(self, pk: int) -> list[str]:
        """Every name by which a search finds whoever shows it: its own others, and all of its chain."""
        rows = [self.rows[one] for one in (pk, *self.around(pk)) if one in self.rows]
        return [name for row in rows for name in (row.name, *row.other_names.splitlines()) if name.strip()]
