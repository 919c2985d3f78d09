"""A coordinator hands over: everything in hand is listed, and goes to a successor in one press."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import handing_over, planning, roles
from meetings.handing_over import Refusal, Refused
from meetings.models import Role
from meetings.words import Duty
from members import contacts_answering, offices
from members.models import Contact
from members.models.history import OfficeKind
from minutes.models import Action
from tests.factories import make_coordinator, make_meeting, make_member
from tests.meetings.test_planning import plan

pytestmark = pytest.mark.django_db


def able(**fields):
    return make_member(user=make_coordinator(), **fields)


def in_hand(user):
    now = timezone.now()
    found = {each.title: [thing.title for thing in each.find(user, now)] for each in handing_over.belongings}
    return {title: things for title, things in found.items() if things}


def busy():
    """A coordinator with a meeting, its door, a draft, and a contact in their name."""
    now, ada = timezone.now(), able(name="Ada Example")
    meeting = make_meeting(title="Spring meeting")
    for duty in (Duty.COORDINATOR, Duty.DOOR):
        roles.give(meeting, duty, ada, now, by=None)
    late = now + timedelta(days=90)
    draft = planning.create(
        now, by=ada.user, **plan(title="A draft", starts_at=late, ends_at=late + timedelta(hours=2))
    )
    Role.objects.filter(meeting=draft).delete()
    on = timezone.localdate(now)
    told = {
        "email": "other@trust.example",
        **dict.fromkeys(("away_from", "away_until", "asked_on", "confirmed_on"), on),
    }
    Contact.objects.create(slug="membership", role="Membership", name="Ada Example", **told)
    return ada


def test_everything_that_somebody_has_in_hand_is_listed():
    ada = busy()

    assert in_hand(ada.user) == {
        "Coming meetings: coordinator": ["Spring meeting"],
        "Coming meetings: door": ["Spring meeting"],
        "Drafts that they planned": ["A draft"],
        "Contacts that name them": ["Membership: Ada Example"],
    }


def test_one_press_hands_all_of_it_to_a_successor_and_a_second_finds_nothing(desk):
    ada, ben = busy(), able(name="Ben Example")
    page = reverse("admin:meetings_meeting_hand_over", args=[ada.user.pk])

    desk.post(page, {"to": ben.user.pk})
    again = desk.post(page, {"to": ben.user.pk}, follow=True)

    assert in_hand(ada.user) == {}
    assert in_hand(ben.user)["Coming meetings: coordinator"] == ["Spring meeting", "A draft"]
    contact, today = Contact.objects.get(), timezone.localdate()
    assert contact.email == ben.user.email
    assert not contacts_answering.is_away(contact, today)
    assert contacts_answering.is_due(contact, today)  # that Ada said that all is right says nothing of Ben
    assert "Nothing handed to Ben Example." in again.content.decode()


def test_what_a_successor_needs_is_read_from_how_things_are():
    ada = able()

    lines = handing_over.needed(ada.user, timezone.now())

    assert [line.is_so for line in lines] == [True, True, False, True]


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (lambda ada: ada.user, Refusal.THEMSELVES),
        (lambda ada: make_member().user, Refusal.NOT_COORDINATOR),
        (lambda ada: make_coordinator(), Refusal.NO_MEMBER),
    ],
)
def test_nothing_goes_to_somebody_who_cannot_go_on_with_it(who, reason):
    ada = busy()
    before = in_hand(ada.user)

    with pytest.raises(Refused) as refused:
        handing_over.hand_all(ada.user, who(ada), timezone.now(), by=ada.user)

    assert refused.value.reason == reason
    assert in_hand(ada.user) == before


def test_whoever_is_no_coordinator_any_more_still_hands_over_and_nobody_else_has_a_page(desk):
    ada = busy()
    offices.end(ada.user, OfficeKind.COORDINATOR, desk.coordinator, "Moves away", timezone.now())

    page = desk.get(reverse("admin:meetings_meeting_hand_over", args=[ada.user.pk]))
    nobody = desk.get(reverse("admin:meetings_meeting_hand_over", args=[make_member().user.pk]))
    not_chosen = desk.post(reverse("admin:meetings_meeting_hand_over", args=[ada.user.pk]), {"to": "x"})

    assert [page.status_code, nobody.status_code, not_chosen.status_code] == [200, 404, 422]
    assert "Choose who goes on with it." in not_chosen.content.decode()


def test_the_list_of_appointments_and_the_removal_lead_to_the_hand_over(desk):
    ada = busy()
    page = reverse("admin:meetings_meeting_hand_over", args=[ada.user.pk])

    listed = desk.get(reverse("admin:members_appointment_changelist"))
    removal = desk.get(reverse("admin:members_member_deed", args=[ada.pk, "remove"]))

    assert page in listed.content.decode()
    assert page in removal.content.decode()


def test_open_actions_go_with_the_rest_and_unpublished_minutes_are_named():
    ada, ben, now = able(), able(), timezone.now()
    held = make_meeting(title="Winter meeting", starts_at=now - timedelta(days=3))
    Role.objects.create(meeting=held, duty=Duty.MINUTE_TAKER, member=ada, given_at=now)
    action = Action.objects.create(meeting=held, text="Book the room", owner=ada, recorded_at=now)
    assert in_hand(ada.user) == {
        "Open actions": ["Book the room"],
        "Minutes that are not published yet": ["Winter meeting"],
    }

    handing_over.hand_all(ada.user, ben.user, now, by=ada.user)

    action.refresh_from_db()
    assert action.owner == ben
