"""con-20: what mail scanners do with our messages changes no fact about people or meetings."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from meetings import rsvp
from meetings.models import Meeting, Rsvp
from meetings.words import Choice
from outbox import schedule
from outbox.models import Message
from tests import robot
from tests.factories import make_meeting, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


def links_of_busy_days() -> list[str]:
    """The days on which the next meeting of the demonstration is asked and reminded for; every link of its mail."""
    soon = Meeting.objects.published().upcoming(timezone.now()).first()
    for before in (timedelta(days=14), timedelta(days=7), timedelta(days=1)):
        for job in schedule.on_tick:
            job(soon.starts_at - before)
    return robot.links_of(Message.objects.all())


@pytest.mark.deep
def test_con_20_fifty_times_each(demo):
    call_command("demo", meetings=2, verbosity=0)
    links, before = links_of_busy_days(), robot.facts()

    robot.scan(links, times=50)

    assert robot.facts() == before


def test_con_20_control_one_press_is_found():
    rsvp.answer(make_meeting(), make_member(), Choice.ROOM, timezone.now())
    before = robot.facts()

    Rsvp.objects.update(note="One press")

    assert {label for label, rows in robot.facts().items() if rows != before[label]} == {"meetings.Rsvp"}
