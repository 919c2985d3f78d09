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


def busy_network() -> list[str]:
    """The demonstration, on the days on which its next meeting is asked and reminded for; every link of its mail."""
    call_command("demo", meetings=2, verbosity=0)
    soon = Meeting.objects.published().upcoming(timezone.now()).first()
    for before in (timedelta(days=14), timedelta(days=7), timedelta(days=1)):
        for job in schedule.on_tick:
            job(soon.starts_at - before)
    return robot.links_of(Message.objects.all())


def test_con_20_a_scanner_that_opens_every_link_of_every_mail_changes_no_fact(demo):
    links, before = busy_network(), robot.facts()
    pages = robot.one_of_each_page(links)

    answers = robot.scan(links)
    robot.scan(pages.values(), times=50)

    assert len(links) > 300
    assert {"meetings:tap", "meetings:tap answer=room", "members:give_word"} <= pages.keys()
    assert set().union(*answers.values()) == {200, 410}  # the meeting of some links is over
    assert robot.facts() == before


@pytest.mark.deep
def test_con_20_fifty_times_each(demo):
    links, before = busy_network(), robot.facts()

    robot.scan(links, times=50)

    assert robot.facts() == before


def test_con_20_control_one_press_is_found():
    rsvp.answer(make_meeting(), make_member(), Choice.ROOM, timezone.now())
    before = robot.facts()

    Rsvp.objects.update(note="One press")

    assert {label for label, rows in robot.facts().items() if rows != before[label]} == {"meetings.Rsvp"}
