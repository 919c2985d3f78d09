"""How cohorts look: a bar for each year."""

from collections.abc import Sequence

from django import template

from .. import cohort_bars
from ..cohorts import Cohort

register = template.Library()


@register.inclusion_tag("admin/members/member/cohort_bars.html")
def cohort_bars_of(cohorts: Sequence[Cohort]) -> dict[str, cohort_bars.Drawing]:
    """Draw the years; the table beside it has the same numbers."""
    return {"drawing": cohort_bars.draw(cohorts)}
