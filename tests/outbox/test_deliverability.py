"""Whether our mail arrives (cal-L6): records are read as receiving servers read them; no answer is no error."""

import base64
import time
from concurrent.futures import Future
from functools import cache

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.urls import reverse
from django.utils import timezone

from outbox.deliverability import checking, dkim, dmarc, ours, servers, spf
from outbox.deliverability.dns import Dns, server
from outbox.deliverability.finding import Silent, State
from outbox.models import Message
from outbox.models import State as Sent
from tests.factories import make_message, make_user
from tests.outbox import dns_server
from tests.outbox.inbox import imap_server

DOMAIN = "network.org.uk"


@cache
def rsa_key(bits: int) -> str:
    key = rsa.generate_private_key(65537, bits).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.fixture
def zone(settings):
    """A DNS server that knows a network whose mail is in order."""
    with dns_server.running() as server:
        settings.DNS_SERVERS = [server.address]
        settings.DEFAULT_FROM_EMAIL = f"The network <hello@{DOMAIN}>"
        settings.REPLY_ADDRESS = f"replies@{DOMAIN}"
        settings.PUBLIC_ADDRESS = f"https://www.{DOMAIN}"
        settings.DKIM_SELECTOR = "one"
        server.text(DOMAIN, "google-site-verification=x", "v=spf1 include:spf.provider.org.uk ~all")
        server.text("spf.provider.org.uk", "v=spf1 ip4:192.0.2.0/24 -all")
        server.text(f"_dmarc.{DOMAIN}", f"v=DMARC1; p=reject; rua=mailto:postmaster@{DOMAIN}")
        server.zone[DOMAIN, "MX"] = ["20 second.provider.org.uk.", "10 first.provider.org.uk."]
        yield server


def asked(seconds: float = 5) -> Dns:
    return Dns(time.monotonic() + seconds)


@pytest.mark.parametrize(
    ("records", "state", "says"),
    [
        (["v=spf1 ip4:192.0.2.1 -all"], State.FINE, "0 of 10 look-ups used, others are refused"),
        (["v=spf1 a mx include:spf.provider.org.uk ~all"], State.FINE, "3 of 10 look-ups used, others are suspected"),
        (["v=spf1 redirect=spf.provider.org.uk"], State.FINE, "1 of 10 look-ups used, others are refused"),
        (["v=spf1 exists:%{i}.list.org.uk include:%{d2}.org.uk -all"], State.FINE, "2 of 10"),
        (["V=SPF1 -all"], State.FINE, "0 of 10"),
        (["v=spf10 -all", "spf1"], State.WRONG, "has no SPF record"),
        (["v=spf1 -all", "v=spf1 a -all"], State.WRONG, "has 2 SPF records: none counts"),
        (["v=spf1 a"], State.WRONG, "lets everybody send"),
        (["v=spf1 a ?all"], State.WRONG, "lets everybody send"),
        (["v=spf1 +all"], State.WRONG, "lets everybody send"),
        (["v=spf1 ipv4:192.0.2.1 -all"], State.WRONG, "“ipv4:192.0.2.1” is nothing that SPF knows"),
        (["v=spf1 include:nowhere.org.uk -all"], State.WRONG, "nowhere.org.uk, which it names, has no SPF record"),
        ([f"v=spf1 include:{DOMAIN} -all"], State.WRONG, "includes itself"),
        (["v=spf1 " + "a " * 11 + "-all"], State.WRONG, "more than 10 look-ups"),
        (["v=spf1 " + "include:spf.provider.org.uk " * 10 + "-all"], State.FINE, "10 of 10"),
    ],
)
def test_cal_l6_spf_is_one_record_within_ten_look_ups_that_ends_closed(zone, records, state, says):
    zone.text(DOMAIN, *records)

    found = spf.check(asked(), DOMAIN)

    assert (found.state, says in found.says) == (state, True), found


@pytest.mark.parametrize(
    ("record", "state", "says", "to_do"),
    [
        ("v=DMARC1; p=reject; rua=mailto:a@b.org.uk", State.FINE, "refused. Alignment is relaxed for both", ""),
        ("v=DMARC1;p=none;adkim=s", State.FINE, "let through. Alignment is strict for DKIM and relaxed for SPF", "rua"),
        ("v=DMARC1; p=none; rua=mailto:a@b.org.uk", State.FINE, "let through", "change p=none"),
        ("v=DMARC1; P=Quarantine ; rua=mailto:a@b.org.uk", State.FINE, "put among the junk", ""),
        ("v=DMARC1; rua=mailto:a@b.org.uk", State.WRONG, "has no policy", "p=none"),
        ("v=DMARC1; p=block", State.WRONG, "has no policy", "p=none"),
        ("v=DMARC1; p=none; aspf=x", State.WRONG, "unknown aspf", "r, which is relaxed"),
        ("p=reject", State.WRONG, "has no DMARC record", "Add the record"),
    ],
)
def test_cal_l6_dmarc_has_a_policy_and_its_alignment_is_said(zone, record, state, says, to_do):
    zone.text(f"_dmarc.{DOMAIN}", record)

    found = dmarc.check(asked(), DOMAIN)

    assert (found.state, says in found.says, to_do in found.to_do) == (state, True, True), found


