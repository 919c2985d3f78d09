"""What somebody who leaves has in hand of agendas and actions, in words, from the rows."""

from datetime import datetime

from members.leaving import Effect
from members.rights.holding import Person

from .models import Action, AgendaItem


def effects(person: Person, now: datetime) -> list[Effect]:
    """What they promised waits for somebody else from now on; what they proposed stays, at last without their name."""
    if person.member is None:
        return []
    promised = Action.objects.open().filter(owner=person.member)
    proposed = AgendaItem.objects.filter(proposed_by=person.member)
    return [
        Effect("Coordinators look for somebody else to do what you promised", [each.text for each in promised]),
        Effect("Your proposals stay, without your name", [each.title for each in proposed], at_once=False),
    ]
