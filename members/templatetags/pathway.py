"""How a pathway looks: the way as a picture with its words, a bar for what is done."""

from typing import Any

from django import template

from .. import pathway_picture as picture
from ..pathway_words import Task
from ..stages import Standing

register = template.Library()


@register.inclusion_tag("members/pathway/picture.html")
def pathway_picture(standing: str) -> dict[str, Any]:
    """Draw the way with somebody on it, wide and narrow; the style sheet shows one, the words say the same."""
    place = Standing(standing)
    return {
        "wide": picture.draw(picture.WIDE, place),
        "narrow": picture.draw(picture.NARROW, place),
        "places": picture.in_words(place),
        "here": picture.PLACES.get(place, ""),
        "number": picture.place_of(place),
        "count": len(picture.PLACES),
    }


@register.inclusion_tag("members/pathway/bar.html")
def pathway_bar(task: Task) -> dict[str, Any]:
    """Draw how much is verified, and how much more is said; the line beside it says it in figures."""
    return {"done": task.percent, "said": task.percent_said}
