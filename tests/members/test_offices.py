"""Who sees and decides about whom: coordinators for everything and for an area, auditors, service leads."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members import coordinators, membership, offices
from members.admin.deeds import DEEDS
from members.coordinators import Refusal, Refused
from members.models import Application, Appointment, Area, Member
from members.models.history import ChangeKind, OfficeKind
from outbox.models import Message
from tests.factories import make_coordinator, make_evidence, make_member, make_officer, make_sent_application, make_user

NOW = timezone.now()
pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    here, there, *_ = Area.objects.all()
    return here, there


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def test_a_coordinator_for_an_area_decides_about_its_people_alone_and_never_about_themselves(areas):
    here, there = areas
    user = make_officer(OfficeKind.COORDINATOR, here)
    people = [
        make_member(area=here),
        make_member(area=there),
        make_member(area=None),
        make_member(user=user, area=here),
        make_member(user=make_coordinator(), area=here),
    ]

    assert [coordinators.may_decide_about(user, each) for each in people] == [True, False, False, False, True]
    assert set(coordinators.members_for(user)) == {people[0], people[3], people[4]}
    assert coordinators.is_coordinator(user)
    assert [membership.refusal(each, ChangeKind.SUSPENDED, user, timezone.localdate(NOW)) for each in people] == [
        None,
        membership.Refusal.ELSEWHERE,
        membership.Refusal.ELSEWHERE,
        membership.Refusal.OWN,
        membership.Refusal.ELSEWHERE,
    ]


def test_what_is_about_people_of_other_areas_does_not_exist_for_a_coordinator_of_an_area(client, areas):
    here, there = areas
    client.force_login(make_officer(OfficeKind.COORDINATOR, here))
    answers = {}
    for area in (here, there, None):
        member = make_member(area=area)
        application = make_sent_application()
        Application.objects.filter(pk=application.pk).update(area=area)
        rows = {"member": member.pk, "evidence": make_evidence(member).pk, "application": application.pk}
        addresses = [reverse(f"admin:members_{name}_change", args=[pk]) for name, pk in rows.items()]
        addresses.append(reverse("admin:members_member_deed", args=[member.pk, "suspend"]))
        addresses.append(reverse("admin:members_evidence_verify", args=[rows["evidence"]]))
        answers[area] = {client.get(address).status_code for address in addresses}

    # An unknown row of the admin leads back to the desk, as Django has it.
    assert answers[here] == {200}
    assert answers[there] == answers[None] <= {302, 404}


def test_lists_and_numbers_of_the_desk_count_the_people_of_the_area(client, areas):
    here, there = areas
    client.force_login(make_officer(OfficeKind.COORDINATOR, here))
    for area, name in ((here, "Ada Near"), (there, "Bea Far")):
        make_evidence(make_member(area=area, name=name))
    pages = ["members_member_changelist", "members_evidence_changelist", "members_standings", "members_time_limits"]

    found = {page: client.get(reverse(f"admin:{page}")).text for page in pages}
    desk = client.get(reverse("admin:index")).text

    assert [page for page, text in found.items() if "Bea Far" in text] == []
    assert "Ada Near" in found["members_member_changelist"]
    assert "1 waits" in desk
    assert reverse("admin:outbox_message_changelist") not in desk


def test_giving_and_ending_an_office_is_recorded_with_its_reason_and_told_by_mail(areas):
    first, user = make_coordinator(), make_user()

    offices.appoint(user, OfficeKind.COORDINATOR, areas, first, "Knows both", NOW)
    offices.appoint(user, OfficeKind.COORDINATOR, areas[:1], first, "One is enough", NOW)
    offices.end(user, OfficeKind.COORDINATOR, first, "Has moved", NOW)
    offices.appoint(user, OfficeKind.AUDITOR, (), first, "Looks at how we work", NOW)

    told = Message.objects.filter(name="members/office", user=user).order_by("pk")
    rows = Appointment.objects.filter(user=user).order_by("pk")
    assert [str(row.in_words()) for row in rows] == [
        f"became a coordinator for {areas[0]}, {areas[1]}",
        f"became a coordinator for {areas[0]}",
        "stopped being a coordinator",
        "became an auditor",
    ]
    assert [row.why in message.text for row, message in zip(rows, told, strict=True)] == [True] * 4
    user.refresh_from_db()
    assert (user.is_staff, coordinators.is_auditor(user), coordinators.is_coordinator(user)) == (True, True, False)


NARROWED = lambda user, area: offices.appoint(user, OfficeKind.COORDINATOR, [area], user, "Less work", NOW)  # noqa: E731
REMOVED = lambda user, area: offices.end(user, OfficeKind.COORDINATOR, user, "Tired", NOW)  # noqa: E731


@pytest.mark.parametrize("deed", [NARROWED, REMOVED], ids=["narrowed", "removed"])
def test_the_last_coordinator_for_everything_is_neither_narrowed_nor_removed(areas, deed):
    only = make_coordinator()
    offices.appoint(make_user(), OfficeKind.COORDINATOR, areas, only, "Helps", NOW)

    with pytest.raises(Refused) as refused:
        deed(only, areas[0])

    assert refused.value.reason == Refusal.LAST
    assert coordinators.is_for_everything(only)


def test_only_a_coordinator_for_everything_gives_an_office_and_nobody_holds_two(areas):
    local, auditor, first = (
        make_officer(OfficeKind.COORDINATOR, areas[0]),
        make_officer(OfficeKind.AUDITOR),
        make_coordinator(),
    )

    refusals = [offices.refusal(make_user(), OfficeKind.AUDITOR, (), by) for by in (local, auditor, make_user())]

    assert set(refusals) == {Refusal.NOT_COORDINATOR}
    assert offices.refusal(auditor, OfficeKind.COORDINATOR, (), first) == Refusal.OTHER_OFFICE
    assert offices.refusal(auditor, OfficeKind.AUDITOR, areas, first) == Refusal.ONLY_COORDINATORS
    twice = (
        offices.refusal(auditor, OfficeKind.AUDITOR, (), first),
        offices.refusal_to_end(local, OfficeKind.AUDITOR, first),
    )
    assert twice == (Refusal.ALREADY, Refusal.NOT_ONE)
    assert not any("coordinator" in str(each.label) for each in twice)  # each is said of every office
    assert Member.objects.none().count() == coordinators.members_for(make_user()).count() == 0


def test_the_page_of_a_member_offers_to_appoint_exactly_those_whom_the_verb_appoints(areas):
    first = make_coordinator()
    people = [make_user(), make_officer(OfficeKind.COORDINATOR, areas[0]), make_officer(OfficeKind.AUDITOR), first]

    offered = [DEEDS["appoint"].refusal(make_member(user=each), first, NOW) for each in people]

    assert offered == [None, None, Refusal.OTHER_OFFICE, Refusal.ALREADY]
    assert offered == [offices.refusal(each, OfficeKind.COORDINATOR, (), first) for each in people]


def test_offices_are_given_and_ended_on_the_desk_with_a_reason(client, areas):
    user = make_user()
    client.force_login(make_coordinator())
    said = {"email": user.email, "office": "coordinator", "areas": [areas[0].pk]}

    without_why = client.post(reverse("admin:members_appointment_add"), said)
    given = client.post(reverse("admin:members_appointment_add"), {**said, "why": "Knows Cumbria"})
    row = Appointment.objects.get(user=user)
    ended = client.post(reverse("admin:members_appointment_end", args=[row.pk]), {"why": "Has moved"})

    assert (without_why.status_code, given.status_code, ended.status_code) == (422, 302, 302)
    assert [each.why for each in Appointment.objects.filter(user=user).order_by("pk")] == ["Knows Cumbria", "Has moved"]
