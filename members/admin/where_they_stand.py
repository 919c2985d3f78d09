"""What the page of a member says of their pathway: standing and why, time limits, what waits; also as at a date."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import time_limits
from ..facts import facts_of, is_claimed
from ..forms.lists import OnForm
from ..models import Member
from ..rules import rulebook
from ..standing import derived
from ..standing_words import in_words


def where_they_stand(member: Member, asked: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Read the evidence of one person once; `asked` may say `on`."""
    form = OnForm(asked if "on" in asked else None, today=today)
    on, rules = form.day, rulebook()
    member = Member.objects.prefetch_related("evidence").get(pk=member.pk)
    evidence = list(member.evidence.all())
    found = derived(facts_of(evidence, rules, on))
    return {
        "on_form": form,
        "on": on,
        "is_past": on < today,
        "standing": in_words(found.standing, evidence, on),
        "reasons": found.reasons,
        "limits": time_limits.with_claims(time_limits.rows_of(member, rules, on), rules, on),
        "waiting": sum(is_claimed(item) for item in evidence),
    }
