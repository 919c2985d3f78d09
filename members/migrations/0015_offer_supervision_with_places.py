"""Each "I offer supervision" becomes an offer without a place yet, shown to whom it was shown before."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def make_offers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """How many places somebody has was never said, so none is promised in their name; who has an offer keeps it."""
    member_rows, offer_rows = apps.get_model("members", "Member"), apps.get_model("members", "Offer")
    new_id, now = offer_rows._meta.get_field("public_id").default, timezone.now()
    waiting = member_rows.objects.filter(offers_supervision=True).exclude(offers__closed_at=None, offers__isnull=False)
    for member in waiting:
        offer_rows.objects.create(
            **{"public_id": new_id(), "supervisor": member, "format": "individual", "area": member.area},
            **{"in_person": True, "remote": True, "for_training": True, "places": 0},
            **{"audience": "members" if member.shows_supervision else "coordinators"},
            **{"created_at": now, "confirmed_on": timezone.localdate(now)},
        )


def say_so_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever has an open offer offers supervision; offers stay, for whoever comes forward again."""
    offering = apps.get_model("members", "Member").objects.filter(offers__closed_at=None, offers__isnull=False)
    shown = offering.exclude(offers__audience="coordinators")
    keys, seen = set(offering.values_list("pk", flat=True)), set(shown.values_list("pk", flat=True))
    members = apps.get_model("members", "Member").objects
    members.filter(pk__in=keys).update(offers_supervision=True)
    members.filter(pk__in=seen).update(shows_supervision=True)


class Migration(migrations.Migration):
    dependencies = [("members", "0014_forget_the_switches_of_before")]

    operations = [migrations.RunPython(make_offers, say_so_again)]
