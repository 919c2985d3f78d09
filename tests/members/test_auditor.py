"""An auditor is led nowhere that is closed; what they open, and that they write nothing, the access table says."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from members.models.history import OfficeKind
from tests.access import admin_rows, places
from tests.access.people import Watch
from tests.factories import make_member, make_officer
from tests.test_access import NOTED_ON_LOOKING

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


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


def test_an_auditor_is_offered_no_action_of_a_list_and_starts_none(auditor):
    client, _ = auditor
    offered, wrote = [], {}
    for model, desk in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        chosen = [str(pk) for pk in model._default_manager.values_list("pk", flat=True)[:3]]
        if 'name="action"' in client.get(address).content.decode():
            offered.append(address)
        for _, name, _ in desk._get_base_actions():
            _, tables = written(client, "post", address, {"action": name, ACTION_CHECKBOX_NAME: chosen, "post": "yes"})
            if tables:
                wrote[address, name] = tables

    assert wrote == {}
    assert offered == []


def test_no_link_or_button_of_the_desk_leads_an_auditor_to_a_page_that_is_closed_to_them(auditor):
    client, addresses = auditor
    dead, buttons = {}, {}
    for address in {"/admin/", *addresses.values()}:
        answer = client.get(address) if "logout" not in address else None
        if answer is None or answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        page = answer.content.decode()
        for link in set(re.findall(r'href="(/[^"#?]*)', page)) - dead.keys():
            if "logout" not in link and not link.startswith("/static/"):
                dead[link] = address if client.get(link).status_code == 403 else ""
        for form in re.findall(r"<form\b.*?</form>", page, re.S):
            is_post = re.search(r'method="?post', form, re.I) and "logout" not in form
            if is_post and re.search(r'type="?submit', form):
                buttons[address] = re.findall(r'(?:value|name)="([^"]*)"', form)[-2:]

    assert {link: page for link, page in dead.items() if page} == {}
    assert buttons == {}
