"""Organisations merge and are renamed: everybody is still found, and nobody's record says what is not so."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from members import directory, organisations, reference
from members.mail_patterns import are_patterns
from members.models import Area, Member, Organisation
from tests.factories import make_coordinator, make_member

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 14)


def make(name, **fields):
    return Organisation.objects.create(name=name, **fields)


def finds(words):
    return {member.name for member in directory.found(Member.objects.all(), words)}


@pytest.fixture
def trusts():
    """Two trusts became one, which became another; each has a member who shows it."""
    rows = {"newest": make("Newest Care")}
    rows["new"] = make("New Care", succeeded_by=rows["newest"], valid_to=date(2021, 5, 31))
    for name in ("Old East", "Old West"):
        rows[name] = make(name, succeeded_by=rows["new"], valid_to=date(2017, 3, 31))
    for row in rows.values():
        make_member(name=f"At {row.name}", organisation=row, shows_organisation=True)
    return rows


def test_whoever_shows_an_organisation_is_found_by_all_it_was_and_became(trusts):
    assert finds("newest care") >= {"At Newest Care", "At New Care", "At Old East", "At Old West"}
    assert finds("old east") == {"At Old East", "At New Care", "At Newest Care"}
    assert finds("oldeast") == finds("old east")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2017, 3, 31), "Old East"),
        (date(2017, 4, 1), "Old East (now New Care)"),
        (date(2021, 6, 1), "Old East (now Newest Care)"),
    ],
)
def test_an_organisation_is_said_with_what_it_is_called_on_the_day_and_never_before(trusts, on, said):
    member = Member.objects.get(organisation=trusts["Old East"])

    assert directory.shown(member, on).organisation == said


def test_initials_and_a_services_own_name_find_the_people_of_an_organisation_and_of_what_became_of_it(trusts):
    Organisation.objects.filter(name="Old East").update(other_names="OENT\n\nEastward Minds")
    organisations.refresh_around({trusts["Old East"].pk})

    assert finds("oent") == finds("eastward minds") == finds("eastwardminds") == finds("old east")


def test_an_organisation_that_an_upgrade_brings_finds_the_people_of_what_became_of_it(trusts):
    reference.load_organisation({"name": "Oldest East", "other_names": "OENT", "succeeded_by": "Old East"})

    assert finds("oldest east") == finds("oent") == finds("old east")


def test_whoever_hides_their_organisation_is_found_by_none_of_its_names(trusts):
    make_member(name="Hides", organisation=trusts["new"])

    assert "Hides" not in finds("care") | finds("old east")


def test_a_merger_ends_some_begins_another_and_finds_their_people_at_once():
    east, west = make("East"), make("West")
    east.areas.set(Area.objects.filter(code="cumbria"))
    make_member(name="Ada", organisation=east, shows_organisation=True)

    both = organisations.merge([east, west], Organisation(name="Both"), date(2026, 4, 1))

    assert (both.valid_from, [area.code for area in both.areas.all()]) == (date(2026, 4, 1), ["cumbria"])
    ended = Organisation.objects.filter(succeeded_by=both).values_list("name", "valid_to").order_by("name")
    assert list(ended) == [("East", date(2026, 3, 31)), ("West", date(2026, 3, 31))]
    assert finds("both") == {"Ada"}


@pytest.mark.parametrize(
    ("ending", "follower", "reason"),
    [
        ([], "newest", organisations.Refusal.NOBODY),
        (["newest"], "newest", organisations.Refusal.ITSELF),
        (["newest"], "Old East", organisations.Refusal.CYCLE),
        (["new"], "Old West", organisations.Refusal.CYCLE),
    ],
)
def test_a_merger_that_leads_in_a_circle_is_refused(trusts, ending, follower, reason):
    with pytest.raises(organisations.Refused) as refused:
        organisations.merge([trusts[name] for name in ending], trusts[follower], ON)

    assert refused.value.reason == reason


def test_a_coordinator_enters_a_merger_and_a_circle_is_explained(client, settings, trusts):
    settings.DEMO = True
    client.force_login(make_coordinator())
    page, east = reverse("admin:members_organisation_merge"), trusts["newest"]

    asked = client.get(page, {"ending": east.pk})
    done = client.post(page, {"ending": [east.pk], "name": "One For All", "on": "2026-10-01"})
    circle = client.post(
        reverse("admin:members_organisation_change", args=[east.pk]),
        {"name": east.name, "succeeded_by": trusts["Old East"].pk},
    )

    follower = Organisation.objects.get(name="One For All")
    assert "Newest Care: 1 person" in asked.text
    assert done["Location"].endswith(f"/{follower.pk}/change/")
    assert Organisation.objects.get(pk=east.pk).succeeded_by == follower
    assert "leads back to this one" in circle.text
    assert "At Old East" in finds("one for all")


@pytest.mark.parametrize("typed", ["", "trust.example", "*.trust.example\n@b.example ", "Trust.Example."])
def test_a_mail_domain_is_taken_as_people_type_it(typed):
    assert Organisation(name="A trust", mail_domains=typed).clean_fields() is None


@pytest.mark.parametrize(
    "typed", ["uk", "nhs.net", "gmail.com", "nhs.uk", "a b.example", "ada@trust.example", "-x.example"]
)
def test_what_is_no_domain_or_everybody_s_is_refused(typed):
    with pytest.raises(ValidationError):
        are_patterns(f"good.example\n{typed}")


def test_the_first_list_has_areas_dates_and_who_followed_whom():
    reference.load()
    boroughs = Organisation.objects.get(name__startswith="North West Boroughs")

    assert (boroughs.valid_to, boroughs.succeeded_by.name) == (date(2021, 5, 31), "Mersey Care NHS Foundation Trust")
    assert set(Area.objects.filter(organisations=boroughs.succeeded_by).values_list("code", flat=True)) >= {
        "merseyside"
    }
    assert not Organisation.objects.filter(areas=None, mail_domains__contains="nhs.uk").exists()


def test_the_page_of_an_organisation_says_what_it_grew_out_of_and_what_became_of_it(client, settings, trusts):
    settings.DEMO = True
    client.force_login(make_coordinator())

    page = client.get(reverse("admin:members_organisation_change", args=[trusts["new"].pk])).text
    listed = client.get(reverse("admin:members_organisation_changelist")).text

    family = page[page.index("What it was and what became of it") : page.index("id_name")]
    order = [family.index(name) for name in ("Newest Care", "New Care</strong>", "Old East", "Old West")]
    assert order == sorted(order)
    assert "New Care, then Newest Care" in listed


def test_the_list_tells_what_is_there_today_from_what_has_ended_with_or_without_another_after_it(
    client, settings, trusts
):
    settings.DEMO = True
    client.force_login(make_coordinator())
    today = timezone.localdate()
    for name, days, follower in (("Dissolved", -1, None), ("Last day", 0, trusts["newest"]), ("Next year", 400, None)):
        make(name, valid_to=today + timedelta(days=days), succeeded_by=follower)

    page = reverse("admin:members_organisation_changelist")
    listed = {
        ended: {row.name for row in client.get(page, {"ended": ended, "all": ""}).context["cl"].queryset}
        for ended in ("no", "yes")
    }

    assert listed["no"] >= {"Newest Care", "Last day", "Next year"}
    assert listed["yes"] >= {"Dissolved", "Old East", "Old West", "New Care"}
    assert not listed["no"] & listed["yes"]
