"""Every page of the desk that shows one person's row is noted, and that person can read who opened it."""

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from meetings.models import CalendarReply
from meetings.words import ReplyState
from members import record_views
from members.models import RecordView
from members.models.history import OfficeKind
from tests.access import places
from tests.access.outcomes import filled_in, routes
from tests.access.people import Person
from tests.access.rows import ROWS
from tests.factories import (
    make_calendar_reply,
    make_coordinator,
    make_evidence,
    make_meeting,
    make_member,
    make_officer,
    make_sent_application,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def looks_at(member):
    return [(view.by_name, view.page) for view in member.views.order_by("pk")]


def test_opening_somebodys_record_is_noted_once_an_hour_and_they_can_read_it(client):
    member, coordinator = make_member(), make_coordinator()
    address = reverse("admin:members_member_change", args=[member.pk])
    client.force_login(coordinator)
    with time_machine.travel(timezone.now()) as now:
        for minutes in (0, 1, 58, 2):
            now.shift(minutes * 60)
            client.get(address)

        client.force_login(member.user)
        page = client.get(reverse("members:looked")).text

    assert looks_at(member) == [(coordinator.email, "Your record as a member")] * 2
    assert page.count("Your record as a member") == 2
    assert coordinator.email in page
    assert reverse("members:looked") in client.get(reverse("members:profile")).text


def test_ones_own_record_and_a_refused_page_are_not_noted(client):
    coordinating, member = make_member(user=make_coordinator()), make_member()
    client.force_login(coordinating.user)
    client.get(reverse("admin:members_member_change", args=[coordinating.pk]))
    client.force_login(make_member().user)
    client.get(reverse("admin:members_member_change", args=[member.pk]))

    assert not RecordView.objects.exists()


def test_what_waits_for_a_decision_is_not_noted_for_who_decides_and_is_for_an_auditor(client):
    application, fact = make_sent_application(), make_evidence(make_member())
    addresses = [
        reverse("admin:members_application_change", args=[application.pk]),
        reverse("admin:members_evidence_change", args=[fact.pk]),
    ]
    noted = {}
    for who in (make_coordinator(), make_officer(OfficeKind.AUDITOR)):
        client.force_login(who)
        for address in addresses:
            assert client.get(address).status_code == 200
        noted[who.email] = RecordView.objects.filter(by=who).count()

    assert list(noted.values()) == [0, 2]


def test_the_page_of_what_somebody_has_in_hand_is_a_look_at_them(client):
    member, coordinator = make_member(user=make_coordinator()), make_coordinator()
    client.force_login(coordinator)

    answer = client.get(reverse("admin:meetings_meeting_hand_over", args=[member.user_id]))

    assert answer.status_code == 200
    assert looks_at(member) == [(coordinator.email, "What you have in hand")]


def personal_routes():
    """Every address of the admin about one row of a model that names a person, from the URL configuration."""
    for route in routes():
        app, _, rest = route.removeprefix("admin/").partition("/")
        name = rest.partition("/")[0]
        if not route.startswith("admin/") or "<" not in route or app not in apps.app_configs:
            continue
        try:
            model = apps.get_model(app, name)
        except LookupError:
            continue
        if about_a_person(model):
            yield route, model


def about_a_person(model):
    """Whether a row of it names a member, or an account that is a member's."""
    if model._meta.label_lower in ("members.member", "accounts.user"):
        return True
    return any(field.is_relation and field.name in record_views.OWNERS for field in model._meta.concrete_fields)


@pytest.mark.whole
def test_no_page_about_one_person_opens_without_being_noted(client):
    known = places.fill()
    client.force_login(make_coordinator())
    opened, unnoted = 0, []
    for route, model in personal_routes():
        places_of = {**known, **places.row_in(route)}
        row = model._default_manager.filter(pk=places_of["pk"]).first()
        if row is None:
            continue
        address = filled_in(places.plain(route), places_of)
        RecordView.objects.all().delete()
        answer = client.get(address)
        whose = record_views.member_of(row)
        if answer.status_code != 200 or whose is None:
            continue
        opened += 1
        waiting = record_views.is_waiting(model._meta.label_lower, row)
        if RecordView.objects.filter(member=whose).exists() == waiting:
            unnoted.append(route)

    assert unnoted == []
    assert opened > 10


NAMES = "Names of those who come to a meeting, for whoever runs it: a list, and nobody’s record is opened."
QUEUE = "What waits there to be decided or written: the queue."
OWN = "One’s own."
# Every page outside the admin that a coordinator opens and a member does not, and why it is no look at a record.
OUTSIDE_THE_ADMIN = {
    "accounts/2fa/reauthenticate/": OWN,
    "join/<slug:step>/": OWN,
    "counts/": "Numbers, from which no small one can be read.",
    "minutes/desk/": QUEUE,
    "minutes/<slug:slug>/agenda/": QUEUE,
    "minutes/<slug:slug>/write/": QUEUE,
    "minutes/<slug:slug>/publish/": QUEUE,
    "minutes/<slug:slug>/documents/": "Documents of a meeting, which members read.",
    "meetings/<slug:slug>/door/": NAMES,
    "meetings/<slug:slug>/sheet/": f"{NAMES} That it leaves stands in the register of exports.",
    "meetings/<slug:slug>/attendance/": NAMES,
    "meetings/<slug:slug>/attendance/close/": NAMES,
    "meetings/<slug:slug>/attendance/reopen/": NAMES,
}


def test_every_page_outside_the_admin_that_shows_a_coordinator_more_than_a_member_is_weighed():
    """A page that a coordinator opens as a member shows them what its owner shows: those who hide are not there."""
    shows_more = {
        route for route, row in ROWS.items() if row.get[Person.COORDINATOR] == 200 and row.get[Person.MEMBER] != 200
    }

    assert shows_more == set(OUTSIDE_THE_ADMIN)


def test_an_answer_from_a_calendar_is_the_queue_until_it_is_decided(client):
    reply = make_calendar_reply(make_meeting(), make_member())
    address = reverse("admin:meetings_calendarreply_change", args=[reply.pk])
    client.force_login(make_coordinator())
    noted = []
    for state in (ReplyState.TO_CHECK, ReplyState.APPLIED):
        CalendarReply.objects.filter(pk=reply.pk).update(state=state)
        assert client.get(address).status_code == 200
        noted.append([each.page for each in RecordView.objects.filter(member=reply.member)])

    assert noted == [[], ["An answer from your calendar"]]
