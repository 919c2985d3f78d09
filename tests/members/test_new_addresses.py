"""Who lost every address gets a new one: never by one coordinator alone at once, never unseen, never without a code."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import addresses
from accounts.models import User
from members import coordinators, leaving, new_addresses, offices
from members.models import Application, Area, AreaDuty, Member, NewAddress
from members.models.application import State
from members.models.history import OfficeKind
from members.new_addresses import Refusal
from outbox.models import Message
from tests.accounts.ways import (
    CODE,
    PASSWORD,
    SIGN_IN,
    is_signed_in,
    last_code,
    post,
    sign_in_by_code,
    sign_in_by_password,
)
from tests.factories import make_application, make_coordinator, make_member, make_user

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
NEW, HOME = "found@again.example", "home@personal.example"
pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Member:
    member = make_member(joined_on=date(2024, 1, 1))
    EmailAddress.objects.create(user=member.user, email=HOME, verified=True)
    return member


def asked(member: Member, **changes) -> NewAddress:
    return new_addresses.ask(member.user, NEW, "Telephoned them", changes.get("by") or make_coordinator(), NOW)


def refusal_of(deed, *arguments) -> Refusal:
    with pytest.raises(new_addresses.Refused) as refused:
        deed(*arguments)
    return refused.value.reason


def what_asking_for_a_code_says(client) -> str:
    post(client, SIGN_IN, login=NEW)
    return str(mail.outbox[-1].body)


def test_every_address_they_have_is_told_at_once_and_nothing_is_open_yet(member):
    row = asked(member)

    told = Message.objects.filter(name="members/new_address_asked")
    assert {each.recipient for each in told} == {member.user.email, HOME}
    assert all(new_addresses.token_of(row, NOW) in each.text for each in told)
    assert not EmailAddress.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(("days", "is_open"), [(6, False), (7, True)])
def test_it_opens_by_itself_after_seven_days_and_not_before(member, days, is_open):
    asked(member)

    new_addresses.on_tick(NOW + timedelta(days=days))

    assert EmailAddress.objects.filter(user=member.user, email=NEW, verified=False).exists() is is_open
    assert Message.objects.filter(name="members/new_address_open", recipient=NEW).exists() is is_open


def test_a_second_coordinator_opens_it_at_once_and_the_code_makes_it_the_main_address(member, client):
    row = new_addresses.agree(asked(member), make_coordinator(), NOW)

    with time_machine.travel(NOW + timedelta(hours=1)):
        sign_in_by_code(client, NEW)
        EmailAddress.objects.get(email=HOME).delete()  # whoever came in takes an old one out at once
        new_addresses.on_tick(NOW + timedelta(hours=1))
        signed_in = client.session["_auth_user_id"]

    row.refresh_from_db()
    assert signed_in == str(member.user_id)
    assert User.objects.get(pk=member.user_id).email == NEW
    assert row.used_at is not None
    told = Message.objects.filter(name="members/new_address_used")
    assert {each.recipient for each in told} == {member.user.email, HOME}


def test_nobody_agrees_to_what_they_asked_for_nor_to_their_own(member):
    first = make_coordinator()
    row = asked(member, by=first)
    own = make_member(user=make_coordinator())
    of_own = new_addresses.ask(own.user, "other@again.example", "Telephoned them", first, NOW)

    assert refusal_of(new_addresses.agree, row, first, NOW) == Refusal.SAME
    assert refusal_of(new_addresses.agree, of_own, own.user, NOW) == Refusal.OWN
    assert refusal_of(new_addresses.ask, own.user, "x@again.example", "So", own.user, NOW) == Refusal.OWN


@pytest.mark.parametrize(("days", "counts"), [(29, False), (30, True)])
def test_whoever_was_appointed_lately_is_not_the_second_one_and_every_colleague_knows_of_them(member, days, counts):
    """Else a coordinator appoints an account of their own, which agrees."""
    first, colleague, second = make_coordinator(), make_coordinator(), make_user()
    row = asked(member, by=first)
    offices.appoint(second, OfficeKind.COORDINATOR, (), first, "Helps", NOW - timedelta(days=days))

    told = Message.objects.filter(name="members/coordinator_named")
    assert list(told.values_list("recipient", flat=True)) == [colleague.email]
    if counts:
        assert new_addresses.agree(row, second, NOW).opened_at == NOW
    else:
        assert refusal_of(new_addresses.agree, row, second, NOW) == Refusal.NEW


def test_who_was_appointed_at_set_up_is_the_second_one_at_once(member):
    first = make_coordinator()
    second = offices.appoint_at_set_up("set@up.example", "Whoever set it up", NOW).user

    assert new_addresses.agree(asked(member, by=first), second, NOW).opened_at == NOW


def test_of_a_coordinator_time_alone_opens_nothing(member):
    own = make_member(user=make_coordinator())
    row = asked(own)

    new_addresses.on_tick(NOW + timedelta(days=20))

    row.refresh_from_db()
    assert row.opened_at is None
    assert new_addresses.agree(row, make_coordinator(), NOW).opened_at == NOW


def test_whoever_is_let_in_by_time_alone_is_made_no_coordinator_before_that_is_settled(member):
    row, by = asked(member), make_coordinator()
    office = (member.user, OfficeKind.COORDINATOR, [], by, "Helps")
    assert offices.refusal(*office[:4]) is None
    new_addresses.on_tick(NOW + timedelta(days=7))

    with pytest.raises(coordinators.Refused) as refused:
        offices.appoint(*office, NOW + timedelta(days=7))

    assert refused.value.reason == coordinators.Refusal.NEW_ADDRESS
    new_addresses.stop(row, NOW + timedelta(days=8), by)
    assert offices.appoint(*office, NOW + timedelta(days=8)).appointed


def test_only_who_decides_about_this_person_asks_or_agrees(member):
    area = Area.objects.exclude(pk=member.area_id).first()
    elsewhere = make_coordinator()
    AreaDuty.objects.create(user=elsewhere, area=area)
    assert coordinators.is_coordinator(elsewhere)

    assert refusal_of(new_addresses.ask, member.user, NEW, "So", elsewhere, NOW) == Refusal.NOT_COORDINATOR
    assert refusal_of(new_addresses.ask, member.user, NEW, "So", make_member().user, NOW) == Refusal.NOT_COORDINATOR
    assert refusal_of(new_addresses.agree, asked(member), elsewhere, NOW) == Refusal.NOT_COORDINATOR


@pytest.mark.parametrize("opened", [False, True], ids=["while it waits", "when it is open"])
def test_the_link_in_the_old_mailbox_stops_it_looking_alone_does_not_and_no_code_helps_then(member, client, opened):
    row = asked(member)
    if opened:
        new_addresses.agree(row, make_coordinator(), NOW)
    with time_machine.travel(NOW):
        link = reverse("members:new_address", args=[new_addresses.token_of(row, NOW)])

        looked = client.get(link)
        assert NewAddress.objects.running().exists()
        client.post(link)
        again = client.post(link)

        new_addresses.on_tick(NOW + timedelta(days=8))
        assert (looked.status_code, again.status_code) == (200, 200)
        assert "It is stopped" in again.text
        assert not EmailAddress.objects.filter(user=member.user, email=NEW).exists()
        assert refusal_of(new_addresses.agree, row, make_coordinator(), NOW) == Refusal.OVER
        assert "Nobody is known here by this address" in what_asking_for_a_code_says(client)


@time_machine.travel(NOW)
def test_a_code_that_left_before_it_was_stopped_lets_nobody_in_nor_does_a_new_one_nor_a_new_password(member, client):
    row = new_addresses.agree(asked(member), make_coordinator(), NOW)
    post(client, SIGN_IN, login=NEW)
    code = last_code()
    another, reset = Client(), Client()
    post(another, SIGN_IN, login=NEW)
    post(reset, "account_reset_password", email=NEW)
    reset_code = last_code()
    new_addresses.stop(row, NOW)

    post(another, "account_another_code")
    assert "Nobody is known here by this address" in mail.outbox[-1].body
    post(client, CODE, code=code)
    refused = post(reset, "account_confirm_password_reset_code", code=reset_code)

    assert not is_signed_in(client)
    assert refused.status_code == 200
    assert "That code is not right" in refused.text
    assert not EmailAddress.objects.filter(email=NEW).exists()


@time_machine.travel(NOW)
def test_a_password_and_a_code_to_the_new_address_put_nothing_back_that_was_stopped_between_them(member, client):
    row = new_addresses.agree(asked(member), make_coordinator(), NOW)
    member.user.set_password(PASSWORD)
    member.user.save()
    sign_in_by_password(client, NEW)
    code = last_code()
    new_addresses.stop(row, NOW)

    post(client, "account_email_verification_sent", code=code)

    assert not is_signed_in(client)
    assert not EmailAddress.objects.filter(email=NEW).exists()


@time_machine.travel(NOW)
def test_who_presses_stop_a_moment_after_the_code_is_told_that_it_is_in_use(member, client):
    row = new_addresses.agree(asked(member), make_coordinator(), NOW)
    sign_in_by_code(client, NEW)

    said = Client().post(reverse("members:new_address", args=[new_addresses.token_of(row, NOW)]), follow=True)

    assert "This address is in use" in said.text
    assert User.objects.get(pk=member.user_id).email == NEW


def test_two_coordinators_of_an_area_let_nobody_into_an_account_that_opens_the_desk(member):
    colleague = make_member(user=make_coordinator(), area=member.area)
    of_the_area = make_coordinator()
    AreaDuty.objects.create(user=of_the_area, area=member.area)

    assert new_addresses.refusal_to_ask(member.user, of_the_area) is None
    assert new_addresses.refusal_to_ask(colleague.user, of_the_area) == Refusal.NOT_COORDINATOR
    assert refusal_of(new_addresses.agree, asked(colleague), of_the_area, NOW) == Refusal.NOT_COORDINATOR


@pytest.mark.parametrize("changed", ["the member opens the desk by now", "who asked is no coordinator any more"])
def test_the_week_opens_nothing_that_could_not_be_asked_for_so_today_and_it_ends_with_its_links(member, changed):
    by = make_coordinator()
    row = asked(member, by=by)
    if changed.startswith("who asked"):
        by.groups.clear()
    else:
        User.objects.filter(pk=member.user_id).update(is_staff=True)

    new_addresses.on_tick(NOW + timedelta(days=8))
    assert new_addresses.running(member.user).opened_at is None
    new_addresses.on_tick(NOW + timedelta(days=30))

    row.refresh_from_db()
    assert row.stopped_by_name == new_addresses.NOBODY_AGREED


def test_an_address_that_is_somebodys_is_refused_and_one_taken_meanwhile_is_not_let_in(member):
    other = make_member()
    assert refusal_of(new_addresses.ask, member.user, other.user.email.upper(), "So", make_coordinator(), NOW) == (
        Refusal.TAKEN
    )
    row = asked(member)
    assert refusal_of(new_addresses.ask, other.user, NEW, "So", make_coordinator(), NOW) == Refusal.TAKEN
    assert (
        refusal_of(new_addresses.ask, member.user, "y@again.example", "So", make_coordinator(), NOW) == Refusal.RUNNING
    )
    EmailAddress.objects.create(user=other.user, email=NEW, verified=True)

    ended = new_addresses.agree(row, make_coordinator(), NOW)

    assert (ended.opened_at, ended.stopped_by_name) == (None, new_addresses.SOMEBODY_ELSES)


def test_what_nobody_used_in_thirty_days_lets_nobody_in_any_more(member):
    row = new_addresses.agree(asked(member), make_coordinator(), NOW)

    new_addresses.on_tick(NOW + timedelta(days=29))
    assert EmailAddress.objects.filter(email=NEW).exists()
    new_addresses.on_tick(NOW + timedelta(days=30))

    row.refresh_from_db()
    assert row.stopped_by_name == new_addresses.NOBODY_USED_IT
    assert not EmailAddress.objects.filter(email=NEW).exists()


def test_one_that_fails_stops_no_other(member):
    new_addresses.agree(asked(member), make_coordinator(), NOW)
    EmailAddress.objects.filter(email=NEW).update(verified=True)
    User.objects.create_user(NEW)  # the database refuses it as a main address
    other = new_addresses.ask(make_member().user, "other@again.example", "Telephoned them", make_coordinator(), NOW)

    new_addresses.on_tick(NOW + timedelta(days=7))

    other.refresh_from_db()
    assert other.opened_at is not None


@time_machine.travel(NOW)
def test_two_coordinators_do_it_on_the_desk_and_the_person_sees_it_at_home(member, client, settings):
    settings.DEMO = True
    first, second = make_coordinator(), make_coordinator()
    page = reverse("admin:members_member_new_address", args=[member.pk])
    client.force_login(first)
    bad = client.post(page, {"deed": "ask", "email": "no address", "why": ""})
    client.post(page, {"deed": "ask", "email": NEW, "why": "Telephoned them"})
    own = client.get(page)
    client.force_login(second)
    desk, before = client.get(reverse("admin:index")), client.get(page)
    client.post(page, {"deed": "agree"})
    client.force_login(member.user)
    home = client.get(reverse("home"))

    assert (bad.status_code, "Agree: it is them" in own.text) == (422, False)
    assert Refusal.SAME.label in own.text
    assert f"New address for {member}" in desk.text
    assert "Agree: it is them" in before.text
    assert NewAddress.objects.get().agreed_by == second
    assert "Somebody asks for a new address for your account" in home.text


# Who holds an office and is no member.


def in_office(kind: OfficeKind) -> User:
    user = make_user()
    offices.appoint(user, kind, (), make_coordinator(), "Helps", NOW - timedelta(days=90))
    return user


@time_machine.travel(NOW)
@pytest.mark.parametrize("kind", OfficeKind)
def test_two_coordinators_let_a_new_address_into_the_account_of_who_is_no_member(kind, client, settings):
    settings.DEMO = True
    user, first, second, third = in_office(kind), make_coordinator(), make_coordinator(), make_coordinator()
    page = reverse("admin:members_appointment_new_address", args=[user.appointments.get().pk])
    client.force_login(first)
    said = client.post(page, {"deed": "ask", "email": NEW, "why": "Telephoned them"}, follow=True)
    new_addresses.on_tick(NOW + timedelta(days=6))
    client.force_login(second)
    desk = client.get(reverse("admin:index"))
    client.post(page, {"deed": "agree"})
    client.logout()
    sign_in_by_code(client, NEW)
    new_addresses.on_tick(NOW)

    assert f"Every old address of {user.email} is told" in said.text
    assert Message.objects.get(name="members/new_address_asked").recipient == user.email
    told = Message.objects.filter(name="members/new_address_of_office")
    assert {second.email, third.email} <= set(told.values_list("recipient", flat=True))
    assert not {first.email, user.email} & set(told.values_list("recipient", flat=True))
    assert all(page in message.text for message in told)
    assert page in desk.text
    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.get(pk=user.pk).email == NEW


@pytest.mark.parametrize(("kind", "is_open"), [(OfficeKind.AUDITOR, False), (OfficeKind.SERVICE_LEAD, True)])
def test_time_alone_opens_no_account_without_an_entry_that_opens_the_desk(kind, is_open):
    row = new_addresses.ask(in_office(kind), NEW, "Telephoned them", make_coordinator(), NOW)

    new_addresses.on_tick(NOW + timedelta(days=7))

    row.refresh_from_db()
    assert (row.opened_at is not None) is is_open


def test_nobody_is_let_into_an_account_whose_office_has_ended_and_no_coordinator_of_an_area_asks():
    user, of_an_area = in_office(OfficeKind.AUDITOR), make_coordinator()
    AreaDuty.objects.create(user=of_an_area, area=Area.objects.first())
    assert refusal_of(new_addresses.ask, user, NEW, "So", of_an_area, NOW) == Refusal.NOT_COORDINATOR
    row = new_addresses.ask(user, NEW, "Telephoned them", make_coordinator(), NOW)

    offices.end(user, OfficeKind.AUDITOR, make_coordinator(), "Moved on", NOW)
    row.refresh_from_db()

    assert refusal_of(new_addresses.agree, row, make_coordinator(), NOW) == Refusal.NOBODY
    assert refusal_of(new_addresses.ask, make_user(), "y@a.example", "So", make_coordinator(), NOW) == Refusal.NOBODY


# Who signed up anew with the new address.


def begun_anew() -> User:
    user = addresses.enter(NEW)
    make_application(user=user, name="Ada Example")
    return user


@time_machine.travel(NOW)
def test_who_signed_up_anew_gives_that_account_up_by_their_own_press_and_comes_into_the_old_one(member, client):
    anew = begun_anew()
    row = new_addresses.agree(asked(member), make_coordinator(), NOW)
    sign_in_by_code(client, NEW)
    assert client.session["_auth_user_id"] == str(anew.pk)  # nothing is merged by two coordinators alone
    link = reverse("members:give_up", args=[new_addresses.giving_up_token(row, NOW)])
    assert link in client.get("/").text
    assert link in Message.objects.get(name="members/new_address_give_up", recipient=NEW).text

    looked = client.get(link)
    assert "with the draft of an application" in looked.text
    assert User.objects.filter(pk=anew.pk).exists()
    done, again = client.post(link), client.post(link)

    assert (done.status_code, again.status_code) == (200, 404)
    assert not User.objects.filter(pk=anew.pk).exists()
    assert not Application.objects.exists()
    sign_in_by_code(client, NEW)
    assert client.session["_auth_user_id"] == str(member.user_id)
    new_addresses.on_tick(NOW + timedelta(hours=1))
    assert User.objects.get(pk=member.user_id).email == NEW


MORE = {
    "an application that was sent": lambda user: Application.objects.filter(user=user).update(
        state=State.SUBMITTED, submitted_at=NOW, terms_agreed_at=NOW
    ),
    "one that was taken back": lambda user: Application.objects.filter(user=user).update(state=State.WITHDRAWN),
    "an entry": lambda user: make_member(user=user),
    "an office": lambda user: user.groups.add(Group.objects.get(name=coordinators.SERVICE_LEADS)),
    "a permission": lambda user: user.user_permissions.add(Permission.objects.get(codename="view_member")),
    "another address": lambda user: EmailAddress.objects.create(user=user, email="b@b.example", verified=True),
    "the thirty days": lambda user: leaving.ask(user, NOW),
}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_an_account_with_anything_of_its_own_is_never_given_up(member, more):
    anew = begun_anew()
    row = new_addresses.agree(asked(member), make_coordinator(), NOW)
    more(anew)

    assert refusal_of(new_addresses.give_up, row, NOW) == Refusal.NOT_EMPTY
    assert refusal_of(new_addresses.ask, make_member().user, NEW, "So", make_coordinator(), NOW) == Refusal.TAKEN
    assert User.objects.filter(pk=anew.pk).exists()
    assert not EmailAddress.objects.filter(user=member.user, email=NEW).exists()


def test_nothing_is_given_up_before_it_is_open_or_after_it_was_stopped(member):
    begun_anew()
    row = asked(member)
    assert refusal_of(new_addresses.give_up, row, NOW) == Refusal.OVER
    new_addresses.agree(row, make_coordinator(), NOW)
    new_addresses.stop(row, NOW)

    assert refusal_of(new_addresses.give_up, row, NOW) == Refusal.OVER
    assert new_addresses.to_give_up(new_addresses.giving_up_token(row, NOW), NOW) is None
    assert EmailAddress.objects.filter(email=NEW).exists()  # the new account stays as it is
