"""Home for every kind of person: what comes next for them, what waits for them, at a constant price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import notices, rsvp
from meetings.models import Rsvp
from meetings.words import Choice
from members import leaving
from members.eligibility import Refusal
from members.models import Leaving
from members.models.application import State
from members.next_step import ON_APPLICATION, ON_REFUSAL, ON_STANDING, next_step_of
from members.stages import EvidenceKind, Standing
from members.switches import Audience
from outbox.models import State as MessageState
from tests.access.people import show_second_step
from tests.factories import (
    make_applicant,
    make_application,
    make_certificate,
    make_coordinator,
    make_evidence,
    make_meeting,
    make_member,
    make_message,
    make_notice,
    make_offer,
    make_user,
)

pytestmark = pytest.mark.django_db


def home(client, user):
    client.force_login(user)
    page = client.get("/")
    assert page.status_code == 200
    return page


def sent(state):
    """An application in this state, as the database allows it."""
    now = timezone.now()
    return make_application(state=state, submitted_at=now, terms_agreed_at=now)


def waiting(page):
    return [(line.title, line.status) for line in page.context["todo"]]


# The next step


@pytest.mark.parametrize("state", [state for state in State if state != State.APPROVED])
def test_an_applicant_reads_how_their_application_stands(client, state):
    page = home(client, sent(state).user)

    assert page.context["step"] == ON_APPLICATION[state]
    assert ON_APPLICATION[state].heading in page.content.decode()


def test_someone_who_has_just_signed_up_is_led_to_the_application(client):
    assert home(client, make_user()).context["step"].page == "members:application"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"left_on": timezone.localdate()}, Refusal.LEFT), ({"suspended_on": timezone.localdate()}, Refusal.SUSPENDED)],
)
def test_someone_who_may_not_take_part_reads_why_and_whom_to_ask(client, fields, reason):
    page = home(client, make_member(**fields).user)

    assert (page.context["step"], page.context["panel"]) == (ON_REFUSAL[reason], None)


def test_an_application_to_come_back_counts_more_than_having_left(client):
    member = make_member(left_on=timezone.localdate())
    make_application(user=member.user)

    assert home(client, member.user).context["step"] == ON_APPLICATION[State.DRAFT]


def test_a_member_whose_training_is_not_verified_reads_so(client):
    member = make_member()
    member.evidence.all().delete()

    assert home(client, member.user).context["step"] == ON_REFUSAL[Refusal.NOT_TRAINED]


def test_a_member_reads_their_standing_and_what_leads_further(client):
    page = home(client, make_member(standing=Standing.ACCREDITED).user)

    assert page.context["standing"] == Standing.ACCREDITED.label
    assert page.context["step"] == ON_STANDING[Standing.ACCREDITED]


@pytest.mark.parametrize("standing", [Standing.TRAINED, Standing.TRAINING_CASES])
def test_a_trainee_reads_the_next_step_of_their_pathway(client, standing):
    page = home(client, make_member(standing=standing).user)

    assert page.context["step"].heading == "Record the result of your role-play"
    assert page.context["step"].page == ON_STANDING[standing].page == "members:pathway"


@pytest.mark.parametrize(
    ("audience", "listed", "heading"),
    [
        (None, True, "Say whether you have a place"),
        (Audience.COORDINATORS, True, "Show members what you offer"),
        (Audience.MEMBERS, True, "Keep your places right"),
        (Audience.MEMBERS, False, "Show members what you offer"),
    ],
)
def test_a_supervisor_is_asked_for_the_supervision_they_can_give(audience, listed, heading):
    member = make_member(standing=Standing.SUPERVISOR, listed=listed)
    if audience:
        make_offer(member, audience=audience)

    assert next_step_of(member, None, None, is_coordinator=False).heading == heading


def test_a_coordinator_without_membership_is_led_to_their_desk_and_not_to_meetings(client):
    make_meeting()
    page = home(client, make_coordinator())

    assert (page.context["step"].page, page.context["panel"]) == ("admin:index", None)


@pytest.mark.parametrize("refusal", [*Refusal, None])
@pytest.mark.parametrize("state", [*State, None])
@pytest.mark.parametrize("is_coordinator", [True, False])
def test_every_kind_of_person_has_a_next_step_that_leads_somewhere(refusal, state, is_coordinator):
    application = sent(state) if state else None

    step = next_step_of(make_applicant(), application, refusal, is_coordinator=is_coordinator)

    assert step.address.startswith("/")


# What waits


def test_the_next_meeting_can_be_answered_at_once_and_the_others_wait(client):
    member, now = make_member(), timezone.now()
    first = make_meeting(title="First")
    second = make_meeting(title="Second", starts_at=now + timedelta(days=60))
    answered = make_meeting(title="Answered", starts_at=now + timedelta(days=90))
    rsvp.answer(answered, member, Choice.NO, now)
    make_meeting(title="Draft", status="draft")

    page = home(client, member.user)

    assert page.context["panel"].meeting == first
    assert f'action="/meetings/{first.slug}/answer/"' in page.content.decode()
    assert waiting(page) == [(second.title, "No answer yet")]


def test_what_has_a_day_comes_before_what_is_merely_owed_and_what_is_ready_comes_last(client):
    member, now = make_member(), timezone.now()
    make_meeting(title="Next")
    asked_again = make_meeting(title="Moved", starts_at=now + timedelta(days=60))
    rsvp.answer(asked_again, member, Choice.ROOM, now)
    Rsvp.objects.filter(meeting=asked_again).update(confirm_by=now + timedelta(days=3))
    make_meeting(title="Later", starts_at=now + timedelta(days=90))
    certificate = make_certificate(member)

    assert waiting(home(client, member.user)) == [
        ("Moved", "Still coming?"),
        ("Later", "No answer yet"),
        (f"Your certificate for {certificate.title} is ready", "Ready"),
    ]


def test_somebody_not_trained_yet_finds_the_record_of_what_they_attended(client):
    attended, not_yet = make_applicant(), make_applicant()
    make_certificate(attended)

    with_record, without = home(client, attended.user), home(client, not_yet.user)

    assert 'href="/meetings/cpd/"' in with_record.content.decode()
    assert 'href="/meetings/cpd/"' not in without.content.decode()


def test_an_applicant_is_reminded_of_what_we_asked(client):
    page = home(client, sent(State.MORE_ASKED).user)

    assert waiting(page) == [("Your application", "We asked you for more")]


def test_a_coordinator_sees_how_much_waits_for_them_and_a_member_does_not(client):
    sent(State.SUBMITTED)
    make_evidence(make_member(), EvidenceKind.ACCREDITED)
    make_message(state=MessageState.FAILED)

    coordinator = home(client, make_coordinator())
    member = home(client, make_member().user)

    assert waiting(coordinator) == [
        ("Applications", "1 waiting"),
        ("Evidence", "1 waiting"),
        ("Messages", "1 waiting"),
    ]
    assert waiting(member) == []


def test_the_latest_three_notices_are_at_hand(client):
    member = make_member()
    for number in range(4):
        notice = make_notice(subject=f"Notice {number}")
        notices.send(notice, make_user(), timezone.now(), seen=notices.wording(notice))

    page = home(client, member.user)

    assert [notice.subject for notice in page.context["notices"]] == ["Notice 3", "Notice 2", "Notice 1"]


@pytest.mark.whole
def test_home_costs_the_same_however_much_there_is(client):
    member = make_member()
    client.force_login(member.user)

    def fill(times):
        for number in range(times):
            make_meeting(starts_at=timezone.now() + timedelta(days=14 + number))
            notice = make_notice()
            notices.send(notice, make_user(), timezone.now(), seen=notices.wording(notice))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    fill(2)
    cost()  # the first page of a session also writes that the session is used
    few = cost()
    fill(28)

    assert cost() == few


def test_a_visitor_finds_the_front_page_and_not_a_login(client):
    page = client.get("/")

    assert page.status_code == 200
    assert b"What waits for you" not in page.content


@pytest.mark.parametrize(("days", "soon"), [(0, "in 30 days"), (29, "tomorrow"), (30, "today")])
def test_whoever_will_be_erased_reads_how_soon_and_the_way_to_stay(client, time_machine, days, soon):
    member, now = make_member(), timezone.now()
    leaving.ask(member.user, now)
    client.force_login(member.user)
    time_machine.move_to(now + timedelta(days=days))

    page = home(client, member.user).content.decode()

    assert f", {soon}. Until then you can stay." in page
    leaving.regret(Leaving.objects.get(), now)
    assert "will be erased" not in home(client, member.user).content.decode()


def test_coordinators_see_on_their_desk_who_will_be_erased(client):
    user, member = make_coordinator(), make_member(name="Zoë Quillfeather")
    make_member(name="Ada Who Left", left_on=timezone.localdate())
    leaving.ask(member.user, timezone.now())
    client.force_login(user)
    show_second_step(client, user)

    desk = client.get("/admin/").content.decode()
    found = client.get("/admin/members/member/?membership=leaving").content.decode()

    assert "1 in their 30 days" in desk
    assert ("Zoë Quillfeather" in found, "Ada Who Left" in found) == (True, False)