def test_cal_l6_dmarc_of_the_domain_above_counts_with_its_policy_for_those_below(zone):
    zone.text(f"_dmarc.{DOMAIN}", "v=DMARC1; p=reject; sp=none; rua=mailto:a@b.org.uk")

    assert "let through" in dmarc.check(asked(), f"mail.{DOMAIN}").says


@pytest.mark.parametrize(
    ("record", "state", "says"),
    [
        (lambda: f"v=DKIM1; k=rsa; p={rsa_key(2048)}", State.FINE, "RSA, 2048 bits"),
        (lambda: f"p={rsa_key(2048)}", State.FINE, "RSA, 2048 bits"),
        (lambda: f"v=DKIM1; p={rsa_key(1024)}", State.WRONG, "1024 bits, which is too short"),
        (lambda: f"v=DKIM1; k=ed25519; p={ed25519_key()}", State.FINE, "Ed25519"),
        (lambda: "v=DKIM1; p=", State.WRONG, "was taken back"),
        (lambda: f"v=DKIM1; t=s:y; p={rsa_key(2048)}", State.WRONG, "only being tried out"),
        (lambda: "v=DKIM1; p=bm90IGEga2V5", State.WRONG, "cannot be read"),
        (lambda: "v=DKIM1; p=%%%", State.WRONG, "cannot be read"),
        (lambda: "hello", State.WRONG, "holds no key"),
    ],
)
def test_cal_l6_a_dkim_key_has_2048_bits_and_is_in_use(zone, record, state, says):
    zone.text(f"one._domainkey.{DOMAIN}", record())

    found = dkim.check(asked(), DOMAIN)

    assert (found.state, says in found.says) == (state, True), found


def ed25519_key() -> str:
    key = ed25519.Ed25519PrivateKey.generate().public_key()
    return base64.b64encode(key.public_bytes_raw()).decode()


def test_replies_need_a_server_that_takes_them(zone):
    fine = servers.mail_arrives(asked(), DOMAIN)
    zone.zone[DOMAIN, "MX"] = ["0 ."]
    refused = servers.mail_arrives(asked(), DOMAIN)
    missing = servers.mail_arrives(asked(), "spf.provider.org.uk")

    assert (fine.state, fine.found) == (State.FINE, ("first.provider.org.uk", "second.provider.org.uk"))
    assert "takes no mail" in refused.says
    assert "has no MX record" in missing.says


def test_the_sending_servers_name_has_to_lead_back_to_its_address(zone, settings):
    settings.EMAIL_HOST = "mail.provider.org.uk"
    zone.zone["mail.provider.org.uk", "A"] = ["192.0.2.7"]
    without = servers.name_backwards(asked())
    zone.zone["7.2.0.192.in-addr.arpa", "PTR"] = ["other.provider.org.uk."]
    elsewhere = servers.name_backwards(asked())
    zone.zone["7.2.0.192.in-addr.arpa", "PTR"] = ["mail.provider.org.uk."]

    assert (without.state, elsewhere.state) == (State.WRONG, State.WRONG)
    assert servers.name_backwards(asked()).state == State.FINE


def test_the_sending_server_is_asked_as_tick_asks_it(server, settings):
    lets_us_in = servers.sending_server()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "network", "wrong"
    settings.EMAIL_PORT = 9  # nobody listens there

    assert (lets_us_in.state, lets_us_in.says) == (State.FINE, "127.0.0.1 lets us in.")
    with pytest.raises(Silent):
        servers.sending_server()


@pytest.mark.whole
def test_the_mailbox_of_answers_is_opened_and_a_wrong_password_is_said(settings):
    with imap_server.running() as box:
        settings.REPLY_MAILBOX = box.address
        lets_us_in = servers.reply_mailbox()
        settings.REPLY_MAILBOX = box.address.replace("a%20pass", "another")
        refused = servers.reply_mailbox()
        settings.REPLY_MAILBOX = box.address.replace("INBOX", "Nowhere")
        elsewhere = servers.reply_mailbox()

    assert (lets_us_in.state, lets_us_in.says) == (State.FINE, "127.0.0.1 lets us in. INBOX holds 0 messages to read.")
    assert (refused.state, refused.says) == (State.WRONG, "127.0.0.1 refuses our name or password.")
    assert (elsewhere.state, "does not let us read Nowhere" in elsewhere.says) == (State.WRONG, True)
    with pytest.raises(Silent):
        servers.reply_mailbox()  # the server has ended
    settings.REPLY_MAILBOX = "replies@network.org.uk"
    assert servers.reply_mailbox().state == State.WRONG


