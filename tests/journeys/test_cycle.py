"""A whole cycle in the browser, from publishing a meeting to the certificate in a member's hands."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Certificate, Meeting
from meetings.words import Status
from outbox.models import Message
from tests.factories import make_coordinator, make_meeting, make_member
from tests.journeys.axe import NARROW, WIDE
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def somebody(open_page, settings):
    """Opens a browser for a person, with or without scripts; the second step of coordinators has its own journey."""
    settings.DEMO = True

    def somebody(user, name, hands, width):
        page = open_page(user, width, java_script_enabled=hands is not Hands.NO_SCRIPT)
        return Person(page, name, hands)

    return somebody


def the_day_comes(meeting: Meeting, minutes_ago: int) -> None:
    """The meeting began so many minutes ago, for two hours."""
    starts = timezone.now() - timedelta(minutes=minutes_ago)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))


def announces(coordinator: Person, meeting: Meeting) -> None:
    coordinator.opens(f"/admin/meetings/meeting/{meeting.pk}/change/")
    coordinator.follows("Publish")
    coordinator.sees("3 messages will leave")
    coordinator.presses("Publish")
    coordinator.presses("Let them leave now")
    coordinator.sees("on their way")


def answers_and_proposes(member: Person, meeting: Meeting) -> None:
    member.opens("/")
    member.presses("In the room")
    member.sees("You hold a place in the room.")
    member.opens(meeting.get_absolute_url())
    member.writes("What should we talk about?", "Endings in brief work")
    member.presses("Propose it")
    member.sees("Endings in brief work")


def accepts(coordinator: Person, meeting: Meeting) -> None:
    coordinator.opens(meeting.get_absolute_url())
    coordinator.follows("Arrange the agenda")
    coordinator.presses("Accept : Endings in brief work")
    coordinator.sees("No proposal waits.")


def taps_in(coordinator: Person, meeting: Meeting, *names: str) -> None:
    coordinator.opens(f"{meeting.get_absolute_url()}door/")
    for place, name in enumerate(names, start=1):
        coordinator.page.get_by_role("button", name=name).first.click()
        coordinator.sees(f"{place} of 2 here")
    if coordinator.hands is not Hands.NO_SCRIPT:
        coordinator.sees("All saved")


def closes(coordinator: Person, meeting: Meeting) -> None:
    coordinator.opens(f"{meeting.get_absolute_url()}attendance/close/")
    coordinator.sees("2 certificates will be issued.")
    coordinator.presses("Close the attendance")
    coordinator.sees("The attendance is closed.")


def writes_minutes(coordinator: Person, meeting: Meeting, owner: str) -> None:
    coordinator.opens(f"/minutes/{meeting.slug}/write/")
    text = coordinator.page.locator("[name=text]")
    expect(text).to_have_value(re.compile("Endings in brief work"))
    text.fill(f"{text.input_value()}\nWe heard how colleagues end a therapy of sixteen sessions.")
    coordinator.page.locator("label.dit-tick", has_text="Endings in brief work").click()
    coordinator.page.locator("[name=decision]").fill("We meet in the room and online for another year.")
    coordinator.page.locator("[name=action]").fill("Ask about a larger room")
    coordinator.page.locator("[name=owner]").fill(owner)
    coordinator.presses("Save all of it")
    coordinator.sees("Last saved")
    coordinator.follows("Read it as members will, and publish")
    coordinator.presses("Approve and publish")
    coordinator.sees("Version 1 is published")


def does_what_was_promised(member: Person, meeting: Meeting) -> None:
    member.opens("/")
    member.sees("Ask about a larger room")
    member.page.get_by_role("button", name="Done").first.click()
    member.sees("Done, thank you.")
    member.opens(meeting.get_absolute_url())
    member.follows("Read the minutes")
    member.sees("We heard how colleagues end a therapy of sixteen sessions.")
    member.sees("We meet in the room and online for another year.")


def takes_home_a_certificate(member: Person, meeting: Meeting, stranger: Person) -> None:
    member.opens("/meetings/cpd/")
    member.sees(meeting.title)
    certificate = Certificate.objects.get(member__name=member.name)
    member.opens(certificate.get_absolute_url())
    member.sees(member.name)
    member.sees("2 hours")
    stranger.opens(f"/certificate/{certificate.serial}/")
    stranger.sees(meeting.title)
    expect(stranger.page.locator("main")).not_to_contain_text(member.name)


@pytest.mark.parametrize("hands", [Hands.MOUSE, Hands.NO_SCRIPT], ids=lambda hands: hands.value)
def test_from_publishing_to_the_certificate(somebody, hands):
    meeting = make_meeting(status=Status.DRAFT, title="Network meeting in spring")
    user = make_coordinator(email="coral@trust.example")
    make_member(name="Coral Example", user=user)
    ada, ben = make_member(name="Ada Example"), make_member(name="Ben Example")
    coordinator = somebody(user, "Coral Example", hands, WIDE)
    phone, desk = somebody(ada.user, ada.name, hands, NARROW), somebody(ben.user, ben.name, hands, WIDE)
    stranger = somebody(None, "A stranger", hands, NARROW)

    announces(coordinator, meeting)
    answers_and_proposes(phone, meeting)
    accepts(coordinator, meeting)
    desk.opens("/")
    desk.presses("In the room")
    desk.sees("You hold a place in the room.")
    the_day_comes(meeting, minutes_ago=5)
    taps_in(coordinator, meeting, ada.name, ben.name)
    the_day_comes(meeting, minutes_ago=150)
    closes(coordinator, meeting)
    writes_minutes(coordinator, meeting, ada.name)
    does_what_was_promised(phone, meeting)
    takes_home_a_certificate(phone, meeting, stranger)

    assert Certificate.objects.filter(minutes=120).count() == 2
    told = Message.objects.filter(recipient=ada.user.email).values_list("name", flat=True)
    assert sorted(told) == sorted(
        [
            "meetings/meeting_published",
            "meetings/answer_recorded",
            "meetings/certificate_issued",
            "minutes/minutes_published",
        ]
    )
