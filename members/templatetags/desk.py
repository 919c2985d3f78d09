"""The first page of the coordinators' desk."""

from typing import Any

from django import template
from django.template import Context

from ..admin import today

register = template.Library()


@register.inclusion_tag("admin/members/today.html", takes_context=True)
def desk_today(context: Context) -> dict[str, Any]:
    """What waits, and where the lists are."""
    return {"lines": today.lines(context["user"])}
