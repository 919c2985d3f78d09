"""How minutes look: their text as blocks."""

from django import template

from ..reading import Block, blocks

register = template.Library()


@register.filter
def in_blocks(text: str) -> list[Block]:
    return list(blocks(text))
