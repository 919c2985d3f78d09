"""One's own entry: what is kept, who sees it, and the record of every choice."""

from datetime import UTC, date, datetime
from threading import Event

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members import directory, organisations, profile
from members.forms.profile import DetailsForm
from members.models import Area, Consent, Member, Organisation
from members.stages import Standing
from members.switches import SWITCHES, WORDING_VERSION, Audience
from tests.factories import (
    make_applicant,
    make_coordinator,
    make_member,
    make_offer,
    make_supervision,
    make_supervisor,
    make_user,
)
from tests.members.test_application_admin import INLINES
from tests.together import at_once, errors, wait_for

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)
NOTHING = {"listed": "True"}


def stored(member):
    return Member.objects.get(pk=member.pk)


# Choosing what members see


def test_everything_but_name_standing_and_area_is_hidden_until_its_owner_shows_it():
    member = Member.objects.create(name="Ada")

    assert [switch.name for switch in SWITCHES if getattr(member, switch.flag)] == ["listed"]


def test_a_choice_is_kept_with_its_moment_and_the_wording_that_was_read():
    member = make_member(phone="0161 496 0000")

    profile.share(member, {"phone": True}, NOW)
    profile.share(member, {"phone": True, "listed": True}, NOW)
    profile.share(member, {"phone": False}, NOW)

    kept = Consent.objects.order_by("pk").values_list("field", "audience", "wording_version", "at")
    assert list(kept) == [("phone", "members", WORDING_VERSION, NOW), ("phone", "coordinators", WORDING_VERSION, NOW)]


def test_a_switch_works_at_once_in_searches_too():
    member = make_member(interests="Goodbye letters")

    profile.share(member, {"interests": True}, NOW)
    found = directory.found(Member.objects.all(), "goodbye").count()
    profile.share(member, {"interests": False}, NOW)

    assert (found, directory.found(Member.objects.all(), "goodbye").count()) == (1, 0)


def test_hiding_the_whole_entry_leaves_nothing_to_find():
    member = make_member(name="Ada Example")

    profile.share(member, {"listed": False}, NOW)

    assert stored(member).search_text == ""


@pytest.mark.django_db(transaction=True)
def test_two_pages_saved_at_the_same_moment_keep_both_and_one_record_each():
    member = make_member(service="Bolton IAPT")

    outcomes = at_once(
        [
            lambda: profile.share(member, {"service": True}, NOW),
            lambda: profile.share(member, {"service": True}, NOW),
            lambda: profile.edit(member, {"service": "Wigan IAPT"}),
        ]
    )

    assert errors(outcomes) == []
    member = stored(member)
    assert (member.shows_service, "wigan" in member.search_text, Consent.objects.count()) == (True, True, 1)


def rename_their_organisation(member):
    Organisation.objects.filter(pk=member.organisation_id).update(name="New Trust")
    assert organisations.refresh_around({member.organisation_id}) == 1


def correct_their_name(member):
    desk = Client()
    desk.force_login(make_coordinator())
    said = {"name": "Ada Newname", "organisation": member.organisation_id, "service": member.service, **INLINES}
    assert desk.post(reverse("admin:members_member_change", args=[member.pk]), said).status_code == 302


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("deed", "word"), [(rename_their_organisation, "new trust"), (correct_their_name, "newname")])
def test_what_somebody_hides_while_a_coordinator_changes_a_name_is_found_no_more(deed, word, settings):
    settings.DEMO = True
    theirs = {"service": "Owls", "shows_service": True, "shows_organisation": True}
    member, hides = make_member(organisation=Organisation.objects.create(name="Old Trust"), **theirs), Event()

    def hide():
        with transaction.atomic():
            profile.share(member, {"service": False}, NOW)
            hides.set()
            wait_for(1)

    def change():
        hides.wait(timeout=30)
        deed(member)

    assert errors(at_once([hide, change])) == []
    assert word in stored(member).search_text
    assert "owls" not in stored(member).search_text


