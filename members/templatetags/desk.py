"""The first page of the coordinators' desk, and the rows of its lists."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms, template
from django.contrib import admin
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from look import pack

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


@register.inclusion_tag("admin/problems.html", takes_context=True)
def desk_problems(context: Context) -> dict[str, Any]:
    """What is wrong with the forms of a page of the desk, each with the way to the field that mends it."""
    return {"problems": [problem for form in forms_of(context) for problem in problems_of(form)]}


@register.simple_tag(takes_context=True)
def desk_error(context: Context) -> str:
    """What the title of a page begins with when something on it is wrong; Django's page of one row says it itself."""
    is_wrong = context.get("wrong") or any(form.errors for form in forms_of(context))
    return "Error:" if is_wrong and not context.get("errors") else ""


def forms_of(context: Context) -> Iterator[forms.BaseForm]:
    """The form of Django's page of one row with those of its inlines, or the forms that our own pages name."""
    if adminform := context.get("adminform"):
        yield adminform.form
    for inline in context.get("inline_admin_formsets") or []:
        yield from inline.formset.forms
    lists = [*(context.get("others") or []), *(context.get("forms") or [])]
    for each in (context.get("form"), context.get("approve"), *lists):
        if isinstance(each, forms.BaseForm):
            yield each


def problems_of(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    for error in form.non_field_errors():
        yield str(error), ""
    for field in form:
        to = field.id_for_label or f"{field.auto_id}_0"  # of a group of choices the first
        yield from ((said, f"#{to}") for said in pack.said(field))


@register.filter
def labelled(cells: Iterable[SafeString], headers: list[Mapping[str, Any]]) -> list[SafeString]:
    """The cells of a row, each with the heading of its column: seen where a narrow page stacks them.

    The cell that leads on to the row is its heading there, and a box to tick needs none.
    """
    return [with_label(cell, header) for cell, header in zip(cells, headers, strict=False)]


def with_label(cell: SafeString, header: Mapping[str, Any]) -> SafeString:
    if "checkbox" in str(header.get("class_attrib", "")) or cell.startswith("<th"):
        return cell
    tag, _, rest = cell.partition(">")
    if rest in ("&nbsp;</td>", f"{admin.site.empty_value_display}</td>"):
        nothing = tag.replace('class="', 'class="dit-nothing ', 1)
        return mark_safe(f"{nothing}>{rest}")  # noqa: S308  a cell of Django's, escaped there
    if not header["text"]:
        return cell
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
