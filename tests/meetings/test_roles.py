"""Who does what at one meeting: given, handed on, taken over by the next meeting, freed when somebody may not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meetings import roles
from meetings.admin.today import meeting_lines
from meetings.models import MeetingChange, Role
from meetings.roles import Refusal, Refused
from meetings.words import Deed, Duty
from members import membership
from outbox.models import Message
from tests.factories import make_applicant, make_coordinator, make_meeting, make_member
from tests.meetings.test_planning import MAY, NOW, planned

pytestmark = pytest.mark.django_db


def able(**fields):
    """A coordinator who is a member."""
    return make_member(user=make_coordinator(), **fields)


def held(meeting):
    return {role.duty: role.member for role in Role.objects.filter(meeting=meeting)}


def coming(**fields):
    return make_meeting(starts_at=MAY, **fields)


def test_a_role_is_given_recorded_and_told():
    meeting, ada, by = coming(), make_member(name="Ada Example"), make_coordinator()

    roles.give(meeting, Duty.DOOR, ada, NOW, by=by)
    roles.give(meeting, Duty.DOOR, ada, NOW, by=by)

    assert held(meeting) == {Duty.DOOR: ada}
    change = MeetingChange.objects.get(deed=Deed.ROLE)
    assert (change.detail, change.by) == ("Door: – → Ada Example", by)
    assert Message.objects.get().subject.startswith("You are at the door")


def test_a_role_that_is_handed_on_is_told_to_both():
    meeting, ada, ben = coming(), make_member(), make_member()
    roles.give(meeting, Duty.MINUTE_TAKER, ada, NOW, by=None)

    roles.give(meeting, Duty.MINUTE_TAKER, ben, NOW + timedelta(days=1), by=None)

    assert held(meeting) == {Duty.MINUTE_TAKER: ben}
    told = Message.objects.filter(created_at=NOW + timedelta(days=1)).order_by("recipient")
    assert [message.recipient for message in told] == sorted([ada.user.email, ben.user.email])


@pytest.mark.parametrize(
    ("duty", "who", "reason"),
    [
        (Duty.DOOR, make_applicant, Refusal.NOT_ELIGIBLE),
        (Duty.COORDINATOR, make_member, Refusal.NOT_COORDINATOR),
    ],
)
def test_only_those_who_can_do_it_get_a_role(duty, who, reason):
    with pytest.raises(Refused) as refused:
        roles.give(coming(), duty, who(), NOW, by=None)

    assert refused.value.reason == reason


def test_a_meeting_that_has_a_coordinator_is_handed_to_another_and_never_left_without():
    meeting, ada, ben = coming(), able(), able()
    roles.give(meeting, Duty.COORDINATOR, ada, NOW, by=None)

    with pytest.raises(Refused) as refused:
        roles.take_away(meeting, Duty.COORDINATOR, NOW, by=None)
    roles.give(meeting, Duty.COORDINATOR, ben, NOW, by=None)

    assert refused.value.reason == Refusal.NEEDS_ONE
    assert held(meeting) == {Duty.COORDINATOR: ben}


def test_a_new_meeting_takes_over_the_roles_of_the_meeting_before_from_those_who_still_may():
    before, ada, ben, gone = coming(), able(), make_member(), make_member()
    for duty, member in ((Duty.COORDINATOR, ada), (Duty.DOOR, ben), (Duty.MINUTE_TAKER, gone)):
        roles.give(before, duty, member, NOW, by=None)
    type(gone).objects.filter(pk=gone.pk).update(suspended_on=NOW.date())

    new = planned(starts_at=MAY + timedelta(days=56), ends_at=MAY + timedelta(days=56, hours=2))

    assert held(new) == {Duty.COORDINATOR: ada, Duty.DOOR: ben}


def test_whoever_may_not_take_part_any_more_loses_the_door_and_the_coordinators_are_told():
    meeting, past, ada = coming(), make_meeting(starts_at=NOW - timedelta(days=9)), able()
    for each in (meeting, past):
        Role.objects.create(meeting=each, duty=Duty.DOOR, member=ada, given_at=NOW)
    Role.objects.create(meeting=meeting, duty=Duty.COORDINATOR, member=ada, given_at=NOW)
    other = make_coordinator()

    membership.suspend(ada, other, "A test", NOW)

    assert (held(meeting), held(past)) == ({Duty.COORDINATOR: ada}, {Duty.DOOR: ada})
    (told,) = Message.objects.filter(name="meetings/roles_free")
    assert told.recipient == other.email
    assert list(roles.without_coordinator(NOW)) == [meeting]


def test_the_desk_says_which_meetings_need_a_coordinator():
    meeting = make_meeting()
    Role.objects.create(meeting=meeting, duty=Duty.COORDINATOR, member=make_member(), given_at=NOW)

    (line,) = meeting_lines()

    assert line.title == f"Needs a coordinator: {meeting}"


def test_roles_are_given_and_taken_away_on_the_desk(desk):
    meeting, ada = make_meeting(), make_member(name="Ada Example", search_text="ada example")
    page = reverse("admin:meetings_meeting_roles", args=[meeting.pk])

    found = desk.get(page, {"name": "ada"})
    given = desk.post(page, {"duty": "door", "door-member": ada.pk}, follow=True)
    nobody = desk.post(page, {"duty": "door", "door-member": ""})
    wrong = desk.post(page, {"duty": "coordinator", "coordinator-member": ada.pk})
    unknown = desk.post(page, {"duty": "cook"})

    assert "Ada Example" in found.content.decode()
    assert "Door: Ada Example." in given.content.decode()
    assert [response.status_code for response in (nobody, wrong, unknown)] == [422, 422, 422]
    desk.post(page, {"duty": "door", "take_away": "yes"})
    assert held(meeting) == {}


def test_members_read_who_does_what_on_the_page_of_the_meeting_without_the_name_of_who_hides_it(client):
    meeting, ada, ben = make_meeting(), make_member(name="Ada Example"), make_member(name="Ben Example", listed=False)
    roles.give(meeting, Duty.DOOR, ada, meeting.created_at, by=None)
    roles.give(meeting, Duty.MINUTE_TAKER, ben, meeting.created_at, by=None)
    client.force_login(make_member().user)

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Who does what" in page
    assert "Ada Example" in page
    assert "Ben Example" not in page
    assert "A member" in page


def test_a_role_that_is_given_on_at_the_moment_its_holder_leaves_stays_with_its_new_holder(monkeypatch):
    meeting, ada, ben = coming(), able(), able()
    roles.give(meeting, Duty.DOOR, ada, NOW, by=None)
    real = Role.objects.filter

    def given_on_meanwhile(*args, **kwargs):
        if "pk" in kwargs:
            real(duty=Duty.DOOR).update(member=ben)
        return real(*args, **kwargs)

    monkeypatch.setattr(Role.objects, "filter", given_on_meanwhile)
    roles.release(ada, NOW, "left")

    assert held(meeting) == {Duty.DOOR: ben}
    assert not Message.objects.filter(name="meetings/roles_free").exists()
