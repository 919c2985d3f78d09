"""From a draft to a member: what an applicant and a coordinator can do, and what is refused to each."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from members import joining, standing
from members.eligibility import Refusal as EligibilityRefusal
from members.eligibility import refusal as refusal_to_take_part
from members.joining import Refusal, Refused
from members.models import Application, Decision, Evidence, Member, Pathway
from members.models.application import DecisionKind, State, TrainingStatus
from members.stages import Against, EvidenceKind, Precision, Standing
from outbox import schedule
from outbox.models import Message
from outbox.models import State as MessageState
from tests.factories import (
    LONDON,
    make_application,
    make_complete_application,
    make_coordinator,
    make_evidence,
    make_member,
    make_pathway,
    make_sent_application,
    make_user,
)
from tests.together import at_once

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
LETTER = "Dear Ada\n\nThis is what we decided."
pytestmark = pytest.mark.django_db


def names_of_messages(application):
    return list(Message.objects.about(f"application:{application.pk}").order_by("pk").values_list("name", flat=True))


def training_of(application):
    return application.member.evidence.get(kind=EvidenceKind.INITIAL_TRAINING)


def approve(application, by=None, now=NOW):
    checked = {training_of(application): Against.CERTIFICATE}
    return joining.approve(application, by or make_coordinator(), checked, LETTER, now)


def reason_of(deed, *args):
    with pytest.raises(Refused) as refused:
        deed(*args)
    return refused.value.reason


# Sending


def test_sending_makes_a_member_with_claims_that_prove_nothing_yet():
    application = joining.submit(make_complete_application(), NOW)

    member = application.member
    assert (application.state, application.submitted_at) == (State.SUBMITTED, NOW)
    assert (member.name, member.joined_on, member.standing) == ("Ada Example", None, Standing.ENQUIRER)
    assert {(item.kind, item.happened_on, item.precision, item.verified_on) for item in member.evidence.all()} == {
        (EvidenceKind.INITIAL_TRAINING, date(2024, 6, 14), Precision.DAY, None),
        (EvidenceKind.ROLE_PLAY, date(2024, 6, 1), Precision.MONTH, None),
        (EvidenceKind.TRAINING_CASE, date(2024, 9, 1), Precision.MONTH, None),
    }
    assert names_of_messages(application) == ["members/received"]


def test_an_accredited_supervisor_claims_both_and_no_training_case():
    application = make_complete_application(
        accredited=True, accredited_since=date(2020, 5, 1), supervisor=True, supervisor_since=date(2022, 5, 1)
    )
    application.completed_on = date(2018, 6, 1)
    application.save()

    member = joining.submit(application, NOW).member

    assert set(member.evidence.values_list("kind", flat=True)) == {
        EvidenceKind.INITIAL_TRAINING,
        EvidenceKind.ACCREDITED,
        EvidenceKind.SUPERVISOR,
    }


def test_an_incomplete_application_says_on_which_pages_answers_are_missing():
    application = make_complete_application(name="", registration_number="123", terms_version="")

    with pytest.raises(Refused) as refused:
        joining.submit(application, NOW)

    assert refused.value.reason == Refusal.INCOMPLETE
    assert list(refused.value.problems) == ["name", "registration", "terms"]
    assert not Member.objects.filter(user=application.user).exists()


def test_an_application_is_sent_only_from_a_verified_address():
    application = make_complete_application()
    application.user.emailaddress_set.update(verified=False)

    assert reason_of(joining.submit, application, NOW) == Refusal.UNVERIFIED


def test_nobody_applies_twice():
    member = make_member()

    assert reason_of(joining.begin, member.user, NOW) == Refusal.MEMBER


def test_who_has_left_is_told_whom_to_ask():
    member = make_member(left_on=TODAY)

    assert joining.refusal_to_apply(member.user) == Refusal.LEFT


@pytest.mark.django_db(transaction=True)
def test_sending_twice_at_once_makes_one_member_and_one_message():
    application = make_complete_application()

    answers = at_once([partial(joining.submit, application, NOW)] * 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["Application", "Refused"]
    assert Member.objects.filter(user=application.user).count() == 1
    assert Evidence.objects.filter(member__user=application.user).count() == 3
    assert names_of_messages(application) == ["members/received"]


def test_sending_again_after_a_question_keeps_what_was_right_and_replaces_what_was_not():
    application = make_sent_application()
    kept = training_of(application)
    joining.ask_more(application, make_coordinator(), LETTER, NOW)
    Application.objects.filter(pk=application.pk).update(seeing_cases=False, name="Ada Better")

    member = joining.submit(application, NOW + timedelta(hours=1)).member

    assert list(member.evidence.all()) == [kept]
    assert member.name == "Ada Better"
    assert names_of_messages(application) == ["members/received", "members/more_asked", "members/received"]


def test_a_registration_that_changes_is_no_longer_checked():
    application = make_sent_application()
    Member.objects.filter(pk=application.member_id).update(registration_checked_on=TODAY)
    joining.ask_more(application, make_coordinator(), LETTER, NOW)
    Application.objects.filter(pk=application.pk).update(registration_number="PYL999999")

    member = joining.submit(application, NOW + timedelta(hours=1)).member

    assert member.registration_checked_on is None


# Not trained yet


def test_who_is_not_trained_waits_and_is_written_to_kindly():
    application = make_complete_application(training_status=TrainingStatus.NOT_YET, name="", terms_agreed_at=None)

    waiting = joining.wait_for_training(application, NOW)

    assert (waiting.state, waiting.tell_on) == (State.PARKED, None)
    assert names_of_messages(application) == ["members/waiting_for_training"]
    assert not Member.objects.filter(user=application.user).exists()


def test_who_has_booked_a_course_is_told_once_when_it_has_ended():
    application = make_complete_application(
        training_status=TrainingStatus.BOOKED, booked_for=TODAY.replace(day=1), tell_me=True
    )
    application = joining.wait_for_training(application, NOW)
    later = NOW + timedelta(days=40)

    told = [joining.tell_those_who_waited(now) for now in (NOW, later, later)]

    assert told == [0, 1, 0]
    assert names_of_messages(application) == ["members/waiting_for_training", "members/may_join"]


def test_the_clock_asks_who_is_to_be_told():
    assert {joining.tell_those_who_waited, joining.tell_coordinators} <= set(schedule.on_tick)


def test_coordinators_hear_once_a_day_that_somebody_waits_and_never_about_themselves():
    first, second = make_coordinator(), make_coordinator()
    morning = datetime(2026, 5, 14, 8, tzinfo=LONDON)
    application = make_sent_application(now=morning - timedelta(days=1))
    make_sent_application(user=second, now=morning - timedelta(days=1))

    told = [joining.tell_coordinators(morning + timedelta(hours=hours)) for hours in (0, 1, 11, 12, 24)]

    sent = Message.objects.filter(name="members/applications_wait").order_by("pk")
    assert told == [2, 2, 2, 0, 2]
    assert [(message.recipient, message.subject) for message in sent] == [
        (first.email, "2 applications wait for you"),
        (second.email, "An application waits for you"),
    ] * 2
    assert application.name not in sent[0].text
    assert "on Wednesday 13 May" in sent[0].text


def test_nobody_is_called_while_nobody_waits_nor_in_the_first_minutes():
    make_coordinator()
    noon = datetime(2026, 5, 14, 12, tzinfo=LONDON)
    make_sent_application(now=noon - timedelta(minutes=9))

    assert joining.tell_coordinators(noon) == 0
    assert joining.tell_coordinators(noon + timedelta(minutes=1)) == 1


def test_who_waited_sends_the_same_application_once_trained():
    application = make_complete_application(training_status=TrainingStatus.NOT_YET)
    joining.wait_for_training(application, NOW)
    Application.objects.filter(pk=application.pk).update(training_status=TrainingStatus.COMPLETED)

    sent = joining.submit(application, NOW)

    assert (sent.pk, sent.state) == (application.pk, State.SUBMITTED)


def test_who_is_trained_has_nothing_to_wait_for():
    assert reason_of(joining.wait_for_training, make_complete_application(), NOW) == Refusal.TRAINED


# Withdrawing and applying again


def test_who_withdraws_begins_again_with_the_same_answers_but_agrees_anew():
    application = joining.withdraw(make_sent_application())

    again = joining.begin(application.user, NOW)

    assert (application.state, again.state, again.name) == (State.WITHDRAWN, State.DRAFT, "Ada Example")
    assert (again.terms_version, again.terms_agreed_at) == ("", None)


def test_a_decided_application_is_not_withdrawn():
    application = make_sent_application()
    approve(application)

    assert reason_of(joining.withdraw, application) == Refusal.ENDED


# Approving


def test_approving_joins_today_verifies_what_was_checked_and_opens_the_gate():
    application, by = make_sent_application(), make_coordinator()
    training = training_of(application)

    decision = joining.approve(application, by, {training: Against.CERTIFICATE}, LETTER, NOW)

    member = Member.objects.get(pk=application.member_id)
    training.refresh_from_db()
    assert (member.joined_on, member.standing) == (TODAY, Standing.TRAINED)
    assert (training.verified_by, training.verified_against, training.verified_in) == (
        by,
        Against.CERTIFICATE,
        decision,
    )
    assert refusal_to_take_part(member, TODAY) is None
    assert {item.kind for item in member.evidence.to_verify()} == {EvidenceKind.ROLE_PLAY, EvidenceKind.TRAINING_CASE}
    assert names_of_messages(application) == ["members/received", "members/approved"]
    assert "This is what we decided." in Message.objects.get(name="members/approved").text


def test_all_that_was_checked_counts_at_once():
    application = make_sent_application()
    checked = dict.fromkeys(application.member.evidence.all(), Against.SUPERVISOR_WORD)

    joining.approve(application, make_coordinator(), checked, LETTER, NOW)

    assert Member.objects.get(pk=application.member_id).standing == Standing.TRAINING_CASES


def test_nobody_is_approved_without_their_initial_training_checked():
    application = make_sent_application()
    others = application.member.evidence.exclude(kind=EvidenceKind.INITIAL_TRAINING)
    checked = dict.fromkeys(others, Against.SUPERVISOR_WORD)

    reason = reason_of(joining.approve, application, make_coordinator(), checked, LETTER, NOW)

    assert reason == Refusal.TRAINING_NOT_CHECKED


def test_a_training_on_no_recognised_route_opens_nothing():
    application = make_sent_application()
    make_pathway()
    Evidence.objects.filter(pk=training_of(application).pk).update(pathway=make_pathway(gives_entry=False))

    assert reason_of(approve, application) == Refusal.NOT_RECOGNISED


def test_what_was_checked_must_still_be_what_is_claimed():
    application, elsewhere = make_sent_application(), make_evidence(make_member())
    checked = {training_of(application): Against.CERTIFICATE, elsewhere: Against.CERTIFICATE}

    reason = reason_of(joining.approve, application, make_coordinator(), checked, LETTER, NOW)

    assert reason == Refusal.CHANGED


@pytest.mark.parametrize("kind", DecisionKind)
def test_nobody_decides_about_themselves(kind):
    by = make_coordinator()
    application = make_sent_application(user=by)

    assert joining.refusal_to_decide(application, kind, by) == Refusal.OWN


def test_only_coordinators_decide():
    assert reason_of(approve, make_sent_application(), make_user()) == Refusal.NOT_COORDINATOR


def test_a_decision_needs_a_letter_and_declining_a_reason():
    application, by = make_sent_application(), make_coordinator()

    assert reason_of(joining.ask_more, application, by, " \n", NOW) == Refusal.NO_LETTER
    assert reason_of(joining.decline, application, by, " ", LETTER, NOW) == Refusal.NO_REASON
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_one_decides_and_the_other_is_told():
    application = make_sent_application()
    first, second = make_coordinator(), make_coordinator()
    training = training_of(application)

    answers = at_once(
        [
            partial(joining.approve, application, first, {training: Against.CERTIFICATE}, LETTER, NOW),
            partial(joining.decline, application, second, "No match", LETTER, NOW),
        ]
    )

    refused = next(answer for answer in answers if isinstance(answer, Refused))
    assert refused.reason == Refusal.NOT_WAITING
    assert Decision.objects.count() == 1
    assert Message.objects.filter(name__in=["members/approved", "members/declined"]).count() == 1


@pytest.mark.parametrize(
    ("decide", "state", "message"),
    [
        (partial(joining.ask_more, letter=LETTER, now=NOW), State.MORE_ASKED, "members/more_asked"),
        (partial(joining.park, letter=LETTER, now=NOW), State.PARKED, "members/parked"),
        (partial(joining.decline, reason="No match", letter=LETTER, now=NOW), State.DECLINED, "members/declined"),
    ],
)
def test_every_other_decision_is_recorded_with_who_when_and_why(decide, state, message):
    application, by = make_sent_application(), make_coordinator()

    decision = decide(application, by)

    application.refresh_from_db()
    assert application.state == state
    assert (decision.by, decision.by_name, decision.at, decision.letter) == (by, by.email, NOW, LETTER)
    assert decision.state_before == State.SUBMITTED
    assert names_of_messages(application) == ["members/received", message]
    assert Member.objects.get(pk=application.member_id).joined_on is None


# Undoing


def test_undoing_an_approval_restores_everything_and_keeps_the_letter_from_leaving(monkeypatch):
    application, by = make_sent_application(), make_coordinator()
    decision = approve(application, by)
    lost = []
    monkeypatch.setattr(standing, "on_eligibility_lost", [lambda member, now, why: lost.append((member, why))])

    joining.undo(decision, by, NOW + timedelta(days=1))

    member = Member.objects.get(pk=application.member_id)
    application.refresh_from_db()
    assert (application.state, member.joined_on, member.standing) == (State.SUBMITTED, None, Standing.ENQUIRER)
    assert not member.evidence.verified().exists()
    assert lost == [(member, "Approval undone")]
    assert Message.objects.get(name="members/approved").state == MessageState.WITHDRAWN
    assert names_of_messages(application) == ["members/received", "members/approved"]
    assert list(member.standing_changes.values_list("before", "after")) == [
        (Standing.TRAINED, Standing.ENQUIRER),
        (Standing.ENQUIRER, Standing.TRAINED),
    ]


def test_what_was_verified_since_an_approval_is_only_claimed_again_too():
    application, by = make_sent_application(), make_coordinator()
    decision = approve(application, by)
    standing.verify(list(application.member.evidence.to_verify()), make_coordinator(), Against.SUPERVISOR_WORD, NOW)

    joining.undo(decision, by, NOW)

    assert not Evidence.objects.verified().filter(member=application.member).exists()


@pytest.mark.parametrize("left", ["sent", "held"])
def test_a_letter_that_has_left_or_is_leaving_is_corrected(left):
    application, by = make_sent_application(), make_coordinator()
    decision = joining.decline(application, by, "No match", LETTER, NOW)
    letter = Message.objects.filter(name="members/declined")
    if left == "sent":
        letter.update(state=MessageState.SENT, sent_at=NOW)
    else:
        letter.update(claimed_until=NOW + timedelta(minutes=10))

    joining.undo(decision, by, NOW)

    assert names_of_messages(application) == ["members/received", "members/declined", "members/undone"]
    assert "That letter was a mistake" in Message.objects.get(name="members/undone").text


def test_a_decision_is_undone_within_thirty_days_and_once():
    by = make_coordinator()
    decision = approve(make_sent_application(), by)

    assert joining.refusal_to_undo(decision, by, NOW + timedelta(days=30)) is None
    assert joining.refusal_to_undo(decision, by, NOW + timedelta(days=30, seconds=1)) == Refusal.TOO_LATE
    joining.undo(decision, by, NOW)
    assert reason_of(joining.undo, decision, by, NOW) == Refusal.UNDONE


def test_only_the_last_decision_is_undone():
    application, by = make_sent_application(), make_coordinator()
    asked = joining.ask_more(application, by, LETTER, NOW)
    joining.submit(application, NOW)

    assert reason_of(joining.undo, asked, by, NOW) == Refusal.OVERTAKEN


def test_a_decision_about_oneself_is_not_undone_by_oneself():
    by = make_coordinator()
    decision = joining.decline(make_sent_application(user=by), make_coordinator(), "No match", LETTER, NOW)

    assert reason_of(joining.undo, decision, by, NOW) == Refusal.OWN


def test_a_decline_is_not_undone_once_a_new_application_is_begun():
    application, by = make_sent_application(), make_coordinator()
    decision = joining.decline(application, by, "No match", LETTER, NOW)
    joining.begin(application.user, NOW)

    assert reason_of(joining.undo, decision, by, NOW) == Refusal.BEGUN_ANEW


def test_the_approval_of_someone_who_has_left_since_stays():
    application, by = make_sent_application(), make_coordinator()
    decision = approve(application, by)
    Member.objects.filter(pk=application.member_id).update(left_on=TODAY)

    assert reason_of(joining.undo, decision, by, NOW) == Refusal.GONE


# Inviting a colleague


def test_a_colleague_who_is_entered_claims_completes_and_sends_and_another_coordinator_verifies():
    by, other = make_coordinator(), make_coordinator()
    known = {"name": "Grace Example", "training_status": TrainingStatus.COMPLETED}
    invited = joining.invite("Grace@trust.example", known, by, NOW)
    ready = make_complete_application(user=make_user())
    fields = [*joining.applying.ABOUT_THE_PERSON, *joining.applying.ABOUT_THE_TRAINING, "terms_version"]
    Application.objects.filter(pk=invited.pk).update(
        terms_agreed_at=NOW, **{field: getattr(ready, field) for field in fields}
    )
    invited.user.emailaddress_set.update(verified=True)
    joining.submit(invited, NOW)
    invited.refresh_from_db()

    assert reason_of(approve, invited, by) == Refusal.ENTERED
    approve(invited, other)
    assert names_of_messages(invited) == ["members/invited", "members/received", "members/approved"]


def test_an_invitation_opens_nothing_before_its_owner_has_entered_a_code():
    application = joining.invite("grace@trust.example", {"name": "Grace"}, make_coordinator(), NOW)

    assert application.state == State.DRAFT
    assert not application.user.has_usable_password()
    assert not application.user.emailaddress_set.get().verified
    assert not Member.objects.filter(user=application.user).exists()
    assert "/accounts/login/code/" in Message.objects.get(name="members/invited").text


def test_nobody_is_invited_who_is_here_already():
    by = make_coordinator()

    assert reason_of(joining.invite, make_member().user.email, {}, by, NOW) == Refusal.KNOWN
    assert reason_of(joining.invite, make_complete_application().user.email, {}, by, NOW) == Refusal.KNOWN
    assert reason_of(joining.invite, by.email, {}, by, NOW) == Refusal.OWN
    assert reason_of(joining.invite, "new@trust.example", {}, make_user(), NOW) == Refusal.NOT_COORDINATOR


def parked(**fields):
    """Somebody on a course, who told us when it ends."""
    ends = {"training_status": TrainingStatus.BOOKED, "booked_for": TODAY + timedelta(days=90)}
    return make_application(state=State.PARKED, **ends, **fields)


def refused(deed, *args):
    with pytest.raises(Refused) as error:
        deed(*args)
    return error.value.reason


def course(**fields):
    route = Pathway.objects.get(code="20day", version=1)
    known = {"name": "Ada Example", "route": route, "begun_on": TODAY - timedelta(days=60), "provider": "Anna Freud"}
    return joining.Course(**{**known, "against": Against.PROVIDER, **fields})


def test_somebody_on_a_course_is_let_in_as_a_guest_who_is_in_training_and_takes_no_part_yet():
    application = parked()

    decision = joining.welcome(application, make_coordinator(), course(), LETTER, NOW)

    application.refresh_from_db()
    member = application.member
    assert (application.state, member.name, member.joined_on) == (State.PARKED, "Ada Example", TODAY)
    assert member.standing == Standing.IN_TRAINING
    assert refusal_to_take_part(member, TODAY) == EligibilityRefusal.NOT_TRAINED
    assert member.evidence.get().verified_in == decision
    assert names_of_messages(application) == ["members/welcomed"]


def trained_guest(by):
    """Was let in on a course, has completed it, and sent the whole application."""
    user = make_user()
    welcomed = joining.welcome(parked(user=user), by, course(), LETTER, NOW - timedelta(days=30)).application
    whole = make_complete_application(user=make_user(), completed_on=TODAY)
    answers = {field.name: getattr(whole, field.name) for field in Application._meta.fields}
    kept = ("id", "user", "member", "state", "created_at", "submitted_at", "entered_by")
    Application.objects.filter(pk=welcomed.pk).update(**{key: answers[key] for key in answers if key not in kept})
    return joining.submit(Application.objects.get(pk=welcomed.pk), NOW)


def test_a_guest_who_is_trained_applies_like_everybody_else_and_then_takes_part():
    by = make_coordinator()
    application = trained_guest(by)

    joining.approve(application, by, {training_of(application): Against.CERTIFICATE}, LETTER, NOW)

    member = Member.objects.get(user=application.user)
    assert refusal_to_take_part(member, TODAY) is None
    assert (member.joined_on, member.standing) == (TODAY - timedelta(days=30), Standing.TRAINED)


def test_undoing_the_approval_of_a_guest_leaves_them_a_guest():
    by = make_coordinator()
    application = trained_guest(by)
    decision = joining.approve(application, by, {training_of(application): Against.CERTIFICATE}, LETTER, NOW)

    joining.undo(decision, by, NOW)

    member = Member.objects.get(user=application.user)
    assert (member.joined_on, member.standing) == (TODAY - timedelta(days=30), Standing.IN_TRAINING)


def test_a_course_that_has_not_begun_or_leads_nowhere_lets_nobody_in():
    application, by = parked(), make_coordinator()
    wrong = [course(begun_on=TODAY + timedelta(days=1)), course(route=make_pathway(gives_entry=False))]

    assert [refused(joining.welcome, application, by, each, LETTER, NOW) for each in wrong] == [
        Refusal.NOT_RECOGNISED
    ] * 2
    assert refused(joining.welcome, make_sent_application(), by, course(), LETTER, NOW) == Refusal.NOT_WAITING


def test_letting_a_guest_in_can_be_undone():
    application, by = parked(), make_coordinator()
    decision = joining.welcome(application, by, course(), LETTER, NOW)

    joining.undo(decision, by, NOW + timedelta(days=30))

    application.refresh_from_db()
    assert (application.state, application.member.joined_on) == (State.PARKED, None)
    assert application.member.standing == Standing.ENQUIRER
