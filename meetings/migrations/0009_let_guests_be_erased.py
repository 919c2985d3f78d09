from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def tell_apart(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Going back, guests who were erased need an address each, which reaches nobody."""
    for guest in apps.get_model("meetings", "Guest").objects.filter(email=""):
        guest.email = f"erased-{guest.pk}@guests.invalid"
        guest.save(update_fields=["email"])


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0008_keep_reflections_whatever_becomes_of_the_list"),
        ("members", "0009_let_guests_in_while_in_training"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="guest",
            name="guest_once_a_meeting",
        ),
        migrations.RunPython(migrations.RunPython.noop, tell_apart),
        migrations.AlterField(
            model_name="guest",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AddConstraint(
            model_name="guest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at", None), models.Q(("email", ""), _negated=True)),
                fields=("meeting", "email"),
                name="guest_once_a_meeting",
                violation_error_message="This person is a guest of this meeting already.",
            ),
        ),
    ]
