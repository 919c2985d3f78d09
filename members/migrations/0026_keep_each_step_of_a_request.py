import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0025_a_new_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked_again", "asked again"),
                            ("held", "held"),
                            ("told", "told that the day is near"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="members.placerequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={"ordering": ("at", "pk")},
        ),
        migrations.AddConstraint(
            model_name="requeststep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "held"), _negated=True), ("until__isnull", False), _connector="OR"
                ),
                name="requeststep_held_until_a_day",
                violation_error_message="Say until when the place is held.",
            ),
        ),
    ]
