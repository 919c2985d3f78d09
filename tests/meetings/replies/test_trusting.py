"""Who sends an answer cannot be read in it: only a signed address, or our own server's word on a signature (cal-I8)."""

import pytest
from django.utils import timezone

from meetings import links, rsvp
from meetings.models import CalendarReply, Preferences, Rsvp
from meetings.words import Choice, ReplyState
from outbox import inbox
from outbox.inbox import authentication, mail
from outbox.models import Incoming
from tests.factories import make_meeting, make_member, make_user
from tests.meetings.replies import samples

pytestmark = pytest.mark.django_db

OURS = "network@dit-northwest.example"
SERVER = "mx.dit-northwest.example"
PASSED = f"{SERVER}; spf=pass smtp.mailfrom=trust.example; dkim=pass header.d=trust.example header.s=a"


@pytest.fixture(autouse=True)
def _server(settings):
    settings.REPLY_AUTHSERV_ID = SERVER


def state_of(raw, recipient=""):
    """What becomes of an answer: applied, or kept to check."""
    incoming = inbox.take(raw, recipient, timezone.now())
    state = CalendarReply.objects.get(incoming=incoming).state
    assert (state == ReplyState.APPLIED) == Rsvp.objects.exists()
    assert (state == ReplyState.TO_CHECK) == (incoming.outcome == Incoming.Outcome.TO_CHECK)
    return state


@pytest.fixture
def meeting():
    return make_meeting()


@pytest.fixture
def ada():
    return make_member(user=make_user(email="ada@trust.example"))


def plain(meeting, member, **further):
    """An answer to the network's plain address, with this Authentication-Results of whoever wrote it."""
    return samples.reply(meeting, member, to=OURS, **further)


def test_cal_i8_the_signed_address_is_enough_wherever_the_mail_server_says_it(meeting, ada):
    address = samples.signed_address(meeting, ada)
    raw = plain(meeting, ada, sender="somebody.else@phone.example")

    assert state_of(raw.replace(b"Delivered-To: " + OURS.encode(), b"Delivered-To: " + address.upper().encode())) == (
        ReplyState.APPLIED
    )
    later = samples.minutes_ago(-1)
    assert state_of(plain(meeting, ada, sender="another@phone.example", stamp=later), address) == ReplyState.APPLIED


def test_cal_i8_a_signed_address_answers_for_its_own_person_meeting_purpose_and_generation_alone(meeting, ada):
    other, elsewhere = make_member(), make_meeting()
    answer_link = links.name(links.ANSWER, meeting.pk, ada.pk)
    wrong = {
        "another person's": samples.signed_address(meeting, other),
        "another meeting's": samples.signed_address(elsewhere, ada),
        "another purpose's": f"network+{answer_link}@dit-northwest.example",
        "a later generation's": samples.signed_address(meeting, ada, generation=1),
        "another domain's": samples.signed_address(meeting, ada).replace("dit-northwest", "evil"),
        "one letter off": samples.signed_address(meeting, ada).replace("@", "a@"),
        "none": OURS,
    }

    states = {name: state_of(samples.reply(meeting, ada, to=to)) for name, to in wrong.items()}

    assert states == dict.fromkeys(wrong, ReplyState.TO_CHECK)


def test_cal_i8_after_the_links_are_taken_back_the_old_address_answers_no_more(meeting, ada):
    Preferences.objects.create(member=ada, links_generation=1)

    assert state_of(samples.reply(meeting, ada)) == ReplyState.TO_CHECK
    assert state_of(samples.reply(meeting, ada, to=samples.signed_address(meeting, ada, 1))) == ReplyState.APPLIED


def test_cal_i8_whoever_got_the_invitation_forwarded_answers_for_nobody(meeting, ada):
    make_member(user=make_user(email="ben@trust.example"))

    for attendee in ("ben@trust.example", "stranger@elsewhere.example", "nonsense"):
        assert state_of(samples.reply(meeting, ada, attendee=attendee)) == ReplyState.TO_CHECK


def test_an_answer_under_the_address_of_the_invitation_counts_after_the_person_has_another(meeting, ada):
    rsvp.answer(meeting, ada, Choice.ROOM, timezone.now())  # the confirmation is an invitation too
    ada.user.emailaddress_set.update(email="ada@new.example")

    assert state_of(samples.reply(meeting, ada, attendee="Ada@TRUST.example")) == ReplyState.APPLIED


