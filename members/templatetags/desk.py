"""The first page of the coordinators' desk."""

from typing import Any

from django import template
from django.template import Context

from ..admin import today
from ..admin.today import Rank

register = template.Library()


@register.inclusion_tag("admin/members/today.html", takes_context=True)
def desk_today(context: Context) -> dict[str, Any]:
    """What needs a coordinator, what does not, what they can begin and look up."""
    lines = today.lines(context["user"])
    needs = [line for line in lines if line.rank <= Rank.WAITS]
    return {
        "lines": lines,
        "needs": needs,
        "quiet": [line for line in lines if line.rank == Rank.NOTHING_WAITS],
        "begin": [line for line in lines if line.rank == Rank.BEGIN],
        "look_up": [line for line in lines if line.rank == Rank.LOOK_UP],
    }
