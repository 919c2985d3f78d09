"""Nothing that the database holds about people is forgotten: every table and every column of words has a holding."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils import timezone

from members import coordinators, processing, retention
from members.models import RetentionRule
from members.rights.holding import about_nobody, holdings

PEOPLE = {"accounts.User", "members.Member", "members.OutsideSupervisor"}
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.GenericIPAddressField)


def tables() -> dict[str, type[models.Model]]:
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def needs_a_word(field: models.Field) -> bool:
    """A column of words that are no choice, or a link to a person."""
    if field.is_relation:
        return field.related_model._meta.label in PEOPLE
    return isinstance(field, WORDS) and not field.choices and not field.primary_key


def test_every_table_is_in_a_holding_or_holds_nothing_about_anybody_for_a_reason():
    held = {holding.model for holding in holdings}

    assert held | about_nobody.keys() == tables().keys()
    assert not held & about_nobody.keys()
    assert all(about_nobody.values())
    assert settings.CACHES["default"]["LOCATION"] == "cache"  # no model: the sweep reads it


def test_every_column_of_words_and_every_link_to_a_person_is_shown_to_its_owner_or_hidden_for_a_reason():
    said: dict[str, set[str]] = {}
    for holding in holdings:
        said.setdefault(holding.model, set()).update(holding.shows, holding.hides)
        assert all(holding.hides.values()), holding.title
        assert not set(holding.shows) & set(holding.hides), holding.title

    silent = {
        f"{label}.{field.name}"
        for label, columns in said.items()
        for field in tables()[label]._meta.concrete_fields
        if needs_a_word(field) and field.name not in columns
    }
    unknown = {
        f"{label}.{column}"
        for label, columns in said.items()
        for column in columns
        if column not in {field.name for field in tables()[label]._meta.concrete_fields}
    }

    assert (silent, unknown) == (set(), set())


# Rules under which somebody goes as a whole, and rows that go with what another row's rule lets go of.
OF_PEOPLE = {"leaver", "application-refused"}
GO_WITH_OTHERS = {
    ("access-needs", "meetings.NeedsAsked"),
    ("access-needs", "meetings.Attendance"),
    ("access-needs", "meetings.AttendanceChange"),
    ("requests", "members.RequestStep"),
}


@pytest.mark.django_db
def test_people_are_told_of_a_rule_that_indeed_lets_go_of_what_they_read():
    today, rules = timezone.localdate(), {rule.code: rule for rule in RetentionRule.objects.all()}
    carried_out = {(each.code, each.due(rules[each.code], today).model._meta.label) for each in retention.classes}

    promised = {(holding.kept, holding.model) for holding in holdings if holding.kept not in OF_PEOPLE}

    assert promised - carried_out == GO_WITH_OTHERS
    assert rules.keys() >= OF_PEOPLE


@pytest.mark.django_db
def test_the_records_of_processing_have_a_line_for_each_holding_with_its_columns_and_how_long_it_is_kept():
    records = {record.what: record for record in processing.records(timezone.localdate())}

    assert records.keys() == {holding.title for holding in holdings}
    assert {record.what for record in records.values() if not record.data or record.kept == "no rule"} == set()
    entry, rule = records["Your entry"], RetentionRule.objects.get(code="leaver")
    assert {"name", "telephone", "area", "profession"} <= set(entry.data.split(", "))
    assert entry.kept == f"12 months after {rule.counted_from}"


def searched_at_the_desk():
    """The tables in which a search of a list that an office opens finds what is typed, also those behind a link."""
    lists = {f"{app}.{name}" for office in coordinators.of_groups().values() for app in office for name in office[app]}
    for model, desk in admin.site._registry.items():
        for path in desk.search_fields if f"{model._meta.app_label}.view_{model._meta.model_name}" in lists else ():
            table = model
            for step in path.split("__")[:-1]:
                table = table._meta.get_field(step).related_model
            yield table._meta.label


def test_who_is_told_that_nobody_else_reads_something_is_in_no_list_of_the_desk():
    """What a person reads of who sees their data agrees with what the offices may look at."""
    lists = {holding.title: (processing.at_the_desk(holding), holding.seen_by) for holding in holdings}

    alone = {holding.model for holding in holdings if "oordinators" not in holding.seen_by}
    assert alone & set(searched_at_the_desk()) == set()
    assert [title for title, (desk, told) in lists.items() if desk and "oordinators" not in told] == []
    assert len([title for title, (desk, _) in lists.items() if desk]) > 10
