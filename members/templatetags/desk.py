"""The first page of the coordinators' desk."""

from typing import Any

from django import template
from django.template import Context

from ..admin import today
from ..admin.today import Rank

register = template.Library()

# The quiet rows below what needs somebody.
ROWS = {
    Rank.NOTHING_WAITS: "Nothing waits",
    Rank.COMING_UP: "Coming up",
    Rank.BEGIN: "Begin",
    Rank.LOOK_UP: "Look up",
}


@register.inclusion_tag("admin/members/today.html", takes_context=True)
def desk_today(context: Context) -> dict[str, Any]:
    """What needs a coordinator, what does not, what they can begin and look up."""
    lines = today.lines(context["user"])
    rows = [(title, [line for line in lines if line.rank == rank]) for rank, title in ROWS.items()]
    return {"lines": lines, "needs": [line for line in lines if line.rank <= Rank.WAITS], "rows": rows}
