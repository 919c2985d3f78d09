"""A trainee gets a supervisor in two actions from home; the supervisor answers from the mail, signed out."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members import link_names
from members.models import Offer, PlaceRequest
from members.models.places import RequestState
from members.places import offers, requests
from outbox.models import Message
from tests.factories import make_member, make_offer, make_supervisor
from tests.journeys import axe
from tests.journeys.axe import NARROW
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("hands", Hands)
def test_two_actions_from_home_ask_and_one_press_in_the_mail_accepts(open_page, hands):
    member, scripts = make_member(name="Amara Okafor"), hands is not Hands.NO_SCRIPT
    make_offer(make_supervisor(name="Grace Lindqvist"))
    make_offer(make_supervisor(name="Full House"), taken=1)
    trainee = Person(open_page(member.user, java_script_enabled=scripts), member.name, hands)
    trainee.opens("/")

    trainee.follows("Find a supervisor with a place")
    trainee.presses("Ask for this place with Grace Lindqvist")

    trainee.sees("Grace Lindqvist is asked for a place")
    assert trainee.actions == 2
    text = Message.objects.get(name="members/place_asked").text
    link = text.partition("Answer the request:")[2].split()[0].partition("/supervision/")[2]
    supervisor = Person(open_page(java_script_enabled=scripts), "Grace Lindqvist", hands)
    supervisor.opens(f"/supervision/{link}")
    supervisor.presses("Accept")
    supervisor.sees("This request is accepted")
    assert supervisor.actions == 1
    trainee.opens("/pathway/supervisors/")
    trainee.sees("Grace Lindqvist")
    assert PlaceRequest.objects.get(member=member).supervision.member == member


def test_a_supervisor_says_what_they_offer_and_keeps_it_right_by_keyboard(open_page):
    supervisor = Person(open_page(make_supervisor().user, NARROW), "Grace Lindqvist", Hands.KEYBOARD)
    supervisor.opens("/supervision/offers/")

    supervisor.presses("Offer supervision")
    supervisor.chooses("Tuesday")
    supervisor.presses("Save this offer")
    supervisor.sees("remotely, on Tuesdays")
    supervisor.presses("One place more")
    supervisor.sees("2 places free")
    supervisor.presses("Close this offer")

    supervisor.sees("You offer nothing yet")
    assert Offer.objects.get().closed_at


def in_every_state():
    """A supervisor, and a trainee whose requests to others stand in each way in which one can."""
    now, supervisor, trainee = timezone.now(), make_supervisor(name="Grace Lindqvist"), make_member(name="Amara Okafor")
    found = {}
    for state in RequestState:
        offer = make_offer(supervisor, fee_note="No charge within the network", in_person=True, area=supervisor.area)
        found[state] = requests.ask(offer, trainee if state != RequestState.ASKED else make_member(), now)
        if state in (RequestState.DECLINED, RequestState.ASKED):
            continue
        if state == RequestState.HELD:
            requests.hold(found[state], None, now)
        elif state == RequestState.WITHDRAWN:
            requests.withdraw(found[state], trainee, now)
        elif state == RequestState.LAPSED:
            offers.close(offer, supervisor, now)
    requests.decline(found[RequestState.DECLINED], now)
    requests.accept(found[RequestState.ACCEPTED], now)
    return supervisor, trainee, found


def test_axe_finds_nothing_on_offers_and_requests_however_they_stand(open_page):
    empty, nobody, wrong, today = open_page(make_supervisor().user), open_page(), [], timezone.localdate()
    for page, address in ((empty, "/supervision/offers/"), (nobody, "/supervision/")):
        page.goto(address)
        wrong.extend(axe.wrong(page))
    supervisor, trainee, found = in_every_state()
    theirs, mine = open_page(supervisor.user), open_page(trainee.user)

    def look(page, address):
        page.goto(address)
        wrong.extend(axe.wrong(page))

    for address in ("offers/", "offers/new/", f"offers/{found[RequestState.ASKED].offer.public_id}/"):
        look(theirs, f"/supervision/{address}")
    theirs.get_by_label("How many places?").fill("")
    theirs.get_by_role("button", name="Save the change").click()
    expect(theirs.get_by_role("heading", name="There is a problem")).to_be_visible()
    wrong.extend(axe.wrong(theirs))
    for state, request in found.items():
        look(theirs if state == RequestState.ASKED else mine, f"/supervision/requests/{request.public_id}/")
    for request in (found[RequestState.ASKED], found[RequestState.ACCEPTED]):
        look(nobody, f"/supervision/a/{link_names.name('place', request.pk, today)}/")
    look(nobody, f"/supervision/a/{link_names.name('place', request.pk, today - timedelta(days=99))}/")

    assert wrong == []
