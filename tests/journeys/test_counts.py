"""A service lead comes in, asks how many there are, and reads an answer; axe finds nothing on the page."""

from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from members import coordinators
from members.gaps import editions
from tests.factories import make_member, make_user
from tests.journeys import axe


def test_a_service_lead_asks_how_many_there_are(open_page):
    for _ in range(6):
        make_member()
    editions.publish(timezone.now())
    user = make_user()
    user.groups.add(Group.objects.get(name=coordinators.SERVICE_LEADS))
    page = open_page(user)

    page.goto("/")
    page.get_by_label("Who").select_option(label="Accredited practitioners")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("status")).to_have_text(
        "Accredited practitioners, everywhere: counted only together with others"
    )
    assert axe.wrong(page) == []
