"""What templates say in our look: fields, error summaries, buttons, dates in words, pages of a list."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from look import pack, words

register = template.Library()


@register.simple_tag(takes_context=True)
def field(context: Context, bound_field: BoundField) -> SafeString:
    """Show one field of a form with its label, hint and errors."""
    if bound_field.is_hidden:
        return bound_field.as_hidden()
    return pack.render(*pack.options(bound_field, mark_optional=bool(context.get("mark_optional", True))))


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString | str:
    """Say at the top of a form what is wrong with it, each with a link to its input; nothing when nothing is."""
    if not form.errors:
        return ""
    return pack.render("error-summary", {"titleText": "There is a problem", "errorList": pack.errors(form)})


@register.simple_tag
def button(text: str, about: object = "", **options: Any) -> SafeString:
    """A button that acts once however often it is pressed; `href` makes it a link that looks like one.

    `about` tells it from its like on the page, for whoever hears it without what stands beside it.
    """
    if about:
        hidden = format_html('{}<span class="nhsuk-u-visually-hidden">: {}</span>', text, about)
        return pack.render("button", {"html": hidden, "preventDoubleClick": True, **options})
    return pack.render("button", {"text": text, "preventDoubleClick": True, **options})


@register.filter
def in_words(value: date | datetime | None, until: datetime | None = None) -> str:
    """Say a day, a moment, or a period: `{{ meeting.starts_at|in_words:meeting.ends_at }}`."""
    if value is None:
        return ""
    if until is not None and isinstance(value, datetime):
        return words.period(value, until)
    return words.moment(value) if isinstance(value, datetime) else words.day(value)


register.filter("day_in_words", lambda value: words.day(value) if value else "")
register.filter("month_in_words", lambda value: words.month(value) if value else "")
register.filter("time_in_words", lambda value: words.time(value) if value else "")
register.filter("length_in_words", words.length)


@register.filter
def under(cells: list[Any], columns: list[str]) -> list[tuple[str, Any]]:
    """Put each cell of a table's row under its column's heading."""
    return list(zip(columns, cells, strict=True))


@register.simple_tag
def do_list(title: str, items: list[str], dont: bool = False) -> SafeString:
    """What to do, each with a tick; or what not to do, each with a cross."""
    icon = "cross" if dont else "tick"
    listed = [{"item": item} for item in items]
    return pack.render("do-dont-list", {"heading": {"text": title, "level": 2}, "icon": icon, "items": listed})


@register.simple_tag
def page_links(request: HttpRequest, page: Page) -> SafeString | str:
    """Link to the pages of a list; the rest of the question (search, filters) stays in the address."""
    pages = page.paginator
    if pages.num_pages < 2:
        return ""
    question = request.GET.copy()

    def address(number: int) -> str:
        question["page"] = str(number)
        return f"?{question.urlencode()}"

    found: dict[str, Any] = {
        "items": [
            {"number": number, "href": address(number), "current": number == page.number}
            if isinstance(number, int)
            else {"ellipsis": True}
            for number in pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ]
    }
    if page.has_previous():
        found["previous"] = {"href": address(page.previous_page_number())}
    if page.has_next():
        found["next"] = {"href": address(page.next_page_number())}
    return pack.render("pagination", found)
