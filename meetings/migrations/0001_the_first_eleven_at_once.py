"""What the first eleven migrations make of an empty database, in a tenth of their time; others go through them."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import meetings.models.attendance
import meetings.models.meeting
import members.guard
import members.models.feed
import members.public_id


class Migration(migrations.Migration):
    replaces = [
        ("meetings", "0001_initial"),
        ("meetings", "0002_notices_take_nothing_about_patients"),
        ("meetings", "0003_keep_what_coordinators_did_with_a_meeting"),
        ("meetings", "0004_hold_series_roles_guests_needs_polls_and_attendance"),
        ("meetings", "0005_no_series_twice"),
        ("meetings", "0006_remember_how_far_the_taps_of_a_door_page_have_arrived"),
        ("meetings", "0007_ask_once_what_people_need"),
        ("meetings", "0008_keep_reflections_whatever_becomes_of_the_list"),
        ("meetings", "0009_let_guests_be_erased"),
        ("meetings", "0010_keep_invitations_replies_calendar_links_and_preferences"),
        ("meetings", "0011_carry_links_to_a_pathway_over"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("members", "0001_the_first_nine_at_once"),
        ("outbox", "0004_carry_calendars_choices_and_what_comes_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(blank=True, max_length=160, verbose_name="organisation")),
                ("site", models.CharField(max_length=120, verbose_name="site")),
                ("building", models.CharField(blank=True, max_length=120, verbose_name="building")),
                ("room", models.CharField(blank=True, max_length=80, verbose_name="room")),
                ("floor", models.CharField(blank=True, max_length=40, verbose_name="floor")),
                ("address", models.TextField(blank=True, verbose_name="postal address")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="postcode")),
                (
                    "latitude",
                    models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="longitude"
                    ),
                ),
                ("by_road", models.TextField(blank=True, verbose_name="by road")),
                ("by_tram_or_bus", models.TextField(blank=True, verbose_name="by tram or bus")),
                ("parking", models.TextField(blank=True, verbose_name="car park and its cost")),
                ("step_free", models.TextField(blank=True, verbose_name="step-free route")),
                ("hearing_loop", models.CharField(blank=True, max_length=120, verbose_name="hearing loop")),
                ("accessible_toilet", models.CharField(blank=True, max_length=120, verbose_name="accessible toilet")),
                ("quiet_room", models.CharField(blank=True, max_length=120, verbose_name="quiet room")),
                ("prayer_room", models.CharField(blank=True, max_length=120, verbose_name="prayer room")),
                ("sign_in", models.TextField(blank=True, verbose_name="signing in at reception")),
                ("wifi", models.CharField(blank=True, max_length=120, verbose_name="Wi-Fi")),
                ("screen", models.CharField(blank=True, max_length=120, verbose_name="screen")),
                ("capacity", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats")),
                ("booking_contact", models.CharField(blank=True, max_length=160, verbose_name="booking contact")),
                ("booking_deadline", models.CharField(blank=True, max_length=120, verbose_name="booking deadline")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="last confirmed")),
            ],
            options={
                "ordering": ("site", "room"),
            },
        ),
        migrations.CreateModel(
            name="NeedsAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="asked")),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs_asked",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "question about needs",
                "verbose_name_plural": "questions about needs",
            },
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "calendar_by",
                    models.CharField(
                        choices=[
                            ("invitations", "Invitations by e-mail"),
                            ("feed", "A calendar that I subscribe to"),
                            ("both", "Both"),
                            ("neither", "Neither"),
                        ],
                        default="invitations",
                        max_length=12,
                        verbose_name="how meetings come into my calendar",
                    ),
                ),
                (
                    "one_mail_a_week",
                    models.BooleanField(default=False, verbose_name="one mail a week instead of single ones"),
                ),
                (
                    "links_generation",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="A link in a message is good for its number alone.",
                        verbose_name="links taken back",
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail and calendar settings",
                "verbose_name_plural": "mail and calendar settings",
            },
        ),
        migrations.CreateModel(
            name="Reversal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=200, verbose_name="what was done")),
                ("before", models.JSONField(verbose_name="how it was")),
                ("made_at", models.DateTimeField(verbose_name="done")),
                ("until", models.DateTimeField(verbose_name="can be undone until")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="messages let go early")),
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
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("made_at"))),
                        name="reversal_ends_after_it_begins",
                        violation_error_message="The time to undo cannot end before it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("network", "All meetings of the network"),
                            ("mine", "My meetings"),
                            ("busy", "Only when I am busy"),
                        ],
                        max_length=8,
                        verbose_name="calendar",
                    ),
                ),
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
                ("with_pathway", models.BooleanField(default=False, verbose_name="with the dates of my pathway")),
                ("with_alarm", models.BooleanField(default=False, verbose_name="with an alarm the day before")),
                ("changed_at", models.DateTimeField(verbose_name="settings changed")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="last read")),
                ("read_by", models.CharField(blank=True, max_length=60, verbose_name="last read by")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar link",
                "ordering": ("member", "kind"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "kind"),
                        name="feed_once_a_kind",
                        violation_error_message="There is a link to this calendar already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "mine"), models.Q(("with_alarm", False), ("with_pathway", False)), _connector="OR"
                        ),
                        name="feed_own_dates_in_own_calendar",
                        violation_error_message="Dates of a pathway and alarms are for one's own calendar.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("step_free", "Step-free way in"),
                            ("hearing", "Hearing loop, or a seat near the speaker"),
                            ("large_print", "Large print"),
                            ("captions", "Captions online"),
                            ("quiet", "A quiet place to withdraw to"),
                            ("parking", "Parking close to the door"),
                            ("assistant", "A seat for an assistant, or an assistance dog"),
                            ("vegetarian", "Vegetarian food"),
                            ("vegan", "Vegan food"),
                            ("halal", "Halal food"),
                            ("kosher", "Kosher food"),
                            ("gluten_free", "Gluten-free food"),
                            ("nut_free", "Food without nuts"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "detail",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="in their words",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="told")),
                ("wording_version", models.CharField(max_length=20, verbose_name="wording")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "ordering": ("member", "kind"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "kind"), name="need_once", violation_error_message="You told us this already."
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("detail", ""), ("kind", "other"), _connector="OR"),
                        name="need_words_only_for_something_else",
                        violation_error_message="Only “something else” takes words.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("first_date", models.DateField(verbose_name="first date")),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "every month"),
                            (2, "every second month"),
                            (3, "every third month"),
                            (6, "every sixth month"),
                            (12, "once a year"),
                        ],
                        default=2,
                        verbose_name="how often",
                    ),
                ),
                (
                    "week",
                    models.SmallIntegerField(
                        choices=[(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (-1, "last")],
                        default=2,
                        verbose_name="which one in the month",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        default=3,
                        verbose_name="day of the week",
                    ),
                ),
                ("begins", models.TimeField(verbose_name="starts")),
                ("minutes", models.PositiveSmallIntegerField(default=120, verbose_name="length in minutes")),
                (
                    "mode",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online"), ("hybrid", "In the room and online")],
                        default="hybrid",
                        max_length=6,
                        verbose_name="mode",
                    ),
                ),
                ("room_capacity", models.PositiveSmallIntegerField(default=0, verbose_name="places in the room")),
                ("with_august", models.BooleanField(default=False, verbose_name="meets in August too")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="made")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ended")),
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="meetings.venue",
                        verbose_name="venue",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ("-created_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 15), ("minutes__lte", 720)),
                        name="series_has_a_length",
                        violation_error_message="A meeting lasts from 15 minutes to 12 hours.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("title", "first_date", "every", "week", "weekday", "begins"),
                        name="series_once",
                        violation_error_message="There is a series with this title, first date and rhythm already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(editable=False, max_length=40, unique=True, verbose_name="name in addresses"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "mode",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online"), ("hybrid", "In the room and online")],
                        default="hybrid",
                        max_length=6,
                        verbose_name="mode",
                    ),
                ),
                ("room_capacity", models.PositiveSmallIntegerField(default=0, verbose_name="places in the room")),
                (
                    "online_capacity",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Leave empty for no limit.", null=True, verbose_name="places online"
                    ),
                ),
                (
                    "room_taken",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="room places taken"),
                ),
                (
                    "online_taken",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="online places taken"),
                ),
                (
                    "last_turn",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="last turn given on the waiting list"
                    ),
                ),
                (
                    "answer_by",
                    models.DateField(
                        blank=True, help_text="A wish: nobody is refused.", null=True, verbose_name="please answer by"
                    ),
                ),
                ("programme", models.TextField(blank=True, max_length=4000, verbose_name="programme")),
                ("join_link", models.URLField(blank=True, max_length=500, verbose_name="link to join online")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("cancelled", "Cancelled")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        default=meetings.models.meeting.random_uid,
                        editable=False,
                        max_length=120,
                        unique=True,
                        verbose_name="calendar UID",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0, editable=False, verbose_name="calendar SEQUENCE")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="made")),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="last changed")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cancelled")),
                (
                    "cancelled_why",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why cancelled"),
                ),
                ("aims", models.TextField(blank=True, max_length=2000, verbose_name="learning aims")),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="attendance closed"),
                ),
                (
                    "cpd_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty to count from start to end.",
                        null=True,
                        verbose_name="CPD minutes",
                    ),
                ),
                ("decide_on", models.DateField(blank=True, null=True, verbose_name="decide on")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided to go ahead"),
                ),
                ("facilitator", models.CharField(blank=True, max_length=160, verbose_name="facilitator")),
                ("guests_allowed", models.BooleanField(default=False, verbose_name="members may bring a guest")),
                (
                    "kind",
                    models.CharField(
                        choices=[("meeting", "Network meeting"), ("training", "Training event")],
                        default="meeting",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "minimum",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="People who are coming, in the room and online.",
                        null=True,
                        verbose_name="goes ahead with at least",
                    ),
                ),
                (
                    "online_offered",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="online places offered"),
                ),
                (
                    "open_to_untrained",
                    models.BooleanField(default=False, verbose_name="open to people who are not trained yet"),
                ),
                (
                    "participatory_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty if all of it is.",
                        null=True,
                        verbose_name="of these participatory",
                    ),
                ),
                (
                    "room_offered",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="room places offered"),
                ),
                (
                    "series_date",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="stands for this date of the series"
                    ),
                ),
                (
                    "touched",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="changed by hand since it was made"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meetings",
                        to="meetings.series",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="meetings.venue",
                        verbose_name="venue",
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_at", "-pk"),
                "indexes": [models.Index(fields=["status", "starts_at"], name="meeting_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="meeting_ends_after_it_starts",
                        violation_error_message="The meeting must end after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("status", "cancelled")),
                            models.Q(models.Q(("status", "cancelled"), _negated=True), ("cancelled_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="meeting_cancelled_has_time",
                        violation_error_message="A cancelled meeting has the time of its cancellation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "room_capacity__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("room_taken"), "+", models.F("room_offered")
                                ),
                            )
                        ),
                        name="meeting_room_not_oversold",
                        violation_error_message="More people hold a place in the room than it has.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("online_capacity", None),
                            (
                                "online_capacity__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("online_taken"), "+", models.F("online_offered")
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="meeting_online_not_oversold",
                        violation_error_message="More people hold a place online than there are.",
                    ),
                    models.UniqueConstraint(
                        fields=("series", "series_date"),
                        name="meeting_once_a_date_of_a_series",
                        violation_error_message="The series has a meeting for this date already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decide_on", None), ("minimum", None)),
                            models.Q(("decide_on__isnull", False), ("minimum__gte", 1)),
                            _connector="OR",
                        ),
                        name="meeting_minimum_has_a_day_to_decide",
                        violation_error_message="Enter both: how many people it needs, and the day on which you decide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("open_to_untrained", False), ("kind", "training"), _connector="OR"),
                        name="meeting_only_training_is_open_to_untrained",
                        violation_error_message="Only a training event can be open to people who are not trained yet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("participatory_minutes", None),
                            models.Q(
                                ("cpd_minutes__isnull", False), ("participatory_minutes__lte", models.F("cpd_minutes"))
                            ),
                            _connector="OR",
                        ),
                        name="meeting_participatory_within_cpd",
                        violation_error_message="The participatory minutes are part of the CPD minutes.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SkippedDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField(verbose_name="date")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skipped",
                        to="meetings.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "ordering": ("date",),
                "constraints": [models.UniqueConstraint(fields=("series", "date"), name="skipped_date_once")],
            },
        ),
        migrations.CreateModel(
            name="CalendarReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=255, verbose_name="calendar UID")),
                ("attendee", models.CharField(blank=True, max_length=254, verbose_name="attendee")),
                ("partstat", models.CharField(max_length=20, verbose_name="answer")),
                ("sequence", models.PositiveIntegerField(blank=True, null=True, verbose_name="SEQUENCE")),
                ("stamp", models.DateTimeField(blank=True, null=True, verbose_name="DTSTAMP")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "counts"),
                            ("old", "older than the answer that counts"),
                            ("to_check", "to check"),
                            ("refused", "cannot count any more"),
                            ("dismissed", "looked at, does not count"),
                        ],
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "decided_by",
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
                    "incoming",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_reply",
                        to="outbox.incoming",
                        verbose_name="mail",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer from a calendar",
                "verbose_name_plural": "answers from calendars",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="AttendanceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[("room", "In the room"), ("online", "Online")],
                        max_length=6,
                        verbose_name="how",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes present")),
                (
                    "source",
                    models.CharField(
                        choices=[("door", "at the door"), ("sheet", "from the sign-in sheet")],
                        max_length=6,
                        verbose_name="written down",
                    ),
                ),
                ("by_name", models.CharField(max_length=254, verbose_name="by (name)")),
                ("at", models.DateTimeField(verbose_name="when")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of attendance",
                "verbose_name_plural": "changes of attendance",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="MeetingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("published", "published"),
                            ("changed", "changed"),
                            ("moved", "moved"),
                            ("cancelled", "cancelled"),
                            ("brought_back", "takes place after all"),
                            ("filled", "free places filled"),
                            ("going_ahead", "goes ahead"),
                            ("undone", "last change undone"),
                            ("closed", "attendance closed"),
                            ("reopened", "attendance opened again"),
                            ("role", "role given"),
                            ("looked", "looked at who needs what"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=500, verbose_name="detail")),
                ("sequence", models.PositiveIntegerField(verbose_name="calendar SEQUENCE afterwards")),
                ("by_name", models.CharField(blank=True, max_length=254, verbose_name="by")),
                ("at", models.DateTimeField(verbose_name="when")),
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a meeting",
                "verbose_name_plural": "changes of meetings",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Poll",
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
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("minutes", models.PositiveSmallIntegerField(default=120, verbose_name="length in minutes")),
                (
                    "mode",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online"), ("hybrid", "In the room and online")],
                        default="hybrid",
                        max_length=6,
                        verbose_name="mode",
                    ),
                ),
                ("room_capacity", models.PositiveSmallIntegerField(default=0, verbose_name="places in the room")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="please answer by")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="made")),
                ("created_by_name", models.CharField(editable=False, max_length=254, verbose_name="made by")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed")),
                (
                    "meeting",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="poll",
                        to="meetings.meeting",
                        verbose_name="meeting that came of it",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="meetings.venue",
                        verbose_name="venue",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 15), ("minutes__lte", 720)),
                        name="poll_has_a_length",
                        violation_error_message="A meeting lasts from 15 minutes to 12 hours.",
                    )
                ],
            },
        ),
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
            options={
                "ordering": ("-written_at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "member"),
                        name="reflection_one_each",
                        violation_error_message="You have a reflection on this meeting already; change that one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "duty",
                    models.CharField(
                        choices=[("coordinator", "Coordinator"), ("minute_taker", "Minute-taker"), ("door", "Door")],
                        max_length=12,
                        verbose_name="duty",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given")),
                ("given_by_name", models.CharField(max_length=254, verbose_name="given by")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "ordering": ("meeting", "duty"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "duty"),
                        name="role_one_person_each",
                        violation_error_message="Somebody has this role already; change it there.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rsvp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "choice",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online"), ("maybe", "Maybe"), ("no", "No")],
                        max_length=6,
                        verbose_name="answer",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[("room", "a place in the room"), ("online", "a place online"), ("none", "no place")],
                        default="none",
                        max_length=6,
                        verbose_name="holds",
                    ),
                ),
                ("waiting_since", models.DateTimeField(blank=True, null=True, verbose_name="waiting since")),
                (
                    "turn",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Given under the meeting's lock, so no two clocks can disagree.",
                        null=True,
                        verbose_name="turn",
                    ),
                ),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("site", "on the site"),
                            ("link", "through a link in a message"),
                            ("reply", "from their calendar program"),
                            ("coordinator", "by telephone, through a coordinator"),
                            ("poll", "carried over from a date poll"),
                        ],
                        default="site",
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                (
                    "confirm_by",
                    models.DateTimeField(
                        blank=True,
                        help_text="Said yes to an earlier time or place of this meeting.",
                        null=True,
                        verbose_name="has to confirm by",
                    ),
                ),
                (
                    "decide_by",
                    models.DateField(
                        blank=True, help_text="Of someone who may come.", null=True, verbose_name="will decide by"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="note to the coordinator",
                    ),
                ),
                (
                    "offer_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Made in the last 24 hours before the start.",
                        null=True,
                        verbose_name="may take a free place until",
                    ),
                ),
                ("passed_at", models.DateTimeField(blank=True, null=True, verbose_name="let an offer end")),
                (
                    "reply_stamp",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="DTSTAMP of the last calendar reply.",
                        null=True,
                        verbose_name="their calendar's time",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rsvps",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rsvps",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "ordering": ("meeting", "answered_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "member"),
                        name="rsvp_one_each",
                        violation_error_message="This person has answered already; change that answer.",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "turn"),
                        name="rsvp_turn_once",
                        violation_error_message="Two people cannot have the same turn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("choice__in", ["maybe", "no"]),
                                ("place", "none"),
                                ("turn", None),
                                ("waiting_since", None),
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(("choice", "room"), ("place", "room")),
                                    models.Q(("choice", "online"), ("place", "online")),
                                    _connector="OR",
                                ),
                                ("turn", None),
                                ("waiting_since", None),
                            ),
                            models.Q(
                                ("choice__in", ["room", "online"]),
                                ("turn__isnull", False),
                                ("waiting_since__isnull", False),
                                models.Q(
                                    models.Q(("choice", "room"), ("place", "room")),
                                    models.Q(("choice", "online"), ("place", "online")),
                                    _connector="OR",
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="rsvp_holds_or_waits",
                        violation_error_message="Someone who is coming holds the place they asked for, or waits for it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decide_by", None), ("choice", "maybe"), _connector="OR"),
                        name="rsvp_decides_after_maybe",
                        violation_error_message="Only someone who may come has a day on which they decide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirm_by", None), ("choice__in", ["room", "online"]), _connector="OR"),
                        name="rsvp_confirms_a_yes",
                        violation_error_message="Only someone who said yes has something to confirm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offer_until", None), ("passed_at", None)),
                            ("turn__isnull", False),
                            _connector="OR",
                        ),
                        name="rsvp_offered_while_waiting",
                        violation_error_message="Only someone who waits is offered a place.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RsvpChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "choice",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online"), ("maybe", "Maybe"), ("no", "No")],
                        max_length=6,
                        verbose_name="answer",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[("room", "a place in the room"), ("online", "a place online"), ("none", "no place")],
                        max_length=6,
                        verbose_name="holds",
                    ),
                ),
                ("turn", models.PositiveIntegerField(blank=True, null=True, verbose_name="turn")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("answer", "answered"),
                            ("promoted", "moved up from the waiting list"),
                            ("not_eligible", "no longer eligible"),
                            ("cancelled", "the meeting was cancelled"),
                            ("moved", "asked again, because the meeting moved"),
                            ("confirmed", "confirmed after the move"),
                            ("unconfirmed", "not confirmed in time after the move"),
                            ("offered", "offered a place that is free"),
                            ("offer_ended", "let an offer end"),
                            ("undone", "a coordinator undid a change"),
                        ],
                        max_length=12,
                        verbose_name="cause",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="detail")),
                (
                    "door",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("site", "on the site"),
                            ("link", "through a link in a message"),
                            ("reply", "from their calendar program"),
                            ("coordinator", "by telephone, through a coordinator"),
                            ("poll", "carried over from a date poll"),
                        ],
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rsvp_changes",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rsvp_changes",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of an answer",
                "verbose_name_plural": "changes of answers",
                "ordering": ("-at", "-pk"),
            },
        ),
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
                        help_text="Answers come here; it never changes.",
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
                        verbose_name="last said",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("uid", "member"),
                        name="invitation_once",
                        violation_error_message="This person has been invited already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=120, validators=[members.guard.refuse_patient_data], verbose_name="name"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "place",
                    models.CharField(
                        choices=[("room", "a place in the room"), ("online", "a place online")],
                        max_length=6,
                        verbose_name="holds",
                    ),
                ),
                ("invited_at", models.DateTimeField(verbose_name="invited")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="does not come")),
                ("cancelled_why", models.CharField(blank=True, max_length=300, verbose_name="why not")),
                (
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="members.member",
                        verbose_name="comes with",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "ordering": ("meeting", "name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None), models.Q(("email", ""), _negated=True)),
                        fields=("meeting", "email"),
                        name="guest_once_a_meeting",
                        violation_error_message="This person is a guest of this meeting already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=32, verbose_name="page")),
                ("number", models.PositiveIntegerField(verbose_name="last batch of taps")),
                ("seen", models.PositiveBigIntegerField(default=0, verbose_name="last change of attendance then")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="door_pages",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "ordering": ("meeting", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "page"),
                        name="doorpage_once",
                        violation_error_message="This page is known already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "serial",
                    models.CharField(
                        default=meetings.models.attendance.random_serial,
                        editable=False,
                        max_length=14,
                        unique=True,
                        verbose_name="serial",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "mode",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online")], max_length=6, verbose_name="how"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("participatory_minutes", models.PositiveSmallIntegerField(verbose_name="of these participatory")),
                ("aims", models.TextField(blank=True, max_length=2000, verbose_name="learning aims")),
                ("topics", models.TextField(blank=True, max_length=4000, verbose_name="topics")),
                ("organiser", models.CharField(max_length=160, verbose_name="organiser")),
                ("facilitator", models.CharField(blank=True, max_length=160, verbose_name="facilitator")),
                ("issued_on", models.DateField(verbose_name="issued")),
                ("shows_name", models.BooleanField(default=False, verbose_name="the check page shows my name")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                ("revoked_by_name", models.CharField(blank=True, max_length=254, verbose_name="revoked by")),
                (
                    "revoked_why",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[members.guard.refuse_patient_data],
                        verbose_name="why revoked",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("meeting", "member"),
                        name="certificate_one_that_counts",
                        violation_error_message="This person has a certificate of this meeting already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("participatory_minutes__lte", models.F("minutes"))),
                        name="certificate_minutes_fit",
                        violation_error_message="The participatory minutes are part of the minutes.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=120, validators=[members.guard.refuse_patient_data], verbose_name="name"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online")],
                        default="room",
                        max_length=6,
                        verbose_name="how",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes present")),
                (
                    "source",
                    models.CharField(
                        choices=[("door", "at the door"), ("sheet", "from the sign-in sheet")],
                        max_length=6,
                        verbose_name="written down",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("recorded_by_name", models.CharField(max_length=254, verbose_name="recorded by")),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "attendance",
                "ordering": ("meeting", "member__name", "name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "member"),
                        name="attendance_one_each",
                        violation_error_message="This person is on the list already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member", None)),
                        fields=("meeting", "name"),
                        name="attendance_one_each_by_name",
                        violation_error_message="This name is on the list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("member__isnull", False), ("name", "")),
                            models.Q(("member", None), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attendance_of_a_member_or_by_name",
                        violation_error_message="Somebody who was there is a member, or has a name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1)),
                        name="attendance_has_minutes",
                        violation_error_message="Enter the minutes, 1 or more. Leave out who was not there.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "everyone eligible"),
                            ("coming", "those coming to a meeting"),
                            ("silent", "those who have not answered a meeting"),
                        ],
                        default="everyone",
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        max_length=120, validators=[members.guard.refuse_patient_data], verbose_name="subject"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=8000, validators=[members.guard.refuse_patient_data], verbose_name="text"
                    ),
                ),
                ("written_by_name", models.CharField(max_length=120, verbose_name="from")),
                ("created_at", models.DateTimeField(verbose_name="begun")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("recipients", models.PositiveIntegerField(default=0, verbose_name="recipients")),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "ordering": ("-sent_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience", "everyone"), ("meeting__isnull", False), _connector="OR"),
                        name="notice_about_a_meeting_names_it",
                        violation_error_message="Choose the meeting.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PollDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="meetings.poll",
                        verbose_name="poll",
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("poll", "starts_at"),
                        name="poll_date_once",
                        violation_error_message="This date is in the poll already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PollAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Yes"), ("if_need_be", "If need be"), ("no", "No")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poll_answers",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "date",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="meetings.polldate",
                        verbose_name="date",
                    ),
                ),
            ],
            options={
                "ordering": ("date", "member"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("date", "member"),
                        name="poll_answer_one_each",
                        violation_error_message="This person has answered already; change that answer.",
                    )
                ],
            },
        ),
    ]
