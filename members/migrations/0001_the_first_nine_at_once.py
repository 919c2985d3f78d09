"""What the first nine migrations make of an empty database, in a tenth of their time; others go through the nine."""

import datetime

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import members.guard
import members.models.feed
import members.models.reference
import members.public_id


class Migration(migrations.Migration):
    replaces = [
        ("members", "0001_initial"),
        ("members", "0002_say_what_a_figure_is_about_and_where_an_area_lies"),
        ("members", "0003_invite_colleagues_and_record_what_coordinators_do"),
        ("members", "0004_order_the_directory_by_folded_names"),
        ("members", "0005_hold_numbers_against_regular_expressions_only"),
        ("members", "0006_count_evidence_towards_a_route"),
        ("members", "0007_move_time_limits_and_say_what_figures_count"),
        ("members", "0008_keep_a_private_link_to_a_calendar"),
        ("members", "0009_let_guests_in_while_in_training"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "map_column",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="column on the map"),
                ),
                ("map_row", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="row on the map")),
            ],
            options={
                "ordering": ("order", "name"),
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("register_url", models.URLField(blank=True, verbose_name="public register")),
                (
                    "number_pattern",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[members.models.reference.is_a_pattern],
                        verbose_name="shape of a number",
                    ),
                ),
                ("number_example", models.CharField(blank=True, max_length=20, verbose_name="example of a number")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "professional body",
                "verbose_name_plural": "professional bodies",
                "ordering": ("order", "name"),
            },
        ),
        migrations.CreateModel(
            name="Profession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "ordering": ("order", "name"),
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=254, verbose_name="name")),
                ("appointed", models.BooleanField(default=True, verbose_name="became a coordinator")),
                ("by_name", models.CharField(max_length=120, verbose_name="by (name)")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "why",
                    models.CharField(
                        max_length=300, validators=[members.guard.refuse_patient_data], verbose_name="why"
                    ),
                ),
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signs in as",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="name in addresses")),
                ("role", models.CharField(max_length=80, verbose_name="role")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "email",
                    models.EmailField(
                        help_text="Never shown: messages are passed on.", max_length=254, verbose_name="e-mail address"
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="what to ask them")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("since", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "ordering": ("order", "role"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("since", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="contact_until_after_from",
                        violation_error_message="The last day must not be before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                ("ods_code", models.CharField(blank=True, max_length=10, verbose_name="ODS code")),
                (
                    "mail_domains",
                    models.TextField(
                        blank=True,
                        help_text="One a line, such as trust.example. Addresses below a domain match too.",
                        verbose_name="mail domains",
                    ),
                ),
                (
                    "succeeded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="members.organisation",
                        verbose_name="succeeded by",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="organisation_ends_after_it_begins",
                        violation_error_message="The organisation must end after it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideSupervisor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("confirmed_by_name", models.CharField(blank=True, max_length=120, verbose_name="confirmed by (name)")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="confirmed on")),
                (
                    "confirmed_against",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("certificate", "certificate seen"),
                            ("provider", "provider's confirmation"),
                            ("bpc_list", "BPC list"),
                            ("anna_freud_list", "Anna Freud list"),
                            ("supervisor", "supervisor's word"),
                            ("colleague", "known to a colleague in the network"),
                        ],
                        max_length=20,
                        verbose_name="confirmed against",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_against", ""), ("confirmed_by_name", ""), ("confirmed_on", None)),
                            models.Q(
                                ("confirmed_on__isnull", False),
                                models.Q(("confirmed_by_name", ""), _negated=True),
                                models.Q(("confirmed_against", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outside_supervisor_confirmed_says_by_whom_and_against",
                        violation_error_message="Say who confirmed this supervisor, when, and against which list.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pathway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(verbose_name="code")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("for_whom", models.TextField(blank=True, verbose_name="for whom")),
                ("taught_part", models.TextField(blank=True, verbose_name="taught part")),
                ("accreditor", models.CharField(blank=True, max_length=120, verbose_name="accredited by")),
                ("gives_entry", models.BooleanField(default=True, verbose_name="a recognised initial training")),
                ("open_to_new", models.BooleanField(default=True, verbose_name="still offered")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="in effect from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="in effect until")),
                ("source", models.URLField(blank=True, max_length=300, verbose_name="source")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "training route",
                "ordering": ("order", "name", "-version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"),
                        name="pathway_version_once",
                        violation_error_message="This version of the route exists already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
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
                    "name",
                    models.CharField(
                        max_length=120, validators=[members.guard.refuse_patient_data], verbose_name="name"
                    ),
                ),
                (
                    "job_title",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="job title",
                    ),
                ),
                (
                    "registration_number",
                    models.CharField(blank=True, max_length=30, verbose_name="registration number"),
                ),
                (
                    "registration_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="registration checked on"),
                ),
                (
                    "organisation_other",
                    models.CharField(
                        blank=True,
                        max_length=160,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="organisation, if not in the list",
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        max_length=160,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="service or team",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                (
                    "interests",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="interests",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="languages",
                    ),
                ),
                ("offers_supervision", models.BooleanField(default=False, verbose_name="offers supervision")),
                ("listed", models.BooleanField(default=True, verbose_name="in the directory")),
                (
                    "shows_work",
                    models.BooleanField(default=False, verbose_name="show my organisation, service and job title"),
                ),
                ("shows_profession", models.BooleanField(default=False, verbose_name="show my profession")),
                ("shows_email", models.BooleanField(default=False, verbose_name="show my work e-mail")),
                ("shows_phone", models.BooleanField(default=False, verbose_name="show my telephone number")),
                ("shows_interests", models.BooleanField(default=False, verbose_name="show my interests")),
                ("shows_languages", models.BooleanField(default=False, verbose_name="show my languages")),
                ("shows_supervision", models.BooleanField(default=False, verbose_name="show that I offer supervision")),
                ("shows_coming", models.BooleanField(default=False, verbose_name="show that I am coming to a meeting")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("enquirer", "Enquirer"),
                            ("in_training", "In training"),
                            ("trained", "Trained, waiting for a first case"),
                            ("training_cases", "Seeing training cases"),
                            ("accredited", "Accredited DIT practitioner"),
                            ("supervisor_in_training", "Supervisor in training"),
                            ("supervisor", "Accredited DIT supervisor"),
                        ],
                        default="enquirer",
                        editable=False,
                        max_length=30,
                        verbose_name="standing",
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                ("suspended_on", models.DateField(blank=True, null=True, verbose_name="suspended")),
                ("search_text", models.TextField(blank=True, editable=False, verbose_name="what a search may find")),
                (
                    "folded_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Left("search_text", 120),
                        output_field=models.CharField(max_length=120),
                    ),
                ),
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.body",
                        verbose_name="professional body",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="member",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signs in as",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "profession",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.profession",
                        verbose_name="profession",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
                "indexes": [
                    models.Index(fields=["name", "id"], name="member_by_name"),
                    models.Index(fields=["folded_name", "id"], name="member_by_folded_name"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on", None),
                            models.Q(("joined_on__isnull", False), ("left_on__gte", models.F("joined_on"))),
                            _connector="OR",
                        ),
                        name="member_left_after_joining",
                        violation_error_message="Someone can only leave after they joined.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        help_text="The same in every version of the route, so that an extension finds it.",
                        verbose_name="code",
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="what")),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: to be confirmed, because no source says it.",
                        null=True,
                        verbose_name="months",
                    ),
                ),
                (
                    "starts",
                    models.CharField(
                        choices=[
                            ("training", "the end of the taught course"),
                            ("first_case", "the first training case"),
                        ],
                        default="training",
                        max_length=10,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "ends",
                    models.CharField(
                        choices=[
                            ("first_case", "the first training case begins"),
                            ("supervised", "cases and supervision are finished"),
                        ],
                        default="supervised",
                        max_length=10,
                        verbose_name="kept when",
                    ),
                ),
                ("refresher_settles", models.BooleanField(default=False, verbose_name="settled by a refresher course")),
                (
                    "consequence",
                    models.CharField(blank=True, max_length=300, verbose_name="what the source says of missing it"),
                ),
                ("source", models.URLField(blank=True, max_length=300, verbose_name="source")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="members.pathway",
                        verbose_name="training route",
                    ),
                ),
            ],
            options={
                "verbose_name": "time limit",
                "ordering": ("order", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pathway", "code"),
                        name="clock_once",
                        violation_error_message="This route has that time limit already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120, verbose_name="what")),
                (
                    "amount",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="amount"),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        help_text="A unit without an amount says that the amount is to be confirmed.",
                        max_length=40,
                        verbose_name="unit",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("source", models.URLField(blank=True, max_length=300, verbose_name="source")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "To get a place"), ("task", "To finish"), ("fee", "Fees seen")],
                        default="task",
                        max_length=5,
                        verbose_name="about",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("role_play", "role-plays passed"),
                            ("cases", "training cases completed"),
                            ("sessions", "sessions in each case"),
                            ("supervision", "hours of supervision"),
                            ("recordings", "rated recordings passed"),
                            ("case_study", "case studies passed"),
                            ("supervising", "years of supervising"),
                            ("letters", "letters, each from somebody else"),
                            ("further_cases", "further cases completed"),
                            ("further_in_person", "further cases in person"),
                            ("further_recordings", "rated recordings in each further case"),
                            ("supervisees", "supervisees"),
                            ("trainees", "supervisees who are DIT trainees"),
                        ],
                        help_text="Leave empty for a figure that is only read.",
                        max_length=20,
                        verbose_name="counts",
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="members.pathway",
                        verbose_name="training route",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="requirement_amount_not_negative",
                        violation_error_message="An amount cannot be below zero.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("measure", ""), _negated=True),
                        fields=("pathway", "measure"),
                        name="requirement_measure_once",
                        violation_error_message="This route counts that already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("submitted", "with the coordinators"),
                            ("more_asked", "we have asked you for more"),
                            ("parked", "not yet: waiting for your training"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="full name",
                    ),
                ),
                (
                    "job_title",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="job title",
                    ),
                ),
                (
                    "registration_number",
                    models.CharField(blank=True, max_length=30, verbose_name="registration number"),
                ),
                (
                    "organisation_other",
                    models.CharField(
                        blank=True,
                        max_length=160,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="organisation, if not in the list",
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        max_length=160,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="service or team",
                    ),
                ),
                (
                    "training_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "I have completed an initial DIT training"),
                            ("booked", "I am on a course, or booked for one"),
                            ("not_yet", "Not yet"),
                        ],
                        max_length=10,
                        verbose_name="initial DIT training",
                    ),
                ),
                (
                    "provider",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="training provider",
                    ),
                ),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="date you completed it")),
                ("booked_for", models.DateField(blank=True, null=True, verbose_name="date it ends")),
                ("seeing_cases", models.BooleanField(blank=True, null=True, verbose_name="seeing training cases")),
                ("cases_since", models.DateField(blank=True, null=True, verbose_name="first training case begun")),
                (
                    "accredited",
                    models.BooleanField(blank=True, null=True, verbose_name="accredited as a DIT practitioner"),
                ),
                ("accredited_since", models.DateField(blank=True, null=True, verbose_name="accredited since")),
                (
                    "supervisor",
                    models.BooleanField(blank=True, null=True, verbose_name="accredited as a DIT supervisor"),
                ),
                ("supervisor_since", models.DateField(blank=True, null=True, verbose_name="supervisor since")),
                ("tell_me", models.BooleanField(default=False, verbose_name="tell me when I may join")),
                ("terms_version", models.CharField(blank=True, max_length=20, verbose_name="terms agreed to")),
                ("terms_agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="agreed")),
                ("created_at", models.DateTimeField(verbose_name="begun")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "completed_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month")],
                        default="day",
                        max_length=5,
                        verbose_name="completion known to the",
                    ),
                ),
                ("tell_on", models.DateField(blank=True, null=True, verbose_name="we write to them on")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The coordinator who entered a colleague and invited them; another one verifies.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.body",
                        verbose_name="professional body",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="applications",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.pathway",
                        verbose_name="training route",
                    ),
                ),
                (
                    "profession",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.profession",
                        verbose_name="profession",
                    ),
                ),
            ],
            options={
                "ordering": ("-submitted_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted", "more_asked", "parked"])),
                        fields=("user",),
                        name="application_one_open_each",
                        violation_error_message="You have an application already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "parked", "withdrawn"]),
                            models.Q(("submitted_at__isnull", False), ("terms_agreed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="application_sent_with_terms",
                        violation_error_message="Agree to the network's terms before you send your application.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40, verbose_name="field")),
                ("shown", models.BooleanField(verbose_name="shown to members")),
                ("wording_version", models.CharField(max_length=20, verbose_name="wording")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="MemberChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registration", "Registration checked on the public register"),
                            ("suspended", "Suspended"),
                            ("restored", "Suspension lifted"),
                            ("left", "Left the network"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("by_name", models.CharField(max_length=120, verbose_name="by (name)")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, validators=[members.guard.refuse_patient_data], verbose_name="why"
                    ),
                ),
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
                        related_name="changes",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Overlay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("on_leave", "On leave"),
                            ("lapsed", "Not practising DIT at present"),
                            ("left_region", "Left the region"),
                            ("retired", "Retired"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("recorded_by_name", models.CharField(max_length=120, verbose_name="recorded by")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overlays",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "ordering": ("-since", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="overlay_ends_after_it_begins",
                        violation_error_message="The last day cannot be before the first.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("member", "kind"),
                        name="overlay_once_at_a_time",
                        violation_error_message="This is recorded already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PathwayFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(
                        default=members.models.feed.random_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                        verbose_name="token",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pathway_feed",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar link",
            },
        ),
        migrations.CreateModel(
            name="StandingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("enquirer", "Enquirer"),
                            ("in_training", "In training"),
                            ("trained", "Trained, waiting for a first case"),
                            ("training_cases", "Seeing training cases"),
                            ("accredited", "Accredited DIT practitioner"),
                            ("supervisor_in_training", "Supervisor in training"),
                            ("supervisor", "Accredited DIT supervisor"),
                        ],
                        max_length=30,
                        verbose_name="from",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("enquirer", "Enquirer"),
                            ("in_training", "In training"),
                            ("trained", "Trained, waiting for a first case"),
                            ("training_cases", "Seeing training cases"),
                            ("accredited", "Accredited DIT practitioner"),
                            ("supervisor_in_training", "Supervisor in training"),
                            ("supervisor", "Accredited DIT supervisor"),
                        ],
                        max_length=30,
                        verbose_name="to",
                    ),
                ),
                ("by_name", models.CharField(max_length=120, verbose_name="by (name)")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("why", models.CharField(max_length=300, verbose_name="why")),
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
                        related_name="standing_changes",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Supervision",
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
                ("began_on", models.DateField(verbose_name="since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "shows_pathway",
                    models.BooleanField(default=False, verbose_name="my supervisor sees my next steps and time limits"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supervisions",
                        to="members.member",
                        verbose_name="supervisee",
                    ),
                ),
                (
                    "outside",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervises",
                        to="members.outsidesupervisor",
                        verbose_name="supervisor outside the network",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supervises",
                        to="members.member",
                        verbose_name="supervisor in the network",
                    ),
                ),
            ],
            options={
                "ordering": ("-began_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outside", None), ("supervisor__isnull", False)),
                            models.Q(("outside__isnull", False), ("supervisor", None)),
                            _connector="OR",
                        ),
                        name="supervision_has_one_supervisor",
                        violation_error_message="Name one supervisor: a member, or somebody outside the network.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supervisor", None),
                            models.Q(("supervisor", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="supervision_not_of_oneself",
                        violation_error_message="You cannot be your own supervisor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("began_on")), _connector="OR"
                        ),
                        name="supervision_ends_after_it_begins",
                        violation_error_message="Supervision cannot end before it begins.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("supervisor__isnull", False)),
                        fields=("member", "supervisor"),
                        name="supervision_once_at_a_time",
                        violation_error_message="You have named this supervisor already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("outside__isnull", False)),
                        fields=("member", "outside"),
                        name="supervision_outside_once_at_a_time",
                        violation_error_message="You have named this supervisor already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("approve", "Approved"),
                            ("ask_more", "Asked for more"),
                            ("park", "Not yet"),
                            ("decline", "Declined"),
                            ("welcome", "Let in while in training"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                (
                    "state_before",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("submitted", "with the coordinators"),
                            ("more_asked", "we have asked you for more"),
                            ("parked", "not yet: waiting for your training"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="state before",
                    ),
                ),
                ("by_name", models.CharField(max_length=120, verbose_name="by (name)")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="reason",
                    ),
                ),
                (
                    "letter",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="letter",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                ("undone_by_name", models.CharField(blank=True, max_length=120, verbose_name="undone by")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="members.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
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
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("course_begun", "Training course begun"),
                            ("initial_training", "Initial training completed"),
                            ("role_play", "Role-play"),
                            ("refresher", "Refresher course"),
                            ("training_case", "Training case"),
                            ("supervision", "Supervision"),
                            ("recording", "Rated recording"),
                            ("case_study", "Case study"),
                            ("accredited", "Listed as an accredited practitioner"),
                            ("supervising", "A year of supervising high-intensity work"),
                            ("letter", "Letter for the supervisor stage"),
                            ("supervisor_stage", "Accepted for the supervisor stage"),
                            ("further_case", "Further case, for the supervisor stage"),
                            ("further_recording", "Rated recording, for the supervisor stage"),
                            ("supervisee", "Supervisee, for the supervisor stage"),
                            ("supervisor", "Listed as an accredited supervisor"),
                            ("endorsement", "Endorsement"),
                            ("extension", "Time limit extended"),
                        ],
                        max_length=30,
                        verbose_name="what",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="when")),
                (
                    "precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month")],
                        default="day",
                        max_length=5,
                        verbose_name="known to the",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=120, verbose_name="provider")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("verified_by_name", models.CharField(blank=True, max_length=120, verbose_name="verified by (name)")),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="verified on")),
                (
                    "verified_against",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("certificate", "certificate seen"),
                            ("provider", "provider's confirmation"),
                            ("bpc_list", "BPC list"),
                            ("anna_freud_list", "Anna Freud list"),
                            ("supervisor", "supervisor's word"),
                            ("colleague", "known to a colleague in the network"),
                        ],
                        max_length=20,
                        verbose_name="verified against",
                    ),
                ),
                (
                    "case_mode",
                    models.CharField(
                        blank=True,
                        choices=[("in_person", "In person"), ("remote", "Remote")],
                        max_length=10,
                        verbose_name="in person or remote",
                    ),
                ),
                (
                    "case_state",
                    models.CharField(
                        blank=True,
                        choices=[("open", "Going on"), ("completed", "Completed"), ("ended_early", "Ended early")],
                        max_length=12,
                        verbose_name="how it stands",
                    ),
                ),
                ("clock", models.SlugField(blank=True, verbose_name="time limit")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last month")),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[("individual", "Individual"), ("group", "Small group")],
                        max_length=10,
                        verbose_name="format",
                    ),
                ),
                ("is_trainee", models.BooleanField(blank=True, null=True, verbose_name="a DIT trainee")),
                ("minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="minutes")),
                (
                    "ordinal",
                    models.CharField(
                        blank=True,
                        choices=[("A", "Case A"), ("B", "Case B"), ("C", "Case C"), ("D", "Case D")],
                        max_length=1,
                        verbose_name="case",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("initial", "Initial phase, with the focus (IPAF)"),
                            ("middle", "Middle phase"),
                            ("ending", "Ending phase"),
                        ],
                        max_length=10,
                        verbose_name="phase",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("away", "Away from work"),
                            ("no_case", "No suitable case was referred"),
                            ("no_supervisor", "No supervisor had a place"),
                            ("provider", "Agreed with the training provider"),
                        ],
                        max_length=16,
                        verbose_name="why",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("pass", "Passed"), ("not_yet", "Not yet")],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("said_on", models.DateField(blank=True, null=True, verbose_name="supervisor said so on")),
                ("sessions", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="sessions")),
                ("set_aside_by_name", models.CharField(blank=True, max_length=120, verbose_name="set aside by")),
                ("set_aside_on", models.DateField(blank=True, null=True, verbose_name="set aside on")),
                (
                    "set_aside_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "not_on_list",
                                "We did not find you on the list. Check your entry, or send the page of the list.",
                            ),
                            ("no_proof", "We need to see something. Send a coordinator the certificate or the result."),
                            ("date", "The date is not the one on what we saw. Add it again with the right date."),
                            ("twice", "This is here twice. The other one stands."),
                            (
                                "supervisor",
                                "The supervisor you named does not confirm it. Ask them, then add it again.",
                            ),
                            ("taken_back", "You took it back."),
                        ],
                        max_length=12,
                        verbose_name="why it was set aside",
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="extended until")),
                (
                    "writer",
                    models.CharField(
                        blank=True,
                        choices=[("supervisor", "An accredited DIT supervisor"), ("manager", "My line manager")],
                        max_length=10,
                        verbose_name="who wrote it",
                    ),
                ),
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
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="correction",
                        to="members.evidence",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "superseded_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="supersedes",
                        to="members.evidence",
                        verbose_name="corrected by",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verified by",
                    ),
                ),
                (
                    "verified_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="members.decision",
                        verbose_name="decided in",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.pathway",
                        verbose_name="training route",
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="evidence",
                        to="members.supervision",
                        verbose_name="with which supervisor",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ("happened_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_against", ""), ("verified_by_name", ""), ("verified_on", None)),
                            models.Q(
                                ("verified_on__isnull", False),
                                models.Q(("verified_by_name", ""), _negated=True),
                                models.Q(("verified_against", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_verified_says_by_whom_and_against",
                        violation_error_message="Say who verified this, when, and against what.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("happened_on__gte", datetime.date(2008, 1, 1))),
                        name="evidence_not_before_dit",
                        violation_error_message="DIT did not exist before 2008. Check the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "initial_training"), _negated=True),
                            ("pathway__isnull", False),
                            _connector="OR",
                        ),
                        name="evidence_initial_training_has_route",
                        violation_error_message="Choose the training route.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("precision", "month"), _negated=True), ("happened_on__day", 1), _connector="OR"
                        ),
                        name="evidence_month_begins_on_its_first_day",
                        violation_error_message="A date that is known to the month is kept as its first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sessions", None),
                            models.Q(("kind__in", ("training_case", "further_case")), ("sessions__lte", 16)),
                            _connector="OR",
                        ),
                        name="evidence_at_most_sixteen_sessions",
                        violation_error_message="DIT has 16 sessions. Enter a number from 0 to 16.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes", None),
                            models.Q(("kind", "supervision"), ("minutes__gte", 1), ("minutes__lte", 44640)),
                            _connector="OR",
                        ),
                        name="evidence_minutes_fit_in_a_month",
                        violation_error_message="Enter the minutes of supervision in that month, 1 or more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            models.Q(
                                ("ended_on__gte", models.F("happened_on")),
                                ("kind__in", ("training_case", "further_case")),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_ends_after_it_begins",
                        violation_error_message="The last month cannot be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("role_play", "recording", "further_recording", "case_study")),
                                models.Q(("result", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ("role_play", "recording", "further_recording", "case_study")),
                                    _negated=True,
                                ),
                                ("result", ""),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_has_its_result",
                        violation_error_message="Say whether it was passed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("course_begun", "initial_training", "supervisor_stage", "endorsement")),
                            ("pathway", None),
                            _connector="OR",
                        ),
                        name="evidence_route_where_it_belongs",
                        violation_error_message="Only a course belongs to a training route.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "supervision"),
                                ("minutes__isnull", False),
                                models.Q(("format", ""), _negated=True),
                            ),
                            models.Q(("kind", "supervision"), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_supervision_says_how_much",
                        violation_error_message="Say how many minutes, and alone or in a group.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "extension"),
                                ("until__gt", models.F("happened_on")),
                                models.Q(("clock", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "extension"), _negated=True),
                                ("clock", ""),
                                ("reason", ""),
                                ("until", None),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_extension_says_which_why_and_until_when",
                        violation_error_message="Say which time limit is extended, why, and until when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("set_aside_by_name", ""), ("set_aside_on", None), ("set_aside_why", "")),
                            models.Q(
                                ("set_aside_on__isnull", False),
                                ("verified_on", None),
                                models.Q(("set_aside_by_name", ""), _negated=True),
                                models.Q(("set_aside_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_set_aside_says_by_whom_and_why",
                        violation_error_message="Say who set this aside, when, and why.",
                    ),
                ],
            },
        ),
    ]
