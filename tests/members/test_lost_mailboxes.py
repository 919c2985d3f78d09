"""A mailbox that bounces starts the hand-over: its owner hears of it elsewhere, then the desk does."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts import addresses
from accounts.models import User
from meetings import rsvp
from meetings.models import Rsvp
from meetings.words import Choice, Duty, Place
from members import lost_mailboxes
from members.admin.lost_mailboxes import lines
from members.models import Contact, Member
from members.models.history import OfficeKind
from outbox import bounces
from outbox.models import Message
from tests.accounts.ways import last_code, post, sign_in_by_code
from tests.factories import (
    make_certificate,
    make_coordinator,
    make_meeting,
    make_member,
    make_officer,
    make_role,
    make_user,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
HOME = "home@personal.example"
pytestmark = pytest.mark.django_db


def who_lost_their_mailbox(*, recovery: bool = True, **fields) -> Member:
    member = make_member(joined_on=date(2024, 1, 1), **fields)
    if recovery:
        EmailAddress.objects.create(user=member.user, email=HOME, verified=True)
    bounces.stop(member.user.email, "Unknown user", NOW)
    return member


def test_they_are_told_once_at_their_recovery_address_and_nothing_goes_to_the_lost_one():
    member = who_lost_their_mailbox()

    assert [lost_mailboxes.tell(NOW + timedelta(days=day)) for day in (0, 0, 5)] == [1, 0, 0]

    message = Message.objects.get(name="members/mailbox_lost")
    assert message.recipient == HOME
    assert f"Our messages to {member.user.email} came back" in message.text


@pytest.mark.parametrize(("recovery", "day"), [(True, 14), (False, 0)])
def test_the_desk_waits_two_weeks_for_who_could_be_told_and_not_for_who_could_not(recovery, day):
    member = who_lost_their_mailbox(recovery=recovery)

    found = [lost_mailboxes.for_the_desk(TODAY + timedelta(days=each)).count() for each in (day - 1, day) if each >= 0]

    assert found[-1] == 1
    assert found[:-1] in ([0], [])
    bounces.let_go_on(member.user.email, NOW)
    assert not lost_mailboxes.for_the_desk(TODAY + timedelta(days=60)).exists()


@time_machine.travel(NOW)
def test_the_line_on_the_desk_leads_to_those_it_counts_and_to_nobody_who_was_told_today(client, settings):
    settings.DEMO = True
    needs_help = who_lost_their_mailbox(recovery=False)
    with_recovery = make_member(joined_on=date(2024, 1, 1))
    EmailAddress.objects.create(user=with_recovery.user, email=HOME, verified=True)
    bounces.stop(with_recovery.user.email, "Unknown user", NOW)
    client.force_login(make_coordinator())

    [line] = lines()

    assert line.says == "1 to be helped"
    assert list(client.get(line.href).context["cl"].result_list) == [needs_help]


@pytest.mark.parametrize("office", OfficeKind)
def test_whoever_holds_an_office_without_being_a_member_is_told_and_helped_too(client, settings, office):
    settings.DEMO = True
    user, contact = make_officer(office), {"slug": "c", "role": "Joining"}
    Contact.objects.create(**contact, name="Cora", email=user.email)
    EmailAddress.objects.create(user=user, email=HOME, verified=True)
    with time_machine.travel(NOW):
        bounces.stop(user.email, "Unknown user", NOW)
        told = [lost_mailboxes.tell(NOW + timedelta(days=day)) for day in (0, 5)]
        on_the_first_day = [line.title for line in lines()]
    client.force_login(make_coordinator())

    with time_machine.travel(NOW + lost_mailboxes.PATIENCE):
        [_, line] = lines()
        page = client.get(line.href)

    message = Message.objects.get(name="members/mailbox_lost")
    assert (told, message.recipient, on_the_first_day) == ([1, 0], HOME, ["Members who lost their mailbox"])
    assert ("tell a coordinator" in message.text, "/profile/" in message.text) == (True, False)
    assert line.title == f"{user.email} gets no mail"
    assert "We have written to their recovery address" in page.text
    assert reverse("admin:meetings_meeting_hand_over", args=[user.pk]) in page.text


def test_an_account_without_membership_or_office_has_nothing_to_hand_over():
    user, one_who_left = make_user(), make_member(left_on=TODAY)
    for each in (user, one_who_left.user):
        bounces.stop(each.email, "Unknown user", NOW)

    assert not lost_mailboxes.without_mail(TODAY).exists()


@time_machine.travel(NOW)
def test_their_page_on_the_desk_proposes_to_hand_over_what_they_have_in_hand(client, settings):
    settings.DEMO = True
    member = who_lost_their_mailbox()
    Contact.objects.create(slug="c", role="Membership", name=member.name, email=member.user.email)
    make_role(make_meeting(), Duty.MINUTE_TAKER, member)
    client.force_login(make_coordinator())

    page = client.get(reverse("admin:members_member_change", args=[member.pk]))
    hand_over = client.get(reverse("admin:meetings_meeting_hand_over", args=[member.user.pk]))

    assert "They have 2 things in hand" in page.text
    assert (hand_over.status_code, "Membership: " in hand_over.text) == (200, True)


def test_with_the_new_main_address_history_answers_and_certificates_stay_and_invitations_follow(client):
    member = who_lost_their_mailbox()
    meeting = make_meeting()
    Rsvp.objects.create(meeting=meeting, member=member, choice=Choice.ROOM, place=Place.ROOM, answered_at=NOW)
    certificate = make_certificate(member)
    sign_in_by_code(client, HOME)
    change = {"action_primary": "yes", "email": HOME}
    asked = post(client, "account_email", **change)
    client.post(asked["Location"])
    client.post(asked["Location"], {"code": last_code()})
    post(client, "account_email", **change)

    user = User.objects.get(member=member)
    certificate.refresh_from_db()
    assert (user.email, addresses.owner(member.user.email)) == (HOME, user)
    assert Rsvp.objects.get().member == member
    assert certificate.member == member
    assert not lost_mailboxes.without_mail(TODAY).exists()
    assert not bounces.is_stopped(user.email)
    rsvp.answer(meeting, Member.objects.get(pk=member.pk), Choice.NO, NOW)
    assert Message.objects.get(name="meetings/answer_recorded").recipient == HOME
