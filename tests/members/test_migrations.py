"""What was written down before routes counted evidence is there afterwards, and going back loses none of it."""

from datetime import UTC, date, datetime

import pytest

BEFORE = ("members", "0005_hold_numbers_against_regular_expressions_only")
AFTER = ("members", "0007_move_time_limits_and_say_what_figures_count")

pytestmark = [pytest.mark.whole, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("migrations")]


def write_down(apps):
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


def test_limits_become_rows_a_case_brings_its_role_play_and_going_back_loses_nothing(migrator):
    write_down(migrator.apply_initial_migration(BEFORE).apps)

    apps = migrator.apply_tested_migration(AFTER).apps

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

    apps = migrator.apply_tested_migration(BEFORE).apps

    figures = apps.get_model("members", "Requirement").objects.filter(pathway__version=99)
    assert list(figures.order_by("kind").values_list("kind", "label", "amount")) == [
        ("clock", "Finish supervision", 24),
        ("task", "Training cases", 2),
    ]


def test_who_offered_supervision_has_an_offer_without_a_place_for_the_same_readers(migrator):
    before, after = ("members", "0014_forget_the_switches_of_before"), "0015_offer_supervision_with_places"
    old = migrator.apply_initial_migration(before).apps.get_model("members", "Member")
    offering = {"offers_supervision": True, "standing": "supervisor"}
    old.objects.create(name="Shown", public_id="shown", shows_supervision=True, **offering)
    old.objects.create(name="Shy", public_id="shy", **offering)
    old.objects.create(name="None", public_id="none")

    offers = migrator.apply_tested_migration(("members", after)).apps.get_model("members", "Offer").objects.all()
    found = set(offers.values_list("supervisor__name", "audience", "places"))
    old = migrator.apply_tested_migration(before).apps.get_model("members", "Member")

    assert found == {("Shown", "members", 0), ("Shy", "coordinators", 0)}
    told = old.objects.values_list("name", "offers_supervision", "shows_supervision")
    assert set(told) == {("Shown", True, True), ("Shy", True, False), ("None", False, False)}
