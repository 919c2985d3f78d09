"""Invitations are a row for each message, no longer one for each person; nobody had been invited before this."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0011_carry_links_to_a_pathway_over"),
        ("members", "0009_let_guests_in_while_in_training"),
        ("outbox", "0004_carry_calendars_choices_and_what_comes_back"),
    ]

    operations = [
        migrations.DeleteModel(name="Invitation"),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.CharField(
                        help_text="Of then: a meeting brought back has a new one.",
                        max_length=120,
                        verbose_name="calendar UID",
                    ),
                ),
                (
                    "organizer",
                    models.EmailField(
                        help_text="Answers come here; for one UID and person it never changes.",
                        max_length=254,
                        verbose_name="organiser's address",
                    ),
                ),
                ("recipient", models.EmailField(max_length=254, verbose_name="invited as")),
                ("sequence", models.PositiveIntegerField(verbose_name="SEQUENCE")),
                (
                    "method",
                    models.CharField(
                        choices=[("REQUEST", "invited"), ("CANCEL", "taken back")],
                        default="REQUEST",
                        max_length=8,
                        verbose_name="says",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        help_text="Later than that of what was said before to the same person.",
                        verbose_name="DTSTAMP",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE,
                        related_name="invitations",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE,
                        related_name="invitations",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE,
                        related_name="invitation",
                        to="outbox.message",
                        verbose_name="message that says so",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["uid", "member"], name="invitation_of_one")],
            },
        ),
    ]
