"""The applicant's pages: one question each, nothing lost, answers to check, and how it stands."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from members import joining, terms
from members.answers import Step
from members.forms.joining import FORMS
from members.models import Application, Area, Body, Organisation, Pathway, Profession
from members.models.application import State, TrainingStatus
from members.stages import Precision
from tests.factories import (
    make_complete_application,
    make_coordinator,
    make_member,
    make_sent_application,
    make_user,
)

pytestmark = pytest.mark.django_db
JOIN, CHECK, STATUS = (reverse(f"members:{name}") for name in ("join", "check_answers", "application"))
NOW = timezone.now()
LETTER = "Dear Ada\n\nWho ran your course?"


@pytest.fixture
def user():
    return make_user(email="ada@trust.example")


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    return client


def at(step):
    return reverse("members:join_step", args=[step])


def month(name, year, number):
    return {f"{name}_month": number, f"{name}_year": year}


def day(name, year, number, date):
    return month(name, year, number) | {f"{name}_day": date}


def typed():
    """What a trained clinician types, page by page."""
    return {
        Step.TRAINING: {"training_status": "completed"},
        Step.COURSE: {
            "route": Pathway.objects.get(code="5day").pk,
            "provider": "Anna Freud",
            **day("completed_on", 2024, 6, 14),
        },
        Step.ACCREDITED: {"accredited": "False"},
        Step.CASES: {"seeing_cases": "True", **month("cases_since", 2024, 9)},
        Step.NAME: {"name": "Ada Example"},
        Step.PROFESSION: {"profession": Profession.objects.first().pk, "job_title": "Lead"},
        Step.REGISTRATION: {"body": Body.objects.get(code="hcpc").pk, "registration_number": "pyl 123456"},
        Step.WORK: {"organisation": Organisation.objects.first().pk, "area": Area.objects.first().pk},
        Step.TERMS: {"agree": "on"},
    }


def test_a_visitor_signs_up_first_and_comes_back(client):
    answer = client.get(JOIN)

    assert (answer.status_code, answer.url) == (302, f"{reverse('account_signup')}?next={JOIN}")


def test_page_by_page_to_the_end(browser, user):
    address = browser.get(JOIN).url
    for step, posted in typed().items():
        assert address == at(step)
        assert browser.get(address).status_code == 200
        address = browser.post(address, posted).url

    assert address == CHECK
    page = browser.get(CHECK).content.decode()
    for said in ("Ada Example", "Friday 14 June 2024", "Yes, since September 2024", "PYL123456", "ada@trust.example"):
        assert said in page
    assert browser.post(CHECK).url == STATUS
    application = Application.objects.get(user=user)
    assert (application.state, application.terms_version) == (State.SUBMITTED, terms.CURRENT)
    assert "with the coordinators" in browser.get(STATUS).content.decode()


def test_reading_a_question_begins_nothing(browser):
    browser.get(JOIN)
    browser.get(at(Step.TRAINING))
    browser.get(CHECK)
    browser.get(STATUS)

    assert not Application.objects.exists()


def test_what_is_right_is_kept_when_something_else_is_wrong(browser, user):
    make_complete_application(user=user, provider="", completed_on=None)

    answer = browser.post(at(Step.COURSE), {**typed()[Step.COURSE], **day("completed_on", 2024, 2, 31)})

    application = Application.objects.get(user=user)
    page = answer.content.decode()
    assert (answer.status_code, application.provider, application.completed_on) == (422, "Anna Freud", None)
    assert "The date must be a real date" in page
    assert 'value="31"' in page


def test_a_rule_that_spans_fields_keeps_the_right_ones_too(browser, user):
    make_complete_application(user=user, body=None, registration_number="")

    answer = browser.post(at(Step.REGISTRATION), {"body": Body.objects.get(code="nmc").pk, "registration_number": "1"})

    application = Application.objects.get(user=user)
    assert (answer.status_code, application.body.code, application.registration_number) == (422, "nmc", "")
    assert "such as 01A2345N" in answer.content.decode()


def test_who_comes_back_another_day_goes_on_where_they_stopped(client, user):
    make_complete_application(user=user, profession=None)
    client.force_login(user)

    assert client.get(JOIN).url == at(Step.PROFESSION)


def test_a_page_saves_only_its_own_answers(browser, user):
    """A coordinator may decide, or another tab may save, between reading a page and sending it."""
    application = make_sent_application(user=user)
    joining.ask_more(application, make_coordinator(), LETTER, NOW)
    form_opened = browser.get(at(Step.NAME))
    Application.objects.filter(user=user).update(provider="Changed elsewhere")

    browser.post(at(Step.NAME), {"name": "Ada Better"})

    application.refresh_from_db()
    assert form_opened.status_code == 200
    assert (application.name, application.provider, application.state) == (
        "Ada Better",
        "Changed elsewhere",
        State.MORE_ASKED,
    )


def test_a_forgotten_day_makes_a_date_known_to_the_month(browser, user):
    make_complete_application(user=user)

    browser.post(at(Step.COURSE), {**typed()[Step.COURSE], **day("completed_on", 2013, 5, "")})

    application = Application.objects.get(user=user)
    assert (application.completed_on, application.completed_precision) == (date(2013, 5, 1), Precision.MONTH)
    assert "May 2013" in browser.get(CHECK).content.decode()
    assert 'name="completed_on_day" type="text"' in browser.get(at(Step.COURSE)).content.decode()


def test_a_date_without_its_month_is_asked_for_the_month_alone(browser, user):
    make_complete_application(user=user)

    answer = browser.post(at(Step.COURSE), {**typed()[Step.COURSE], **day("completed_on", 2013, "", "")})

    assert "The date must include a month" in answer.content.decode()


def test_a_day_that_is_remembered_after_all_makes_it_known_to_the_day(browser, user):
    make_complete_application(user=user, completed_precision=Precision.MONTH)

    browser.post(at(Step.COURSE), typed()[Step.COURSE])

    assert Application.objects.get(user=user).completed_precision == Precision.DAY


def test_a_month_beside_a_no_is_void(browser, user):
    make_complete_application(user=user)

    browser.post(at(Step.CASES), {"seeing_cases": "False", "cases_since_month": "13", "cases_since_year": ""})

    application = Application.objects.get(user=user)
    assert (application.seeing_cases, application.cases_since) == (False, None)


def test_a_change_of_answer_asks_what_follows_from_it(browser, user):
    make_complete_application(user=user)

    answer = browser.post(at(Step.ACCREDITED), {"accredited": "True", **month("accredited_since", 2025, 5)})

    assert answer.url == at(Step.SUPERVISOR)
    assert browser.get(at(Step.CASES)).url == JOIN


def test_free_text_about_patients_is_refused_on_every_page_that_takes_some(browser, user):
    make_complete_application(user=user)
    fields = {
        Step.COURSE: "provider",
        Step.NAME: "name",
        Step.PROFESSION: "job_title",
        Step.WORK: "service",
    }

    for step, field in fields.items():
        answer = browser.post(at(step), {**typed()[step], field: "943 476 5919"})
        assert (answer.status_code, "looks like an NHS number" in answer.content.decode()) == (422, True)


# Not trained yet


def test_who_is_not_trained_is_never_refused_but_shown_the_ways_in(browser, user):
    browser.post(at(Step.TRAINING), {"training_status": "not_yet"})

    page = browser.get(at(Step.NOT_YET)).content.decode()
    answer = browser.post(at(Step.NOT_YET), {"tell_me": "on"})

    application = Application.objects.get(user=user)
    assert "“not yet”, not a “no”" in page
    assert "5-day practitioner course" in page
    assert "4-day course" not in page
    assert (answer.url, application.state, application.tell_me) == (STATUS, State.PARKED, True)
    assert "Not yet: your training comes first" in browser.get(STATUS).content.decode()


def test_who_is_on_a_course_says_when_it_ends(browser, user):
    browser.post(at(Step.TRAINING), {"training_status": "booked"})
    ends = NOW.year + 1

    answer = browser.post(at(Step.BOOKED), {"tell_me": "on", **month("booked_for", ends, "June")})

    application = Application.objects.get(user=user)
    assert (answer.url, application.state, application.tell_on) == (STATUS, State.PARKED, date(ends, 7, 1))
    assert f"We write to you in July {ends}" in browser.get(STATUS).content.decode()


def test_who_has_completed_the_course_meanwhile_goes_on_and_sends(browser, user):
    parked = make_complete_application(user=user, training_status=TrainingStatus.NOT_YET)
    joining.wait_for_training(parked, NOW)

    answer = browser.post(at(Step.TRAINING), {"training_status": "completed"})

    assert answer.url == CHECK
    assert browser.post(CHECK).url == STATUS
    assert Application.objects.get(user=user).state == State.SUBMITTED


# Checking, sending, waiting


def test_sending_with_answers_missing_leads_to_each_of_them(browser, user):
    make_complete_application(user=user, name="", area=None)

    answer = browser.post(CHECK)

    page = answer.content.decode()
    assert answer.status_code == 422
    for step, words in [(Step.NAME, "Enter your full name"), (Step.WORK, "Select the area where you mostly work")]:
        assert f'<a href="{at(step)}">{words}</a>' in page


def test_a_sent_application_is_changed_by_nobody(browser, user):
    make_sent_application(user=user)

    answer = browser.post(at(Step.NAME), {"name": "Somebody Else"})

    assert answer.url == STATUS
    assert Application.objects.get(user=user).name == "Ada Example"


def test_who_is_asked_for_more_reads_the_letter_changes_an_answer_and_sends_again(browser, user):
    application = make_sent_application(user=user)
    joining.ask_more(application, make_coordinator(), LETTER, NOW)

    page = browser.get(STATUS).content.decode()
    browser.post(at(Step.COURSE), {**typed()[Step.COURSE], "provider": "The Tavistock"})
    browser.post(CHECK)

    application.refresh_from_db()
    assert "Who ran your course?" in page
    assert (application.state, application.provider) == (State.SUBMITTED, "The Tavistock")
    assert "Who ran your course?" not in browser.get(STATUS).content.decode()


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_page_that_says_the_next_step_and_whom_to_ask(browser, user, state):
    make_complete_application(user=user, state=state, submitted_at=NOW)

    page = browser.get(STATUS).content.decode()

    assert page.count("<h1") == 1
    assert "Whom to ask" in page


def test_withdrawing_asks_once_and_leaves_a_way_back(browser, user):
    make_sent_application(user=user)
    address = reverse("members:withdraw")

    asked = browser.get(address)
    still = Application.objects.get(user=user).state
    browser.post(address)

    assert (asked.status_code, still) == (200, State.SUBMITTED)
    assert Application.objects.get(user=user).state == State.WITHDRAWN
    assert "Apply again" in browser.get(STATUS).content.decode()


def test_who_applies_again_finds_their_answers_and_agrees_anew(browser, user):
    joining.withdraw(make_sent_application(user=user))

    answer = browser.post(at(Step.TRAINING), {"training_status": "completed"})

    assert answer.url == at(Step.TERMS)
    assert Application.objects.filter(user=user).count() == 2


def test_a_member_without_an_application_is_told_that_they_are_in(client):
    client.force_login(make_member().user)

    assert client.get(JOIN).url == STATUS
    assert "You are in the network already" in client.get(STATUS).content.decode()
    assert client.post(at(Step.TRAINING), {"training_status": "completed"}).url == STATUS


def test_nobody_reads_anybody_elses_application(client, user):
    make_sent_application(user=user, name="Ada Private")
    client.force_login(make_user())

    pages = [client.get(address, follow=True).content.decode() for address in (STATUS, CHECK, JOIN, at(Step.NAME))]

    assert not any("Ada Private" in page for page in pages)


def test_a_question_that_does_not_exist_is_not_found(browser):
    assert browser.get("/join/no-such-question/").status_code == 404


def test_every_question_has_a_form():
    assert set(FORMS) == set(Step)
