"""The coordinators' lists about the pathway: time limits, cohorts, and everybody's standing as at a date."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members import standing, standing_on
from members.models import Area, Clock, Member, Pathway
from members.models.pathway import ClockEnd
from members.rules import rulebook
from members.stages import Against, EvidenceKind, Standing
from tests.factories import make_coordinator, make_evidence, make_member, make_pathway, make_sent_application

pytestmark = pytest.mark.django_db
LIMITS, COHORTS, STANDINGS = (reverse(f"admin:members_{name}") for name in ("time_limits", "cohorts", "standings"))


@pytest.fixture
def desk(client, settings):
    """A coordinator's browser; the second factor is another test's subject."""
    settings.DEMO = True
    client.force_login(make_coordinator())
    return client


@pytest.fixture
def route():
    """A route with one time limit: half a year until the first case."""
    route = make_pathway(name="A route with a limit")
    limit = {"ends": ClockEnd.FIRST_CASE, "refresher_settles": True}
    Clock.objects.create(pathway=route, code="begin", label="Begin supervised practice", months=6, **limit)
    return route


def trained(route, months_ago, **fields):
    """A member whose half year ends so many months from half a year on."""
    member = make_member(**fields)
    happened_on = timezone.localdate() - relativedelta(months=months_ago) + timedelta(days=12)
    member.evidence.update(pathway=route, happened_on=happened_on)
    return member


def shown(page):
    """Whose limits, whether time is left or how long it is ago, and whether claims would settle it."""
    return [(each.row.member, each.row.left.split()[-1], each.claimed) for each in page.context["rows"]]


def text(response):
    return " ".join(response.content.decode().split())


def queries(desk, address):
    desk.get(address)
    with CaptureQueriesContext(connection) as found:
        desk.get(address)
    return len(found)


class TestTimeLimits:
    def test_begin_with_what_passed_and_what_is_near_soonest_first(self, desk, route):
        near, gone = trained(route, 6, name="Near Example"), trained(route, 8, name="Gone Example")
        trained(route, 1, name="Later Example")

        page = desk.get(LIMITS)

        assert shown(page) == [(gone, "ago", False), (near, "left", False)]
        assert "Nothing happens to anybody when one passes" in text(page)

    @pytest.mark.parametrize(
        ("question", "names"),
        [
            ("?state=passed", ["Gone Example"]),
            ("?state=soon", ["Near Example"]),
            ("?state=running", ["Later Example"]),
            ("?state=done", []),
            ("?state=nonsense", ["Gone Example", "Near Example"]),
            ("?route=another", ["Gone Example", "Near Example"]),
        ],
    )
    def test_are_filtered_by_state_and_a_question_that_cannot_be_shows_what_matters(self, desk, route, question, names):
        for name, months in (("Near Example", 6), ("Gone Example", 8), ("Later Example", 1)):
            trained(route, months, name=name)

        assert [member.name for member, _, _ in shown(desk.get(LIMITS + question))] == names

    def test_are_filtered_by_route_and_area(self, desk, route):
        area, other = Area.objects.all()[:2]
        here = trained(route, 6, area=area)
        trained(route, 6, area=other)
        trained(Pathway.objects.get(code="5day"), 6, area=area)

        page = desk.get(f"{LIMITS}?route={route.code}&area={area.pk}")

        assert [member for member, _, _ in shown(page)] == [here]

    def test_say_when_what_is_claimed_would_settle_them(self, desk, route):
        member = trained(route, 8)
        make_evidence(member, EvidenceKind.TRAINING_CASE, happened_on=timezone.localdate() - timedelta(days=9))

        page = desk.get(LIMITS)

        assert shown(page) == [(member, "ago", True)]
        assert "Claimed, waits to be verified" in text(page)

    def test_leave_out_who_is_on_a_list_who_left_and_who_has_not_joined(self, desk, route):
        make_evidence(trained(route, 8), EvidenceKind.ACCREDITED, verified=True)
        trained(route, 8, left_on=date(2025, 1, 1))
        trained(route, 8, joined_on=None)

        assert shown(desk.get(LIMITS)) == []

    def test_are_paged_and_the_pages_keep_the_question(self, desk, route):
        for _ in range(51):
            trained(route, 8)

        first, second = desk.get(f"{LIMITS}?state=passed"), desk.get(f"{LIMITS}?state=passed&page=2")

        assert (len(shown(first)), len(shown(second))) == (50, 1)
        assert "?state=passed&amp;page=2" in text(first)

    def test_ask_as_often_for_thirty_people_as_for_one(self, desk, route):
        trained(route, 8)
        one = queries(desk, LIMITS)
        for _ in range(29):
            trained(route, 8)

        assert queries(desk, LIMITS) == one


class TestCohorts:
    def test_show_the_true_numbers_and_the_months_drawn_and_in_a_table(self, desk, route):
        for month in (1, 3):
            member = make_member()
            member.evidence.update(pathway=route, happened_on=date(2021, 5, 1))
            make_evidence(member, EvidenceKind.TRAINING_CASE, happened_on=date(2021, 5 + month, 1), verified=True)

        page = desk.get(f"{COHORTS}?route={route.code}")

        (cohort,) = page.context["cohorts"]
        assert (cohort.year, [(cell.count, cell.months) for cell in cohort.cells[:3]]) == (
            2021,
            [(2, None), (2, 2), (0, None)],
        )
        assert "<title>2021, first case: 2</title>" in text(page)

    def test_ask_as_often_for_thirty_people_as_for_one(self, desk):
        make_member()
        one = queries(desk, COHORTS)
        for _ in range(29):
            make_member()

        assert queries(desk, COHORTS) == one

    def test_say_when_there_is_nobody(self, desk):
        assert "Nobody was trained on this route." in text(desk.get(COHORTS))


class TestStandingAsAtADate:
    def test_is_that_of_the_day_also_in_the_past(self, desk):
        member = make_member(name="Ada Example", joined_on=date(2024, 7, 1))
        listed = make_evidence(member, EvidenceKind.ACCREDITED, happened_on=date(2025, 3, 1))
        standing.verify([listed], make_coordinator(), Against.BPC_LIST, timezone.now())

        before, after = desk.get(f"{STANDINGS}?on=2025-02-28"), desk.get(f"{STANDINGS}?on=2025-03-01")

        assert before.context["rows"] == [(member, Standing.TRAINED)]
        assert after.context["rows"] == [(member, Standing.ACCREDITED)]
        assert dict(before.context["counts"])[Standing.TRAINED] == 1
        assert dict(after.context["counts"])[Standing.ACCREDITED] == 1

    def test_begins_with_today_and_leaves_out_who_was_not_there(self, desk):
        member = make_member()
        make_member(left_on=timezone.localdate())

        page = desk.get(STANDINGS)

        assert [member for member, _ in page.context["rows"]] == [member]
        assert desk.get(f"{STANDINGS}?on=2024-06-30").context["rows"] == []

    def test_is_searched_by_name(self, desk):
        ada = make_member(name="Ada Example")
        make_member(name="Bea Example")

        assert [member for member, _ in desk.get(f"{STANDINGS}?name=ada").context["rows"]] == [ada]

    @pytest.mark.parametrize("on", ["2007-12-31", "2999-01-01", "nonsense"])
    def test_says_when_a_day_cannot_be_and_shows_today(self, desk, on):
        page = desk.get(f"{STANDINGS}?on={on}")

        assert page.context["form"].errors
        assert page.context["on"] == timezone.localdate()

    def test_agrees_with_deriving_everybody_anew(self):
        today, rules = timezone.localdate(), rulebook()
        for day in (date(2025, 3, 1), date(2025, 6, 1), date(2026, 1, 1)):
            listed = make_evidence(make_member(), EvidenceKind.ACCREDITED, happened_on=day)
            standing.verify([listed], make_coordinator(), Against.BPC_LIST, timezone.now())

        for on in (date(2025, 2, 1), date(2025, 5, 31), date(2025, 6, 1), today):
            found = standing_on.standings_on(on, today, rules)
            anew = [standing.standing_of(member.evidence.all(), rules, on).standing for member in Member.objects.all()]

            assert [each for _, each in found.with_standing(Member.objects.all())] == anew
            assert sum(number for _, number in found.counts()) == 3

    def test_asks_as_often_for_thirty_people_as_for_one(self, desk):
        make_member()
        one = queries(desk, STANDINGS)
        for _ in range(29):
            make_member()

        assert queries(desk, STANDINGS) == one


@pytest.mark.parametrize("address", [LIMITS, COHORTS, STANDINGS])
def test_the_lists_are_shut_to_a_member_and_linked_from_the_list_of_members(desk, client, address):
    assert address in text(desk.get(reverse("admin:members_member_changelist")))
    client.force_login(make_member().user)

    assert client.get(address).status_code == 403


class TestThePageOfAMember:
    def page_of(self, member):
        return reverse("admin:members_member_change", args=[member.pk])

    def test_says_the_standing_why_the_limits_and_what_waits(self, desk, route):
        member = trained(route, 8)
        claim = make_evidence(member, EvidenceKind.ROLE_PLAY)

        page = desk.get(self.page_of(member))

        assert page.context["standing"] == "Trained, waiting for a first case"
        assert page.context["reasons"] == (member.evidence.get(kind=EvidenceKind.INITIAL_TRAINING),)
        assert [each.row.running.clock.code for each in page.context["limits"]] == ["begin"]
        assert "1 waits to be verified" in text(page)
        assert reverse("admin:members_evidence_change", args=[claim.pk]) in text(page)

    def test_says_it_of_a_day_in_the_past(self, desk):
        member = make_member()
        listed = make_evidence(member, EvidenceKind.ACCREDITED, happened_on=date(2025, 3, 1))
        standing.verify([listed], make_coordinator(), Against.BPC_LIST, timezone.now())

        now, before = desk.get(self.page_of(member)), desk.get(f"{self.page_of(member)}?on=2025-02-28")

        assert now.context["standing"].startswith("Accredited DIT practitioner (confirmed")
        assert before.context["standing"] == "Trained, waiting for a first case"
        assert "Where they stand on Friday 28 February 2025" in text(before)

    @pytest.mark.whole
    def test_asks_as_often_for_thirty_facts_as_for_one(self, desk):
        member = make_member()
        one = queries(desk, self.page_of(member))
        for _ in range(29):
            make_evidence(member, EvidenceKind.INITIAL_TRAINING, verified=True)

        assert queries(desk, self.page_of(member)) == one


def test_the_first_page_of_the_desk_says_how_much_waits_and_links_the_lists(desk, route):
    make_sent_application()
    make_evidence(trained(route, 8), EvidenceKind.ROLE_PLAY)
    make_evidence(trained(route, 1), EvidenceKind.ROLE_PLAY)

    page = text(desk.get(reverse("admin:index")))

    assert f'<a href="{reverse("admin:members_application_changelist")}">Applications</a> <span>1 waits</span>' in page
    assert "<span>2 wait</span>" in page
    assert "<span>1 passed, or within 2 months</span>" in page
    assert all(f'href="{address}"' in page for address in (LIMITS, COHORTS, STANDINGS))
