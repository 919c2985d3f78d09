"""A changed rule says first who would move, and is saved once that is confirmed; a new version moves nobody."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members import standing, versions
from members.models import Clock, Evidence, Member, Pathway, Requirement, StandingChange
from members.models.pathway import ClockEnd, Measure
from members.rules import rulebook
from members.stages import Against, EvidenceKind, Standing
from tests.factories import make_coordinator, make_evidence, make_member, make_pathway

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings):
    """A coordinator's browser; the second factor is another test's subject."""
    settings.DEMO = True
    client.coordinator = make_coordinator()
    client.force_login(client.coordinator)
    return client


@pytest.fixture
def route():
    """Accredited by one role-play; a case within half a year."""
    route = make_pathway(name="A short route", valid_from=date(2020, 1, 1))
    Requirement.objects.create(pathway=route, label="Role-play", measure=Measure.ROLE_PLAY, amount=1)
    Clock.objects.create(pathway=route, code="begin", label="Begin", months=6, ends=ClockEnd.FIRST_CASE)
    return route


def trained(route, **fields):
    """A member who was trained by this route, with a standing as it is derived."""
    member = make_member(**fields)
    member.evidence.update(pathway=route, happened_on=timezone.localdate() - timedelta(days=30))
    return derived(member)


def accredited(route, **fields):
    member = trained(route, **fields)
    make_evidence(member, EvidenceKind.ROLE_PLAY, happened_on=timezone.localdate(), verified=True)
    return derived(member)


def derived(member):
    return standing.derive(member, by=None, by_name="A test", now=timezone.now(), why="For a test")


def page_of(route, name="change"):
    return reverse(f"admin:members_pathway_{name}", args=[route.pk])


def form_of(desk, route):
    """What a browser would post when nothing is changed."""
    page = desk.get(page_of(route))
    forms = [page.context["adminform"].form]
    for each in page.context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    fields = {bound.html_name: bound.value() for form in forms for bound in form}
    return {name: value for name, value in fields.items() if value is not None and value is not False}


def change(desk, route, **changes):
    return desk.post(page_of(route), {**form_of(desk, route), **changes})


def confirm(desk, route, page, **more):
    data = dict(page.context["typed"]) | {"confirmed": page.context["found"].seal} | more
    return desk.post(page_of(route), data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def text(response):
    return " ".join(response.content.decode().split())


def test_a_changed_amount_says_who_would_move_and_is_not_saved_yet(desk, route):
    ada = accredited(route, name="Ada Example")
    trained(route, name="Bea Example")

    page = change(desk, route, **{"requirements-0-amount": "2"})

    assert page.context["found"].moves == (versions.Move(ada, Standing.ACCREDITED, Standing.TRAINED),)
    assert "<strong>1 unchanged, 1 would move.</strong>" in text(page)
    assert Requirement.objects.get(pathway=route).amount == 1
    assert Member.objects.get(pk=ada.pk).standing == Standing.ACCREDITED


def test_confirming_saves_the_rules_and_moves_people_with_a_history_that_says_why(desk, route):
    ada = accredited(route, name="Ada Example")
    page = change(desk, route, **{"requirements-0-amount": "2"})

    answer = confirm(desk, route, page)

    assert said(answer) == ["A short route is saved. 0 unchanged, 1 moved."]
    assert Requirement.objects.get(pathway=route).amount == 2
    assert Member.objects.get(pk=ada.pk).standing == Standing.TRAINED
    last = StandingChange.objects.filter(member=ada).first()
    assert (last.before, last.after, last.by, last.why) == (
        *(Standing.ACCREDITED, Standing.TRAINED),
        *(desk.coordinator, "Rules of A short route changed"),
    )


def test_a_requirement_that_goes_is_the_same_kind_of_change(desk, route):
    Requirement.objects.create(pathway=route, label="Case study", measure=Measure.CASE_STUDY, amount=1)
    ada = accredited(route)
    assert ada.standing == Standing.TRAINED

    page = change(desk, route, **{"requirements-1-DELETE": "on"})
    confirm(desk, route, page)

    assert page.context["found"].moves == (versions.Move(ada, Standing.TRAINED, Standing.ACCREDITED),)
    assert Requirement.objects.filter(pathway=route).count() == 1
    assert Member.objects.get(pk=ada.pk).standing == Standing.ACCREDITED


def test_a_changed_limit_says_whose_last_day_changes(desk, route):
    member = trained(route, name="Bea Example")

    page = change(desk, route, **{"clocks-0-months": "12"})

    (limit,) = page.context["found"].limits
    assert (limit.member, limit.label) == (member, "Begin")
    assert limit.before.startswith("running, until")
    assert limit.before != limit.after
    assert page.context["found"].moves == ()
    confirm(desk, route, page)
    assert Clock.objects.get(pathway=route).months == 12


def test_words_alone_are_saved_at_once(desk, route):
    accredited(route)

    answer = change(desk, route, **{"requirements-0-note": "With an actor."})

    assert answer.status_code == 302
    assert Requirement.objects.get(pathway=route).note == "With an actor."


def test_a_version_that_concerns_nobody_is_saved_at_once(desk, route):
    assert change(desk, route, **{"requirements-0-amount": "2"}).status_code == 302
    assert Requirement.objects.get(pathway=route).amount == 2


def test_what_was_confirmed_is_what_was_shown(desk, route):
    accredited(route)
    page = change(desk, route, **{"requirements-0-amount": "2"})
    accredited(route)

    again = confirm(desk, route, page)

    assert "0 unchanged, 2 would move" in text(again)
    assert Requirement.objects.get(pathway=route).amount == 1


def test_mistakes_are_said_in_the_form_and_nobody_is_simulated(desk, route):
    accredited(route)

    page = change(desk, route, **{"requirements-0-amount": "-1"})

    assert page.status_code == 200
    assert "errors" in page.context
    assert Requirement.objects.get(pathway=route).amount == 1


def test_two_requirements_that_count_the_same_are_a_mistake_in_the_form(desk, route):
    second = Requirement.objects.create(pathway=route, label="Reading")

    page = change(desk, route, **{f"requirements-{number}-measure": Measure.TRAINEES for number in range(2)})

    assert (page.status_code, "This route counts that already." in text(page)) == (200, True)
    second.refresh_from_db()
    assert second.measure == ""


def test_whoever_goes_back_finds_what_they_typed(desk, route):
    accredited(route)
    page = change(desk, route, **{"requirements-0-amount": "2"})

    back = confirm(desk, route, page, _back="Back")

    assert "Nothing is saved yet. Here is what you typed." in text(back)
    assert 'name="requirements-0-amount" value="2"' in text(back)
    assert Requirement.objects.get(pathway=route).amount == 1


def test_nobody_moves_by_their_own_hand(desk, route):
    accredited(route, user=desk.coordinator)
    page = change(desk, route, **{"requirements-0-amount": "2"})

    answer = confirm(desk, route, page)

    assert versions.Refusal.OWN.label in text(page)
    assert "Save the new rules" not in text(page)
    assert versions.Refusal.OWN.label in text(answer)
    assert Requirement.objects.get(pathway=route).amount == 1


@pytest.mark.whole
def test_simulating_changes_nothing_and_asks_as_often_for_thirty_people_as_for_one(desk, route):
    def count():
        with CaptureQueriesContext(connection) as found:
            change(desk, route, **{"requirements-0-amount": "2"})
        return len(found)

    accredited(route)
    count()
    one = count()
    for _ in range(29):
        accredited(route)

    assert count() == one
    assert set(Member.objects.values_list("standing", flat=True)) == {Standing.ACCREDITED}


def test_the_simulation_agrees_with_what_happens(desk, route):
    people = [accredited(route), trained(route), accredited(route), trained(make_pathway())]
    page = change(desk, route, **{"requirements-0-amount": "3"})

    confirm(desk, route, page)

    rules, today = rulebook(), timezone.localdate()
    for member in people:
        stored = Member.objects.get(pk=member.pk)
        assert stored.standing == standing.standing_of(stored.evidence.all(), rules, today).standing
    assert {move.member for move in page.context["found"].moves} == {people[0], people[2]}


class TestANewVersion:
    def test_is_a_copy_that_begins_when_the_old_one_ends_and_moves_nobody(self, desk, route):
        ada = accredited(route)

        desk.post(page_of(route, "new_version"), {"begins_on": "2026-09-01"})

        old, new = Pathway.objects.filter(code=route.code).order_by("version")
        assert (old.valid_to, new.valid_from, new.valid_to, new.version) == (
            *(date(2026, 8, 31), date(2026, 9, 1), None, 2),
        )
        assert [(each.measure, each.amount) for each in new.requirements.all()] == [(Measure.ROLE_PLAY, 1)]
        assert [(each.code, each.months) for each in new.clocks.all()] == [("begin", 6)]
        assert Member.objects.get(pk=ada.pk).standing == Standing.ACCREDITED
        assert Evidence.objects.filter(pathway=new).count() == 0

    @pytest.mark.parametrize("begins_on", ["2020-01-01", "2019-12-31", "", "nonsense"])
    def test_begins_after_the_one_before_it(self, desk, route, begins_on):
        page = desk.post(page_of(route, "new_version"), {"begins_on": begins_on})

        assert page.status_code == 422
        assert Pathway.objects.filter(code=route.code).count() == 1

    def test_begins_from_the_newest_alone(self, desk, route):
        versions.begin(route, date(2026, 9, 1))

        page = desk.get(page_of(route, "new_version"))

        assert versions.Refusal.NOT_NEWEST.label in text(page)
        with pytest.raises(versions.Refused):
            versions.begin(route, date(2027, 9, 1))

    def test_is_begun_from_the_list_one_route_at_a_time(self, desk, route):
        routes, other = reverse("admin:members_pathway_changelist"), make_pathway()

        one = desk.post(routes, {"action": "begin_version", "_selected_action": [route.pk]})
        two = desk.post(routes, {"action": "begin_version", "_selected_action": [route.pk, other.pk]}, follow=True)

        assert one["Location"] == page_of(route, "new_version")
        assert said(two) == ["Choose one route at a time."]


def test_whoever_is_verified_later_finishes_by_the_version_they_began_with(desk, route):
    member = trained(route)
    page = change(desk, versions.begin(route, date(2026, 9, 1)), **{"requirements-0-amount": "2"})
    play = make_evidence(member, EvidenceKind.ROLE_PLAY, happened_on=timezone.localdate())

    standing.verify([play], make_coordinator(), Against.PROVIDER, timezone.now())

    assert page.status_code == 302
    assert Member.objects.get(pk=member.pk).standing == Standing.ACCREDITED
