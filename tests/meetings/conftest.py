"""After every test about meetings, the places written down are the places held (con-4)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Count, Q
from django.test import Client

from meetings.models import Meeting
from meetings.words import Place
from tests.factories import make_coordinator


@pytest.fixture(autouse=True)
def _places_are_counted_right(request: pytest.FixtureRequest) -> Iterator[None]:
    if not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("db")
    yield
    held = Meeting.objects.annotate(
        in_room=Count("rsvps", filter=Q(rsvps__place=Place.ROOM)),
        online=Count("rsvps", filter=Q(rsvps__place=Place.ONLINE)),
    )
    wrong = [
        (meeting.slug, meeting.room_taken, meeting.in_room, meeting.online_taken, meeting.online)
        for meeting in held
        if (meeting.room_taken, meeting.online_taken) != (meeting.in_room, meeting.online)
    ]
    assert wrong == []


@pytest.fixture
def desk(client: Client, settings: Any) -> Client:
    """A coordinator's browser; the second factor is another test's subject."""
    settings.DEMO = True
    client.coordinator = make_coordinator()  # type: ignore[attr-defined]
    client.force_login(client.coordinator)  # type: ignore[attr-defined]
    return client
