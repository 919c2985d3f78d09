"""Registers: what came in is due on a working day, nobody closes a matter about themselves, who complained is told."""

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from members import contacts, due_dates, exports, registers
from members.admin.registers import lines
from members.contacts import Note
from members.models import AccessRequest, Complaint, Export, ExportStop
from outbox.models import Message
from tests.factories import make_coordinator, make_meeting, make_member, make_user

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ASKED, NOTICED = "/admin/members/accessrequest/add/", "/admin/members/breach/add/"


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # the 3rd is a Saturday
        (date(2026, 3, 31), date(2026, 4, 30)),  # April has no 31st
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, the weekend, and the day in lieu of it
        (date(2027, 1, 31), date(2027, 3, 1)),  # the last of February is a Sunday
    ],
)
def test_a_request_is_due_a_calendar_month_later_on_a_working_day(received, due):
    assert due_dates.months_after(received, 1) == due


def test_72_hours_run_on_through_a_weekend():
    assert due_dates.of_a_breach(datetime(2026, 5, 1, 22, 30, tzinfo=UTC)) == date(2026, 5, 4)


def complain(**fields) -> Complaint:
    words = {"name": "Bo", "email": "bo@home.example", "text": "You kept my address.", "mark": "0123456789abcdef"}
    note = Note(**{**words, **fields})
    contacts.complain(note, NOW)
    contacts.complain(note, NOW)
    return Complaint.objects.get()


@pytest.mark.django_db
def test_a_complaint_stands_in_the_register_once_and_its_writer_is_told_what_came_of_it():
    complaint = complain()

    registers.close(complaint, make_coordinator(), "We have deleted your address.", NOW)

    assert (complaint.reference, complaint.acknowledged_on) == ("01234567", date(2026, 5, 1))
    assert complaint.due_on == date(2026, 5, 31)
    told = Message.objects.get(name="members/complaint_closed")
    assert told.recipient == "bo@home.example"
    assert "We have deleted your address." in told.text


@pytest.mark.django_db
def test_what_may_be_about_a_patient_stays_out_of_the_register():
    assert complain(text="My patient 943 476 5919 was named").text == registers.KEPT_BACK


@pytest.mark.django_db
@pytest.mark.parametrize("by_address", [True, False])
def test_nobody_deals_with_a_matter_about_themselves(by_address):
    coordinator = make_coordinator()
    request = registers.asked(AccessRequest.Kind.ACCESS, coordinator, NOW, is_done=False)
    if by_address:
        AccessRequest.objects.update(user=None, email=coordinator.email.upper())

    with pytest.raises(registers.Refused, match="about yourself"):
        registers.close(request, coordinator, "Sent", NOW)
    with pytest.raises(registers.Refused, match="Only a coordinator"):
        registers.close(request, make_user(), "Sent", NOW)


@pytest.mark.django_db
def test_the_clock_stands_still_while_we_wait_and_two_months_are_given_once():
    coordinator = make_coordinator()
    request = registers.asked(AccessRequest.Kind.ACCESS, make_user(), NOW, is_done=False)

    registers.stop_clock(request, coordinator, NOW)
    registers.start_clock(request, coordinator, NOW + timedelta(days=7))
    request.refresh_from_db()
    due = request.due_on
    registers.extend(request, coordinator, "Much of it is on paper", NOW)

    assert (due, registers.AccessRequest.objects.get().due_on) == (date(2026, 6, 8), date(2026, 8, 10))
    with pytest.raises(registers.Refused, match="already"):
        registers.extend(request, coordinator, "Again", NOW)


@pytest.mark.django_db
def test_two_months_more_are_counted_from_the_day_it_came_and_not_from_a_day_that_was_put_off():
    came = datetime(2027, 1, 31, 12, tzinfo=UTC)
    request = registers.asked(AccessRequest.Kind.ACCESS, make_user(), came, is_done=False)

    registers.extend(request, make_coordinator(), "Much of it is on paper", came)

    assert registers.AccessRequest.objects.get().due_on == date(2027, 4, 30)


@pytest.mark.django_db
def test_what_is_overdue_stands_first_on_the_desk_and_not_while_we_wait_for_them():
    late = timezone.now() - timedelta(days=60)
    request = registers.asked(AccessRequest.Kind.ERASURE, make_user(), late, is_done=False)
    registers.asked(AccessRequest.Kind.ACCESS, make_user(), late, is_done=True)

    overdue = lines()[0]
    registers.stop_clock(request, make_coordinator(), late)

    assert (overdue.says, lines()[0].says) == ("1 overdue", "1 open")


