"""Erasure is complete for anybody: a search over every column of every table finds no name, address or number."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from html import escape
from threading import Event
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import CharField, EmailField, Field, Model, TextField
from django.test import Client
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts import addresses
from accounts.models import User
from dit_network.models import Page
from meetings import certificate_words
from meetings.models import AttendanceChange, Certificate, Invitation, MeetingChange, Need, Reflection
from meetings.words import Deed, Duty, Source
from members import directory, leaving, profile, rights
from members.folding import fold
from members.models import (
    Breach,
    Complaint,
    Contact,
    Export,
    ExportStop,
    Member,
    MemberChange,
    NewAddress,
    RecordView,
)
from members.models.history import ChangeKind
from members.places import requests
from members.rights import holding
from minutes.words import FileType
from outbox.models import Bounce, Incoming, StoppedAddress
from tests import factories as make
from tests.access.people import show_second_step
from tests.members.everywhere import traces
from tests.minutes import samples
from tests.together import at_once, wait_for

DEEP = settings.get_current_profile_name() == "deep"
FIRST = ["Zoë", "Mary Jane", "D'Arcy", "Anne-Marie", "Łukasz", "Nia"]
LAST = ["Quillfeather", "O’Quillan", "Brontë-Vexley", "Ní Quirk", "Müller-Quax", "Quarrington"]
ADDRESS, NUMBER, PHONE = "zq.quill@trust.example", "PYL987123", "0161 496 0987"


def member_called(name: str) -> Member:
    user = make.make_user(email=ADDRESS)
    member = make.make_member(user=user, name=name, registration_number=NUMBER, phone=PHONE)
    directory.refresh(member)
    return member


def in_other_words(name: str) -> list[str]:
    first, _, last = name.rpartition(" ")
    return [name.upper(), f"{last}, {first}", fold(f"{first} {last}")] if first else [name]


def own_rows(member: Member) -> None:
    now = timezone.now()
    make.make_certificate(member)
    make.make_application(user=member.user, name=member.name, registration_number=NUMBER, member=member)
    make.make_message(user=member.user, recipient=ADDRESS, text=f"Dear {member.name}")
    MemberChange.objects.create(member=member, kind=ChangeKind.LINKS, by_name="A coordinator", at=now, reason="Asked")
    RecordView.objects.create(member=member, by_name="A coordinator", at=now, page="Entry")
    Contact.objects.create(slug=f"c{member.pk}", role="Library", name=member.name, email=ADDRESS)
    Complaint.objects.create(
        user=member.user, name=member.name, email=ADDRESS, text="Too much mail", received_on=now, due_on=now
    )


def meeting_rows(member: Member) -> None:
    meeting, past, now = make.make_meeting(facilitator=member.name), make.make_past_meeting(), timezone.now()
    from meetings import rsvp
    from meetings.words import Choice

    rsvp.answer(meeting, member, Choice.ROOM, now)
    make.make_guest(meeting, member)
    make.make_attendance(past, name=member.name)
    make.make_attendance(past, recorded_by_name=member.name)
    make.make_calendar_reply(meeting, member, attendee=ADDRESS)
    AttendanceChange.objects.create(
        meeting=past, name=member.name, minutes=5, source=Source.SHEET, by=member.user, by_name=member.name, at=now
    )
    MeetingChange.objects.create(
        meeting=meeting, deed=Deed.PLANNED, sequence=0, by=member.user, by_name=member.name, at=now
    )


def words_of_others(member: Member) -> None:
    for words in in_other_words(member.name):
        make.make_published_minutes(
            text=f"# 1. Welcome\n\n{words} spoke; write to {ADDRESS.upper()}.", search_text=words
        )
        make.make_notice(text=f"Thanks to {words}.")
        make.make_message(
            html=f"<p>{words.replace(chr(39), '&#x27;')} is coming</p>", headers={"Reply-To": f"{words} <{ADDRESS}>"}
        )
        make.make_action(text=f"Ask {words} about {NUMBER}")
    Page.objects.update_or_create(
        slug="about-dit", defaults={"title": "About", "body": f"Ask {member.name} on {PHONE}."}
    )


def signing_in(member: Member) -> None:
    own, others = SessionStore(), SessionStore()
    own["_auth_user_id"] = str(member.user_id)
    others["_messages"] = f"{member.name}: suspended. Done."
    own.save()
    others.save()
    cache.set(f"sign-in:{ADDRESS}", {"name": member.name})
    content = ContentType.objects.get_for_model(Member)
    LogEntry.objects.create(
        user=make.make_user(), content_type=content, object_id=member.pk, object_repr=member.name, action_flag=2
    )


def mailbox(member: Member) -> None:
    now = timezone.now()
    StoppedAddress.objects.create(address=ADDRESS, since=now, why="5.1.1")
    Bounce.objects.create(address="x@y.example", at=now, is_final=True, said=f"<{ADDRESS}>: unknown user")
    Incoming.objects.create(
        digest=ADDRESS, received_at=now, sender=ADDRESS, what="other", outcome="done", message_id="<q@a.example>"
    )


def new_address(member: Member) -> None:
    """A coordinator let in an address that they had already: a message to it speaks of it."""
    now = timezone.now()
    NewAddress.objects.create(user=member.user, email="zq.quill@new.example", why="By telephone", asked_at=now)
    make.make_message(recipient="zq.quill@new.example", text="A new address: ZQ.Quill@new.example")


def supervising(member: Member) -> None:
    make.make_supervision(make.make_member(), supervisor=member)
    make.make_supervision(member)
    outside = make.make_outside_supervisor(name=f"{member.name}", email="zq.quill@practice.example")
    make.make_supervision(make.make_member(), outside=outside, outside_name=f"{member.name}")
    member.user.emailaddress_set.create(email="zq.quill@practice.example", verified=True)


def documents(member: Member) -> None:
    """By the numbers of glyphs, in a Word file, and as the title of a PDF."""
    make.make_document(data=certificate_words.as_pdf(make.make_certificate(member), timezone.now()))
    make.make_document(
        file_type=FileType.DOCX, data=samples.office(word__a_dot_xml=f"<w:t>{escape(member.name)}</w:t>")
    )
    make.make_document(data=samples.pdf(f"Slides of {member.name}"))


def of_others() -> None:
    """Something in many tables, of which nothing is about them yet."""
    now, meeting = timezone.now(), make.make_meeting()
    make.make_item(meeting)
    make.make_offer()
    make.make_poll(now)
    make.make_role(meeting, Duty.DOOR)
    make.make_evidence(make.make_member(), verified=True)
    make.make_sent_application()
    make.make_officer()
    Need.objects.create(member=make.make_member(), kind="hearing", given_at=now)
    Reflection.objects.create(meeting=meeting, member=make.make_member(), text="Endings", written_at=now)
    Breach.objects.create(received_on=now, due_on=now, noticed_at=now, what="A list was left behind")
    Export.objects.create(by_name="Ada", at=now, what="Members", people=3)
    ExportStop.objects.create(at=now, by_name="Ada", why="A list was lost")


def named_everywhere(member: Member) -> None:
    """Their name in every column of words that takes it, of one row of every table, whatever the column is for."""
    of_others()
    written_into_every_table(member, takes_words)


def linked_everywhere(member: Member) -> None:
    """Every link to a person leads to them, and every word beside it is their name."""
    of_others()
    written_into_every_table(member, links_or_signs)


def takes_words(field: Field) -> bool:
    """An address is how somebody is known; a name in its place would be a test of nothing."""
    return isinstance(field, CharField | TextField) and not (field.choices or isinstance(field, EmailField))


def links_or_signs(field: Field) -> bool:
    return field.is_relation or (takes_words(field) and field.name.endswith("name"))


def written_into_every_table(member: Member, is_meant: Callable[[Field], bool]) -> None:
    """Where the database lets it: what is unique, too short, or checked stays as it is."""
    tables, people = 0, {"members.Member": member, "accounts.User": member.user}
    for model in apps.get_models(include_auto_created=True):
        row = model._base_manager.order_by("-pk").first()
        if row is None or model._meta.label in OF_PEOPLE_OR_THE_CODE:
            continue
        meant = filter(is_meant, model._meta.concrete_fields)
        values = {field.name: value_for(field, member, people) for field in meant}
        wanted = {name: value for name, value in values.items() if value is not None}
        tables += written(row, wanted) or sum(written(row, {name: value}) for name, value in wanted.items()) > 0
    assert tables > 35


def value_for(field: Field, member: Member, people: dict[str, Any]) -> Any:
    if field.is_relation:
        return people.get(field.related_model._meta.label)
    fits = not field.primary_key and len(member.name) <= (field.max_length or 10_000)
    return member.name if fits else None


def written(row: Model, values: dict[str, Any]) -> bool:
    with suppress(DatabaseError), transaction.atomic():
        return bool(values and type(row)._base_manager.filter(pk=row.pk).update(**values))
    return False


# Whoever else bears the name keeps it; a session and what a migration wrote are read in other ways.
OF_PEOPLE_OR_THE_CODE = {"members.Member", "members.Application", "accounts.User", "sessions.Session"}
OF_PEOPLE_OR_THE_CODE |= {"auth.Permission", "contenttypes.ContentType"}
KINDS = [own_rows, meeting_rows, words_of_others, signing_in, mailbox, supervising, documents, new_address]
ALL = [*KINDS, named_everywhere, linked_everywhere]


def sought(name: str) -> list[str]:
    turned = " ".join(reversed(name.rsplit(" ", 1)))
    return [name, turned, ADDRESS, "zq.quill@practice.example", "zq.quill@new.example", NUMBER, PHONE]


@pytest.mark.whole
@pytest.mark.django_db
@example(first="D'Arcy", last="Ní Quirk", title="Dr ", kinds={named_everywhere, *KINDS})
@example(first="Łukasz", last="O’Quillan", title="", kinds={linked_everywhere, *KINDS})
@settings(max_examples=60 if DEEP else 2)
@given(
    first=st.sampled_from(FIRST),
    last=st.sampled_from(LAST),
    title=st.sampled_from(["", "Dr "]),
    kinds=st.sets(st.sampled_from(KINDS)),
)
def test_no_trace_of_anybody_is_left_whatever_is_held_about_them(first, last, title, kinds):
    with transaction.atomic():
        member = member_called(f"{title}{first} {last}")
        for kind in sorted(kinds, key=ALL.index):
            kind(member)

        rights.erase(rights.person_of(member.user), timezone.now())

        assert traces(*sought(f"{first} {last}")) == set()
        transaction.set_rollback(True)


@pytest.fixture
def everything(db):
    member = member_called("Zoë Brontë-Vexley")
    for kind in KINDS:
        kind(member)
    return member


def test_an_erasure_run_twice_is_one_and_counts_stay(everything):
    person, now = rights.person_of(everything.user), timezone.now()
    attended = AttendanceChange.objects.count()

    rights.erase(person, now)
    again = rights.erase(person, now)

    assert traces(*sought("Zoë Brontë-Vexley")) == set()
    assert again == {}
    assert AttendanceChange.objects.count() == attended
    assert not User.objects.filter(pk=person.user_pk).exists()
    owners = [each.get_decoded().get("_auth_user_id") for each in Session.objects.all()]
    assert owners == [None]  # somebody else's, whose next page would have named them


def test_the_search_finds_what_one_forgotten_holding_leaves_behind(everything, monkeypatch):
    from members.rights import sweeping

    assert len(traces("Zoë Brontë-Vexley")) > 10
    kept = [one for one in holding.holdings if one.model not in ("members.Contact",)]
    monkeypatch.setattr("members.rights.erasing.holdings", kept)
    monkeypatch.setattr(sweeping, "in_table", lambda table, found: 0)

    rights.erase(rights.person_of(everything.user), timezone.now())

    assert "members_contact.name" in traces("Zoë Brontë-Vexley")


@pytest.mark.parametrize(("listed", "phone"), [(True, PHONE), (False, PHONE), (False, "(0161) 4960987")])
def test_somebody_else_of_the_same_name_and_telephone_keeps_theirs(db, listed, phone):
    member, other = member_called("Nia Quarrington"), make.make_member(name="Nía Quarrington", phone=phone)
    profile.share(other, {"listed": listed}, timezone.now())
    make.make_notice(text="Thanks to Nia Quarrington.")

    rights.erase(rights.person_of(member.user), timezone.now())

    other.refresh_from_db()
    assert (other.name, other.phone) == ("Nía Quarrington", phone)
    assert traces(ADDRESS, NUMBER) == set()


def test_what_a_coordinator_did_is_unsigned_also_where_somebody_else_has_their_name(db):
    now, gone, _ = timezone.now(), member_called("Nia Quarrington"), make.make_member(name="Nia Quarrington")
    asked = {"email": "new@trust.example", "why": "By telephone", "asked_at": now, "asked_by": gone.user}
    row = NewAddress.objects.create(user=make.make_member().user, asked_by_name=gone.name, **asked)
    assert rights.rehearse(rights.person_of(gone.user))["New addresses that you asked for, for others"] == 1

    rights.erase(rights.person_of(gone.user), now)

    row.refresh_from_db()
    assert (row.asked_by, row.asked_by_name) == (None, "a former member")


def test_whoever_is_called_by_a_part_of_the_name_keeps_theirs_and_is_found_by_it(db):
    member, other = member_called("Dr Nia Jane Quarrington"), make.make_member(name="Nia Quarrington")
    profile.share(other, {"interests": True}, timezone.now())
    profile.edit(other, {"interests": "Books by Nia Jane Quarrington"})
    notice = make.make_notice(text="Nia Jane Quarrington, Quarrington, Nia, and Prof. Nia Jane Quarrington.")

    rights.erase(rights.person_of(member.user), timezone.now())

    other.refresh_from_db()
    notice.refresh_from_db()
    assert (other.name, other.interests) == ("Nia Quarrington", "Books by a former member")
    assert list(directory.found(Member.objects.all(), "nia quarrington")) == [other]
    assert notice.text == "a former member, a former member, and Prof. a former member."


def test_whoever_has_an_address_of_the_same_name_signs_in_and_is_written_to_as_before(db):
    address = "nia.quarrington@another.example"
    member, user = member_called("Nia Quarrington"), make.make_user(email=address)
    other = make.make_member(name="Nia Married", user=user)
    contact = Contact.objects.create(slug="library", role="Library", name="Nia Married", email=address)
    waits = make.make_message(user=other.user, recipient=address)
    told = {"member": other, "message": waits, "sequence": 0, "at": timezone.now()}
    invited = Invitation.objects.create(meeting=make.make_meeting(), uid="1@dit.example", recipient=address, **told)

    rights.erase(rights.person_of(member.user), timezone.now())

    for row, column in ((other.user, "email"), (contact, "email"), (waits, "recipient"), (invited, "recipient")):
        row.refresh_from_db()
        assert getattr(row, column) == address
    assert addresses.owner(address) == other.user


def test_whoever_asks_to_join_by_the_same_name_keeps_it(db):
    member, asking = member_called("Nia Quarrington"), make.make_application(name="NIA  Quarrington")

    rights.erase(rights.person_of(member.user), timezone.now())

    asking.refresh_from_db()
    assert asking.name == "NIA  Quarrington"


def test_a_check_page_that_its_owner_keeps_says_what_it_said_and_hangs_on_nobody(db):
    member, now = member_called("Nia Quarrington"), timezone.now()
    shown, nameless = (
        make.make_certificate(member, name=member.name, kept_after_leaving=True, shows_name=shows)
        for shows in (True, False)
    )

    rights.erase(rights.person_of(member.user), now)
    rights.erase(rights.person_of(make.make_member(name="Nia Quarrington").user), now)

    kept = Certificate.objects.order_by("pk").values_list("serial", "member", "name")
    assert list(kept) == [(shown.serial, None, "Nia Quarrington"), (nameless.serial, None, "")]
    assert traces("Nia Quarrington") == {"meetings_certificate.name"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_whoever_presses_a_button_while_the_erasure_runs_finds_afterwards_what_there_is_now():
    now = timezone.now()
    supervisor, asking, desk = make.make_supervisor(), make.make_member(), make.make_coordinator()
    asked = requests.ask(make.make_offer(supervisor), asking, now)
    about_to_go = leaving.ask(supervisor.user, now)
    browsers = {user: Client(raise_request_exception=False) for user in (supervisor.user, asking.user, desk)}
    for user, browser in browsers.items():
        browser.force_login(user)
    show_second_step(browsers[desk], desk)
    presses = [
        (supervisor.user, "/profile/details/", {"job_title": "Lead", "area": supervisor.area_id}),
        (asking.user, f"/supervision/requests/{asked.public_id}/", {"note": "From May"}),
        (desk, f"/admin/members/member/{supervisor.pk}/deed/leave/", {"reason": "Asked to"}),
        (desk, f"/admin/members/member/{supervisor.pk}/deed/leave/", {}),
    ]
    locked = Event()

    def press(user, address, fields):
        locked.wait(30)
        return browsers[user].post(address, fields).status_code

    def erase():
        with transaction.atomic():
            leaving.erase(about_to_go, now + timedelta(days=31))
            locked.set()
            wait_for(len(presses))

    statuses = at_once([erase, *(partial(press, *each) for each in presses)])

    assert statuses == [None, 302, 404, 404, 422]
    assert not Member.objects.filter(pk=supervisor.pk).exists()
