"""A visitor reads who we are, finds a route and a date, and writes to us: by mouse, by keyboard, without scripts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.forms.contacts import QUICKEST
from members.models import Contact
from outbox.models import Message
from tests.factories import make_meeting, make_venue
from tests.journeys.axe import NARROW, WIDE
from tests.journeys.person import Hands, Person

pytestmark = pytest.mark.browser

every_hand = pytest.mark.parametrize("hands", Hands, ids=lambda hands: hands.value)


@pytest.fixture
def contact(live_server) -> Contact:
    return Contact.objects.create(slug="membership", role="Membership", name="Ada Example", email="ada@trust.example")


def visitor(open_page, hands: Hands, width: int = WIDE) -> Person:
    return Person(open_page(width=width, java_script_enabled=hands is not Hands.NO_SCRIPT), "Bo Visitor", hands)


@every_hand
def test_a_clinician_learns_what_dit_is_which_route_fits_and_when_we_meet(open_page, hands):
    make_meeting(title="Working with endings", venue=make_venue(site="Prestwich"))
    person = visitor(open_page, hands)
    person.opens("/")
    person.sees("Working with endings")

    person.follows("What is DIT?")
    person.sees("16 sessions, one to one")
    person.follows("Training routes")
    person.activate(person.page.locator("summary").first, "Enter")
    person.sees("150 hours")
    person.follows("When and where")
    person.sees("How to get there")
    person.follows("How to join")
    person.sees("Applying takes about three minutes")
    assert person.page.url.endswith(reverse("how_to_join"))


@every_hand
def test_a_visitor_writes_to_a_contact_who_is_away_and_the_deputy_has_the_message(open_page, contact, hands):
    today = timezone.localdate()
    words = {"slug": "away", "role": "Meetings", "name": "Cy Example", "email": "cy@trust.example", "deputy": contact}
    Contact.objects.create(**words, away_from=today, away_until=today + timedelta(days=7))
    person = visitor(open_page, hands, width=NARROW)
    person.opens("/contacts/")

    person.follows("Cy Example")
    person.sees("Ada Example answers meanwhile.")
    person.presses("Send")
    person.sees("Enter your message")
    person.writes("Your name", "Bo")
    person.writes("Your e-mail address", "bo@example.org")
    person.writes("Your message", "How do I join?")
    person.page.wait_for_timeout(QUICKEST * 1000)
    person.presses("Send")

    person.sees("Your message is on its way")
    assert Message.objects.get(name="members/passed_on").recipient == "ada@trust.example"


@every_hand
def test_a_visitor_complains_about_the_use_of_their_data(open_page, hands):
    person = visitor(open_page, hands)
    person.opens("/")

    person.follows("Complaints")
    person.writes("Your name", "Bo")
    person.writes("Your e-mail address", "bo@example.org")
    person.writes("Your message", "You kept my address.")
    person.page.wait_for_timeout(QUICKEST * 1000)
    person.presses("Send complaint")

    person.sees("Your complaint has been sent")
    assert Message.objects.filter(name="members/complaint").exists()
