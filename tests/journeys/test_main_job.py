"""The whole main job on a real installation, from an address to an answered meeting, with nothing pretended."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from look import words
from tests.journeys.installation import Installation
from tests.journeys.person import Hands, Person, app_code, code_in

FAR_AHEAD = (timezone.localdate() + timedelta(days=ahead) for ahead in range(90, 130))
DAY = next(day for day in FAR_AHEAD if day.day == day.month)  # typed alike in every locale
WHEN = words.day(DAY)
SURNAMES = {Hands.MOUSE: "Mouse", Hands.KEYBOARD: "Keys", Hands.NO_SCRIPT: "Plain"}
pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.xdist_group("installation")]


@pytest.fixture
def people(site: Installation, new_context: Callable) -> Callable[[str, Hands], Person]:
    """Each with a browser of their own, at the site's address."""

    def person(name: str, hands: Hands) -> Person:
        script = hands is not Hands.NO_SCRIPT
        context = new_context(base_url=site.address, ignore_https_errors=True, java_script_enabled=script)
        return Person(context.new_page(), f"{name} {SURNAMES[hands]}", hands)

    return person


def enter(person: Person, site: Installation, address: str) -> None:
    """Come in at an address that needs a login, by the code that arrives in the mail."""
    person.opens(address)
    person.writes("E-mail address", person.email)
    person.presses("Send me a code")
    person.sees("Enter your code")
    person.writes("Code", code_in(site.post.wait(person.email, "code")))
    person.presses("Continue")


def code_of_the_app(key: str) -> str:
    """Who sees that the app is about to show another code waits for that one: it counts for half a minute."""
    left = 30 - time.time() % 30
    time.sleep(left if left < 10 else 0)
    return app_code(key, time.time())


def become_coordinator(person: Person, site: Installation) -> None:
    """Named on the machine; then every time let in by a code from the mail and another from an app."""
    site.manage("make_coordinator", person.email, "--by", "Who sets it up")
    enter(person, site, "/admin/")
    person.presses("Set up an authenticator app")
    person.sees("Code that the app shows")
    key = person.page.locator(".nhsuk-summary-list__value").first.inner_text()
    person.writes("Code that the app shows", code_of_the_app(key))
    person.presses("Turn on")
    person.sees("Your recovery codes")
    person.presses("Sign out")
    person.sees("You are signed out")
    enter(person, site, "/admin/")
    person.sees("authenticator app")
    person.writes("Code", code_of_the_app(key))
    person.presses("Continue")
    person.sees("coordinators’ desk")


def apply(person: Person, site: Installation) -> None:
    enter(person, site, "/join/")
    for answer in (
        lambda: person.chooses("Yes"),
        lambda: answer_course(person),
        lambda: person.chooses("No"),
        lambda: person.chooses("No"),
        lambda: person.writes("What is your name?", person.name),
        lambda: person.chooses("Clinical psychologist"),
        lambda: answer_registration(person),
        lambda: answer_work(person),
        lambda: person.chooses("I agree to the network’s terms"),
    ):
        answer()
        person.presses("Continue")
    person.sees("Check your answers")
    person.presses("Send your application")
    person.sees("Your application is with the coordinators")


def answer_course(person: Person) -> None:
    person.chooses("5-day practitioner course")
    person.writes("Who ran it?", "Anna Freud")
    for part, value in (("Day", "14"), ("Month", "6"), ("Year", "2024")):
        person.writes(part, value)


def answer_registration(person: Person) -> None:
    person.chooses("HCPC (Health and Care Professions Council)")
    person.writes("Registration or membership number", "PYL12345")


def answer_work(person: Person) -> None:
    person.writes("Organisation, if it is not in the list", "Example Trust")
    person.chooses("Greater Manchester")


def approve(coordinator: Person, applicant: Person) -> None:
    """In two actions: open the application, approve it against the certificate."""
    coordinator.opens("/admin/members/application/")
    coordinator.follows(applicant.name)
    coordinator.selects("Initial training completed, Friday 14 June 2024", "certificate seen")
    coordinator.presses(f"Approve {applicant.name}")
    coordinator.sees("The letter is on its way")


def announce(coordinator: Person, title: str) -> None:
    """Plan a meeting with one place in the room, publish it once it is said what will happen, and let it leave."""
    coordinator.opens("/admin/meetings/meeting/add/")
    coordinator.writes("Title", title)
    for label, value in (("Day", DAY.isoformat()), ("Starts", "14:00"), ("Ends", "16:00")):
        coordinator.writes(label, value)
    coordinator.selects("Mode", "In the room and online")
    coordinator.selects("Venue", "Prestwich site")
    coordinator.writes("Places in the room", "1")
    coordinator.presses("Save")
    coordinator.follows("Publish")
    coordinator.sees("will leave")
    coordinator.presses("Publish")
    coordinator.sees("is published")
    coordinator.presses("Let them leave now")
    coordinator.sees("on their way")


@pytest.mark.parametrize("hands", Hands, ids=[hands.value for hands in Hands])
def test_from_an_address_to_a_place_in_a_full_room(site: Installation, people: Callable, hands: Hands):
    coordinator, ada, ben = (people(name, hands) for name in ("Coral", "Ada", "Ben"))
    title = f"Meeting {hands.value}"

    become_coordinator(coordinator, site)
    for applicant in (ada, ben):
        apply(applicant, site)
        approve(coordinator, applicant)
    announce(coordinator, title)

    ada.opens("/directory/")
    ada.sees(ben.name)
    for member in (ada, ben):
        member.opens("/meetings/")
        member.follows(title)
    ada.presses("In the room")
    ada.sees("You hold a place in the room.")
    ben.presses("In the room")  # his page still shows the place that is gone
    ben.sees("The room is full: you are on the waiting list. You are next in line.")
    ada.presses("No")
    ada.sees("not coming.")
    site.post.wait(ben.email, "You have a place in the room")
    ben.page.reload()
    ben.sees("You hold a place in the room.")

    site.wait_until_all_is_sent()
    joining = ["Your code to sign in", "We have your application", "Welcome to the DIT North-West Network"]
    new, coming = f"New meeting: {title}, {WHEN}, 2pm to 4pm (UK time)", f"Your answer: in the room. {title}, {WHEN}"
    not_coming, waiting = f"Your answer: no. {title}, {WHEN}", f"Waiting list. {title}, {WHEN}"
    up = f"You have a place in the room: {title}, {WHEN}"
    assert site.post.subjects(ada.email) == [*joining, new, coming, not_coming]
    assert site.post.subjects(ben.email) == [*joining, new, waiting, up]
