"""How meetings come into somebody's calendar: they choose, and what follows from it happens with it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from members import standing
from members.models import Member

from .models import Preferences
from .words import CalendarBy

# What follows when somebody has chosen anew: called in the verb's transaction, with the member locked.
on_chosen: list[Callable[[Member, CalendarBy, datetime], None]] = []


def calendar_by(member: Member) -> CalendarBy:
    """What this member chose, or the default."""
    found = Preferences.objects.filter(member=member).first() or Preferences()
    return CalendarBy(found.calendar_by)


@transaction.atomic
def choose(member: Member, chosen: CalendarBy, now: datetime) -> bool:
    """Record the choice; False if nothing changed."""
    member = standing.lock(member)
    if calendar_by(member) == chosen:
        return False
    Preferences.objects.update_or_create(member=member, defaults={"calendar_by": chosen})
    for follow in on_chosen:
        follow(member, chosen, now)
    return True
