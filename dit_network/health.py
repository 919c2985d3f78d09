"""Is the site well? For whatever watches over it: no versions, no people."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outbox import progress
from outbox.models import Message

# A message that is due leaves within seconds. One that has waited for so long shows that nobody is sending, unless
# others left meanwhile: ten thousand take their time.
PATIENCE = timedelta(minutes=15)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"alive": True})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, its tables are the ones this code expects, and messages leave."""
    try:
        state = readiness(timezone.now())
    except DatabaseError:
        state = {"ready": False, "database": False}
    return JsonResponse(state, status=200 if state["ready"] else 503)


def readiness(now: datetime) -> dict[str, object]:
    """What is in order at this time, and for how long the oldest unsent message has waited."""
    if not migrated():
        return {"ready": False, "database": True, "migrations": False}
    oldest = Message.objects.waiting().order_by("created_at").values_list("created_at", flat=True).first()
    is_sending = not Message.objects.due(now - PATIENCE).exists() or progress.since(now - PATIENCE, now).done > 0
    return {
        "ready": is_sending,
        "database": True,
        "migrations": True,
        "messages": is_sending,
        "oldest_unsent_seconds": round((now - oldest).total_seconds()) if oldest else None,
    }


def migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
