"""What a visitor sees: the words, the next date, the way there, the routes, the contacts; and what they never see."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dit_network import public_urls, texts
from meetings import reference as venues
from meetings.models import Venue
from meetings.words import Mode, Status
from members import area_map
from members.models import Area, Clock, Contact, Pathway, Requirement
from members.pathways import limits_of
from tests.factories import make_certificate, make_meeting, make_member, make_pathway, make_user, make_venue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
WORDS = sorted(texts.shipped())


def make_contact(**fields) -> Contact:
    defaults = {"slug": "membership", "role": "Membership", "name": "Ada Example", "email": "ada@trust.example"}
    return Contact.objects.create(**{**defaults, **fields})


@pytest.mark.parametrize("slug", WORDS)
def test_every_page_of_words_opens_for_a_visitor_under_its_own_title(slug, client):
    answer = client.get(reverse(slug))

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert texts.of(slug).title in answer.text


@pytest.mark.parametrize("slug", WORDS)
def test_every_page_says_who_runs_it_and_where_to_turn_in_a_crisis(slug, client):
    text = client.get(reverse(slug)).text

    assert "Run by practitioners. Not an NHS organisation, not a register; it does not provide therapy." in text
    assert 'href="tel:999"' in text
    assert 'href="tel:116123"' in text


def test_no_page_needs_more_queries_when_there_is_more_to_show(client):
    def queries() -> dict[str, int]:
        found = {}
        for name in [pattern.name for pattern in public_urls.urlpatterns if pattern.name in WORDS]:
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(name))
            found[name] = len(asked)
        return found

    make_contact(slug="contact")
    make_meeting()
    with_one = queries()
    for number in range(12):
        make_contact(slug=f"contact-{number}")
        make_meeting()

    assert queries() == with_one
    assert max(with_one.values()) <= 7


def test_a_visitor_is_told_the_title_the_date_and_the_site_of_the_next_meeting(client):
    venue = make_venue(site="Prestwich", building="The Curve", room="Room 2")
    make_meeting(title="Endings", venue=venue, starts_at=datetime(2026, 5, 14, 13, tzinfo=UTC))

    with time_machine.travel(NOW, tick=False):
        text = client.get("/when-and-where/").text

    assert "Thursday 14 May 2026, 2pm to 4pm" in text
    assert "Endings" in text
    assert "Prestwich" in text


@pytest.mark.parametrize("path", ["/", "/when-and-where/"])
def test_a_visitor_is_never_told_the_room_the_link_or_who_books(path, client):
    secret = {"room": "SECRET-ROOM", "floor": "SECRET-FLOOR", "wifi": "SECRET-WIFI", "booking_contact": "SECRET-NAME"}
    make_meeting(venue=make_venue(**secret), join_link="https://SECRET.example/link", programme="SECRET-PROGRAMME")

    assert "SECRET" not in client.get(path).text


def test_drafts_cancelled_and_past_meetings_are_not_announced(client):
    make_meeting(title="SECRET draft", status=Status.DRAFT)
    make_meeting(title="SECRET cancelled", status=Status.CANCELLED, cancelled_at=timezone.now())
    make_meeting(title="SECRET past", starts_at=timezone.now() - timedelta(days=3))

    text = client.get("/when-and-where/").text

    assert "SECRET" not in text
    assert "We meet every two months. The next date is not settled yet." in text


def test_directions_say_what_is_known_and_whether_a_coordinator_confirmed_it(client):
    venue = make_venue(by_road="Along the A56.", step_free="By the side door.", confirmed_on=date(2026, 4, 2))
    make_meeting(venue=venue)

    answer = client.get("/when-and-where/")

    assert answer.context["directions"] == [
        ("Site", "Prestwich"),
        ("Building", "The Curve"),
        ("By road", "Along the A56."),
        ("Step-free route", "By the side door."),
    ]
    assert "Confirmed on Thursday 2 April 2026" in answer.text


def test_without_a_meeting_the_way_to_the_usual_site_is_still_there(client):
    text = client.get("/when-and-where/").text

    assert "Leave the M60 at junction 17" in text
    assert "No coordinator has confirmed these directions yet." in text


def test_an_online_meeting_leaves_the_usual_site_in_place(client):
    make_meeting(mode=Mode.ONLINE, venue=None, room_capacity=0)

    assert client.get("/when-and-where/").status_code == 200


def test_a_network_starts_with_one_venue_and_keeps_its_own(db):
    Venue.objects.update(site="Our own hall")

    venues.load()

    assert [venue.site for venue in Venue.objects.all()] == ["Our own hall"]


def test_every_figure_of_a_route_stands_with_its_source_and_the_day_it_was_checked(client):
    page = client.get("/training-routes/").text

    for requirement in Requirement.objects.exclude(source=""):
        assert requirement.checked_on
        assert requirement.source.replace("&", "&amp;") in page
        assert requirement.figure() in page
    assert "checked on 1 November 2026" in page


def test_a_figure_without_a_source_is_not_given_one(client):
    for requirement in Requirement.objects.filter(source=""):
        assert requirement.amount is None
        assert requirement.figure() == "To be confirmed"
    assert "No source found yet" in client.get("/training-routes/").text


@pytest.mark.parametrize(
    ("amount", "unit", "figure"),
    [
        (2, "cases", "2 cases"),
        (1500, "£", "£1,500"),
        (1.5, "years", "1.5 years"),
        (None, "hours", "To be confirmed"),
        (None, "", ""),
    ],
)
def test_a_figure_is_said_in_words(amount, unit, figure):
    assert Requirement(amount=amount, unit=unit).figure() == figure


def test_a_time_limit_that_routes_share_is_named_once_for_all_of_them():
    routes = [make_pathway(name=name) for name in ("5-day", "20-day")]
    for route in routes:
        Clock.objects.create(pathway=route, code="begin", label="Begin", months=6)
        Clock.objects.create(pathway=route, code="end", label="End")

    limits = limits_of(routes)

    assert [(limit.clock.label, limit.routes) for limit in limits] == [("Begin", routes)]


def test_only_the_versions_in_effect_are_shown(client):
    make_pathway(name="SECRET old rules", valid_to=date(2020, 1, 1))
    make_pathway(name="SECRET coming rules", valid_from=date(2099, 1, 1))

    assert "SECRET" not in client.get("/training-routes/").text


def test_the_known_routes_lead_in_and_what_comes_later_does_not():
    entry = set(Pathway.objects.giving_entry().values_list("code", flat=True))

    assert entry == {"5day", "20day", "hipc", "4day_legacy"}


def test_contacts_stand_in_order_from_their_first_day_to_their_last(client):
    on = timezone.localdate()
    make_contact(slug="second", name="Second", order=2)
    make_contact(slug="first", name="First", order=1, since=on, until=on)
    make_contact(slug="gone", name="SECRET gone", until=on - timedelta(days=1))
    make_contact(slug="coming", name="SECRET coming", since=on + timedelta(days=1))

    answer = client.get("/contacts/")

    assert [person.name for person, _ in answer.context["people"]] == ["First", "Second"]
    assert "SECRET" not in answer.text


def test_no_public_page_shows_a_contacts_address(client):
    make_contact(email="nobody.sees.this@trust.example")

    pages = [pattern.name for pattern in public_urls.urlpatterns if "<" not in str(pattern.pattern)]
    addresses = [*map(reverse, pages), "/", "/contacts/membership/", "/contacts/membership/sent/"]

    assert [path for path in addresses if "nobody.sees" in client.get(path).text] == []


def test_no_public_page_shows_anything_of_a_member(client):
    member = make_member(
        name="SECRET name", phone="SECRET phone", shows_phone=True, user=make_user(email="SECRET@trust.example")
    )
    certificate = make_certificate(member)

    pages = [pattern.name for pattern in public_urls.urlpatterns if "<" not in str(pattern.pattern)]
    addresses = [*map(reverse, pages), "/", f"/certificate/{certificate.serial}/"]

    assert [path for path in addresses if "secret" in client.get(path).text.casefold()] == []


def test_every_area_is_named_and_those_with_a_place_are_drawn():
    Area.objects.create(code="isle-of-man", name="Isle of Man", order=9)

    drawn = area_map.draw(Area.objects.all())

    assert [" ".join(word.text for word in tile.words) for tile in drawn.tiles] == [
        *("Greater Manchester", "Merseyside", "Lancashire", "West Yorkshire", "Cheshire", "Cumbria")
    ]
    assert drawn.names[-1] == "Isle of Man"


def test_a_network_without_places_on_the_map_has_its_areas_in_words(client):
    Area.objects.update(map_column=None)

    text = client.get("/the-network/").text

    assert "<svg" not in text
    assert "Members work in Greater Manchester, Merseyside, Lancashire, West Yorkshire, Cheshire and Cumbria." in text


def test_robots_and_reporters_of_holes_are_told_what_they_need(client, settings):
    settings.PUBLIC_ADDRESS = "https://dit-northwest.example/"

    with time_machine.travel(NOW, tick=False):
        robots, security = client.get("/robots.txt"), client.get("/.well-known/security.txt")

    assert "Disallow: /admin/" in robots.text
    assert security.text == (
        "Contact: https://dit-northwest.example/contacts/\n"
        "Expires: 2026-10-28T12:00:00+00:00\n"
        "Preferred-Languages: en\n"
    )
