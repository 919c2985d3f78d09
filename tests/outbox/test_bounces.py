"""An address that cannot be reached gets no more mail; a report that anybody could write stops nothing (cal-L7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import bounces, inbox, post
from outbox.models import Bounce, Incoming, Message, State, StoppedAddress
from tests.factories import make_message
from tests.outbox.inbox import reports

pytestmark = pytest.mark.django_db

ADDRESS = "Ada@Trust.example"
NOW = timezone.now()
What, Outcome = Incoming.What, Incoming.Outcome


def sent(address=ADDRESS, **fields):
    """A message that left an hour ago."""
    at = NOW - timedelta(hours=1)
    defaults = {"created_at": at, "next_attempt_at": at, "sent_at": at, "state": State.SENT}
    return make_message(recipient=address, message_id=post.new_message_id(), **{**defaults, **fields})


def take(raw, now=NOW):
    row = inbox.take(raw, "", now)
    return (row.what, row.outcome)


def is_stopped():
    return bounces.is_stopped(ADDRESS)


def test_cal_l7_the_second_message_to_no_such_mailbox_within_two_weeks_stops_the_address():
    assert take(reports.postfix(sent())) == (What.BOUNCE, Outcome.DONE)
    assert not is_stopped()

    assert take(reports.postfix(sent())) == (What.BOUNCE, Outcome.DONE)

    assert is_stopped()
    assert "5.1.1" in StoppedAddress.objects.get().why


def test_two_that_lie_further_apart_stop_nothing():
    for now in (NOW - timedelta(days=15), NOW):
        at = now - timedelta(hours=1)
        take(reports.postfix(sent(created_at=at, next_attempt_at=at, sent_at=at)), now)

    assert not is_stopped()


def test_a_full_mailbox_has_patience_until_the_fifth_message_within_a_month():
    for _ in range(4):
        take(reports.postfix(sent(), status="5.2.2", said="smtp; 552 5.2.2 Mailbox full"))
    assert not is_stopped()

    take(reports.postfix(sent(), status="5.2.2", said="smtp; 552 5.2.2 Mailbox full"))

    assert is_stopped()


def test_one_message_that_is_reported_ten_times_counts_once():
    message = sent()

    for number in range(10):
        take(reports.postfix(message, said=f"smtp; 550 5.1.1 try {number}"))

    assert (Bounce.objects.count(), is_stopped()) == (1, False)


@pytest.mark.parametrize("made", [reports.postfix, reports.headers_only, reports.exim])
def test_reports_of_every_shape_are_understood(made):
    message = sent()

    assert take(made(message)) == (What.BOUNCE, Outcome.DONE)

    bounce = Bounce.objects.get()
    assert (bounce.message, bounce.address, bounce.is_final) == (message, "ada@trust.example", True)
    assert bounce.status == "5.1.1"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_what_is_tried_again_or_arrived_is_no_failure(action):
    assert take(reports.postfix(sent(), action=action)) == (What.BOUNCE, Outcome.SET_ASIDE)
    assert not Bounce.objects.exists()


def test_cal_l7_a_report_that_does_not_know_the_message_id_stops_nobody_however_often_it_comes():
    for number in range(10):
        forged = reports.postfix(sent(), quotes=False, said=f"smtp; 550 {number}")
        assert take(forged) == (What.BOUNCE, Outcome.SET_ASIDE)

    assert not is_stopped()
    assert set(Bounce.objects.values_list("message", "is_final")) == {(None, False)}


def test_a_report_about_a_message_that_never_left_or_left_long_ago_counts_nothing():
    waiting, at = make_message(recipient=ADDRESS, message_id=post.new_message_id()), NOW - timedelta(days=40)
    old = sent(created_at=at, next_attempt_at=at, sent_at=at)

    assert [take(reports.postfix(each)) for each in (waiting, old)] == [(What.BOUNCE, Outcome.SET_ASIDE)] * 2
    assert not Bounce.objects.exclude(message=None).exists()


def test_cal_l7_a_complaint_stops_further_mail_at_once():
    assert take(reports.complaint(sent())) == (What.BOUNCE, Outcome.DONE)

    assert is_stopped()


def test_a_forged_complaint_stops_nothing():
    assert take(reports.complaint(make_message(recipient=ADDRESS))) == (What.BOUNCE, Outcome.SET_ASIDE)

    assert not is_stopped()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_that_comes_when_its_person_was_erased_leaves_nothing_of_them_and_holds_up_no_sender():
    message = make_message(recipient=ADDRESS)
    Message.objects.filter(pk=message.pk).delete()

    bounces.refused(message, "550 5.1.1 Unknown user", NOW)

    assert not Bounce.objects.exists()


def test_an_address_that_works_again_starts_afresh():
    for _ in range(2):
        take(reports.postfix(sent()))

    assert bounces.let_go_on(ADDRESS, NOW)
    take(reports.postfix(sent()))

    assert not is_stopped()
    assert not bounces.let_go_on(ADDRESS, NOW)
