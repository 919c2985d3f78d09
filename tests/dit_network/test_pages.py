"""The words of the public pages: shipped as files, loaded once, changed and restored by coordinators."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dit_network import reference, texts
from dit_network.models import Page
from tests.factories import make_coordinator

pytestmark = pytest.mark.django_db
SLUGS = sorted(texts.shipped())


def make_page(**fields) -> Page:
    return Page(**{"slug": "about", "title": "Title", "lead": "Lead.", "body": "Body.", **fields})


@pytest.fixture
def coordinator(client: Client, settings) -> User:
    """A coordinator at the desk; the second step has tests of its own."""
    settings.DEMO = True
    user = make_coordinator()
    client.force_login(user)
    return user


@pytest.mark.parametrize("slug", SLUGS)
def test_every_shipped_page_has_an_address_a_title_and_words(slug):
    words = texts.shipped()[slug]

    assert reverse(slug)
    assert words["title"]
    assert words["lead"]
    assert len(words["title"]) <= 120
    assert len(words["lead"]) <= 300
    assert words["body"]


@pytest.mark.parametrize("slug", SLUGS)
def test_shipped_pages_link_only_to_pages_that_exist(slug, client):
    links = re.findall(r"\]\((/[^)#]*)", texts.shipped()[slug]["body"])

    assert [link for link in links if client.get(link).status_code != 200] == []


def test_loading_adds_what_is_missing_and_leaves_what_was_changed():
    Page.objects.filter(slug="about").update(title="Our own words")
    Page.objects.filter(slug="network").delete()

    reference.load()

    assert Page.objects.get(slug="about").title == "Our own words"
    assert Page.objects.get(slug="network").title == texts.shipped()["network"]["title"]


def test_loading_twice_changes_nothing():
    before = list(Page.history.values_list("history_id", flat=True))

    call_command("load_reference", verbosity=0)

    assert list(Page.history.values_list("history_id", flat=True)) == before


def test_the_networks_particulars_stand_in_the_words(settings):
    settings.NETWORK_NAME, settings.CONTROLLER_NAME = "DIT Network South", "A trust"

    text = texts.shown(make_page(title="{network}", lead="Held by {controller}", body="Write to {network}."))

    assert (text.title, text.lead, text.body) == (
        "DIT Network South",
        "Held by A trust",
        "<p>Write to DIT Network South.</p>\n",
    )


def test_particulars_may_hold_any_letters_without_becoming_markup(settings):
    settings.NETWORK_NAME = "*Us* & <b>them</b> [x](javascript:alert(1)) {contact}"

    text = texts.shown(make_page(title="{network}", body="{network}"))

    assert text.title == settings.NETWORK_NAME
    assert text.body == "<p>*Us* &amp; &lt;b&gt;them&lt;/b&gt; [x](javascript:alert(1)) {contact}</p>\n"


def test_an_address_to_write_to_becomes_a_link(settings):
    settings.CONTROLLER_CONTACT = "data-protection_1@dit-northwest.example"

    text = texts.shown(make_page(body="[{contact}](mailto:{contact})"))

    assert f'<a href="mailto:{settings.CONTROLLER_CONTACT}">{settings.CONTROLLER_CONTACT}</a>' in text.body


@pytest.mark.parametrize("reaching", ["{settings.SECRET_KEY}", "{network.__class__}", "{{ request }}", "{% debug %}"])
def test_a_text_reaches_nothing_that_is_not_on_the_list(reaching, settings):
    text = texts.shown(make_page(title=reaching, body=reaching))

    assert text.title == reaching
    assert settings.SECRET_KEY not in text.title + text.body


def test_a_coordinator_changes_a_page_and_goes_back_to_the_earlier_words(client, coordinator):
    page = Page.objects.get(slug="about")
    first = page.history.earliest()
    words = {"title": "New title", "lead": page.lead, "body": "New words."}

    saved = client.post(reverse("admin:dit_network_page_change", args=[page.pk]), words)
    listed = client.get(reverse("admin:dit_network_page_history", args=[page.pk]))
    restore = reverse("admin:dit_network_page_simple_history", args=[page.pk, first.pk])
    shown = client.get(restore)
    back = client.post(restore, {"title": first.title, "lead": first.lead, "body": first.body})

    assert (saved.status_code, listed.status_code, shown.status_code, back.status_code) == (302, 200, 200, 302)
    assert client.get("/about-dit/").context["text"].title == first.title
    assert [record.title for record in page.history.all()] == [first.title, "New title", first.title]
    assert page.history.first().history_user == coordinator


def test_a_preview_shows_what_was_typed_in_the_sites_own_look_and_saves_nothing(client, coordinator, settings):
    page = Page.objects.get(slug="about")
    words = {"title": "Try", "lead": "", "body": "# Part\n\nIn {network} <script>"}

    answer = client.post(reverse("admin:dit_network_page_preview", args=[page.pk]), words)

    assert '<h2 class="nhsuk-heading-m">Part</h2>' in answer.text
    assert f"In {settings.NETWORK_NAME} &lt;script&gt;" in answer.text
    assert Page.objects.get(pk=page.pk).title == page.title


def test_a_preview_without_a_title_says_what_is_missing(client, coordinator):
    page = Page.objects.get(slug="about")

    answer = client.post(reverse("admin:dit_network_page_preview", args=[page.pk]), {"title": "", "body": "x"})

    assert answer.status_code == 422
    assert "Title: This field is required." in answer.text


def test_a_preview_is_asked_for_by_post_alone(client, coordinator):
    page = Page.objects.get(slug="about")

    assert client.get(reverse("admin:dit_network_page_preview", args=[page.pk])).status_code == 405


def test_pages_are_neither_added_nor_deleted(client, coordinator):
    page = Page.objects.get(slug="about")

    assert client.get(reverse("admin:dit_network_page_add")).status_code == 403
    assert client.post(reverse("admin:dit_network_page_delete", args=[page.pk])).status_code == 403
