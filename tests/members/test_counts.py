"""Service leads read counts on a page of their own: the newest edition, made once a quarter, and nothing else."""

from datetime import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from members import coordinators
from members.gaps import editions
from members.gaps.parts import Answer, Part
from members.gaps.reading import read, sentence
from members.models import Area, CountsEdition, Organisation
from members.stages import Standing
from tests.factories import LONDON, make_member, make_user

pytestmark = pytest.mark.django_db


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=LONDON)


def area(code: str) -> Area:
    return Area.objects.get(code=code)


def many(number: int, code: str, **fields) -> None:
    for _ in range(number):
        make_member(area=area(code), **{"standing": Standing.ACCREDITED, **fields})


def make_service_lead():
    user = make_user()
    user.groups.add(Group.objects.get_or_create(name=coordinators.SERVICE_LEADS)[0])
    return user


def lines(asked: dict[str, str]) -> list[tuple[str, str, int, bool]]:
    found = read(CountsEdition.objects.latest("quarter"), **{"area": "", "organisation": "", "who": "", **asked}).rows
    return [(row.where, row.who, row.people, row.reaches_out) for row in found]


def test_an_edition_is_made_once_a_quarter_and_later_ones_change_only_by_five():
    many(6, "greater-manchester")
    many(5, "cumbria")
    assert editions.publish(at(10, 2))
    many(1, "greater-manchester")

    assert editions.publish(at(12, 31)) is None
    assert editions.publish(at(10, 2).replace(year=2027, month=1))
    assert sum(people for *_, people, _ in lines({})) == 11
    many(4, "greater-manchester")
    assert editions.publish(at(4, 1).replace(year=2027))
    assert sum(people for *_, people, _ in lines({})) == 16


def test_small_groups_are_counted_with_their_neighbours_and_who_is_hidden_is_not_counted():
    many(6, "greater-manchester")
    many(3, "cumbria")
    many(3, "cheshire")
    many(4, "cheshire", listed=False)
    editions.publish(at(10, 2))

    north = "Cheshire, Cumbria and Area not given"
    south = "Greater Manchester, Merseyside, Lancashire and West Yorkshire"
    assert lines({"area": str(area("cumbria").pk)}) == [(north, "Everybody", 6, True)]
    assert lines({}) == [(south, "Everybody", 6, False), (north, "Everybody", 6, False)]


def test_an_organisation_counts_only_people_who_show_it():
    here = area("cumbria")
    trust = Organisation.objects.create(name="Solway Trust")
    trust.areas.add(here)
    many(7, "cumbria", organisation=trust, shows_organisation=True)
    many(6, "cumbria", organisation=trust, shows_organisation=False)
    editions.publish(at(10, 2))

    found = {key: people for (key, _), people in editions.counts(at(10, 2).date(), editions.places()).items()}

    assert found == {f"{here.pk}/{trust.pk}": 7, f"{here.pk}/-": 6}


def test_a_service_lead_comes_to_their_page_reads_an_answer_and_nothing_of_anybody(client):
    many(6, "greater-manchester")
    many(6, "greater-manchester", standing=Standing.TRAINED)
    editions.publish(timezone.now())
    client.force_login(make_service_lead())

    assert client.get(reverse("home")).url == reverse("members:counts")
    page = client.get(reverse("members:counts"), {"who": "trainees"})
    assert page.context["reading"].says == "Trainees, everywhere: 6 people"
    assert client.get(reverse("members:counts"), {"area": "x"}).status_code == 422
    assert client.get(reverse("members:directory")).status_code == 403


def test_the_counts_are_for_service_leads(client):
    member = make_member()
    client.force_login(member.user)

    assert client.get(reverse("members:counts")).status_code == 403


def test_a_sum_is_exact_only_where_no_group_reaches_out_of_what_was_asked_for():
    inside, outside = (Part(frozenset({place}), frozenset({"waiting"}), 7) for place in ("1/-", "2/-"))

    said = [
        sentence(Answer(*parts)) for parts in (((inside,), ()), ((inside,), (outside,)), ((), (outside,)), ((), ()))
    ]

    assert said == ["7 people", "7 people or more", "counted only together with others", "fewer than 5, or nobody"]
