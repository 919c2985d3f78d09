"""The coordinators' desk: the queue, two actions for a clean application, decisions, deeds about members."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from members import coordinators, joining
from members.models import Application, Decision, Evidence, Member, MemberChange, Organisation
from members.models.application import DecisionKind, State
from members.stages import Against, EvidenceKind
from outbox.models import Message
from tests.factories import (
    make_complete_application,
    make_coordinator,
    make_evidence,
    make_member,
    make_sent_application,
    make_user,
)

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:members_application_changelist")
LETTER = "Dear Ada\n\nThese are my own words."


@pytest.fixture
def by():
    return make_coordinator()


@pytest.fixture
def desk(client, settings, by):
    """A coordinator's browser; the second factor is another test's subject."""
    settings.DEMO = True
    client.force_login(by)
    return client


INLINES = {
    f"{name}-{count}_FORMS": 0 for name in ("evidence", "standing_changes", "changes") for count in ("TOTAL", "INITIAL")
}


def make_clean_application(**fields):
    """At a known organisation, with nobody like them."""
    organisation = Organisation.objects.create(name="A trust", mail_domains="trust.example")
    return make_sent_application(organisation=organisation, **fields)


def page_of(application):
    return reverse("admin:members_application_change", args=[application.pk])


def to_decide(application, kind):
    return reverse("admin:members_application_decide", args=[application.pk, kind])


def as_sent(form, application, **changes):
    """What a browser posts when a coordinator changes nothing but this."""
    values = {
        form.add_prefix(name): form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()
    }
    changed = {form.add_prefix(name): value for name, value in changes.items()}
    return values | changed | {"seen": application.submitted_at.isoformat()}


def form_of(response, kind):
    forms = [response.context["approve"], *response.context["others"]]
    return next(form for form in forms if form and form.kind == kind)


def post_decision(desk, application, kind, **changes):
    form = form_of(desk.get(page_of(application)), kind)
    return desk.post(to_decide(application, kind), as_sent(form, application, **changes))


# The queue


def test_the_queue_shows_what_waits_the_newest_first_with_its_age(desk):
    now = timezone.now()
    make_sent_application(name="Ada Older", now=now - timedelta(days=2, hours=1))
    make_sent_application(name="Ben Newer", now=now - timedelta(hours=3))
    make_complete_application(name="Cleo Writing")
    joining.withdraw(make_sent_application(name="Dora Gone"))

    page = desk.get(QUEUE).content.decode()

    assert page.index("Ben Newer") < page.index("Ada Older")
    assert "2\xa0days ago" in page
    assert "3\xa0hours ago" in page
    assert "Cleo Writing" not in page
    assert "Dora Gone" not in page


def test_an_unsent_draft_is_its_writers_own_and_an_invited_one_is_seen(desk, by):
    draft = make_complete_application(name="Cleo Writing")
    joining.invite("grace@trust.example", {"name": "Grace Invited"}, by, timezone.now())

    page = desk.get(QUEUE, {"state": "all"}).content.decode()

    assert "Grace Invited" in page
    assert "Cleo Writing" not in page
    assert desk.get(page_of(draft)).status_code == 404


@pytest.mark.whole
def test_the_queue_takes_the_same_number_of_queries_for_one_and_for_thirty(desk, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as found:
            desk.get(QUEUE)
        return len(found)

    make_sent_application()
    desk.get(QUEUE)
    one = queries()
    for _ in range(29):
        make_sent_application()

    assert queries() == one


# Deciding


def test_a_clean_application_needs_two_actions_to_open_it_and_to_approve(desk, by):
    application = make_clean_application()

    answer = post_decision(desk, application, DecisionKind.APPROVE)

    application.refresh_from_db()
    checked = application.member.evidence.values_list("kind", "verified_against", "verified_by")
    assert (answer.status_code, answer.url) == (302, QUEUE)
    assert application.state == State.APPROVED
    assert set(checked) == {
        (EvidenceKind.INITIAL_TRAINING, Against.CERTIFICATE, by.pk),
        (EvidenceKind.ROLE_PLAY, Against.CERTIFICATE, by.pk),
        (EvidenceKind.TRAINING_CASE, Against.SUPERVISOR_WORD, by.pk),
    }


def test_an_application_that_asks_for_a_second_look_suggests_nothing_as_checked(desk):
    application = make_sent_application(organisation=None, organisation_other="A charity")

    answer = post_decision(desk, application, DecisionKind.APPROVE)

    assert answer.status_code == 409
    assert "Say against what you checked the initial training" in answer.content.decode()
    assert not Decision.objects.exists()


def test_what_was_not_checked_stays_claimed(desk):
    application = make_clean_application()
    case = application.member.evidence.get(kind=EvidenceKind.TRAINING_CASE)

    post_decision(desk, application, DecisionKind.APPROVE, **{f"evidence_{case.pk}": ""})

    assert list(Evidence.objects.to_verify()) == [case]


@pytest.mark.parametrize(
    ("kind", "state", "more"),
    [
        (DecisionKind.ASK_MORE, State.MORE_ASKED, {}),
        (DecisionKind.PARK, State.PARKED, {}),
        (DecisionKind.DECLINE, State.DECLINED, {"reason": "Not on the register"}),
    ],
)
def test_every_decision_goes_with_an_editable_letter(desk, by, kind, state, more):
    application = make_sent_application()

    post_decision(desk, application, kind, letter=LETTER, **more)

    application.refresh_from_db()
    decision = application.decisions.get()
    assert (application.state, decision.by, decision.letter) == (state, by, LETTER)
    assert decision.reason == more.get("reason", "")
    assert "These are my own words." in Message.objects.order_by("-pk").first().text


def test_a_decline_without_a_reason_is_asked_for_one_and_the_letter_is_still_there(desk):
    application = make_sent_application()

    answer = post_decision(desk, application, DecisionKind.DECLINE, letter=LETTER)

    assert answer.status_code == 422
    assert "These are my own words." in answer.content.decode()
    assert '<a href="#id_decline-reason">' in answer.content.decode()  # from the top of the page to the field
    assert not Decision.objects.exists()


def test_the_usual_letter_of_a_decline_leaves_only_with_the_coordinators_own_reason(desk):
    application = make_sent_application()

    answer = post_decision(desk, application, DecisionKind.DECLINE, reason="Not on the register")

    assert (answer.status_code, "in place of [Say why]" in answer.content.decode()) == (422, True)


def test_a_letter_with_an_nhs_number_does_not_leave(desk):
    application = make_sent_application()

    answer = post_decision(desk, application, DecisionKind.ASK_MORE, letter="About 943 476 5919")

    assert answer.status_code == 422
    assert "looks like an NHS number" in answer.content.decode()


def test_what_was_decided_meanwhile_is_said_and_shown(desk):
    application = make_sent_application()
    form = form_of(desk.get(page_of(application)), DecisionKind.ASK_MORE)
    joining.decline(application, make_coordinator(), "No match", LETTER, timezone.now())

    answer = desk.post(to_decide(application, "ask_more"), as_sent(form, application), follow=True)

    page = answer.content.decode()
    assert "not waiting for a decision any more" in page
    assert "Declined" in page
    assert application.decisions.count() == 1


def test_answers_that_changed_since_the_page_was_opened_are_read_again(desk):
    application = make_sent_application()
    form = form_of(desk.get(page_of(application)), DecisionKind.ASK_MORE)
    as_read = as_sent(form, application)
    joining.ask_more(application, make_coordinator(), LETTER, timezone.now())
    joining.submit(application, timezone.now())

    answer = desk.post(to_decide(application, "ask_more"), as_read)

    assert (answer.status_code, "The answers have changed" in answer.content.decode()) == (409, True)


def test_a_coordinator_sees_their_own_application_but_no_way_to_decide_it(desk, by):
    application = make_sent_application(user=by)

    page = desk.get(page_of(application))

    assert "This application is your own" in page.content.decode()
    assert (page.context["approve"], page.context["others"]) == (None, [])


def test_reading_changes_nothing_and_deciding_needs_a_post(desk):
    application = make_sent_application()

    assert desk.get(to_decide(application, "approve")).status_code == 405
    assert desk.get(reverse("admin:members_application_check", args=[application.pk])).status_code == 405
    assert not Decision.objects.exists()


def test_who_may_only_look_decides_nothing(desk, by):
    Group.objects.get(name=coordinators.GROUP).permissions.remove(
        *[each for each in coordinators.permissions() if each.codename == "change_application"]
    )
    application = make_sent_application()

    assert desk.get(page_of(application)).status_code == 200
    assert desk.post(to_decide(application, "approve")).status_code == 403


def test_the_registration_is_looked_up_and_recorded_beside_the_answers(desk, by):
    application = make_sent_application()

    desk.post(reverse("admin:members_application_check", args=[application.pk]))

    application.member.refresh_from_db()
    assert application.member.registration_checked_on == timezone.localdate()
    assert application.member.changes.get().by == by


def test_a_decision_is_undone_after_one_question(desk, by):
    application = make_clean_application()
    post_decision(desk, application, DecisionKind.APPROVE)
    address = reverse("admin:members_application_undo", args=[application.pk, application.decisions.get().pk])

    asked = desk.get(address).content.decode()
    desk.post(address)

    application.refresh_from_db()
    assert "is no longer a member" in asked
    assert (application.state, application.decisions.get().undone_by_name) == (State.SUBMITTED, by.email)
    assert desk.post(address, follow=True).content.decode().count("has been undone already") == 1


# Members


def test_add_a_member_enters_a_colleague_and_invites_them(desk, by):
    route = Application(route=make_complete_application().route).route

    answer = desk.post(
        reverse("admin:members_member_add"),
        {"name": "Grace Example", "email": "Grace@trust.example", "route": route.pk, "completed_on": "2020-03-06"},
    )

    invited = Application.objects.get(entered_by=by)
    assert answer.url == page_of(invited)
    assert (invited.name, invited.user.email, invited.state) == ("Grace Example", "grace@trust.example", State.DRAFT)
    assert Message.objects.get().name == "members/invited"
    assert not Member.objects.exists()


def test_who_is_known_already_is_not_invited(desk):
    member = make_member()

    answer = desk.post(reverse("admin:members_member_add"), {"name": "Grace Example", "email": member.user.email})

    assert (answer.status_code, "is a member already" in answer.content.decode()) == (422, True)


def test_a_deed_about_a_member_asks_why_and_is_recorded(desk, by):
    member = make_member()
    address = reverse("admin:members_member_deed", args=[member.pk, "suspend"])

    assert desk.post(address, {"reason": ""}).status_code == 422
    desk.post(address, {"reason": "Asked to by their employer"})

    member.refresh_from_db()
    change = MemberChange.objects.get()
    assert member.suspended_on == timezone.localdate()
    assert (change.by, change.reason) == (by, "Asked to by their employer")


def test_a_member_is_made_a_coordinator_and_removed_on_their_own_page(desk):
    member = make_member()

    for deed, is_one in [("appoint", True), ("remove", False)]:
        desk.post(reverse("admin:members_member_deed", args=[member.pk, deed]), {"reason": "Hands over in May"})
        assert coordinators.is_coordinator(member.user) is is_one


def test_the_page_of_a_member_offers_only_what_is_possible(desk):
    page = desk.get(reverse("admin:members_member_change", args=[make_member().pk]))

    assert list(page.context["deeds"]) == ["suspend", "leave", "appoint", "erase", "links"]


def test_state_is_read_only_on_the_page_of_a_member(desk):
    member = make_member(body=None)
    address = reverse("admin:members_member_change", args=[member.pk])
    form = desk.get(address).context["adminform"].form

    desk.post(address, {"name": "A New Name", "joined_on": "2001-01-01", "standing": "supervisor", **INLINES})

    fresh = Member.objects.get(pk=member.pk)
    assert (fresh.name, fresh.joined_on, fresh.standing) == ("A New Name", member.joined_on, member.standing)
    assert not {"standing", "joined_on", "left_on", "suspended_on", "user", "listed"} & set(form.fields)
    assert "new name" in fresh.search_text


def test_a_registration_that_a_coordinator_corrects_is_no_longer_checked(desk):
    member = make_member(registration_number="PYL111111", registration_checked_on=timezone.localdate())

    desk.post(
        reverse("admin:members_member_change", args=[member.pk]),
        {"name": member.name, "registration_number": "PYL222222", **INLINES},
    )

    member.refresh_from_db()
    assert (member.registration_number, member.registration_checked_on) == ("PYL222222", None)


# Evidence and appointments


def verify(desk, evidence, against):
    chosen = {"action": "verify", "against": against, "_selected_action": [item.pk for item in evidence]}
    return desk.post(reverse("admin:members_evidence_changelist"), chosen, follow=True).content.decode()


def test_evidence_is_verified_person_by_person_and_ones_own_is_refused(desk, by):
    other = make_evidence(make_member(name="Ben Other"), EvidenceKind.ACCREDITED)
    own = make_evidence(make_member(name="Cora Own", user=by), EvidenceKind.ACCREDITED)

    page = verify(desk, [other, own], Against.BPC_LIST)

    assert "Ben Other, Listed as an accredited practitioner, Friday 7 June 2024: verified" in page
    assert "You cannot verify evidence about yourself" in page
    assert list(Evidence.objects.verified().filter(kind=EvidenceKind.ACCREDITED)) == [other]


def test_evidence_is_verified_against_something(desk):
    evidence = make_evidence(make_member(), EvidenceKind.ACCREDITED)

    assert "Choose against what you checked it" in verify(desk, [evidence], "")


def test_an_applicants_evidence_is_not_in_the_list(desk):
    make_sent_application(name="Ada Applicant")

    assert "Ada Applicant" not in desk.get(reverse("admin:members_evidence_changelist")).content.decode()


def test_a_coordinator_without_membership_is_removed_from_their_appointment_with_a_reason(desk):
    other = make_coordinator()

    desk.post(reverse("admin:members_appointment_end", args=[other.appointments.get().pk]), {"why": "Moves away"})

    assert not coordinators.is_coordinator(other)


def test_groups_are_in_nobodys_hands():
    assert Group not in admin.site._registry


def test_someone_who_is_no_coordinator_does_not_get_in(client, settings):
    settings.DEMO = True
    client.force_login(make_user())

    assert client.get(QUEUE).status_code == 403
