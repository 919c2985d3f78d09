"""The pages behind links in mails that ask for one press: each before and after it, and where a link leads nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import addresses
from members import contacts_keeping, link_names, new_addresses, yearly
from members.models import Contact, RetentionCase, RetentionRule
from members.retention import letters
from tests.factories import make_coordinator, make_member, make_user
from tests.journeys import axe
from tests.journeys.axe import NARROW
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def links() -> dict[str, tuple[str, str, str]]:
    """Of each page: a link to it, its button, and what it says then."""
    now = timezone.now()
    on, member = timezone.localdate(now), make_member(name="Ada Example")
    is_asked = {"role": "Membership", "name": member.name, "email": member.user.email}
    contact = Contact.objects.create(slug="membership", **is_asked)
    new = new_addresses.ask(member.user, "found@again.example", "Telephoned them", make_coordinator(), now)
    addresses.enter("anew@again.example")
    anew = new_addresses.ask(make_member().user, "anew@again.example", "Telephoned them", make_coordinator(), now)
    new_addresses.agree(anew, make_coordinator(), now)
    give_up = reverse("members:give_up", args=[new_addresses.giving_up_token(anew, now)])
    told = {"told_on": on, "remove_on": on + timedelta(days=44)}
    case = RetentionCase.objects.create(rule=RetentionRule.objects.first(), user=make_user(), **told)
    stop = reverse("members:new_address", args=[new_addresses.token_of(new, now)])
    keep = reverse("members:keep", args=[link_names.name(letters.PURPOSE, case.pk, on)])
    return {
        "yearly": (yearly.path(member, on), "Yes, all right", "Thank you"),
        "contact": (contacts_keeping.path(contact, on), "Yes, this is right", "Thank you"),
        "new address": (stop, "Stop it", "It is stopped"),
        "two accounts": (give_up, "End the new account and use the old one", "back with your old account"),
        "retention": (keep, "Keep it", "We keep it"),
    }


@pytest.mark.parametrize("hands", [Hands.KEYBOARD, Hands.NO_SCRIPT], ids=lambda hands: hands.value)
def test_one_press_is_all_that_a_link_asks_for_and_axe_finds_nothing_before_or_after(open_page, hands):
    scripts = hands is not Hands.NO_SCRIPT
    found = {}

    for name, (link, button, then) in links().items():
        person = Person(open_page(width=NARROW, java_script_enabled=scripts), "Ada Example", hands)
        person.opens(link)
        found[f"{name}, before"] = axe.wrong(person.page) if scripts else []
        person.presses(button)
        person.sees(then)
        found[f"{name}, after"] = axe.wrong(person.page) if scripts else []
        person.opens(link[:-3] + "aa/")
        found[f"{name}, altered"] = axe.wrong(person.page) if scripts else []
        assert person.actions == 1

    assert not any(found.values()), found
