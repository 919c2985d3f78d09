"""What these twenty-two migrations make of tables without rows, in a tenth of their time; others go through them."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import members.guard
import members.mail_patterns
import members.public_id

by_parts_of_words = import_module("members.migrations.0019_find_parts_of_words_by_an_index")


class Migration(migrations.Migration):
    replaces = [
        ("members", "0010_forget_links_to_a_pathway_that_were_carried_over"),
        ("members", "0011_take_links_in_messages_back"),
        ("members", "0012_say_who_sees_what_and_keep_offers_leavings_and_registers"),
        ("members", "0013_choose_an_audience_for_each_field"),
        ("members", "0014_forget_the_switches_of_before"),
        ("members", "0015_offer_supervision_with_places"),
        ("members", "0016_forget_the_word_offers_supervision"),
        ("members", "0017_name_organisations_otherwise_and_let_none_follow_itself"),
        ("members", "0018_let_members_show_their_endorsements"),
        ("members", "0019_find_parts_of_words_by_an_index"),
        ("members", "0020_stop_downloads_and_run_a_retention_rule_once_a_day"),
        ("members", "0021_freeze_counts_once_a_quarter"),
        ("members", "0022_ask_to_be_erased_with_a_reason_and_know_the_documents"),
        ("members", "0023_keep_when_and_why_requests_ended"),
        ("members", "0024_call_breaches_by_their_plural"),
        ("members", "0025_a_new_address"),
        ("members", "0026_keep_each_step_of_a_request"),
        ("members", "0027_write_the_steps_that_were_kept_in_columns"),
        ("members", "0028_count_places_by_their_dates"),
        ("members", "0029_call_offers_and_requests_by_what_they_are"),
        ("members", "0030_say_how_requests_stand_to_both"),
        ("members", "0031_forget_the_titles_of_documents_kept_with_an_erasure"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("meetings", "0001_the_first_eleven_at_once"),
        ("members", "0001_the_first_nine_at_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=members.public_id.random_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received")),
                ("due_on", models.DateField(verbose_name="answer due")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        max_length=1000,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "recorded_by_name",
                    models.CharField(blank=True, editable=False, max_length=120, verbose_name="recorded by"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "A copy of what we hold"),
                            ("correction", "Correction"),
                            ("erasure", "Erasure"),
                            ("restriction", "Limited use"),
                            ("objection", "Objection"),
                            ("portability", "To take their data elsewhere"),
                        ],
                        default="access",
                        max_length=12,
                        verbose_name="what they ask for",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("clock_stopped_on", models.DateField(blank=True, null=True, verbose_name="waiting for them since")),
                (
                    "extended_why",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="why two months longer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AreaDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="area_duties",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coordinator",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("user"), models.F("area"), name="area_duty_once")],
            },
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=members.public_id.random_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received")),
                ("due_on", models.DateField(verbose_name="answer due")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        max_length=1000,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "recorded_by_name",
                    models.CharField(blank=True, editable=False, max_length=120, verbose_name="recorded by"),
                ),
                ("happened_at", models.DateTimeField(blank=True, null=True, verbose_name="happened")),
                ("noticed_at", models.DateTimeField(verbose_name="noticed")),
                (
                    "what",
                    models.TextField(
                        max_length=4000, validators=[members.guard.refuse_patient_data], verbose_name="what happened"
                    ),
                ),
                ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="people concerned")),
                ("is_a_risk", models.BooleanField(blank=True, null=True, verbose_name="a risk to them")),
                ("told_ico_at", models.DateTimeField(blank=True, null=True, verbose_name="told the ICO")),
                ("told_people_at", models.DateTimeField(blank=True, null=True, verbose_name="told them")),
                (
                    "measures",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="what was done",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
                "abstract": False,
                "verbose_name_plural": "breaches",
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=members.public_id.random_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received")),
                ("due_on", models.DateField(verbose_name="answer due")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        max_length=1000,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "recorded_by_name",
                    models.CharField(blank=True, editable=False, max_length=120, verbose_name="recorded by"),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "text",
                    models.TextField(
                        max_length=4000, validators=[members.guard.refuse_patient_data], verbose_name="complaint"
                    ),
                ),
                ("acknowledged_on", models.DateField(blank=True, null=True, verbose_name="acknowledged")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CountsEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "quarter",
                    models.DateField(
                        help_text="The first day of the quarter that it was made in.",
                        unique=True,
                        verbose_name="quarter",
                    ),
                ),
                ("counted_on", models.DateField(verbose_name="counted on")),
                ("places", models.JSONField(default=dict, verbose_name="places")),
                ("parts", models.JSONField(default=list, verbose_name="parts")),
            ],
            options={
                "verbose_name": "edition of the counts",
                "verbose_name_plural": "editions of the counts",
                "ordering": ("-quarter",),
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_name", models.CharField(max_length=120, verbose_name="by (name)")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("what", models.CharField(max_length=120, verbose_name="what")),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ExportStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="stopped")),
                ("by_name", models.CharField(max_length=120, verbose_name="stopped by")),
                (
                    "why",
                    models.CharField(
                        max_length=300, validators=[members.guard.refuse_patient_data], verbose_name="why"
                    ),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="lifted")),
                ("lifted_by_name", models.CharField(blank=True, max_length=120, verbose_name="lifted by")),
            ],
            options={
                "verbose_name": "stop of all downloads",
                "verbose_name_plural": "stops of all downloads",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Leaving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=members.public_id.random_public_id,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="public id",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("asked_by_themselves", models.BooleanField(default=True, verbose_name="asked by the person")),
                ("erase_on", models.DateField(verbose_name="erased on")),
                ("regretted_at", models.DateTimeField(blank=True, null=True, verbose_name="regretted")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="erased")),
                ("removed", models.JSONField(blank=True, default=dict, verbose_name="how many rows of what")),
                ("left_on_before", models.DateField(blank=True, null=True, verbose_name="had left on")),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="why a coordinator asked",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leavings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "ordering": ("-asked_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), ("regretted_at", None)),
                        fields=("user",),
                        name="leaving_once_at_a_time",
                        violation_error_message="You have asked for this already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("regretted_at", None), ("done_at", None), _connector="OR"),
                        name="leaving_regretted_or_done",
                        violation_error_message="This was erased already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NewAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=members.public_id.random_public_id,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="public id",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="new address")),
                (
                    "why",
                    models.CharField(
                        max_length=300,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="how we know that it is them",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("asked_by_name", models.CharField(max_length=120, verbose_name="asked by (name)")),
                ("opens_on", models.DateField(null=True, verbose_name="opens by itself on")),
                ("agreed_by_name", models.CharField(blank=True, max_length=120, verbose_name="agreed by (name)")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="opened")),
                ("used_at", models.DateTimeField(null=True, verbose_name="used")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="stopped")),
                ("stopped_by_name", models.CharField(blank=True, max_length=120, verbose_name="stopped by")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agreed by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="new_addresses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="whose",
                    ),
                ),
            ],
            options={
                "verbose_name": "new address",
                "verbose_name_plural": "new addresses",
                "ordering": ("-asked_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"),
                        condition=models.Q(("stopped_at", None), ("used_at", None)),
                        name="new_address_once_at_a_time",
                        violation_error_message="A new address is on its way to this person already.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("stopped_at", None), ("used_at", None)),
                        name="new_address_for_one_person",
                        violation_error_message="This address is on its way to somebody else.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                            models.Q(("asked_by", models.F("user")), _negated=True),
                            models.Q(("agreed_by", models.F("user")), _negated=True),
                        ),
                        name="new_address_by_two_others",
                        violation_error_message="Two people agree to it, and neither is the person it is about.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at", None), ("stopped_at", None), _connector="OR"),
                        name="new_address_used_or_stopped",
                        violation_error_message="This has ended already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=members.public_id.random_public_id,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="public id",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("individual", "Individual"), ("group", "Small group")],
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                ("in_person", models.BooleanField(default=False, verbose_name="in person")),
                ("remote", models.BooleanField(default=False, verbose_name="remotely")),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days")),
                ("for_training", models.BooleanField(default=False, verbose_name="for a training case")),
                ("for_accredited", models.BooleanField(default=False, verbose_name="after accreditation")),
                (
                    "for_supervisors",
                    models.BooleanField(default=False, verbose_name="on the way to becoming a supervisor"),
                ),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="places")),
                (
                    "fee_note",
                    models.CharField(
                        blank=True,
                        max_length=160,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="what it costs",
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from when")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("coordinators", "Only coordinators"),
                            ("members", "Members"),
                            ("public", "Everybody"),
                        ],
                        default="coordinators",
                        max_length=12,
                        verbose_name="shown to",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("confirmed_on", models.DateField(verbose_name="last said to be right")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="members.member",
                        verbose_name="supervisor",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
                "verbose_name": "offer of supervision",
                "verbose_name_plural": "offers of supervision",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("in_person", True), ("remote", True), _connector="OR"),
                        name="offer_in_person_or_remote",
                        violation_error_message="Say whether you meet in person, remotely, or both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("for_training", True), ("for_accredited", True), ("for_supervisors", True), _connector="OR"
                        ),
                        name="offer_is_for_somebody",
                        violation_error_message="Say whom the offer is for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__lte", 127)),
                        name="offer_days_of_one_week",
                        violation_error_message="Choose days of the week.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_name", models.CharField(max_length=120, verbose_name="by (name)")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("page", models.CharField(max_length=120, verbose_name="page")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to="members.member",
                        verbose_name="whose record",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["member", "-at"], name="view_of_member_by_time")],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(verbose_name="code")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("title", models.CharField(max_length=120, verbose_name="what")),
                ("counted_from", models.CharField(max_length=120, verbose_name="counted from")),
                ("keep_days", models.PositiveIntegerField(verbose_name="kept for (days)")),
                ("notice_days", models.PositiveSmallIntegerField(default=0, verbose_name="told before (days)")),
                (
                    "quarantine_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="set aside before it goes (days)"),
                ),
                ("most_people", models.PositiveIntegerField(default=20, verbose_name="stops by itself above (people)")),
                ("reason", models.CharField(max_length=300, verbose_name="why so long")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("is_on", models.BooleanField(default=True, verbose_name="in use")),
                ("made_by_name", models.CharField(blank=True, editable=False, max_length=120, verbose_name="made by")),
            ],
            options={
                "ordering": ("title", "-valid_from"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "valid_from"),
                        name="retention_rule_one_version_a_day",
                        violation_error_message="There is a version from this day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep_days__gte", 1), ("most_people__gte", 1)),
                        name="retention_rule_keeps_a_day",
                        violation_error_message="Keep it for at least a day, and stop above at least one person.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=members.public_id.random_public_id,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="public id",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("training", "A training case"),
                            ("accredited", "After accreditation"),
                            ("supervisor", "On the way to becoming a supervisor"),
                        ],
                        max_length=12,
                        verbose_name="what for",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="a word to the supervisor",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waiting for an answer"),
                            ("held", "held"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("lapsed", "over without an answer"),
                            ("withdrawn", "taken back"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("nudged_at", models.DateTimeField(blank=True, null=True, verbose_name="asked again")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("held_until", models.DateField(blank=True, null=True, verbose_name="held until")),
                ("noticed_at", models.DateTimeField(blank=True, null=True, verbose_name="told that the day is near")),
                ("why", models.CharField(blank=True, editable=False, max_length=120, verbose_name="why it ended")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="place_requests",
                        to="members.member",
                        verbose_name="who asks",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="members.offer",
                        verbose_name="offer",
                    ),
                ),
                (
                    "supervision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="request",
                        to="members.supervision",
                        verbose_name="supervision that came of it",
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-pk"),
                "verbose_name": "request for a place",
                "verbose_name_plural": "requests for a place",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "held"])),
                        fields=("offer", "member"),
                        name="request_once_at_a_time",
                        violation_error_message="You have asked for this place already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), _negated=True), ("held_until__isnull", False), _connector="OR"
                        ),
                        name="request_held_until_a_day",
                        violation_error_message="Say until when the place is held.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("told", "told"),
                            ("set_aside", "set aside"),
                            ("removed", "removed"),
                            ("spared", "kept after all"),
                        ],
                        default="told",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("told_on", models.DateField(verbose_name="told")),
                ("set_aside_on", models.DateField(blank=True, null=True, verbose_name="set aside")),
                ("remove_on", models.DateField(verbose_name="goes on")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retention_cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="members.retentionrule",
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "ordering": ("remove_on", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["told", "set_aside"])),
                        fields=("rule", "user"),
                        name="retention_case_once_at_a_time",
                        violation_error_message="This person has been told already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("told", models.PositiveIntegerField(default=0, verbose_name="told")),
                ("set_aside", models.PositiveIntegerField(default=0, verbose_name="set aside")),
                ("removed", models.PositiveIntegerField(default=0, verbose_name="removed")),
                ("stopped_why", models.CharField(blank=True, max_length=200, verbose_name="stopped because")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="let go on")),
                ("released_by_name", models.CharField(blank=True, max_length=120, verbose_name="let go on by")),
                ("acted_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                ("on", models.DateField(verbose_name="day")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="members.retentionrule",
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "on"),
                        name="retention_run_once_a_day",
                        violation_error_message="This rule ran today already.",
                    )
                ],
            },
        ),
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
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "held"), _negated=True), ("until__isnull", False), _connector="OR"
                        ),
                        name="requeststep_held_until_a_day",
                        violation_error_message="Say until when the place is held.",
                    )
                ],
            },
        ),
        migrations.RemoveField(
            model_name="pathwayfeed",
            name="member",
        ),
        migrations.RemoveField(
            model_name="consent",
            name="shown",
        ),
        migrations.RemoveField(
            model_name="member",
            name="offers_supervision",
        ),
        migrations.RemoveField(
            model_name="member",
            name="shows_supervision",
        ),
        migrations.RemoveField(
            model_name="member",
            name="shows_work",
        ),
        migrations.AddField(
            model_name="appointment",
            name="areas",
            field=models.CharField(blank=True, max_length=300, verbose_name="for the areas"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="office",
            field=models.CharField(
                choices=[
                    ("coordinator", "coordinator"),
                    ("auditor", "auditor, who reads and changes nothing"),
                    ("service_lead", "service lead, who sees counts only"),
                ],
                default="coordinator",
                max_length=12,
                verbose_name="as",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="audience",
            field=models.CharField(
                choices=[("coordinators", "Only coordinators"), ("members", "Members"), ("public", "Everybody")],
                default=None,
                max_length=12,
                verbose_name="shown to",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="contact",
            name="asked_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="asked whether this is still right"
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="away_from",
            field=models.DateField(blank=True, null=True, verbose_name="away from"),
        ),
        migrations.AddField(
            model_name="contact",
            name="away_until",
            field=models.DateField(blank=True, null=True, verbose_name="away until"),
        ),
        migrations.AddField(
            model_name="contact",
            name="confirmed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="last said to be right"),
        ),
        migrations.AddField(
            model_name="contact",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="stands_in_for",
                to="members.contact",
                verbose_name="deputy",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="entry_asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="asked whether their entry is still right"),
        ),
        migrations.AddField(
            model_name="member",
            name="entry_confirmed_on",
            field=models.DateField(blank=True, null=True, verbose_name="said that their entry is still right"),
        ),
        migrations.AddField(
            model_name="member",
            name="shows_endorsements",
            field=models.BooleanField(default=False, verbose_name="show my endorsements"),
        ),
        migrations.AddField(
            model_name="member",
            name="shows_job_title",
            field=models.BooleanField(default=False, verbose_name="show my job title"),
        ),
        migrations.AddField(
            model_name="member",
            name="shows_organisation",
            field=models.BooleanField(default=False, verbose_name="show my organisation"),
        ),
        migrations.AddField(
            model_name="member",
            name="shows_service",
            field=models.BooleanField(default=False, verbose_name="show my service or team"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="areas",
            field=models.ManyToManyField(
                blank=True, related_name="organisations", to="members.area", verbose_name="areas"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="other_names",
            field=models.TextField(
                blank=True,
                help_text="One a line: initials, a service's own name. A search finds people by them too.",
                verbose_name="other names",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="appointed",
            field=models.BooleanField(default=True, verbose_name="appointed"),
        ),
        migrations.AlterField(
            model_name="memberchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("registration", "Registration checked on the public register"),
                    ("suspended", "Suspended"),
                    ("restored", "Suspension lifted"),
                    ("left", "Left the network"),
                    ("links", "Links in their messages taken back"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="mail_domains",
            field=models.TextField(
                blank=True,
                help_text="One a line, such as trust.example. Addresses below a domain match too.",
                validators=[members.mail_patterns.are_patterns],
                verbose_name="mail domains",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("away_from", None), ("away_until", None)),
                    models.Q(
                        ("away_from__isnull", False),
                        ("away_until__gte", models.F("away_from")),
                        ("away_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="contact_away_from_until",
                violation_error_message="Give the first and the last day away, in this order.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy", None), models.Q(("deputy", models.F("id")), _negated=True), _connector="OR"
                ),
                name="contact_deputy_is_somebody_else",
                violation_error_message="Choose somebody else as deputy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("succeeded_by", None), models.Q(("succeeded_by", models.F("id")), _negated=True), _connector="OR"
                ),
                name="organisation_does_not_follow_itself",
                violation_error_message="An organisation cannot follow itself.",
            ),
        ),
        migrations.DeleteModel(
            name="PathwayFeed",
        ),
        migrations.RunPython(by_parts_of_words.add, by_parts_of_words.remove),
    ]