class TheRecordOfChoicesTellsTheWholeStory(TestCase):
    @given(st.lists(st.dictionaries(st.sampled_from([switch.name for switch in SWITCHES]), st.booleans()), max_size=6))
    @pytest.mark.whole
    def test_played_back_it_gives_what_is_shown_now(self, choices):
        member = make_member()
        told = {switch.name: getattr(member, switch.flag) for switch in SWITCHES}

        for choice in choices:
            profile.share(member, choice, NOW)
        for consent in Consent.objects.filter(member=member).order_by("pk"):
            shown = consent.audience == Audience.MEMBERS
            assert told[consent.field] != shown
            told[consent.field] = shown

        member = stored(member)
        assert told == {switch.name: getattr(member, switch.flag) for switch in SWITCHES}
        assert member.search_text == directory.search_text_of(member)


# Changing details


def test_a_search_finds_new_details_at_once_if_they_are_shown():
    member = make_member(shows_service=True)

    profile.edit(member, {"service": "Bolton Talking Therapies", "phone": "0161 496 0000"})

    member = stored(member)
    assert "iapt" in member.search_text
    assert (member.service, member.phone, "0161" in member.search_text) == (
        "Bolton Talking Therapies",
        "0161 496 0000",
        False,
    )


def test_nobody_changes_what_a_coordinator_checked():
    member = make_member(name="Ada", standing=Standing.TRAINED)

    profile.edit(member, {"name": "Professor Ada", "standing": Standing.SUPERVISOR, "joined_on": date(2010, 1, 1)})

    member = stored(member)
    assert (member.name, member.standing, member.joined_on) == ("Ada", Standing.TRAINED, date(2024, 7, 1))


def details(member, **data):
    return DetailsForm({"area": Area.objects.first().pk, **data}, instance=member, on=date(2026, 5, 14))


@pytest.mark.parametrize(
    "phone", ["", "0161 496 0000", "+44 (0)161 496 0000 ext 12", "07700-900-123", "01614960000 x3"]
)
def test_telephone_numbers_are_taken_as_people_write_them(phone):
    assert details(make_member(), phone=phone).is_valid()


@pytest.mark.parametrize("phone", ["123", "call me", "0161 496 0000 or 0161 496 0001", "0161<script>"])
def test_what_is_no_telephone_number_is_refused_with_an_example(phone):
    form = details(make_member(), phone=phone)

    assert "such as 0161 496 0000" in form.errors["phone"][0]


@pytest.mark.parametrize("field", ["job_title", "organisation_other", "service", "interests", "languages"])
def test_no_free_text_takes_an_nhs_number(field):
    assert "NHS number" in details(make_member(), **{field: "943 476 5919"}).errors[field][0]


def test_an_organisation_from_the_list_replaces_what_was_typed():
    member, trust = make_member(organisation_other="Old Trust"), Organisation.objects.create(name="A Trust")

    form = details(member, organisation=trust.pk, organisation_other="Old Trust")

    assert form.is_valid()
    assert (form.cleaned_data["organisation"], form.cleaned_data["organisation_other"]) == (trust, "")


def test_a_dissolved_organisation_is_offered_only_to_those_who_still_name_it():
    gone = Organisation.objects.create(name="Gone Trust", valid_to=date(2021, 5, 31))

    def offered(member):
        return gone in details(member).fields["organisation"].queryset

    assert (offered(make_member(organisation=gone)), offered(make_member())) == (True, False)


# The pages


def test_the_page_says_line_by_line_who_sees_it(client):
    member = make_member(phone="0161 496 0000", shows_phone=True, interests="Groups")
    client.force_login(member.user)

    rows = {row.label: (row.value, row.shown) for row in client.get("/profile/").context["rows"]}

    assert rows["Telephone"] == ("0161 496 0000", True)
    assert rows["Interests"] == ("Groups", False)
    assert rows["Work e-mail"] == (member.user.email, False)
    assert rows["Name"] == (member.name, True)


def test_the_page_answers_why_my_standing_is_what_it_is(client):
    member = make_member()
    client.force_login(member.user)

    page = client.get("/profile/")

    assert list(page.context["reasons"]) == list(member.evidence.all())
    assert b"Verified in July 2024 by A coordinator: certificate seen" in page.content


