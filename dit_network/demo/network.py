"""The whole demonstration, in one transaction: either all of it is there or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import F

from members.gaps import editions
from members.models import Application, Member
from outbox.models import Message

from . import coming, cycles, filling, lives, mail, mailbag, meetings, naming, places, rights, trust
from . import members as named
from .clock import Clock
from .people import MEMBERS, is_invented

PAST_MEETINGS = 12
# What a network begins with stays; everything else is the demonstration's, to be made anew.
KEPT = {
    *("members.Area", "members.Profession", "members.Body", "members.Organisation", "members.Organisation_areas"),
    *("members.Pathway", "members.Requirement", "members.Clock", "members.RetentionRule"),
    *("meetings.Venue", "dit_network.Page"),
    *("auth.Group", "auth.Group_permissions", "auth.Permission", "contenttypes.ContentType"),
}


class Refusal(models.TextChoices):
    """Why there can be no demonstration here."""

    NOT_DEMO = "not_demo", "Demonstrations are for one's own machine: set DEMO=1."
    REAL_PEOPLE = "real_people", "There is a user here whom the demonstration did not make. Nothing was changed."


@dataclass(frozen=True)
class Size:
    members: int = len(MEMBERS)
    meetings: int = PAST_MEETINGS


def refusal() -> Refusal | None:
    """Say why the demonstration cannot be made in this database, or None if it can."""
    if not settings.DEMO:
        return Refusal.NOT_DEMO
    addresses = get_user_model().objects.values_list("email", flat=True)
    return None if all(map(is_invented, addresses.iterator())) else Refusal.REAL_PEOPLE


def build(today: date, seed: int, size: Size, say: Callable[[str], None]) -> None:
    """Replace what an earlier run made by a network that follows from the day, the seed and the size alone."""
    clock = Clock(today)
    with transaction.atomic():
        clear()
        door = named.Door(clock, lives.Lists.load(), seed)
        trust.date_the_employers()  # before the people, whom a search finds by them
        say("The people")
        host = host_of(door, named.build(door))
        past = []
        for number, meeting in enumerate(meetings.build_past(host, size.meetings), start=1):
            say(f"Meeting {number}: {meeting.slug}")
            past.append(meeting)
        say("The year ahead")
        mailbag.choose_calendars(host)
        coming.build(host)
        say("What became of past meetings")
        cycles.close_all(host, past)
        meetings.write_notices(host)
        meetings.name_contacts(clock)
        for each in (trust.build, places.ask_for_places, rights.build):
            each(host)
        mailbag.come_in(host)
        send_all(seed)
        mailbag.bring_back(host)
        filling.fill(door, host.by, size.members - len(MEMBERS), say)
        editions.publish(clock.ago(0))
        Application.objects.update(updated_at=F("created_at"))
    mail.empty()


def host_of(door: named.Door, people: dict[str, Member]) -> meetings.Host:
    """The coordinator who makes the meetings, with what she needs for them."""
    by = people["hannah"].user
    assert by  # noqa: S101  she signs in
    return meetings.Host(door.clock, by, people, meetings.confirm_venue(), Random(f"{door.seed}:meetings"), door.seed)


def send_all(seed: int) -> None:
    """All that was written so far has left, with names that follow from the seed."""
    naming.settle(seed)
    for message in Message.objects.order_by("pk"):
        lives.left(message, seed).save()


def clear() -> None:
    """Empty every table of the demonstration, and begin its numbers anew."""
    connection.check_constraints()  # PostgreSQL empties no table while a check of it is put off
    tables = [model._meta.db_table for model in doomed()]
    flush = connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=False)
    connection.ops.execute_sql_flush(flush)


def doomed() -> list[type[models.Model]]:
    """What is the demonstration's: everything but what a network begins with."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in KEPT and model._meta.managed and not model._meta.proxy
    ]
