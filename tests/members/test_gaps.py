"""Where supervisors are missing: counted by area, said the worst first, linked for whoever may see the people."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from members import offices
from members.gaps import counting, drawing, saying
from members.gaps.counting import Row
from members.models import Area
from members.models.history import OfficeKind
from members.stages import Format, Standing
from members.switches import Audience
from tests import factories
from tests.access.people import show_second_step
from tests.factories import make_coordinator, make_member, make_supervision, make_supervisor

ON = date(2026, 11, 25)


def area(code: str) -> Area:
    return Area.objects.get(code=code)


def make_offer(supervisor, **fields):
    said = {"format": Format.GROUP, "in_person": True, "remote": False, "places": 3}
    return factories.make_offer(supervisor, **{**said, **fields})


def test_each_gap_is_said_in_a_sentence_the_worst_first():
    def row(name: str, **numbers) -> Row:
        return Row(Area(name=name), **numbers)

    rows = [
        row("Merseyside", waiting=2, unsupervised=2, supervisors=1, places_for_trainees=1),
        row("Lancashire", seeing_cases=1, in_training=1),
        row("Cumbria", waiting=1, seeing_cases=3),
        row("Cheshire", waiting=5, unsupervised=1, supervisors=1, places_for_trainees=1),
        row("West Yorkshire", practitioners=7),
    ]

    assert [gap.says for gap in saying.gaps(rows)] == [
        "Cumbria: four trainees, no supervisor.",
        "Lancashire: one trainee, no supervisor but one supervisor in training.",
        "Merseyside: two trainees without a supervisor, one free place for a training case.",
    ]


@pytest.mark.django_db
def test_people_and_free_places_are_counted_where_they_are():
    here, there = area("merseyside"), area("cumbria")
    supervisor = make_supervisor(area=here)
    make_supervision(make_member(area=there, standing=Standing.TRAINING_CASES), supervisor=supervisor)
    make_member(area=there, standing=Standing.TRAINED)
    make_offer(supervisor, taken=1)
    make_offer(supervisor, area=there, in_person=False, remote=True, for_training=False, for_accredited=True)
    make_offer(supervisor, closed_at=timezone.now())
    make_offer(supervisor, audience=Audience.COORDINATORS)  # for which nobody can ask
    make_offer(make_supervisor(area=there, listed=False))
    make_offer(make_supervisor(area=here, suspended_on=ON))
    make_offer(make_member(area=here, standing=Standing.ACCREDITED))

    found = {row.area: row for row in counting.rows(ON)}

    assert found[here] == Row(here, practitioners=1, supervisors=1, places=2, places_for_trainees=2)
    assert found[there] == Row(there, waiting=1, seeing_cases=1, unsupervised=1, supervisors=1, online=3)
    assert counting.total(found.values()).people == 6  # with whom a place is held for


def test_a_bar_is_as_long_as_its_people_and_who_has_a_supervisor_stands_beyond_who_has_none():
    row = Row(None, waiting=3, seeing_cases=1, unsupervised=1, places=2)

    bar = drawing.draw([row], []).bars[0]

    alone, others, places = bar.parts
    half = drawing.HALF
    assert (alone.width, others.width, places.width) == (half // 4, 3 * half // 4, half // 2)
    assert others.x + others.width == alone.x
    assert alone.x + alone.width == places.x == drawing.MIDDLE


@pytest.mark.django_db
def test_the_desk_leads_to_the_page_whose_numbers_lead_to_the_people_of_ones_own_areas(client):
    for code in ("cumbria", "cheshire"):
        make_member(area=area(code), standing=Standing.TRAINED)
    user = make_coordinator()
    client.force_login(user)
    show_second_step(client, user)

    assert "2 areas with too few supervisors or places" in client.get(reverse("admin:index")).content.decode()
    page = client.get(reverse("admin:members_gaps"))
    address = dict(page.context["gaps"])["Cumbria: one trainee, no supervisor."]
    assert [each.area.code for each in client.get(address).context["cl"].result_list] == ["cumbria"]
    offices.put(user, OfficeKind.COORDINATOR, [area("cheshire")])
    assert reverse("admin:members_gaps") in client.get(reverse("admin:index")).content.decode()
    page = client.get(reverse("admin:members_gaps"))
    linked, rows = dict(page.context["gaps"]), {row.name: row for row in page.context["rows"]}
    assert [any(cell.href for cell in rows[name].cells) for name in ("Cumbria", "Cheshire")] == [False, True]
    assert (linked["Cumbria: one trainee, no supervisor."], bool(linked["Cheshire: one trainee, no supervisor."])) == (
        "",
        True,
    )


@pytest.mark.django_db
def test_counting_takes_as_many_queries_for_many_as_for_none(django_assert_num_queries):
    with django_assert_num_queries(11):
        counting.rows(ON)
    for code in ("cumbria", "cheshire"):
        make_offer(make_supervisor(area=area(code)))
        make_member(area=area(code), standing=Standing.TRAINED)
    with django_assert_num_queries(11):
        found = counting.rows(ON)

    assert sum(row.trainees + row.supervisors for row in found) == 4