def test_details_and_choices_are_saved_by_their_pages(client):
    member = make_member()
    client.force_login(member.user)

    client.post("/profile/details/", {"area": Area.objects.last().pk, "interests": "Groups"})
    client.post("/profile/sharing/", {"field": "interests", "audience": "members"})
    client.post("/profile/sharing/", {"field": "coming", "audience": "members"})

    member = stored(member)
    assert (member.area, member.interests, member.shows_interests, member.shows_coming) == (
        Area.objects.last(),
        "Groups",
        True,
        True,
    )


def test_nothing_typed_is_lost_when_one_field_is_wrong(client):
    client.force_login(make_member().user)

    page = client.post("/profile/details/", {"interests": "Groups", "phone": "call me"})

    assert page.status_code == 422
    assert b"Groups" in page.content


def test_each_field_is_chosen_by_itself_and_every_choice_can_be_read_again(client):
    member = make_member(shows_phone=True, phone="0161 496 0000")
    client.force_login(member.user)

    shown = [each.switch.name for each in client.get("/profile/sharing/").context["choices"] if each.shown]
    client.post("/profile/sharing/", {"field": "phone", "audience": "coordinators"})
    unclear = client.post("/profile/sharing/", {"field": "phone", "audience": "public"})
    history = client.get("/profile/sharing/history/")

    assert shown == ["listed", "phone"]
    assert (stored(member).shows_phone, unclear.status_code) == (False, 422)
    assert [(each.label, each.consent.audience) for each in history.context["chosen"]] == [
        ("My telephone number", "coordinators")
    ]
    assert "The address you sign in with." in history.text


def test_people_see_their_entry_as_others_do(client):
    member = make_member(name="Ada Example", shows_phone=True, phone="0161 496 0000", service="Secret service")
    supervisee = make_member(name="Ben Example", listed=False)
    make_supervision(supervisee, supervisor=member)
    client.force_login(member.user)

    before = client.get("/profile/seen/")
    client.post("/profile/sharing/", {"field": "listed", "audience": "coordinators"})
    after = client.get("/profile/seen/")

    assert (before.context["seen"].name, after.context["seen"].name) == ("Ada Example", "A member")
    assert ("0161 496 0000" in before.text, "0161 496 0000" in after.text) == (True, False)
    assert "Secret service" not in before.text
    assert after.context["seen"].close == [("Your supervisee, Ben Example", "Ada Example.")]
    assert after.context["seen"].public == []


def test_a_supervisor_reads_which_offer_everybody_sees_and_which_members(client):
    supervisor = make_supervisor(name="Ada Example")
    shown, kept = make_offer(supervisor, audience="public"), make_offer(supervisor)
    client.force_login(supervisor.user)

    seen = client.get("/profile/seen/").context["seen"]

    assert (seen.public, set(seen.entry.offers)) == ([shown], {shown, kept})


@pytest.mark.parametrize("page", ["/profile/", "/profile/details/", "/profile/sharing/"])
def test_whoever_left_or_is_suspended_still_reaches_what_is_kept_of_them(client, page):
    for fields in ({"left_on": timezone.localdate()}, {"suspended_on": timezone.localdate()}):
        client.force_login(make_member(**fields).user)

        assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/profile/", "/profile/details/", "/profile/sharing/"])
def test_who_has_not_joined_has_no_entry_yet_and_is_told_what_to_do(client, page):
    for user in (make_user(), make_applicant().user):
        client.force_login(user)

        answer = client.get(page)

        assert answer.status_code == 403
        assert b"You have not joined the network yet" in answer.content


def test_people_read_the_words_by_which_a_search_finds_them_as_they_wrote_them(client):
    member = make_member(area=Area.objects.get(code="greater-manchester"))
    client.force_login(member.user)

    page = client.get("/profile/seen/").text

    assert "greater manchester" in page
    assert "greatermanchester" not in page


def test_what_a_hidden_entry_hides_with_it_is_not_said_to_be_seen(client):
    member = make_member(listed=False, shows_profession=True)
    client.force_login(member.user)

    page = client.get("/profile/sharing/").text

    assert "Hidden with your entry" in page
    assert "Members see it" not in page
