"""Rows that the next migration refuses: nothing of ours wrote them, but a hand at the database may have."""

from typing import Any

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce

MOST_PLACES, OPEN = 30, ("asked", "held")


def put_right(apps: Any, schema_editor: Any) -> None:
    """Downloads stay stopped by the first stop; who was answered at an unknown moment was so when last heard of."""
    stops = apps.get_model("members", "ExportStop").objects.filter(lifted_at=None).order_by("at", "pk")
    stops.exclude(pk__in=list(stops.values_list("pk", flat=True)[:1])).update(lifted_at=F("at"))
    apps.get_model("members", "Offer").objects.filter(places__gt=MOST_PLACES).update(places=MOST_PLACES)
    requests = apps.get_model("members", "PlaceRequest").objects
    requests.filter(state__in=OPEN).exclude(answered_at=None).update(answered_at=None)
    over = requests.filter(answered_at=None).exclude(state__in=OPEN)
    over.update(answered_at=Coalesce("noticed_at", "nudged_at", "asked_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0032_let_somebody_come_back"),
    ]

    operations = [migrations.RunPython(put_right, migrations.RunPython.noop)]
