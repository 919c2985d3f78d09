"""axe finds nothing, at both widths: every page of the access table, empty, filled, and with mistakes in its form."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from meetings.models import Meeting
from members.answers import Step
from members.models import Contact, Profession
from members.models.application import TrainingStatus
from members.stages import EvidenceKind, Standing
from tests.access.outcomes import MISTAKES, filled_in
from tests.access.people import Person, row_of
from tests.access.rows import ROWS
from tests.factories import (
    make_action,
    make_application,
    make_certificate,
    make_evidence,
    make_item,
    make_meeting,
    make_member,
    make_notice,
    make_offer,
    make_past_meeting,
    make_poll,
    make_user,
    make_venue,
)
from tests.journeys import axe

pytestmark = pytest.mark.browser

NO_PAGES = {
    "robots.txt",
    ".well-known/security.txt",
    "healthz",
    "readyz",
    "meetings/<slug:slug>/meeting.ics",
    "meetings/cpd/statement/",
    "directory/<str:public_id>/card/",
}
# The questions of an application have a test of their own; what to share, and how meetings come into one's calendar,
# is always chosen, as is how to leave, so they know no mistakes.
ANSWERED_ELSEWHERE = ("join/", "profile/sharing/", "calendar/", "leave/")
LONG = "Reflecting together on endings, waiting lists and the interpersonal affective focus in brief work"


def shown_to(person: Person, *starts: str) -> list[str]:
    """The pages that this person may open, as the access table says, below these addresses."""
    return [
        route
        for route, row in ROWS.items()
        if row.get[person] == 200 and route not in NO_PAGES and (not starts or route.startswith(starts))
    ]


def fill() -> dict[str, object]:
    """A network with something in every list: other members, meetings past and to come, notices, contacts."""
    now = timezone.now()
    venue = make_venue(
        by_road="Along the A56.",
        parking="Behind the building, free.",
        step_free="By the side door.",
        sign_in="At reception.",
    )
    for number in range(25):
        make_meeting(title=f"{LONG} {number}", venue=venue, starts_at=now + timedelta(days=number - 12), programme=LONG)
        make_member(interests=LONG, shows_interests=True, shows_phone=True, phone="0161 496 0000")
        notice = make_notice(sent_at=now, subject=f"{LONG} {number}", text=f"{LONG}\n\n{LONG}")
    meeting = make_meeting(slug="full", venue=venue, room_capacity=0, answer_by=now.date(), programme=LONG)
    supervisor = make_member(
        **{
            "profession": Profession.objects.first(),
            "shows_profession": True,
            "languages": "Welsh",
            "shows_languages": True,
        },
        **{"standing": Standing.SUPERVISOR},
    )
    for kind in (EvidenceKind.ACCREDITED, EvidenceKind.SUPERVISOR):
        make_evidence(supervisor, kind, verified=True)
    make_offer(supervisor)
    for number in range(3):
        Contact.objects.create(
            slug=f"contact-{number}", role="Membership", name="Ada Example", email="ada@trust.example", about=LONG
        )
    return {
        "slug": meeting.slug,
        "pk": notice.pk,
        "public_id": supervisor.public_id,
        "serial": make_certificate().serial,
        "poll": make_poll(title=LONG, answer_by=now.date()).public_id,
        "step": "training",
        "contact": "contact-0",
        "kind": "case-study",
    }


def address_of(route: str, values: dict[str, object]) -> str:
    slug = values["contact"] if route.startswith("contacts/") else values["slug"]
    public_id = values["poll"] if route.startswith("meetings/polls/") else values["public_id"]
    return filled_in(route, {**values, "slug": slug, "public_id": public_id})


def wrong_on(page: Page, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        found += axe.wrong(page)
    return found


def empty_and_send(page: Page) -> None:
    """Take out what stands in the form of the page, and send it."""
    form = page.locator("main form[method=post]").last
    for field in form.locator("input[type=text], input[type=email], textarea").all():
        if field.is_visible():
            field.fill("")
    for choice in form.locator("select").all():
        choice.select_option(index=0)
    form.locator("button").first.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def test_axe_finds_nothing_on_the_public_pages_of_a_new_network(page):
    pages = [route for route in shown_to(Person.VISITOR) if "<" not in route]

    assert wrong_on(page, [f"/{route}" for route in pages]) == []


def test_axe_finds_nothing_on_the_public_pages_of_a_network_in_use(page):
    values = fill()

    assert wrong_on(page, [address_of(route, values) for route in shown_to(Person.VISITOR)]) == []


def test_axe_finds_nothing_on_a_members_pages_before_anything_has_happened(open_page):
    page = open_page(row_of(Person.MEMBER))
    pages = [route for route in shown_to(Person.MEMBER) if "<" not in route]

    assert wrong_on(page, [f"/{route}" for route in pages]) == []


def test_axe_finds_nothing_on_a_members_pages_when_there_is_much_to_show(open_page):
    values, reader = fill(), row_of(Person.MEMBER)
    meeting = Meeting.objects.get(slug=values["slug"])
    make_item(meeting, proposed_by=reader.member)
    make_action(make_past_meeting(), reader.member)
    page = open_page(reader)
    starts = ("meetings/", "minutes/propose", "minutes/actions/", "minutes/<slug:slug>/propose/")
    pages = [address_of(route, values) for route in shown_to(Person.MEMBER, *starts, "directory/", "profile/")]

    assert wrong_on(page, ["/", "/directory/?search=member&page=2", "/directory/?search=nobody", *pages]) == []


@pytest.mark.parametrize(
    "person",
    [Person.NEWCOMER, Person.APPLICANT, Person.PARKED, Person.SUSPENDED, Person.LEFT, Person.COORDINATOR],
    ids=lambda person: person.value,
)
def test_axe_finds_nothing_on_the_pages_of_somebody_who_may_not_take_part(open_page, person):
    page = open_page(row_of(person))
    pages = [f"/{route}" for route in shown_to(person, "join/", "profile/") if "<" not in route]

    found = wrong_on(page, ["/", *pages])
    page.goto("/meetings/")
    found += axe.wrong(page)

    assert found == []


@pytest.mark.parametrize("step", Step, ids=lambda step: step.value)
def test_axe_finds_nothing_on_any_question_of_an_application_asked_and_answered_wrongly(open_page, step):
    status = {Step.NOT_YET: TrainingStatus.NOT_YET, Step.BOOKED: TrainingStatus.BOOKED}.get(
        step, TrainingStatus.COMPLETED
    )
    user = make_user()
    make_application(user=user, name="", training_status="" if step == Step.TRAINING else status, accredited=True)
    page = open_page(user)

    found = wrong_on(page, [f"/join/{step}/"])
    if step not in (Step.NOT_YET, Step.SUPERVISOR, Step.CASES):
        empty_and_send(page)
        found += axe.wrong(page)

    assert found == []


def test_axe_finds_nothing_on_a_form_with_mistakes(open_page):
    values, found = fill(), []
    for person in (Person.VISITOR, Person.MEMBER):
        page = open_page(row_of(person))
        for route, row in ROWS.items():
            if (row.get[person], row.post[person]) == (200, MISTAKES) and not route.startswith(ANSWERED_ELSEWHERE):
                page.goto(address_of(route, values))
                empty_and_send(page)
                found += axe.wrong(page)

    assert found == []


def test_axe_finds_nothing_on_the_page_of_an_address_that_does_not_exist(page):
    page.goto("/nowhere/")

    assert axe.wrong(page) == []
