"""After every test about meetings, the places written down are those held and offered (con-4)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting
from meetings.words import Choice, Place
from tests.factories import make_coordinator


@pytest.fixture(autouse=True)
def _places_are_counted_right(request: pytest.FixtureRequest) -> Iterator[None]:
    if not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("db")
    yield
    wrong = [
        (meeting.slug, written(meeting), counted(meeting))
        for meeting in Meeting.objects.all()
        if written(meeting) != counted(meeting)
    ]
    assert wrong == []


@pytest.fixture
def desk(client: Client, settings: Any) -> Client:
    """A coordinator's browser; the second factor is another test's subject."""
    settings.DEMO = True
    client.coordinator = make_coordinator()  # type: ignore[attr-defined]
    client.force_login(client.coordinator)  # type: ignore[attr-defined]
    return client


def written(meeting: Meeting) -> tuple[int, ...]:
    return (meeting.room_taken, meeting.online_taken, meeting.room_offered, meeting.online_offered)


def counted(meeting: Meeting) -> tuple[int, ...]:
    """Who really holds a place, guests among them, and to whom one is really offered."""
    held = [*meeting.rsvps.values_list("place", flat=True)]
    held += meeting.guests.filter(cancelled_at=None).values_list("place", flat=True)
    offered = [*meeting.rsvps.exclude(offer_until=None).values_list("choice", flat=True)]
    return (held.count(Place.ROOM), held.count(Place.ONLINE), offered.count(Choice.ROOM), offered.count(Choice.ONLINE))
