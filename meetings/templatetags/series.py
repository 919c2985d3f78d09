"""How a series looks on the desk: its year drawn, beside the list that has the same dates."""

from collections.abc import Collection
from datetime import date

from django import template

from ..series import drawing

register = template.Library()
KEY = [
    ("meeting", "Meeting"),
    ("clash", "Meeting on a bank holiday"),
    ("left-out", "Left out"),
    ("holiday", "Bank holiday in England"),
    ("clocks", "The clocks change"),
]


@register.inclusion_tag("admin/meetings/series/drawn.html")
def year_drawn(meetings: Collection[date], left_out: Collection[date], first: date) -> dict[str, object]:
    """Draw twelve months with the days of meetings; the list beside it says the same in words."""
    months = drawing.year(meetings, left_out, first)
    shown = {dot.kind for month in months for dot in month.dots}
    return {"months": months, "key": [({"kind": kind}, label) for kind, label in KEY if kind in shown]}