@pytest.mark.django_db
def test_a_download_is_written_down_and_none_leaves_while_downloads_are_stopped():
    coordinator = make_coordinator()
    exports.record(coordinator, "Sign-in sheet", 12, NOW)
    exports.stop(coordinator, "A list was found on a train", NOW)

    with pytest.raises(exports.Stopped, match="found on a train"):
        exports.record(coordinator, "Sign-in sheet", 12, NOW)
    exports.allow(coordinator, NOW)
    exports.record(coordinator, "Sign-in sheet", 12, NOW)

    assert Export.objects.count() == 2
    with pytest.raises(PermissionDenied):
        exports.stop(make_user(), "No", NOW)


@pytest.mark.django_db
def test_downloads_are_stopped_once_at_a_time_however_often_the_button_is_pressed():
    coordinator, said = make_coordinator(), {"at": NOW, "by_name": "Cora", "why": "Found on a train"}
    stops = [exports.stop(coordinator, why, NOW) for why in ("Found on a train", "Again")]

    assert [each.why for each in stops] == ["Found on a train"] * 2
    with pytest.raises(ValidationError, match="stopped already"):
        ExportStop(**said).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportStop.objects.create(**said)
    for _ in range(2):
        exports.allow(coordinator, NOW)
        exports.stop(coordinator, "Once more", NOW)
    assert ExportStop.objects.count() == 3


@pytest.mark.django_db
def test_a_complaint_is_closed_at_the_desk_with_words_that_name_no_patient(client, settings):
    settings.DEMO = True
    complaint = complain()
    client.force_login(make_coordinator())
    page = reverse("admin:members_complaint_deed", args=[complaint.pk, "close"])

    refused = client.post(page, {"words": "About 943 476 5919"})
    client.post(page, {"words": "We have deleted it."})

    assert refused.status_code == 422
    assert Complaint.objects.get().outcome == "We have deleted it."


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["bo@home.example", ""])
def test_a_complaint_by_letter_is_written_down_and_acknowledged_at_the_desk_once(client, settings, email):
    settings.DEMO = True
    client.force_login(make_coordinator())
    came = timezone.localdate() - timedelta(days=3)
    typed = {"name": "Bo", "email": email, "text": "You kept my address.", "received_on": came}

    client.post("/admin/members/complaint/add/", typed)
    complaint = Complaint.objects.get()
    page = client.get(reverse("admin:members_complaint_change", args=[complaint.pk])).text
    for _ in range(2):
        client.post(reverse("admin:members_complaint_deed", args=[complaint.pk, "acknowledge"]))

    complaint.refresh_from_db()
    told = Message.objects.filter(name="members/complaint_received").values_list("recipient", flat=True)
    assert "Acknowledge it" in page
    assert (complaint.due_on, complaint.acknowledged_on) == (came + timedelta(days=30), timezone.localdate())
    assert list(told) == ([email] if email else [])


@pytest.mark.django_db
def test_what_came_in_came_today_at_the_latest(client, settings):
    settings.DEMO = True
    client.force_login(make_coordinator())
    who = {"kind": "access", "name": "Ada", "email": "ada@clinic.example"}
    hour = {"noticed_at_1": "23:59", "what": "A list was left on a train"}

    asked = [client.post(ASKED, who | {"received_on": day}) for day in ("9999-12-31", "0001-01-01", "2026-05-01")]
    noticed = [client.post(NOTICED, hour | {"noticed_at_0": day}) for day in ("9999-12-31", "0001-01-01", "2026-05-01")]

    assert [each.status_code for each in asked + noticed] == [200, 200, 302] * 2
    assert "today at the latest" in asked[0].content.decode()
    assert "now at the latest" in noticed[0].content.decode()
    assert ">Enter when it was noticed<" in client.post(NOTICED, {}).text


@pytest.mark.django_db
def test_a_list_of_the_directory_made_for_paper_is_written_down_and_stopped_like_any_other(client):
    reader, other = make_member(), make_member(listed=True, phone="0161 496 0000", shows_phone=False, service="Secret")
    make_member(name="Ada Hidden", listed=False)
    client.force_login(reader.user)
    address = reverse("members:directory")

    link = re.search(r'href="([^"]*print=1)"', client.get(address).text)[1]
    client.head(link)
    assert not Export.objects.exists()
    page = client.get(html.unescape(link))
    exports.stop(make_coordinator(), "A list was found on a train", NOW)

    row = Export.objects.get()
    assert [word in page.text for word in ("0161 496 0000", "Secret", "Ada Hidden")] == [False] * 3
    assert (row.by, row.what, row.people) == (reader.user, "List from the directory", page.text.count(other.name) and 2)
    assert client.get(link).status_code == 403
    assert client.get(address).status_code == 200
    assert Export.objects.count() == 1


@pytest.mark.django_db
def test_asking_for_the_head_of_a_sign_in_sheet_writes_nothing_down(client, settings):
    settings.DEMO = True
    sheet = reverse("meetings:sheet", args=[make_meeting().slug])
    client.force_login(make_coordinator())

    assert (client.head(sheet).status_code, Export.objects.count()) == (200, 0)
    assert (client.get(sheet).status_code, Export.objects.count()) == (200, 1)
