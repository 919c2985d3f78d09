"""Whatever somebody sends to a page about meetings, it is answered and never brought down: rows stand behind each."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from meetings import guest_links, planning, rsvp
from meetings.models import Meeting, PollDate, Reversal, Role
from meetings.words import Choice, Duty
from minutes.models import Resolution
from tests.access.people import show_second_step
from tests.factories import (
    make_certificate,
    make_coordinator,
    make_guest,
    make_item,
    make_meeting,
    make_member,
    make_minutes,
    make_past_meeting,
    make_poll,
    make_series,
)

pytestmark = pytest.mark.django_db

HALF_A_LETTER = '{"fields": {"title": "\\ud800"}, "last": 1e400}'
ODD = st.sampled_from(
    [
        *("", " ", "-1", "0", "1", "100000000000000000000", "9" * 5000, "x" * 10_001, "\U0001f600" * 300, "²", "٣"),
        *("9999-12-31", "0001-01-01", "2027-02-30", "23:59", "00:00", "25:61", "1e400", "nan", "on", "a\r\nBcc: b@c.d"),
        *("\u202e", "[" * 20_000, "[]", HALF_A_LETTER, HALF_A_LETTER.replace("1e400", "1"), "=1+1", "943 476 5919"),
    ]
) | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
AHEAD = f"{timezone.localdate() + timedelta(days=98)}"
ROOM = {"mode": "hybrid", "room_capacity": "12", "title": "A title"}
PLAN = {**ROOM, "day": AHEAD, "begins": "14:00", "ends": "16:00", "kind": "meeting"}
SERIES = {"title": "A", "first_date": AHEAD, "every": "2", "week": "2", "weekday": "3", "begins": "14:00"}
SERIES |= {"place": "online", "length": "2 hours", "seen": "", "version": "1"}
ASKED = {**ROOM, "minutes": "120", "answer_by": "", "day_1": AHEAD, "begins_1": "14:00", "hour_1": ""}
WRITTEN = {"text": "", "version": "0", "decision": "", "action": "", "owner": "", "due": "", "reached_was": ""}
# Each address with what its form sends; {} stands for rows that `network` makes.
FORMS = {
    "/meetings/next/answer/": {"answer": "room"},
    "/meetings/next/note/": {"note": "x"},
    "/meetings/next/decide-by/": {"day": f"{timezone.localdate() + timedelta(days=3)}"},
    "/meetings/next/guests/": {"name": "Gus", "email": "gus@clinic.example", "place": "online"},
    "/meetings/needs/": {"take_part": "parking", "eat": "vegan", "other": "", "consent": "on", "meeting": ""},
    "/meetings/now/door/": {"tap": "m-{member}:room:0"},
    "/meetings/now/door/taps/": {"tap": "m-{member}:room:0", "page": "a", "number": "1"},
    "/meetings/before/attendance/": {
        **{"seen": "0", "how-m-{member}": "room", "minutes-m-{member}": "9"},
        **{"name-new-1": "Zoë", "how-new-1": "room", "minutes-new-1": "9"},
    },
    "/meetings/before/attendance/close/": {"seen": "0"},
    "/meetings/certificates/{serial}/name/": {"show": ""},
    "/meetings/cpd/closed/reflection/": {"text": "x"},
    "/meetings/polls/{poll}/": {"date_{date}": "yes"},
    "/meetings/guest/{token}/": {"x": ""},
    "/minutes/propose/": {"title": "x"},
    "/minutes/next/propose/": {"title": "x"},
    "/minutes/next/agenda/": {"title": "x", "minutes": "9"},
    "/minutes/next/agenda/{item}/": {"deed": "time", "minutes": "9", "why": ""},
    "/minutes/before/write/": {**WRITTEN, "decision_{decision}": "x", "decision_{decision}_was": "x"},
    "/minutes/before/publish/": {"seen": ""},
    "/minutes/next/documents/": {"title": "x", "file": ""},
    "/admin/meetings/meeting/add/": PLAN,
    "/admin/meetings/meeting/{next}/change/": {**PLAN, "version": "0", "opened": "", "confirmed": ""},
    "/admin/meetings/meeting/{next}/deed/cancel/": {"why": "x", "version": "1"},
    "/admin/meetings/meeting/{next}/roles/": {"duty": "door", "door-member": "1"},
    "/admin/meetings/meeting/{next}/who/{pk}/": {"answer": "no"},
    "/admin/meetings/meeting/hand-over/{user}/": {"to": "1"},
    "/admin/meetings/meeting/undo/{reversal}/": {"series": "1", "go": ""},
    "/admin/meetings/series/add/": {**SERIES, "make": ""},
    "/admin/meetings/series/{series}/next-year/": {"version": "1", "make": "", "seen": ""},
    "/admin/meetings/series/{series}/change-meetings/": {**SERIES, "scope": "all", "start": "", "confirmed": ""},
    "/admin/meetings/series/{series}/end/": {"meetings": "keep", "why": "", "version": "1"},
    "/admin/meetings/poll/add/": ASKED,
    "/admin/meetings/certificate/{certificate}/deed/revoke/": {"why": "x"},
}
QUESTIONS = {
    "/certificate/": {"serial": "K7QF-2M9D-XR4T"},
    "/meetings/": {"page": "1"},
    "/meetings/numbers/": {"period": "all"},
    "/meetings/cpd/": {"period": "two", "until_0": "1", "until_1": "1", "until_2": "2026"},
    "/meetings/cpd/statement/": {"period": "three", "until_0": "1", "until_1": "1", "until_2": "2026", "as": "csv"},
    "/minutes/search/": {"words": "x", "after": "next"},
    "/admin/meetings/meeting/{next}/who/": {"name": "x"},
    "/admin/meetings/meeting/numbers/": {"period": "all"},
}


@pytest.fixture
def network():
    """The browser of somebody who may do everything, with a row behind each address, and what stands in its places."""
    now, user = timezone.now(), make_coordinator()
    member = make_member(user=user)
    ahead, under_way = make_meeting(slug="next", guests_allowed=True), make_meeting(slug="now")
    before, closed = make_past_meeting(slug="before", closed_at=None), make_past_meeting(slug="closed")
    for meeting in (ahead, under_way):
        rsvp.answer(meeting, member, Choice.ROOM, now)
    Meeting.objects.filter(pk=under_way.pk).update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    for duty in Duty:
        Role.objects.create(meeting=ahead, duty=duty, member=member, given_at=now, given_by_name="A test")
    make_minutes(before)
    planning.change(Meeting.objects.get(pk=ahead.pk), now, by=user, title="Another title")
    said = Resolution.objects.create(meeting=before, text="x", recorded_at=now, recorded_by_name="A test")
    poll, certificate, guest = make_poll(), make_certificate(member, meeting=closed), make_guest(ahead, member)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    show_second_step(client, user)
    return client, {
        **{"member": member.public_id, "pk": member.pk, "user": user.pk, "next": ahead.pk, "decision": said.pk},
        **{
            "serial": certificate.serial,
            "certificate": certificate.pk,
            "series": make_series().pk,
            "reversal": Reversal.objects.get().pk,
        },
        **{"poll": poll.public_id, "date": PollDate.objects.earliest("pk").pk, "item": make_item(ahead).public_id},
        "reversal": Reversal.objects.get().pk,
        "token": guest_links.address(guest).split("/")[-2],
    }


@st.composite
def requests(draw):
    """A form as its page sends it, with some fields changed to something odd, left out, or sent twice."""
    method, forms = draw(st.sampled_from([("POST", FORMS)] * 4 + [("GET", QUESTIONS)]))
    address = draw(st.sampled_from(sorted(forms)))
    fields = {name: [value] for name, value in forms[address].items()}
    for name in draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=3)):
        fields[name] = draw(st.lists(ODD, max_size=2))
    return method, address, fields


CHANGE, POLL = "/admin/meetings/meeting/{next}/change/", "/admin/meetings/poll/add/"
THE_END = {"day": ["9999-12-31"], "begins": ["22:00"], "ends": ["23:59"]}


def one(address, **odd):
    return [("POST", address, {**{name: [value] for name, value in FORMS[address].items()}, **odd})]


@pytest.mark.whole
@example(sent=one(CHANGE, opened=["[" * 50_000]))
@example(sent=one(CHANGE, opened=[HALF_A_LETTER]))
@example(sent=one(CHANGE, opened=[HALF_A_LETTER.replace("1e400", "1")]))
@example(sent=one(CHANGE, version=["2"], **THE_END))
@example(sent=one("/admin/meetings/meeting/{next}/deed/cancel/", version=["9" * 5000]))
@example(sent=one("/admin/meetings/meeting/undo/{reversal}/", series=["9" * 5000]))
@example(sent=one("/admin/meetings/series/{series}/next-year/", version=["9" * 5000]))
@example(sent=one(POLL, day_1=["9999-12-31"], begins_1=["23:59"], mode=["online"]))
@given(sent=st.lists(requests(), min_size=4, max_size=4))
def test_nothing_odd_in_a_form_about_meetings_brings_its_page_down(network, sent):
    client, places = network

    answered = [(*each, send(client, *each, places)) for each in sent]

    assert [each for each in answered if each[-1] >= 500] == []


def send(client, method, address, fields, places):
    """The status of the answer; what the request does is undone."""
    named = {filled(name, places): [filled(value, places) for value in values] for name, values in fields.items()}
    body = urlencode(named, doseq=True)
    with transaction.atomic():
        if method == "GET":
            answer = client.get(filled(address, places), QUERY_STRING=body)
        else:
            answer = client.post(filled(address, places), body, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer.status_code


def filled(text, places):
    return re.sub(r"\{(\w+)\}", lambda place: str(places.get(place[1], place[0])), text)
