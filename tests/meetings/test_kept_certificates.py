"""A check page outlives its owner only by choice, and its owner ends it later by a link, without an account."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import certificates
from meetings.models import Certificate
from members import leaving, rights
from members.models import Consent
from outbox.models import Message
from tests.factories import make_certificate, make_coordinator, make_member
from tests.members.everywhere import traces

pytestmark = pytest.mark.django_db
KEEP, NAME = reverse("meetings:keep_checks"), "Zoë Quillfeather"


def link_in(words: str) -> str:
    return re.search(r"/meetings/certificates/end/[a-z0-9-]+/", words)[0]


def status_of(client, certificate: Certificate) -> int:
    return client.get(reverse("certificate_checked", args=[certificate.serial])).status_code


def test_what_is_ticked_can_be_checked_after_the_erasure_until_its_owner_ends_it_by_the_link_in_the_message(client):
    member, now = make_member(name=NAME), timezone.now()
    kept, other = make_certificate(member, shows_name=False), make_certificate(member)
    client.force_login(member.user)
    client.post(KEEP, {"keep": [kept.serial]})
    [listed] = [each.about for each in leaving.effect(member.user, now) if "checked" in each.title]
    assert [words[-15:-1] for words in listed] == [other.serial]
    leaving.ask(member.user, now)
    page = link_in(Message.objects.get(name="meetings/check_pages_kept").text)
    leaving.on_tick(now + timedelta(days=30))
    client.logout()

    assert [status_of(client, each) for each in (kept, other)] == [200, 404]
    assert traces(NAME, member.user.email) == set()
    assert (client.get(page).status_code, Certificate.objects.count()) == (200, 1)
    assert "The check page has ended" in client.post(page).content.decode()
    assert (status_of(client, kept), Certificate.objects.count(), client.post(page).status_code) == (404, 0, 404)


def test_a_choice_is_taken_back_as_easily_and_each_change_is_kept(client):
    certificate = make_certificate(make_member(name=NAME))
    client.force_login(certificate.member.user)

    kept = client.post(KEEP, {"keep": [certificate.serial]}, follow=True).content.decode()
    client.post(KEEP, {"keep": [certificate.serial]})
    taken_back = client.post(KEEP, follow=True).content.decode()

    assert "1 check page stays" in kept
    assert link_in(kept)
    assert "none of your certificates can be checked" in taken_back
    assert list(Consent.objects.order_by("pk").values_list("field", "audience")) == [
        (f"kept certificate {certificate.serial}", "public"),
        (f"kept certificate {certificate.serial}", "coordinators"),
    ]
    rights.erase(rights.person_of(certificate.member.user), timezone.now())
    assert not Certificate.objects.exists()


def test_nobody_keeps_or_ends_a_check_page_of_somebody_else(client):
    theirs, mine = make_certificate(kept_after_leaving=True), make_certificate(make_member())
    client.force_login(mine.member.user)

    page = client.post(KEEP, {"keep": [theirs.serial, mine.serial]}, follow=True).content.decode()
    altered = re.sub(r"/end/\d+", f"/end/{theirs.pk}", link_in(page))

    assert theirs.serial not in page
    assert client.post(altered).status_code == 404
    theirs.refresh_from_db()
    assert theirs.kept_after_leaving


def test_a_correction_keeps_the_choice_and_the_link_of_before_ends_nothing_else(client):
    member, now = make_member(), timezone.now()
    old = make_certificate(member, kept_after_leaving=True)
    client.force_login(member.user)
    page = link_in(client.get(KEEP).content.decode())

    new = certificates.reissue(old, make_coordinator(), "The name was wrong", now)

    assert new.kept_after_leaving
    client.post(page)
    new.refresh_from_db()
    assert new.kept_after_leaving