def test_a_dns_that_fails_or_is_silent_is_no_error(zone):
    zone.broken.add(DOMAIN)

    with pytest.raises(Silent):
        spf.check(asked(), DOMAIN)


@pytest.mark.django_db
def test_a_check_is_over_in_its_time_whoever_does_not_answer_and_keeps_what_the_others_said(zone, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    zone.text(f"one._domainkey.{DOMAIN}", f"v=DKIM1; p={rsa_key(2048)}")
    zone.deaf.add(f"_dmarc.{DOMAIN}")
    zone.broken.add(f"www.{DOMAIN}")
    began = time.monotonic()

    found = {title: finding.state for title, finding in checking.run(seconds=1)}

    assert time.monotonic() - began < 2
    assert found == {
        "SPF": State.FINE,
        "DKIM": State.FINE,
        "DMARC": State.SILENT,
        "Mail to us (MX)": State.FINE,
        "Name of the sending server": State.SILENT,
        "Sending server": State.SILENT,
        "Reply mailbox": State.NOT_ASKED,
    }


def test_an_invented_domain_is_asked_nothing():
    found = {title: finding.state for title, finding in checking.run()}

    assert set(found.values()) == {State.NOT_ASKED}


@pytest.mark.parametrize(
    ("one", "other", "aligned"),
    [
        (DOMAIN, DOMAIN, True),
        (f"www.{DOMAIN}", DOMAIN, True),
        (f"not{DOMAIN}", DOMAIN, False),
        ("a.org", "b.org", False),
    ],
)
def test_a_domain_and_those_below_it_are_one_sender(one, other, aligned):
    assert ours.is_aligned(one, other) is ours.is_aligned(other, one) is aligned


def test_the_records_to_paste_follow_from_the_settings(zone, settings):
    settings.EMAIL_HOST, settings.DKIM_PUBLIC_KEY = "smtp.gmail.com", "MIIB"

    assert [record[:3] for record in ours.records()] == [
        ("SPF", DOMAIN, "v=spf1 include:_spf.google.com ~all"),
        ("DKIM", f"one._domainkey.{DOMAIN}", "v=DKIM1; k=rsa; p=MIIB"),
        ("DMARC", f"_dmarc.{DOMAIN}", f"v=DMARC1; p=none; rua=mailto:postmaster@{DOMAIN}"),
    ]


def test_a_reply_address_on_another_domain_has_a_record_to_paste_of_its_own(zone, settings):
    settings.REPLY_ADDRESS = f"replies@answers.{DOMAIN}"

    names = [(record.title, record.name) for record in ours.records()]

    assert names[:2] == [("SPF", DOMAIN), ("SPF of the reply address", f"answers.{DOMAIN}")]


@pytest.fixture
def coordinator(client, settings):
    settings.DEMO = True
    user = make_user(is_staff=True, is_superuser=True, email="hannah@trust.example")
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_the_page_asks_nobody_until_its_button_is_pressed_and_keeps_what_was_found(coordinator, zone):
    page = reverse("admin:outbox_message_set_up")
    before = coordinator.get(page)
    asked_before = list(zone.asked)

    after = coordinator.post(reverse("admin:outbox_message_set_up_check"), follow=True)

    assert b"Nothing was checked yet" in before.content
    assert asked_before == []
    assert "v=spf1 include:spf.provider.org.uk ~all" in after.content.decode()
    assert "There is no key at one._domainkey" in coordinator.get(page).content.decode()


@pytest.mark.django_db
@time_machine.travel("2026-11-25T10:00:30Z", tick=False)
def test_a_coordinator_sends_a_test_message_to_themselves_once_however_often_they_press(coordinator):
    for _ in range(2):
        coordinator.post(reverse("admin:outbox_message_set_up_test"))

    [message] = Message.objects.all()
    assert (message.recipient, message.state) == ("hannah@trust.example", Sent.WAITING)
    assert "spf=pass, dkim=pass and dmarc=pass" in message.text


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_the_same_number_of_queries_for_any_number_of_messages(
    coordinator, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        make_message(state=Sent.SENT, sent_at=timezone.now())

    with django_assert_max_num_queries(12):
        page = coordinator.get(reverse("admin:outbox_message_set_up"))

    assert page.status_code == 200


def test_a_check_that_stumbles_over_an_answer_keeps_none_of_the_others_from_being_shown():
    stumbled = Future()
    stumbled.set_exception(KeyError("EXISTS"))

    assert checking.result(stumbled).state == State.SILENT


@pytest.mark.parametrize(
    ("setting", "address", "port"),
    [
        ("192.0.2.1", "192.0.2.1", 53),
        ("192.0.2.1:5353", "192.0.2.1", 5353),
        ("2001:db8::1", "2001:db8::1", 53),
        ("[2001:db8::1]:5353", "2001:db8::1", 5353),
    ],
)
def test_a_dns_server_is_named_by_its_address_of_either_kind_with_or_without_a_port(setting, address, port):
    named = server(setting)

    assert (named.address, named.port) == (address, port)
