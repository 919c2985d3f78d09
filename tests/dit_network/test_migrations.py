"""What people had written down before a migration is there after it, going back loses none of it, and at the end the
tables are those of the models, whichever way led there.

One way through all of it: making the tables of a whole installation takes long.
"""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.loader import MigrationLoader
from django_test_migrations import sql
from django_test_migrations.migrator import Migrator

pytestmark = [pytest.mark.whole, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("migrations")]
COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length::text, is_nullable
    FROM information_schema.columns WHERE table_schema = 'public'
"""
# Names that Django makes up itself depend on the way to a table; ours are those of `Meta.constraints`.
CONSTRAINTS = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid), CASE WHEN contype = 'c' THEN conname END
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = """
    SELECT tablename, replace(indexdef, indexname, 'it') FROM pg_indexes WHERE schemaname = 'public'
"""
OURS = {"members", "meetings"}
NUMBERED_BY_DJANGO = {("auth_group_permissions", "id")}


class EachByItself(MigrationLoader):
    """Knows no migration that does at once what others of ours do one after another."""

    def load_disk(self) -> None:
        super().load_disk()
        at_once = [key for key, each in self.disk_migrations.items() if each.replaces and key[0] in OURS]
        for key in at_once:
            del self.disk_migrations[key]


@pytest.fixture
def migrations(settings):
    """The suite has its tables from the models at once and knows no migrations: here they are, and all done at the end.

    The fixture of the library itself skips a test in such a suite.
    """
    settings.MIGRATION_MODULES = {}
    yield
    Migrator().reset()
    call_command("load_reference", verbosity=0)  # so that the numbers of new rows go on after those


def shape() -> set[tuple[str, ...]]:
    """Every column, constraint and index, however its table came about.

    Django itself numbers the rows of its oldest tables with fewer digits by its models than by its migrations.
    """
    found = set()
    with connection.cursor() as cursor:
        for question in (COLUMNS, CONSTRAINTS, INDEXES):
            cursor.execute(question)
            found |= set(cursor.fetchall())
    return {row for row in found if row[:2] not in NUMBERED_BY_DJANGO}


@pytest.mark.usefixtures("migrations")
def test_migrations_lose_nothing_forwards_or_backwards_and_end_with_the_tables_of_the_models(monkeypatch):
    from_models = shape()
    before = [("members", "0005_hold_numbers_against_regular_expressions_only")]
    with monkeypatch.context() as one_by_one:
        one_by_one.setattr("django.db.migrations.executor.MigrationLoader", EachByItself)
        migrator = Migrator()
        start = migrator.apply_initial_migration(before)
        limits_become_rows_and_a_case_brings_its_role_play(migrator, start, before)
        a_link_to_a_pathway_becomes_ones_own_calendar(migrator)
        who_offered_supervision_has_an_offer_without_a_place_for_the_same_readers(migrator)
        what_no_rule_allows_is_put_right_before_the_tables_refuse_it(migrator)

    call_command("migrate", verbosity=0)

    assert shape() == from_models


@pytest.mark.usefixtures("migrations")
def test_an_empty_database_gets_the_same_tables_at_once():
    from_models = shape()
    sql.drop_models_tables(DEFAULT_DB_ALIAS, no_style())
    sql.flush_django_migrations_table(DEFAULT_DB_ALIAS, no_style())

    call_command("migrate", verbosity=0)

    assert shape() == from_models


def limits_become_rows_and_a_case_brings_its_role_play(migrator, start, before):
    write_down_a_route_and_a_case(start.apps)

    after = ("members", "0007_move_time_limits_and_say_what_figures_count")
    apps = migrator.apply_tested_migration(after).apps

    route = apps.get_model("members", "Pathway").objects.get(version=99)
    limit, cases = route.clocks.get(), route.requirements.get()
    evidence = apps.get_model("members", "Evidence").objects.filter(member__name="Ada Example")
    assert (limit.code, limit.months, limit.starts, limit.ends) == ("advised", 24, "training", "supervised")
    assert (cases.label, cases.measure) == ("Training cases", "cases")
    assert list(evidence.order_by("happened_on", "pk").values_list("kind", "happened_on", "result", "ordinal")) == [
        ("role_play", date(2024, 6, 1), "pass", ""),
        ("initial_training", date(2024, 6, 14), "", ""),
        ("training_case", date(2024, 9, 1), "", "A"),
    ]
    assert len(set(evidence.values_list("public_id", flat=True))) == 3

    apps = migrator.apply_tested_migration(before).apps

    figures = apps.get_model("members", "Requirement").objects.filter(pathway__version=99)
    assert list(figures.order_by("kind").values_list("kind", "label", "amount")) == [
        ("clock", "Finish supervision", 24),
        ("task", "Training cases", 2),
    ]


def write_down_a_route_and_a_case(apps):
    """A route with a limit, and somebody who sees a case."""
    Pathway, Member = apps.get_model("members", "Pathway"), apps.get_model("members", "Member")
    route = Pathway.objects.create(code="5day", version=99, name="5-day course")
    route.requirements.create(kind="task", label="Training cases", amount=2, unit="cases")
    route.requirements.create(
        kind="clock", label="Finish supervision", amount=2, unit="years", note="Strongly advised.", order=7
    )
    member = Member.objects.create(name="Ada Example", public_id="ada-example", standing="training_cases")
    known = {"recorded_at": datetime(2025, 1, 1, tzinfo=UTC), "verified_on": date(2025, 2, 1)}
    known |= {"verified_by_name": "Cora", "verified_against": "supervisor"}
    member.evidence.create(kind="initial_training", happened_on=date(2024, 6, 14), pathway=route, **known)
    member.evidence.create(kind="training_case", happened_on=date(2024, 9, 1), precision="month", **known)


def a_link_to_a_pathway_becomes_ones_own_calendar(migrator):
    """Of a member with such a link, and of one who has a calendar of their own meetings beside it."""
    made = datetime(2026, 11, 1, 9, tzinfo=UTC)
    before = [
        ("members", "0009_let_guests_in_while_in_training"),
        ("meetings", "0010_keep_invitations_replies_calendar_links_and_preferences"),
    ]
    apps = migrator.apply_tested_migration(before).apps
    for name in ("ada", "zoe"):
        member = apps.get_model("members", "Member").objects.create(name=name, public_id=name)
        apps.get_model("members", "PathwayFeed").objects.create(member=member, token=f"{name}-token", made_at=made)
    feed = {"member": member, "kind": "mine", "token": "zoe-mine", "made_at": made, "changed_at": made}
    apps.get_model("meetings", "Feed").objects.create(**feed)

    after = ("members", "0010_forget_links_to_a_pathway_that_were_carried_over")
    feeds = migrator.apply_tested_migration(after).apps.get_model("meetings", "Feed").objects.order_by("token")
    carried = list(feeds.values_list("token", "kind", "with_pathway", "made_at"))
    back = migrator.apply_tested_migration(before).apps

    assert carried == [("ada-token", "mine", True, made), ("zoe-mine", "mine", False, made)]
    links = back.get_model("members", "PathwayFeed").objects
    assert list(links.values_list("member__name", "token", "made_at")) == [("ada", "ada-token", made)]
    assert list(back.get_model("meetings", "Feed").objects.values_list("token", flat=True)) == ["zoe-mine"]


def who_offered_supervision_has_an_offer_without_a_place_for_the_same_readers(migrator):
    before, after = ("members", "0014_forget_the_switches_of_before"), "0015_offer_supervision_with_places"
    old = migrator.apply_tested_migration(before).apps.get_model("members", "Member")
    offering = {"offers_supervision": True, "standing": "supervisor"}
    old.objects.create(name="Shown", public_id="shown", shows_supervision=True, **offering)
    old.objects.create(name="Shy", public_id="shy", **offering)
    old.objects.create(name="None", public_id="none")

    offers = migrator.apply_tested_migration(("members", after)).apps.get_model("members", "Offer").objects.all()
    found = set(offers.values_list("supervisor__name", "audience", "places"))
    old = migrator.apply_tested_migration(before).apps.get_model("members", "Member")

    assert found == {("Shown", "members", 0), ("Shy", "coordinators", 0)}
    told = old.objects.filter(public_id__in=("shown", "shy", "none"))
    assert set(told.values_list("name", "offers_supervision", "shows_supervision")) == {
        ("Shown", True, True),
        ("Shy", True, False),
        ("None", False, False),
    }


def what_no_rule_allows_is_put_right_before_the_tables_refuse_it(migrator):
    """Two stops at once, a hundred places, and requests whose end and its moment disagree."""
    at = datetime(2026, 11, 1, 9, tzinfo=UTC)
    apps = migrator.apply_tested_migration(("members", "0032_let_somebody_come_back")).apps
    stops = apps.get_model("members", "ExportStop").objects
    for number in range(2):
        stops.create(at=at.replace(hour=9 + number), by_name="Cora", why=f"No. {number}")
    member = apps.get_model("members", "Member").objects.create(name="Ada", public_id="offers-a-hundred")
    said = {"places": 100, "remote": True, "for_training": True, "created_at": at, "confirmed_on": at.date()}
    offer = apps.get_model("members", "Offer").objects.create(supervisor=member, public_id="a-hundred", **said)
    for state, answered in (("asked", at), ("declined", None), ("withdrawn", at)):
        asked = {"public_id": f"is-{state}", "member": member, "asked_at": at, "answered_at": answered}
        offer.requests.create(state=state, **asked)

    apps = migrator.apply_tested_migration(("members", "0034_hold_places_stops_and_ends")).apps

    stops = apps.get_model("members", "ExportStop").objects.order_by("at")
    requests = apps.get_model("members", "PlaceRequest").objects.order_by("state")
    assert [(each.why, bool(each.lifted_at)) for each in stops] == [("No. 0", False), ("No. 1", True)]
    assert apps.get_model("members", "Offer").objects.get(public_id="a-hundred").places == 30
    assert list(requests.values_list("state", "answered_at")) == [("asked", None), ("declined", at), ("withdrawn", at)]
