"""One switch for job title, organisation and service becomes three; a consent says to whom, not only whether."""

from django.db import migrations

OF_WORK = ("shows_job_title", "shows_organisation", "shows_service")


def split(apps, schema_editor):
    Member, Consent = apps.get_model("members", "Member"), apps.get_model("members", "Consent")
    Member.objects.filter(shows_work=True).update(**dict.fromkeys(OF_WORK, True))
    Consent.objects.filter(shown=False).update(audience="coordinators")
    Consent.objects.filter(shown=True, field__startswith="certificate ").update(audience="public")


def join(apps, schema_editor):
    """Going back hides all three unless all three were shown: nothing hidden comes to be seen."""
    Member, Consent = apps.get_model("members", "Member"), apps.get_model("members", "Consent")
    Member.objects.filter(**dict.fromkeys(OF_WORK, True)).update(shows_work=True)
    Consent.objects.update(shown=True)
    Consent.objects.filter(audience="coordinators").update(shown=False)


class Migration(migrations.Migration):
    dependencies = [("members", "0012_say_who_sees_what_and_keep_offers_leavings_and_registers")]

    operations = [migrations.RunPython(split, join)]
