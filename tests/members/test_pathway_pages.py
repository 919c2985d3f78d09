"""My pathway in pages: what is shown to whom, what can be added, and where each mistake is explained."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from look import words
from members import standing
from members.evidence import Refusal
from members.kinds import ASKS, BY_SLUG, FIELD_OF, GROUPS
from members.models import Evidence, Member, Pathway
from members.models.evidence import SetAside
from members.models.history import OverlayKind
from members.stages import Against, CaseState, EvidenceKind, Ordinal, Standing
from members.stages import EvidenceKind as K
from outbox.models import Message
from tests.factories import (
    make_applicant,
    make_coordinator,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_supervision,
    make_supervisor,
    make_user,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def member():
    """Trained on the 5-day route eight months ago, role-play passed, with a supervisor."""
    member = make_member(name="Amara Okafor")
    trained = timezone.localdate() - relativedelta(months=8)
    member.evidence.update(pathway=Pathway.objects.get(code="5day", version=1), happened_on=trained)
    make_evidence(member, K.ROLE_PLAY, happened_on=trained, verified=True)
    make_supervision(member, supervisor=make_supervisor(name="Nadia Brandt"), began_on=ago(8))
    return member


def ago(months):
    """The first day of a month some months ago."""
    return (timezone.localdate() - relativedelta(months=months)).replace(day=1)


def month(name, day):
    return {f"{name}_month": day.month, f"{name}_year": day.year}


def whole(name, day):
    return {f"{name}_day": day.day, **month(name, day)}


def case(member, **fields):
    said = {"ordinal": "A", "case_mode": "in_person", "sessions": "4", "case_state": "open", "ended_on_month": ""}
    return {**said, **month("happened_on", ago(2)), "supervision": member.supervisions.first().pk, **fields}


def hours(member, **fields):
    said = {"minutes": "90", "format": "group", "supervision": member.supervisions.first().pk}
    return {**month("happened_on", ago(1)), **said, **fields}


def opened(client, member, address="/pathway/"):
    client.force_login(member.user)
    return client.get(address)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def sent(client, member, slug, data):
    client.force_login(member.user)
    return client.post(f"/pathway/add/{slug}/", data)


def wrong(answer):
    """What the form says is wrong, at which question."""
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


# The page


def test_whoever_has_not_applied_reads_how_a_pathway_begins(client):
    client.force_login(make_user())

    page = client.get("/pathway/")

    assert "Your pathway begins with your application" in text_of(page)


def test_whoever_has_not_joined_sees_their_pathway_and_why_nothing_can_be_added(client):
    page = opened(client, make_applicant())

    assert Refusal.NOT_JOINED.label in text_of(page)
    assert "/pathway/add/" not in text_of(page)
    assert client.get("/pathway/add/").status_code == 403


def test_whoever_has_left_keeps_their_pathway_and_adds_nothing(client):
    member = make_member(left_on=timezone.localdate())

    assert Refusal.LEFT.label in text_of(opened(client, member))
    assert Refusal.LEFT.label in text_of(opened(client, member, "/pathway/add/case-study/"))
    refused = wrong(sent(client, member, "case-study", {**month("happened_on", ago(1)), "result": "pass"}))
    assert refused == {"__all__": [Refusal.LEFT.label]}


def test_the_page_says_where_i_stand_why_and_what_comes_next(client, member):
    page = opened(client, member)

    way = page.context["way"]
    assert (way.derived.standing, way.standing) == (Standing.TRAINED, Standing.TRAINED.label)
    assert (way.next.heading, way.next.whom) == ("Ask about a refresher course", "your course provider")
    assert "You are at “Trained”, place 2 of 6 on the way." in text_of(page)
    assert "<li>Training cases: ahead</li>" in text_of(page)


def test_being_away_is_shown_beside_a_standing_that_stays(client, member):
    away = {"kind": OverlayKind.ON_LEAVE, "recorded_by_name": member.name, "recorded_at": timezone.now()}
    member.overlays.create(since=ago(1), **away)

    now, before = opened(client, member), opened(client, member, f"/pathway/?on={ago(2)}")

    assert f"On leave since {words.day(ago(1))}. Your standing stays what it is." in text_of(now)
    assert "On leave" not in text_of(before)
    assert now.context["way"].derived.standing == Standing.TRAINED


def test_what_waits_is_shown_beside_what_is_verified(client, member):
    for minutes, verified in ((60, True), (90, False)):
        make_evidence(member, K.SUPERVISION, happened_on=ago(1), minutes=minutes, verified=verified)

    tasks = {task.line.requirement.label: task for task in opened(client, member).context["way"].tasks}

    assert (tasks["Supervision"].figure, tasks["Supervision"].waits) == (
        "1 of 16 hours",
        "2.5 with what waits to be verified.",
    )


def test_the_page_shows_how_things_stood_on_another_day(client, member):
    make_evidence(member, K.TRAINING_CASE, happened_on=ago(1), verified=True)

    today = opened(client, member).context["way"]
    then = opened(client, member, f"/pathway/?on={ago(2)}").context["way"]

    assert (today.derived.standing, then.derived.standing) == (Standing.TRAINING_CASES, Standing.TRAINED)
    assert [piece.item.kind for piece in then.counting] == [K.ROLE_PLAY, K.INITIAL_TRAINING]


@pytest.mark.parametrize("day", ["nonsense", "2999-01-01", "2007-12-31", ""])
def test_a_day_that_cannot_be_is_explained_and_today_is_shown(client, member, day):
    page = opened(client, member, f"/pathway/?on={day}")

    assert page.status_code == 422
    assert page.context["form"].errors["on"]
    assert page.context["way"].on == timezone.localdate()


def test_each_piece_of_evidence_says_how_it_stands(client, member):
    outside = make_supervision(member, outside=make_outside_supervisor(name="Elsa Outside"))
    seen = {
        "Waits to be verified": make_evidence(member, K.CASE_STUDY),
        "Said, not verified yet": make_evidence(member, K.SUPERVISION, supervision=outside, said_on=date(2024, 8, 1)),
        "Set aside": make_evidence(
            member,
            K.REFRESHER,
            set_aside_on=date(2024, 8, 1),
            set_aside_by_name="Hannah",
            set_aside_why=SetAside.NO_PROOF,
        ),
    }
    corrected = make_evidence(member, K.RECORDING)
    corrected.superseded_by = make_evidence(member, K.RECORDING, corrects=corrected, verified=True)
    corrected.save()
    seen["Corrected"] = corrected

    pieces = {piece.item.pk: piece for piece in opened(client, member).context["way"].pieces}

    assert {pieces[item.pk].state for item in seen.values()} == set(seen)
    assert pieces[corrected.superseded_by.pk].note == "By A coordinator in July 2024: certificate seen."
    assert "Elsa Outside said so on Thursday 1 August 2024." in pieces[seen["Said, not verified yet"].pk].note


def test_the_page_costs_the_same_with_one_piece_and_with_sixty(client):
    few, many = make_member(), make_member()
    for number in range(59):
        supervision = make_supervision(many) if number < 3 else many.supervisions.first()
        made = make_evidence(many, K.SUPERVISION, supervision=supervision, verified=bool(number % 2))
        if number % 5 == 0:
            make_evidence(many, K.SUPERVISION, supervision=supervision, corrects=made)

    costs = []
    for member in (few, many):
        opened(client, member)  # the first page of a session also writes that the session is used
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/pathway/").status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= MOST_QUERIES


@pytest.mark.parametrize("stage", Standing)
def test_every_stage_has_a_picture_and_a_next_step_that_leads_somewhere(client, stage):
    member = make_member()
    give = {
        Standing.ENQUIRER: [],
        Standing.IN_TRAINING: [K.COURSE_BEGUN],
        Standing.TRAINED: [K.INITIAL_TRAINING],
        Standing.TRAINING_CASES: [K.INITIAL_TRAINING, K.ROLE_PLAY, K.TRAINING_CASE],
        Standing.ACCREDITED: [K.INITIAL_TRAINING, K.ACCREDITED],
        Standing.SUPERVISOR_IN_TRAINING: [K.INITIAL_TRAINING, K.ACCREDITED, K.SUPERVISOR_STAGE],
        Standing.SUPERVISOR: [K.INITIAL_TRAINING, K.ACCREDITED, K.SUPERVISOR],
    }[stage]
    member.evidence.all().delete()
    for kind in give:
        supervisor = Pathway.objects.get(code="supervisor") if kind == K.SUPERVISOR_STAGE else None
        make_evidence(member, kind, verified=True, **({"pathway": supervisor} if supervisor else {}))
    Member.objects.filter(pk=member.pk).update(standing=stage)

    page = opened(client, member)

    assert page.context["way"].derived.standing == stage
    assert client.get(page.context["way"].next.address).status_code == 200


# Adding


def test_every_kind_is_offered_once_and_has_its_form(client, member):
    page = opened(client, member, "/pathway/add/")

    assert sorted(kind for kinds in GROUPS.values() for kind in kinds) == sorted(EvidenceKind)
    assert page.context["groups"][0][0] == "Your training cases"
    assert {slug: client.get(f"/pathway/add/{slug}/").status_code for slug in BY_SLUG} == dict.fromkeys(BY_SLUG, 200)
    assert client.get("/pathway/add/nonsense/").status_code == 404


def test_a_case_is_added_and_its_supervisor_is_asked(client, member):
    answer = sent(client, member, "training-case", case(member))

    added = member.evidence.get(kind=K.TRAINING_CASE)
    assert answer.url == "/pathway/"
    assert (added.ordinal, added.sessions, added.happened_on, added.verified_on) == ("A", 4, ago(2), None)
    assert Message.objects.get(name="members/word_asked").recipient == added.supervision.supervisor.user.email


def test_hours_are_added_and_counted_as_waiting(client, member):
    sent(client, member, "supervision", hours(member))

    tasks = opened(client, member).context["way"].tasks
    assert [task.waits for task in tasks if task.waits] == ["1.5 with what waits to be verified."]


TODAY = timezone.localdate
FIELDS = {
    K.COURSE_BEGUN: lambda member: {**month("happened_on", ago(3)), "provider": "Anna Freud"},
    K.INITIAL_TRAINING: lambda member: {**whole("happened_on", ago(3)), "provider": "Anna Freud"},
    K.ROLE_PLAY: lambda member: {**month("happened_on", ago(3)), "result": "pass"},
    K.REFRESHER: lambda member: {**whole("happened_on", ago(3)), "provider": "Anna Freud"},
    K.TRAINING_CASE: case,
    K.SUPERVISION: hours,
    K.RECORDING: lambda member: {
        **month("happened_on", ago(1)),
        "ordinal": "A",
        "phase": "middle",
        "result": "not_yet",
    },
    K.CASE_STUDY: lambda member: {**month("happened_on", ago(1)), "result": "pass"},
    K.ACCREDITED: lambda member: month("happened_on", ago(1)),
    K.SUPERVISING: lambda member: month("happened_on", ago(1)),
    K.LETTER: lambda member: {**month("happened_on", ago(1)), "writer": "manager"},
    K.SUPERVISOR_STAGE: lambda member: month("happened_on", ago(1)),
    K.FURTHER_CASE: case,
    K.FURTHER_RECORDING: lambda member: {
        **month("happened_on", ago(1)),
        "ordinal": "B",
        "phase": "initial",
        "result": "pass",
    },
    K.SUPERVISEE: lambda member: {**month("happened_on", ago(1)), "format": "group", "is_trainee": "True"},
    K.SUPERVISOR: lambda member: month("happened_on", ago(1)),
    K.ENDORSEMENT: lambda member: month("happened_on", ago(1)),
    K.EXTENSION: lambda member: {
        **whole("happened_on", ago(1)),
        **whole("until", timezone.localdate() + relativedelta(months=4)),
        "clock": "begin",
        "reason": "no_case",
    },
}
ROUTES = {
    K.COURSE_BEGUN: "20day",
    K.INITIAL_TRAINING: "20day",
    K.ENDORSEMENT: "dit_cc",
    K.SUPERVISOR_STAGE: "supervisor",
}


@pytest.mark.parametrize("kind", EvidenceKind)
def test_every_kind_can_be_added_by_its_form(client, member, kind):
    data = FIELDS[kind](member)
    if kind in (K.COURSE_BEGUN, K.INITIAL_TRAINING, K.ENDORSEMENT):
        data["pathway"] = Pathway.objects.newest().get(code=ROUTES[kind]).pk

    answer = sent(client, member, ASKS[kind].slug, data)

    assert answer.status_code == 302, answer.context["form"].errors
    added = member.evidence.order_by("-pk").first()
    assert (added.kind, added.verified_on, added.recorded_by) == (kind, None, member.user)
    assert (added.pathway.code if added.pathway else None) == ROUTES.get(kind)


def test_a_course_is_kept_with_the_rules_of_its_day(client, member):
    old = Pathway.objects.get(code="20day", version=1)
    Pathway.objects.filter(pk=old.pk).update(valid_to=ago(2) - relativedelta(days=1))
    new = Pathway.objects.create(code="20day", version=2, name="20-day course", valid_from=ago(2))
    data = {"provider": "Anna Freud", "pathway": new.pk}

    sent(client, member, "initial-training", {**data, **whole("happened_on", ago(4))})
    sent(client, member, "initial-training", {**data, **whole("happened_on", ago(1))})

    found = member.evidence.filter(kind=K.INITIAL_TRAINING, verified_on=None).order_by("happened_on")
    assert [item.pathway for item in found] == [old, new]


def test_a_day_that_nobody_remembers_may_be_left_out(client, member):
    data = {**month("happened_on", ago(2)), "happened_on_day": "", "provider": "Anna Freud"}

    sent(client, member, "refresher", data)

    assert member.evidence.get(kind=K.REFRESHER).when() == f"{ago(2):%B %Y}"


def soon():
    return timezone.localdate() + relativedelta(months=2)


@pytest.mark.parametrize(
    ("slug", "fields", "reason"),
    [
        ("case-study", lambda: month("happened_on", soon()), Refusal.FUTURE),
        ("case-study", lambda: month("happened_on", date(2007, 5, 1)), Refusal.BEFORE_DIT),
        ("case-study", lambda: month("happened_on", ago(12)), Refusal.BEFORE_TRAINING),
        ("training-case", lambda: {"sessions": "17"}, Refusal.SESSIONS),
        ("training-case", lambda: {"sessions": "-1"}, Refusal.SESSIONS),
        ("training-case", lambda: {"sessions": "some"}, Refusal.SESSIONS),
        ("training-case", lambda: {"sessions": ""}, Refusal.SESSIONS),
        ("training-case", lambda: {"ordinal": "C"}, Refusal.TOO_MANY_CASES),
        ("training-case", lambda: {"case_state": "completed"}, Refusal.NO_END),
        ("training-case", lambda: month("ended_on", ago(1)), Refusal.STILL_OPEN),
        ("training-case", lambda: {"case_state": "completed", **month("ended_on", ago(3))}, Refusal.ENDS_BEFORE),
        ("training-case", lambda: {"case_state": "completed", **month("ended_on", soon())}, Refusal.ENDS_LATER),
        ("training-case", lambda: {"supervision": ""}, Refusal.NO_SUPERVISOR),
        ("supervision", lambda: {"minutes": "0"}, Refusal.MINUTES),
        ("supervision", lambda: {"minutes": "-5"}, Refusal.MINUTES),
        ("supervision", lambda: {"minutes": ""}, Refusal.MINUTES),
        ("supervision", lambda: {"minutes": "99999999999999999999"}, Refusal.MORE_THAN_A_MONTH),
        ("extension", lambda: whole("until", ago(2)), Refusal.UNTIL),
    ],
)
def test_each_mistake_is_explained_at_its_question(client, member, slug, fields, reason):
    data = {**FIELDS[BY_SLUG[slug].kind](member), **fields()}

    answer = sent(client, member, slug, data)

    assert wrong(answer) == {FIELD_OF[reason]: [reason.label]}
    assert f'href="#id_{FIELD_OF[reason]}' in text_of(answer)
    assert not member.evidence.filter(kind=BY_SLUG[slug].kind).exists()


def test_the_same_case_twice_is_explained_with_a_link_to_the_first(client, member):
    sent(client, member, "training-case", case(member))

    answer = sent(client, member, "training-case", case(member))

    first = member.evidence.get(kind=K.TRAINING_CASE)
    assert wrong(answer) == {"ordinal": [Refusal.CASE_TWICE.label]}
    assert f'href="/pathway/evidence/{first.public_id}/change/"' in text_of(answer)


def test_a_case_as_an_application_tells_it_is_completed_from_the_next_step(client, member):
    bare = {"ordinal": "", "sessions": None, "case_mode": "", "case_state": ""}
    told = make_evidence(member, K.TRAINING_CASE, happened_on=ago(3), precision="month", verified=True, **bare)
    step = opened(client, member).context["way"].next
    assert "a case without a letter" in text_of(client.get("/pathway/add/training-case/"))

    answer = client.post(step.address, case(member))

    assert answer.status_code == 302
    assert Evidence.objects.get(corrects=told).ordinal == "A"


def test_once_every_case_is_recorded_each_can_be_brought_up_to_date(client, member):
    for letter in "AB":
        make_evidence(member, K.TRAINING_CASE, ordinal=letter, happened_on=ago(3))

    page = opened(client, member, "/pathway/add/training-case/")

    assert "Every case that your route asks for is recorded." in text_of(page)
    assert text_of(page).count("/change/") == 2
    assert 'name="sessions"' not in text_of(page)


def test_nothing_follows_a_training_that_is_not_there(client, member):
    member.evidence.all().delete()

    answer = sent(client, member, "case-study", {**month("happened_on", ago(1)), "result": "pass"})

    assert wrong(answer) == {"__all__": [Refusal.NO_TRAINING.label]}


def test_a_limit_of_another_route_is_no_choice(client, member):
    member.evidence.all().delete()

    answer = sent(client, member, "extension", FIELDS[K.EXTENSION](member))

    assert list(wrong(answer)) == ["clock"]


def test_every_refusal_of_a_fact_has_its_question_or_is_about_the_whole():
    coordinators_only = {"NOT_COORDINATOR", "OWN", "ELSEWHERE"}
    about_the_whole = {"NO_TRAINING", "NOT_JOINED", "LEFT", "NOT_YOURS", "GONE", "VERIFIED"} | coordinators_only

    assert {reason.name for reason in Refusal if reason not in FIELD_OF} == about_the_whole
    assert set(FIELD_OF.values()) <= {name for ask in ASKS.values() for name in ask.questions}


def test_without_a_supervisor_the_way_to_name_one_comes_first(client):
    member = make_member()

    page = opened(client, member, "/pathway/add/supervision/")

    assert 'href="/pathway/supervisors/"' in text_of(page)
    assert 'name="minutes"' not in text_of(page)


def test_somebody_elses_supervisor_is_no_choice_and_a_former_one_is(client, member):
    other = make_supervision(make_member())
    former = make_supervision(member, began_on=ago(8), ended_on=ago(2))

    assert list(wrong(sent(client, member, "supervision", hours(member, supervision=other.pk)))) == ["supervision"]
    assert sent(client, member, "supervision", hours(member, supervision=former.pk)).status_code == 302


def test_a_provider_with_patient_data_is_refused(client, member):
    data = {**FIELDS[K.REFRESHER](member), "provider": "943 476 5919"}

    assert list(wrong(sent(client, member, "refresher", data))) == ["provider"]


def test_the_form_knows_the_next_letter_and_the_only_supervisor(client, member):
    make_evidence(member, K.TRAINING_CASE, ordinal=Ordinal.A, happened_on=ago(3))

    form = opened(client, member, "/pathway/add/training-case/").context["form"]

    assert form.initial == {
        "ordinal": Ordinal.B,
        "case_state": CaseState.OPEN,
        "supervision": member.supervisions.get().pk,
    }


# One fact


def test_a_fact_of_somebody_else_is_not_there(client, member):
    other = make_evidence(make_member(), K.CASE_STUDY)
    client.force_login(member.user)

    for address in ("", "change/"):
        assert client.get(f"/pathway/evidence/{other.public_id}/{address}").status_code == 404
    assert client.post(f"/pathway/evidence/{other.public_id}/take-back/").status_code == 404


def test_what_nobody_verified_is_taken_back_and_stays_in_the_history(client, member):
    item = make_evidence(member, K.CASE_STUDY, happened_on=ago(1))
    page = opened(client, member, f"/pathway/evidence/{item.public_id}/")
    assert "Take back" in text_of(page)

    client.post(f"/pathway/evidence/{item.public_id}/take-back/")

    item.refresh_from_db()
    assert item.set_aside_why == SetAside.TAKEN_BACK
    assert [piece.state for piece in client.get("/pathway/").context["way"].past] == ["Taken back"]


def test_what_is_verified_is_not_taken_back(client, member):
    item = make_evidence(member, K.CASE_STUDY, happened_on=ago(1), verified=True)
    page = opened(client, member, f"/pathway/evidence/{item.public_id}/")
    assert "Take back" not in text_of(page)

    answer = client.post(f"/pathway/evidence/{item.public_id}/take-back/", follow=True)

    assert Refusal.VERIFIED.label in text_of(answer)


@pytest.mark.parametrize("kind", EvidenceKind)
def test_a_correction_begins_with_what_was_said(client, member, kind):
    routes = {
        K.SUPERVISOR_STAGE: "supervisor",
        K.ENDORSEMENT: "dit_cc",
        K.COURSE_BEGUN: "5day",
        K.INITIAL_TRAINING: "5day",
    }
    route = Pathway.objects.get(code=routes[kind], version=1) if kind in routes else None
    supervision = member.supervisions.get() if ASKS[kind].needs_supervisor else None
    old = make_evidence(
        member,
        kind,
        pathway=route,
        supervision=supervision,
        happened_on=ago(1),
        precision="month",
        provider="Anna Freud" if "provider" in ASKS[kind].questions else "",
    )
    Evidence.objects.filter(pk=old.pk).update(**given(kind))

    form = opened(client, member, f"/pathway/evidence/{old.public_id}/change/").context["form"]
    answer = client.post(f"/pathway/evidence/{old.public_id}/change/", as_posted(form))

    assert answer.status_code == 302, answer.context["form"].errors
    new = Evidence.objects.get(corrects=old)
    old.refresh_from_db()
    assert (old.superseded_by, new.details()) == (new, old.details())


def given(kind):
    """What the factory leaves out and the form asks for."""
    later = timezone.localdate() + relativedelta(months=3)
    return {
        K.RECORDING: {"ordinal": "A", "phase": "middle"},
        K.FURTHER_RECORDING: {"ordinal": "A", "phase": "middle"},
    }.get(kind, {"until": later} if kind == K.EXTENSION else {})


def as_posted(form):
    """What a browser sends when nothing is changed."""
    found = {}
    for field in form:
        value, parts = field.value(), getattr(field.field.widget, "parts", ())
        if parts:
            value = value if isinstance(value, list) else field.field.widget.decompress(value)
            found |= {f"{field.html_name}_{part}": each or "" for part, each in zip(parts, value, strict=True)}
        else:
            found[field.html_name] = "" if value is None else value
    return found


def test_a_verified_fact_counts_until_its_correction_is_verified(client, member):
    old = make_evidence(
        member, K.TRAINING_CASE, happened_on=ago(2), verified=True, supervision=member.supervisions.get()
    )
    client.force_login(member.user)

    client.post(f"/pathway/evidence/{old.public_id}/change/", case(member, sessions="9"))
    page = client.get(f"/pathway/evidence/{old.public_id}/")
    again = client.get(f"/pathway/evidence/{old.public_id}/change/", follow=True)

    new = Evidence.objects.get(corrects=old)
    assert "Your correction waits to be verified; until then this one counts." in text_of(page)
    assert Refusal.GONE.label in text_of(again)
    standing.verify([new], make_coordinator(), Against.SUPERVISOR_WORD, timezone.now())
    assert "It was corrected by" in text_of(client.get(f"/pathway/evidence/{old.public_id}/"))


def test_a_mistake_in_a_correction_is_explained_at_its_question(client, member):
    old = make_evidence(member, K.TRAINING_CASE, happened_on=ago(2), supervision=member.supervisions.get())
    client.force_login(member.user)

    answer = client.post(f"/pathway/evidence/{old.public_id}/change/", case(member, sessions="17"))

    assert wrong(answer) == {"sessions": [Refusal.SESSIONS.label]}
    assert not Evidence.objects.filter(corrects=old).exists()
