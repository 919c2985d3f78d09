"""The first page of the coordinators' desk, and the rows of its lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.contrib import admin
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

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


@register.filter
def labelled(cells: Iterable[SafeString], headers: list[Mapping[str, Any]]) -> list[SafeString]:
    """The cells of a row, each with the heading of its column: seen where a narrow page stacks them.

    The cell that leads on to the row is its heading there, and a box to tick needs none.
    """
    return [with_label(cell, header) for cell, header in zip(cells, headers, strict=False)]


def with_label(cell: SafeString, header: Mapping[str, Any]) -> SafeString:
    if not header["text"] or "checkbox" in str(header.get("class_attrib", "")) or cell.startswith("<th"):
        return cell
    tag, _, rest = cell.partition(">")
    if rest in ("&nbsp;</td>", f"{admin.site.empty_value_display}</td>"):
        nothing = tag.replace('class="', 'class="dit-nothing ', 1)
        return mark_safe(f"{nothing}>{rest}")  # noqa: S308  a cell of Django's, escaped there
    label = format_html('<span class="dit-label">{}: </span>', capfirst(str(header["text"])))
    return mark_safe(f"{tag}>{label}{rest}")  # noqa: S308  a cell of Django's, escaped there


@register.filter
def at(numbers: Mapping[int, int], key: int) -> int:
    """How many there are under this key."""
    return numbers.get(key, 0)


@register.filter
def people_there(number: int) -> str:
    """How many people say that they work there, in words."""
    return f"{number:,} {'person says' if number == 1 else 'people say'} that they work there." if number else ""
