"""How attendance looks: names under their letters."""

from collections.abc import Sequence
from itertools import groupby

from django import template

from members.family_names import first_letter

from ..expected import Expected

register = template.Library()
FEW = 24


@register.filter
def by_letter(people: Sequence[Expected]) -> list[tuple[str, list[Expected]]]:
    """Put many names under the first letters of the family names; few need none."""
    if len(people) <= FEW:
        return [("", list(people))]
    return [(letter, list(part)) for letter, part in groupby(people, lambda each: first_letter(each.name))]
