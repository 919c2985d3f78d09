"""What is private around a meeting stays private on every page about meetings: a word of its own in each such field."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings import guest_links, rsvp
from meetings.models import Meeting, Need, Poll, Reflection, Role, Rsvp
from meetings.words import Choice, Duty, NeedKind, Status
from minutes import documents
from minutes.models import Minutes, Resolution
from minutes.words import ItemState
from tests.access.outcomes import filled_in, routes
from tests.access.people import Person, row_of, show_second_step
from tests.factories import (
    make_action,
    make_certificate,
    make_document,
    make_guest,
    make_item,
    make_meeting,
    make_member,
    make_past_meeting,
    make_poll,
    make_published_minutes,
    make_series,
)

pytestmark = [pytest.mark.django_db, pytest.mark.whole]

ABOUT = ("meetings/", "minutes/", "certificate", "admin/meetings/", "admin/minutes/")
NOTE, NEED, REFLECTION, ADDRESS, LINK = "quokka", "wombat", "numbat", "dingo", "galah"
TEXT, DECISION, ACTION, PROPOSED, DECLINED = "bandicoot", "bilby", "kowari", "platypus", "thylacine"
DRAFT, DRAFT_ITEM, DRAFT_FILE, GONE_FILE, NEVER_TOLD = "echidna", "cassowary", "kookaburra", "taipan", "lyrebird"
BEING_WRITTEN = {TEXT, DECISION, ACTION}
UNTOLD = {DRAFT, DRAFT_ITEM, DRAFT_FILE, NEVER_TOLD}
WORDS = {NOTE, NEED, REFLECTION, ADDRESS, LINK, PROPOSED, DECLINED, GONE_FILE, *BEING_WRITTEN, *UNTOLD}


@pytest.fixture
def meeting():
    """A meeting that runs just now, one that was held before it, a draft, and one cancelled before it was announced."""
    now = timezone.now()
    ada, meeting = make_member(name="Ada Example"), make_meeting(slug="now", join_link=f"https://{LINK}.example/")
    rsvp.answer(meeting, ada, Choice.ROOM, now)
    Rsvp.objects.update(note=NOTE)
    Need.objects.create(member=ada, kind=NeedKind.OTHER, detail=NEED, given_at=now, wording_version="1")
    make_guest(meeting, ada, name="Gus Guest", email=f"{ADDRESS}@clinic.example")
    make_item(meeting, title=PROPOSED, proposed_by=ada)
    make_item(meeting, title=DECLINED, state=ItemState.DECLINED, position=None)
    documents.take_away(make_document(meeting=meeting, title=GONE_FILE), now, ada.user)
    start = now - timedelta(minutes=30)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    before = make_past_meeting(slug="before")
    make_certificate(ada, meeting=before)
    Reflection.objects.create(member=ada, meeting=before, text=REFLECTION, written_at=now)
    make_published_minutes(before)
    Minutes.objects.update(text=TEXT)
    Resolution.objects.create(meeting=before, text=DECISION, recorded_at=now, recorded_by_name="A test")
    make_action(before, ada, text=ACTION)
    make_meeting(slug="next")
    draft = make_meeting(slug="draft", title=DRAFT, status=Status.DRAFT, kind="training", open_to_untrained=True)
    make_item(draft, title=DRAFT_ITEM)
    make_document(meeting=draft, title=DRAFT_FILE)
    make_meeting(
        **{"slug": "never", "title": NEVER_TOLD, "status": Status.CANCELLED, "cancelled_at": now},
        **{"kind": "training", "open_to_untrained": True},
    )
    Meeting.objects.filter(slug="never").update(published_at=None)
    make_document(meeting=Meeting.objects.get(slug="never"), title=NEVER_TOLD)
    make_series()
    make_poll()
    return meeting


def with_duty(duty: Duty):
    """A member who has this duty at every meeting, as a draft takes it over from the meeting before."""
    member = make_member()
    for each in Meeting.objects.all():
        Role.objects.create(meeting=each, duty=duty, member=member, given_at=timezone.now(), given_by_name="A test")
    return member.user


PEOPLE = {
    "a visitor": (lambda: None, set()),
    "a member": (lambda: row_of(Person.MEMBER), set()),
    "somebody who is not trained": (lambda: row_of(Person.APPLICANT), set()),
    "a suspended member": (lambda: row_of(Person.SUSPENDED), set()),
    "who stands at the door": (lambda: with_duty(Duty.DOOR), set()),
    "who takes the minutes": (lambda: with_duty(Duty.MINUTE_TAKER), BEING_WRITTEN | {PROPOSED}),
    "a coordinator of other meetings": (
        lambda: row_of(Person.COORDINATING_MEMBER),
        {NOTE, ADDRESS, LINK, PROPOSED} | BEING_WRITTEN | UNTOLD,
    ),
    "a coordinator without a second step": (lambda: row_of(Person.UNPROVEN_COORDINATOR), set()),
    "a guest with their link": (lambda: None, {ADDRESS}),
}


@pytest.mark.parametrize(("who", "may_read"), PEOPLE.values(), ids=PEOPLE)
def test_nobody_reads_a_word_that_is_not_for_them(meeting, who, may_read):
    user, client = who(), Client(raise_request_exception=False)
    if user:
        client.force_login(user)
        if may_read & UNTOLD:
            show_second_step(client, user)

    looked_at = addresses(meeting, with_link=may_read == {ADDRESS}, at_the_desk=bool(may_read & UNTOLD))

    read = {word: address for address in looked_at for word in words_on(client, address)}

    assert {word: at for word, at in read.items() if word not in may_read} == {}
    assert bool(read) == bool(may_read)  # there is something to find


def words_on(client: Client, address: str) -> set[str]:
    answer = client.get(address)
    return {word for word in WORDS if word.encode() in answer.content}


def addresses(meeting: Meeting, *, with_link: bool, at_the_desk: bool) -> list[str]:
    """Every address about meetings, for each of them, and a search for each word by its first letters.

    The link of a guest is theirs alone. To whom the desk is shut, its door answers before a meeting is looked for: they
    try each address of the desk with one meeting.
    """
    guest = meeting.guests.get()
    token = guest_links.address(guest).split("/")[-2] if with_link else "wrong"
    places = {
        **{"serial": "K7QF-2M9D-XR4T", "number": 1, "deed": "done", "reversal": 0, "date": 0, "coordinator": 0},
        **{"token": token, "guest": guest.pk, "member": guest.sponsor_id},
        **{"name": "cancel", "public_id": Poll.objects.get().public_id, "kind": "week"},
    }
    plain = [route for route in routes() if route.startswith(ABOUT) and not route.endswith(("$", "/delete/", "/add/"))]
    meetings = Meeting.objects.order_by("pk")
    rows = [{"slug": each.slug, "which": each.slug, "pk": each.pk, "object_id": each.pk} for each in meetings]
    tried = {route: rows if at_the_desk or not route.startswith("admin/") else rows[-1:] for route in plain}
    found = [filled_in(route, {**places, **row}) for route, those in tried.items() for row in those]
    files = [f"/minutes/documents/{each.public_id}/" for row in Meeting.objects.all() for each in row.documents.all()]
    searches = [f"/minutes/search/?words={word[:-2]}" for word in WORDS]
    return list(dict.fromkeys(["/", *found, *files, *searches]))