def test_cal_i8_an_aligned_signature_that_our_own_server_found_good_is_enough(meeting, ada):
    assert state_of(plain(meeting, ada, more={"Authentication-Results": PASSED})) == ReplyState.APPLIED


NOT_ENOUGH = {
    "nobody checked": {},
    "it failed": {"Authentication-Results": PASSED.replace("dkim=pass", "dkim=fail")},
    "another server's word": {"Authentication-Results": PASSED.replace(SERVER, "mx.evil.example")},
    "another domain's": {"Authentication-Results": PASSED.replace("header.d=trust", "header.d=evil")},
    "a domain that only ends alike": {"Authentication-Results": PASSED.replace("header.d=trust", "header.d=rust")},
    "a whole top domain's": {"Authentication-Results": PASSED.replace("d=trust.example", "d=example")},
    "two signers in one result": {"Authentication-Results": PASSED + " header.d=evil.example"},
    "only spf": {
        "Authentication-Results": f"{SERVER}; spf=pass smtp.mailfrom=ada@trust.example header.d=trust.example"
    },
    "a stranger's words in a comment": {
        "Authentication-Results": f"{SERVER}; spf=fail (; dkim=pass header.d=trust.example ;) smtp.mailfrom=x"
    },
    "a stranger's words in quotes": {
        "Authentication-Results": f'{SERVER}; spf=fail smtp.mailfrom="; dkim=pass header.d=trust.example ;"@x'
    },
    "no results": {"Authentication-Results": f"{SERVER}; none"},
}


def test_cal_i8_less_than_an_aligned_signature_is_kept_to_check(meeting, ada):
    states = {name: state_of(plain(meeting, ada, more=more)) for name, more in NOT_ENOUGH.items()}

    assert states == dict.fromkeys(NOT_ENOUGH, ReplyState.TO_CHECK)


def test_cal_i8_a_header_further_down_may_have_come_with_the_mail_and_does_not_count(meeting, ada):
    ours = f"Authentication-Results: {PASSED.replace('dkim=pass', 'dkim=none')}\r\n".encode()
    forged = plain(meeting, ada, more={"Authentication-Results": PASSED})

    assert state_of(ours + forged) == ReplyState.TO_CHECK


def test_cal_i8_a_good_signature_of_somebody_else_answers_for_nobody(meeting, ada):
    make_member(user=make_user(email="ben@trust.example"))
    two = {"Authentication-Results": PASSED, "From": "ada@trust.example"}
    unverified = make_member(user=make_user(email="cat@trust.example"))
    unverified.user.emailaddress_set.update(verified=False)

    assert state_of(plain(meeting, ada, sender="ben@trust.example", more={"Authentication-Results": PASSED})) == (
        ReplyState.TO_CHECK
    )
    assert state_of(plain(meeting, ada, more=two).replace(b"Subject:", b"From: ben@trust.example\r\nSubject:", 1)) == (
        ReplyState.TO_CHECK
    )
    assert state_of(plain(meeting, unverified, more={"Authentication-Results": PASSED})) == ReplyState.TO_CHECK


def test_without_a_server_of_our_own_no_header_is_believed(meeting, ada, settings):
    settings.REPLY_AUTHSERV_ID = ""
    nameless = {"Authentication-Results": "; dkim=pass header.d=trust.example"}

    assert state_of(plain(meeting, ada, more={"Authentication-Results": PASSED})) == ReplyState.TO_CHECK
    assert state_of(plain(meeting, ada, more=nameless)) == ReplyState.TO_CHECK


@pytest.mark.parametrize(
    ("said", "signers"),
    [
        ("dkim=pass header.i=@gmail.example header.s=2023 header.b=xyz", ["gmail.example"]),
        ("dkim=pass (signature was verified) header.d=contoso.example;dmarc=pass", ["contoso.example"]),
        (
            'dkim=pass reason="2048-bit key" header.d=a.example header.i=@a.example; dkim=fail header.d=b.example',
            ["a.example"],
        ),
        ("dkim=passed header.d=a.example", []),
        ("arc=pass; dkim=none", []),
        ("(((( dkim=pass header.d=a.example", []),
    ],
)
def test_the_results_of_the_large_servers_are_read(said, signers):
    found = mail.parse(f"Authentication-Results: {SERVER} 1;\r\n {said}\r\nFrom: a@a.example\r\n\r\n".encode())

    assert authentication.signers(found) == signers
