import django.db.models.deletion
from django.db import migrations, models

import members.guard


class Migration(migrations.Migration):
    """A reflection hangs on its meeting and its writer; there is no row yet that would have to move."""

    dependencies = [("meetings", "0007_ask_once_what_people_need")]

    operations = [
        migrations.DeleteModel(name="Reflection"),
        migrations.CreateModel(
            name="Reflection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(
                        max_length=4000, validators=[members.guard.refuse_patient_data], verbose_name="reflection"
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reflections",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={"ordering": ("-written_at",)},
        ),
        migrations.AddConstraint(
            model_name="reflection",
            constraint=models.UniqueConstraint(
                fields=("meeting", "member"),
                name="reflection_one_each",
                violation_error_message="You have a reflection on this meeting already; change that one.",
            ),
        ),
    ]
