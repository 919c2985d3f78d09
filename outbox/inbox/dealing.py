"""What people wrote waits until a coordinator has dealt with it."""

from django.db.models import QuerySet

from ..models import Incoming


def from_people() -> QuerySet[Incoming]:
    """What people wrote and nobody has dealt with."""
    return Incoming.objects.filter(what=Incoming.What.OTHER, outcome=Incoming.Outcome.TO_CHECK)


def deal_with(rows: QuerySet[Incoming]) -> int:
    """Take these off the desk; answers of calendars are decided elsewhere. Gives how many."""
    return rows.filter(pk__in=from_people().values("pk")).update(outcome=Incoming.Outcome.DONE)
