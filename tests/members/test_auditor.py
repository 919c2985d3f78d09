"""An auditor opens the lists and records of the desk and changes nothing anywhere."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client

from members.models.history import OfficeKind
from tests.access import admin_rows, places
from tests.access.people import Person, Watch
from tests.factories import make_member, make_officer
from tests.test_access import NOTED_ON_LOOKING

pytestmark = [pytest.mark.django_db, pytest.mark.whole]
# These pages are for changing alone; what they hold is read on the site and in the lists.
FOR_CHANGING = ("admin/meetings/meeting/", "admin/meetings/series/", "admin/meetings/poll/")


@pytest.fixture
def auditor(settings):
    settings.DEMO = True
    client = Client()
    known = places.fill()
    make_member()
    client.force_login(make_officer(OfficeKind.AUDITOR))
    return client, {route: places.address(route, known) for route in admin_rows.ROWS}


def written(client, method, address, data=None):
    watch = Watch()
    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = getattr(client, method)(address, data or {})
        transaction.set_rollback(True)
    return answer, frozenset().union(*watch.levels) - NOTED_ON_LOOKING


def test_an_auditor_opens_every_list_and_writes_nothing_by_looking_or_posting(auditor):
    client, addresses = auditor
    closed, wrote = [], {}
    for route, address in addresses.items():
        if "logout" in route:
            continue
        for method in ("get", "post"):
            answer, tables = written(client, method, address)
            if tables:
                wrote[method, route] = tables
            is_list = re.fullmatch(r"admin/\w+/\w+/(<path:object_id>/change/)?", route)
            is_open = not route.startswith(FOR_CHANGING) or route in FOR_CHANGING
            if method == "get" and is_list and is_open and answer.status_code != 200:
                closed.append((route, answer.status_code))

    assert wrote == {}
    assert [each for each in closed if admin_rows.ROWS[each[0]].get[Person.COORDINATOR] == 200] == []
