"""The coordinators' list of evidence, and the page of one fact: what it would change, verified, set aside, undone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members import evidence, standing
from members.models import Evidence, Member, StandingChange
from members.models.evidence import SetAside
from members.stages import Against, EvidenceKind, Standing
from outbox.models import Message
from tests.factories import (
    make_applicant,
    make_coordinator,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_supervision,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db
LIST = reverse("admin:members_evidence_changelist")


@pytest.fixture
def desk(client, settings):
    """A coordinator's browser; the second factor is another test's subject."""
    settings.DEMO = True
    client.coordinator = make_coordinator()
    client.force_login(client.coordinator)
    return client


def page_of(fact, name="change"):
    return reverse(f"admin:members_evidence_{name}", args=[fact.pk])


def choose(desk, action, *facts, **said):
    return desk.post(LIST, {"action": action, "_selected_action": [fact.pk for fact in facts], **said}, follow=True)


def text(response):
    return " ".join(response.content.decode().split())


def said(response):
    return [str(message) for message in response.context["messages"]]


def trainee():
    """Trained and passed, so that the first case moves them."""
    member = make_member(name="Ada Example")
    make_evidence(member, EvidenceKind.ROLE_PLAY, verified=True)
    return member


def test_the_list_shows_what_waits_oldest_first_with_what_it_would_change(desk):
    member, now = trainee(), timezone.now()
    supervision = make_supervision(member, outside=make_outside_supervisor(name="Otto Outside"))
    study = make_evidence(member, EvidenceKind.CASE_STUDY, recorded_at=now - timedelta(days=2))
    case = make_evidence(
        member,
        EvidenceKind.TRAINING_CASE,
        recorded_at=now - timedelta(days=12),
        supervision=supervision,
        said_on=date(2024, 8, 5),
    )
    make_evidence(make_applicant(), EvidenceKind.ACCREDITED)
    make_evidence(make_member(), EvidenceKind.ROLE_PLAY, set_aside_on=date(2024, 8, 1), set_aside_by_name="Someone",
                  set_aside_why=SetAside.TWICE)  # fmt: skip

    page = desk.get(LIST)

    rows = page.context["cl"].result_list
    assert [(row, row.age, row.prospect) for row in rows] == [
        (case, "12 days", "begins training cases"),
        (study, "2 days", "no change"),
    ]
    assert "Otto Outside, not confirmed by us yet: has said so on Monday 5 August 2024" in text(page)


def test_what_would_make_somebody_accredited_is_said_before_it_does(desk):
    listed = make_evidence(make_member(), EvidenceKind.ACCREDITED)

    (row,) = desk.get(LIST).context["cl"].result_list

    choose(desk, "verify", listed, against=Against.BPC_LIST)
    assert row.prospect == "becomes accredited"
    assert Member.objects.get(pk=listed.member_id).standing == Standing.ACCREDITED


def test_a_correction_is_read_as_if_it_replaced_what_it_corrects(desk):
    member = trainee()
    old = make_evidence(member, EvidenceKind.TRAINING_CASE, verified=True)
    standing.derive(member, by=None, by_name="A test", now=timezone.now(), why="For a test")
    make_evidence(member, EvidenceKind.TRAINING_CASE, corrects=old, case_state="ended_early", ended_on=date(2024, 9, 1))

    (row,) = desk.get(LIST).context["cl"].result_list

    assert row.prospect == "becomes trained"


def test_what_is_verified_together_is_one_message_for_each_person(desk):
    one, other = trainee(), make_member(name="Bea Example")
    facts = [
        make_evidence(one, EvidenceKind.TRAINING_CASE),
        make_evidence(other, EvidenceKind.ROLE_PLAY),
        make_evidence(one, EvidenceKind.REFRESHER),
    ]

    answer = choose(desk, "verify", *facts, against=Against.PROVIDER)

    assert [line.partition(":")[0].partition(",")[0] for line in said(answer)] == ["Ada Example", "Bea Example"]
    assert "Standing: Seeing training cases." in said(answer)[0]
    assert Message.objects.filter(name="members/verified").count() == 2
    assert Evidence.objects.to_verify().count() == 0


def test_what_cannot_be_verified_is_said_of_each_and_the_rest_is_verified(desk):
    mine = make_evidence(make_member(user=desk.coordinator, name="Cleo Example"), EvidenceKind.ROLE_PLAY)
    member = trainee()
    case = make_evidence(member, EvidenceKind.TRAINING_CASE)
    done = make_evidence(member, EvidenceKind.CASE_STUDY, verified=True)

    answer = desk.post(
        f"{LIST}?state=all",
        {"action": "verify", "_selected_action": [mine.pk, case.pk, done.pk], "against": Against.PROVIDER},
        follow=True,
    )

    assert sum(str(done) in line and standing.Refusal.VERIFIED.label in line for line in said(answer)) == 1
    assert sum("Cleo" in line and standing.Refusal.OWN.label in line for line in said(answer)) == 1
    assert Evidence.objects.get(pk=case.pk).verified_by == desk.coordinator
    assert Evidence.objects.get(pk=mine.pk).verified_on is None


def test_without_saying_against_what_or_why_nothing_is_done(desk):
    fact = make_evidence(make_member(), EvidenceKind.ROLE_PLAY)

    answers = [said(choose(desk, "verify", fact)), said(choose(desk, "set_aside", fact))]
    taken_back = said(choose(desk, "set_aside", fact, why=SetAside.TAKEN_BACK))

    assert answers == [["Choose against what you checked it."], ["Choose why you set it aside."]]
    assert taken_back == ["No action selected."]
    assert list(Evidence.objects.to_verify()) == [fact]


def test_a_claim_is_set_aside_with_the_reason_that_its_writer_reads(desk):
    fact = make_evidence(make_member(), EvidenceKind.ACCREDITED)

    choose(desk, "set_aside", fact, why=SetAside.NOT_ON_LIST)

    assert SetAside.NOT_ON_LIST.label in Message.objects.get(name="members/set_aside").text
    assert list(desk.get(f"{LIST}?state=aside").context["cl"].result_list) == [fact]


@pytest.mark.parametrize("state", ["waiting", "all"])
@pytest.mark.whole
def test_the_list_asks_as_often_for_thirty_rows_as_for_one(desk, state):
    def count():
        with CaptureQueriesContext(connection) as found:
            desk.get(f"{LIST}?state={state}")
        return len(found)

    def fill(number):
        for _ in range(number):
            member = make_member()
            make_evidence(member, EvidenceKind.TRAINING_CASE, supervision=make_supervision(member))

    fill(1)
    count()  # a first visit keeps its session
    one = count()
    fill(29)

    assert count() == one


class TestThePageOfOneFact:
    def test_says_all_details_and_who_verified_it_against_what(self, desk):
        fact = make_evidence(trainee(), EvidenceKind.TRAINING_CASE)
        standing.verify([fact], desk.coordinator, Against.SUPERVISOR_WORD, timezone.now())

        page = text(desk.get(page_of(fact)))

        assert f"by {desk.coordinator}: supervisor&#x27;s word" in page.replace("’", "&#x27;")
        assert all(value in page for _, value in fact.details())
        assert "Undo this verification" in page
        assert 'href="' + page_of(fact, "verify") not in page

    def test_tells_its_history_from_the_first_to_the_last(self, desk):
        member, now = trainee(), timezone.now()
        first = make_evidence(member, EvidenceKind.ROLE_PLAY, happened_on=date(2024, 6, 8))
        second = evidence.correct(
            first,
            Evidence(happened_on=date(2024, 6, 9), result="pass"),
            member.user,
            now,
        )

        pages = [desk.get(page_of(fact)) for fact in (first, second)]

        assert [[fact for fact, _ in page.context["history"]] for page in pages] == [[first, second]] * 2
        assert standing.Refusal.SUPERSEDED.label in text(pages[0])

    def test_has_no_button_that_would_be_refused_and_says_why(self, desk):
        mine = make_evidence(make_member(user=desk.coordinator), EvidenceKind.ROLE_PLAY)

        page = desk.get(page_of(mine))

        assert page.context["deeds"] == []
        assert standing.Refusal.OWN.label in text(page)

    def test_says_what_verifying_changes_before_it_does_and_then_does_it(self, desk):
        fact = make_evidence(make_member(), EvidenceKind.ACCREDITED)

        before = text(desk.get(page_of(fact, "verify")))
        unsaid = desk.post(page_of(fact, "verify"), {"against": ""})
        after = desk.post(page_of(fact, "verify"), {"against": Against.BPC_LIST}, follow=True)

        assert "<strong>“Accredited DIT practitioner”</strong>" in before
        assert "<strong>1 message</strong> will leave" in before
        assert unsaid.status_code == 422
        assert "Standing: Accredited DIT practitioner." in said(after)[0]
        assert Message.objects.filter(name="members/verified").count() == 1

    def test_says_what_undoing_changes_and_leaves_all_as_it_was_until_then(self, desk):
        fact = make_evidence(make_member(), EvidenceKind.ACCREDITED)
        standing.verify([fact], desk.coordinator, Against.BPC_LIST, timezone.now())

        page = text(desk.get(page_of(fact, "undo")))
        still = Member.objects.get(pk=fact.member_id).standing
        desk.post(page_of(fact, "undo"))

        assert "<strong>“Trained, waiting for a first case”</strong>" in page
        assert "<strong>1 message</strong> will leave" in page
        assert still == Standing.ACCREDITED
        assert Member.objects.get(pk=fact.member_id).standing == Standing.TRAINED
        assert Message.objects.filter(name="members/verification_undone").count() == 1

    def test_says_that_it_is_too_late_to_undo_after_thirty_days(self, desk):
        fact = make_evidence(make_member(), EvidenceKind.ROLE_PLAY, verified=True, verified_on=date(2024, 7, 1))

        pages = [
            desk.get(page_of(fact)),
            desk.get(page_of(fact, "undo")),
            desk.post(page_of(fact, "undo"), follow=True),
        ]

        assert all(standing.Refusal.TOO_LATE.label in text(page) for page in pages)
        assert Evidence.objects.get(pk=fact.pk).verified_on == date(2024, 7, 1)

    def test_is_set_aside_there_with_the_whole_sentence(self, desk):
        fact = make_evidence(make_member(), EvidenceKind.ROLE_PLAY)

        page = text(desk.get(page_of(fact, "set_aside")))
        desk.post(page_of(fact, "set_aside"), {"why": SetAside.DATE})

        assert SetAside.DATE.label in page
        assert Evidence.objects.get(pk=fact.pk).set_aside_why == SetAside.DATE

    def test_is_shut_to_a_member(self, client):
        fact = make_evidence(make_member(), EvidenceKind.ROLE_PLAY)
        client.force_login(make_member().user)

        assert {client.get(page_of(fact, name)).status_code for name in ("change", "verify", "undo")} == {403}


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_verify_the_same_in_the_list_make_one_change_and_one_message(settings):
    settings.DEMO = True
    member = trainee()
    case = make_evidence(member, EvidenceKind.TRAINING_CASE)
    desks = [Client(), Client()]
    for desk in desks:
        desk.force_login(make_coordinator())

    answers = at_once([lambda desk=desk: choose(desk, "verify", case, against=Against.PROVIDER) for desk in desks])

    assert errors(answers) == []
    assert StandingChange.objects.filter(member=member).count() == 1
    assert Message.objects.filter(name="members/verified").count() == 1
