"""Coordinators hear, once a day and only while somebody waits, that an application is there to be read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .. import coordinators, messages
from ..models import Application
from ..models.application import State

# Nobody is written to at night or before they have had their coffee; London time.
HOURS = range(8, 20)
# Time to withdraw or to correct something before anybody is called.
AFTER = timedelta(minutes=10)


@transaction.atomic
def tell_coordinators(now: datetime) -> int:
    """Write to every coordinator about the applications that they may decide about; a job of `tick`."""
    if timezone.localtime(now).hour not in HOURS:
        return 0
    waiting = list(Application.objects.filter(state=State.SUBMITTED, submitted_at__lte=now - AFTER).order_by("pk"))
    told = 0
    for coordinator in coordinators.everybody().order_by("pk") if waiting else ():
        mine = coordinators.applications_for(coordinator).filter(pk__in=[each.pk for each in waiting])
        seen = set(mine.exclude(user=coordinator).values_list("pk", flat=True))
        if theirs := [each for each in waiting if each.pk in seen]:
            messages.applications_wait(coordinator, theirs, now)
            told += 1
    return told
