"""What templates say in our look: fields, error summaries, buttons, dates in words, pages of a list."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context
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
def button(text: str, **options: Any) -> SafeString:
    """A button that acts once however often it is pressed; `href` makes it a link that looks like one."""
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


@register.simple_tag(takes_context=True)
def page_links(context: Context, page: Page) -> SafeString | str:
    """Links to the pages of a list; the rest of the question (search, filters) stays in the address."""
    pages = page.paginator
    if pages.num_pages < 2:
        return ""
    question = context["request"].GET.copy()

    def address(number: int) -> str:
        question["page"] = str(number)
        return f"?{question.urlencode()}"

    items = [
        {"ellipsis": True}
        if number == pages.ELLIPSIS
        else {"number": number, "href": address(number), "current": number == page.number}  # type: ignore[arg-type]
        for number in pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    options: dict[str, Any] = {"items": items}
    if page.has_previous():
        options["previous"] = {"href": address(page.previous_page_number())}
    if page.has_next():
        options["next"] = {"href": address(page.next_page_number())}
    return pack.render("pagination", options)
