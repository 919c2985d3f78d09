"""Somebody whose work mailbox is gone comes in by their recovery address and makes it the main one."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from accounts.models import User
from members import lost_mailboxes
from outbox import bounces
from outbox.models import Message
from tests.accounts.ways import last_code
from tests.factories import make_member, make_user
from tests.journeys.axe import NARROW
from tests.journeys.person import Hands, Person

pytestmark = pytest.mark.browser
HOME = "home@personal.example"


@pytest.mark.parametrize("hands", [Hands.KEYBOARD, Hands.NO_SCRIPT], ids=lambda hands: hands.value)
def test_a_lost_mailbox_costs_nobody_their_account(open_page, live_server, hands):
    user = make_user()
    make_member(name="Bo Example", user=user)
    EmailAddress.objects.create(user=user, email=HOME, verified=True)
    bounces.stop(user.email, "Unknown user", timezone.now())
    lost_mailboxes.tell(timezone.now())
    assert Message.objects.get(name="members/mailbox_lost").recipient == HOME
    person = Person(open_page(width=NARROW, java_script_enabled=hands is not Hands.NO_SCRIPT), "Bo Example", hands)

    person.opens("/accounts/email/")
    person.writes("E-mail address", user.email)
    person.presses("Send me a code")
    person.sees("If you have lost this mailbox")
    person.presses("Use another address")
    person.writes("E-mail address", HOME)
    person.presses("Send me a code")
    person.sees("Enter your code")
    person.writes("Code", last_code())
    person.presses("Continue")
    person.sees("Your e-mail addresses")
    person.presses("Make this my main address")
    person.presses("Send me a code")
    person.sees("We sent an e-mail to")
    person.writes("Code", last_code())
    person.presses("Continue")
    person.sees("Your e-mail addresses")
    if User.objects.get(pk=user.pk).email != HOME:
        person.presses("Make this my main address")

    person.sees("Main address")
    assert User.objects.get(pk=user.pk).email == HOME
    codes = [message.to for message in mail.outbox if "code" in message.subject.lower()]
    assert codes == [[user.email], [HOME], [HOME]]  # a code is asked for by whoever may read it still
