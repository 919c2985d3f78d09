from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone


def write_steps(apps, schema_editor):
    """What the columns still know: of several holds the last."""
    requests, steps = (
        apps.get_model("members", "PlaceRequest").objects,
        apps.get_model("members", "RequestStep").objects,
    )
    for request in requests.exclude(nudged_at=None, held_at=None, noticed_at=None).iterator():
        known = [("asked_again", request.nudged_at, None), ("told", request.noticed_at, None)]
        known += [("held", request.held_at, request.held_until)] if request.held_until else []
        for kind, at, until in known:
            if at:
                steps.create(request=request, kind=kind, at=at, until=until)


def write_columns(apps, schema_editor):
    """When a place was held last, and how many are taken today."""
    for step in apps.get_model("members", "RequestStep").objects.filter(kind="held").order_by("at", "pk").iterator():
        step.request.held_at = step.at
        step.request.save(update_fields=["held_at"])
    goes_on = Q(supervision__ended_on=None) | Q(supervision__ended_on__gt=timezone.localdate())
    kept = Q(state="held") | (Q(state="accepted", supervision__isnull=False) & goes_on)
    offers = apps.get_model("members", "Offer").objects
    for request in apps.get_model("members", "PlaceRequest").objects.filter(kept).iterator():
        offers.filter(pk=request.offer_id).update(taken=F("taken") + 1)
    apps.get_model("members", "RequestStep").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0026_keep_each_step_of_a_request"),
    ]

    operations = [
        migrations.RunPython(write_steps, write_columns),
    ]
