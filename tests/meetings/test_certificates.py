"""Certificates follow the attendance that was written down: one each, once, corrected with it, never from an answer."""

import io
import re
from datetime import datetime, timedelta
from functools import partial

import pytest
import segno
import time_machine
import typst
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from look.qr import code
from meetings import certificate_words, certificates, pdf, rsvp, topics
from meetings.certificates import Refusal, Refused
from meetings.models import Attendance, Certificate
from meetings.words import ATTENDANCE_ONLY, Choice, Presence
from members.models import Consent
from minutes.models import AgendaItem
from minutes.words import ItemState
from outbox.models import Message
from tests.access.people import show_second_step
from tests.factories import (
    LONDON,
    make_attendance,
    make_certificate,
    make_coordinator,
    make_meeting,
    make_member,
    make_past_meeting,
    make_user,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db

PIECE = re.compile(r"M(\d+) (\d+)h(\d+)")


def letters(name="meetings/certificate_issued"):
    return Message.objects.filter(name=name)


def test_whoever_attended_gets_one_that_says_all_that_bodies_ask_for(settings):
    meeting = make_past_meeting(
        title="Endings in brief work",
        aims="To plan an ending from the first session.",
        facilitator="Dr Ada Example, accredited DIT supervisor",
        programme="2pm Welcome\n2.15pm A model of endings\nQuestions",
        cpd_minutes=120,
        participatory_minutes=90,
    )
    row, now = make_attendance(meeting, mode=Presence.ONLINE), timezone.now()

    [issued] = certificates.issue_all(meeting, now, make_coordinator())

    found = Certificate.objects.values().get()
    assert found == found | {
        "name": row.member.name,
        "title": "Endings in brief work",
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "mode": "online",
        "minutes": 120,
        "participatory_minutes": 90,
        "aims": "To plan an ending from the first session.",
        "topics": "Welcome\nA model of endings\nQuestions",
        "organiser": settings.NETWORK_NAME,
        "facilitator": "Dr Ada Example, accredited DIT supervisor",
        "issued_on": timezone.localdate(now),
        "shows_name": False,
        "revoked_at": None,
    }
    assert issued.serial == found["serial"]


def test_an_answer_alone_is_no_attendance():
    meeting, member = make_meeting(), make_member()
    rsvp.answer(meeting, member, Choice.ROOM, timezone.now())
    type(meeting).objects.update(closed_at=timezone.now())

    assert certificates.issue_all(meeting, timezone.now(), None) == []


def test_nobody_gets_one_before_attendance_is_closed():
    meeting = make_past_meeting(closed_at=None)
    make_attendance(meeting)

    with pytest.raises(Refused) as refused:
        certificates.issue_all(meeting, timezone.now(), None)

    assert (refused.value.reason, Certificate.objects.count()) == (Refusal.OPEN, 0)


def test_a_name_alone_gets_none():
    meeting = make_past_meeting()
    make_attendance(meeting, name="A guest")

    assert certificates.issue_all(meeting, timezone.now(), None) == []


@pytest.mark.parametrize(
    ("planned", "present", "expected"),
    [
        ({}, 120, (120, 120)),
        ({}, 45, (45, 45)),
        ({"cpd_minutes": 90}, 120, (90, 90)),
        ({"cpd_minutes": 90}, 60, (60, 60)),
        ({"cpd_minutes": 120, "participatory_minutes": 50}, 120, (120, 50)),
        ({"cpd_minutes": 120, "participatory_minutes": 50}, 61, (61, 25)),
        ({"cpd_minutes": 90, "participatory_minutes": 0}, 90, (90, 0)),
    ],
)
def test_part_attendance_counts_as_the_minutes_that_it_was_and_never_more_than_the_meeting_is_worth(
    planned, present, expected
):
    meeting = make_past_meeting(**planned)
    make_attendance(meeting, minutes=present)

    [issued] = certificates.issue_all(meeting, timezone.now(), None)

    assert (issued.minutes, issued.participatory_minutes) == expected


def test_what_counts_for_nothing_is_not_certified():
    meeting = make_past_meeting(cpd_minutes=0)
    make_attendance(meeting)

    assert certificates.issue_all(meeting, timezone.now(), None) == []


def test_asked_twice_it_issues_one_and_writes_once():
    meeting = make_past_meeting()
    make_attendance(meeting)
    make_attendance(meeting)

    numbers = [len(certificates.issue_all(meeting, timezone.now(), None)) for _ in range(2)]

    assert (numbers, Certificate.objects.count(), letters().count()) == ([2, 0], 2, 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_issue_one_each():
    meeting = make_past_meeting()
    make_attendance(meeting)

    results = at_once([partial(certificates.issue_all, meeting, timezone.now(), None)] * 4)

    assert errors(results) == []
    assert (sorted(map(len, results)), letters().count()) == ([0, 0, 0, 1], 1)


def test_the_letter_leads_its_owner_to_the_certificate_and_claims_nothing_more():
    certificate = make_certificate()

    letter = letters().get()

    assert (letter.recipient, letter.user_id) == (certificate.member.user.email, certificate.member.user_id)
    assert letter.subject.startswith("Your certificate: Network meeting, ")
    assert certificate.get_absolute_url() in letter.text
    assert "not accreditation of competence" in letter.text


def test_topics_come_from_an_app_above_where_it_knows_them(monkeypatch):
    monkeypatch.setattr(topics, "on_topics", [lambda meeting: [], lambda meeting: ["Waiting lists", "Endings"]])

    assert make_certificate(meeting=make_past_meeting(programme="2pm Welcome")).topics == "Waiting lists\nEndings"


def test_items_that_were_discussed_are_the_topics_and_those_that_were_not_are_not():
    meeting = make_past_meeting(programme="2pm Welcome")
    for position, (title, state) in enumerate(
        [
            ("Endings", ItemState.REACHED),
            ("Waiting lists", ItemState.REACHED),
            ("Any other business", ItemState.CARRIED),
        ]
    ):
        now = timezone.now()
        AgendaItem.objects.create(meeting=meeting, title=title, state=state, position=position, proposed_at=now)

    assert make_certificate(meeting=meeting).topics == "Endings\nWaiting lists"


def test_as_many_whole_topics_are_kept_as_fit():
    assert certificates.lines(["a" * 2000, "b" * 1999, "c"]) == "a" * 2000 + "\n" + "b" * 1999
    assert certificates.lines(["a" * 4001]) == ""


def correct(row, **fields):
    """Attendance was opened again, changed, and closed again."""
    Attendance.objects.filter(pk=row.pk).update(recorded_at=timezone.now(), **fields)


def test_a_correction_revokes_the_old_one_and_issues_another_serial():
    old = make_certificate(shows_name=True)
    correct(old.meeting.attendance.get(), minutes=30, mode=Presence.ONLINE)

    [new] = certificates.issue_all(old.meeting, timezone.now(), make_coordinator(email="c@trust.example"))

    old.refresh_from_db()
    assert (old.revoked_by_name, old.revoked_why) == ("c@trust.example", certificates.CORRECTED)
    assert old.revoked_at
    assert (new.minutes, new.mode, new.shows_name) == (30, "online", True)
    assert new.serial != old.serial
    letter = letters().get(key__endswith=new.serial)
    assert letter.subject.startswith("Your certificate, corrected: ")
    assert old.serial in letter.text


def test_whoever_is_taken_off_the_list_keeps_no_certificate_that_counts():
    certificate = make_certificate()
    certificate.meeting.attendance.all().delete()

    certificates.issue_all(certificate.meeting, timezone.now(), None)

    certificate.refresh_from_db()
    assert certificate.revoked_why == certificates.TAKEN_OFF
    assert letters("meetings/certificate_revoked").count() == 1


def test_a_coordinator_revokes_with_a_reason_that_its_owner_reads():
    certificate, by = make_certificate(), make_coordinator(email="c@trust.example")

    certificates.revoke(certificate, by, "Signed in for somebody else.", timezone.now())

    certificate.refresh_from_db()
    assert certificate.revoked_at
    assert (certificate.revoked_by_name, certificate.revoked_why) == (
        "c@trust.example",
        "Signed in for somebody else.",
    )
    letter = letters("meetings/certificate_revoked").get()
    assert (letter.recipient, "Signed in for somebody else." in letter.text) == (certificate.member.user.email, True)


def test_what_a_coordinator_revoked_stays_so_until_its_line_is_written_anew():
    certificate = make_certificate()
    certificates.revoke(certificate, make_coordinator(), "A mistake", timezone.now())

    unchanged = certificates.issue_all(certificate.meeting, timezone.now(), None)
    correct(certificate.meeting.attendance.get())
    written_anew = certificates.issue_all(certificate.meeting, timezone.now(), None)

    assert (len(unchanged), len(written_anew)) == (0, 1)


def test_nobody_revokes_their_own_nor_twice_nor_without_saying_why():
    by = make_coordinator()
    own, other = make_certificate(make_member(user=by)), make_certificate()

    for certificate, why, reason in [
        (own, "Mine", Refusal.OWN),
        (other, " ", Refusal.NO_WHY),
        (make_certificate(revoked_at=timezone.now()), "Twice", Refusal.REVOKED),
    ]:
        for deed in (certificates.revoke, certificates.reissue):
            with pytest.raises(Refused) as refused:
                deed(certificate, by, why, timezone.now())
            assert refused.value.reason == reason


def test_issuing_anew_takes_what_is_true_today():
    old, by = make_certificate(), make_coordinator()
    type(old.member).objects.update(name="Ada Right-Spelling")

    new = certificates.reissue(old, by, "The name was misspelt.", timezone.now())

    old.refresh_from_db()
    assert (new.name, old.revoked_why, new.revoked_at) == ("Ada Right-Spelling", "The name was misspelt.", None)


def test_nothing_is_issued_anew_for_somebody_who_is_no_longer_on_the_list():
    old = make_certificate()
    old.meeting.attendance.all().delete()

    with pytest.raises(Refused) as refused:
        certificates.reissue(old, make_coordinator(), "A mistake", timezone.now())

    assert refused.value.reason == Refusal.ABSENT


def test_showing_ones_name_is_a_choice_that_is_kept_with_its_wording():
    certificate, now = make_certificate(), timezone.now()

    for shown in (True, True, False):
        certificates.show_name(certificate, shown, now)

    kept = Consent.objects.filter(member=certificate.member).order_by("pk").values_list("field", "audience")
    field = f"certificate {certificate.serial}"
    assert [*kept] == [(field, "public"), (field, "coordinators")]


def test_the_words_beside_each_choice_about_a_certificate_can_be_read_again(client):
    certificate = make_certificate()
    certificates.show_name(certificate, True, timezone.now())
    client.force_login(certificate.member.user)

    pages = [client.get(certificate.get_absolute_url()).text, client.get(reverse("meetings:keep_checks")).text]
    history = client.get("/profile/sharing/history/").text

    assert [words in page for (_, words), page in zip(certificates.WORDING, pages, strict=True)] == [True, True]
    assert all(words in history for _, words in certificates.WORDING)


def test_only_its_owner_opens_it(client):
    certificate = make_certificate()
    address = certificate.get_absolute_url()
    statuses = []

    for user in (certificate.member.user, make_member().user, make_coordinator(), make_user()):
        client.force_login(user)
        statuses.append(client.get(address).status_code)

    assert statuses == [200, 404, 404, 404]


def checked(client, serial):
    return client.get(f"/certificate/{serial}/")


def said(answer):
    """The words of the page itself."""
    main = answer.text.partition('id="maincontent">')[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_whoever_checks_reads_title_date_and_minutes_and_no_other_fact(client):
    member = make_member(name="Ada Example")
    meeting = make_past_meeting(title="Endings", aims="Aims", facilitator="Dr Bea", programme="2pm Welcome")
    certificate = make_certificate(member, meeting=meeting)

    words = said(checked(client, certificate.serial))

    assert f"Valid This certificate is valid Serial {certificate.serial} Event Endings Date" in words
    assert "Minutes 120" in words
    assert [
        fact for fact in ("Ada", "Aims", "Bea", "Welcome", "2pm", "DIT North-West", "In person") if fact in words
    ] == []


def test_the_name_is_shown_only_while_its_owner_wants_it(client):
    certificate = make_certificate(make_member(name="Ada Example"))
    client.force_login(certificate.member.user)
    shown = []

    for press in ({"show": "1"}, {"hide": "1"}):
        client.post(f"{certificate.get_absolute_url()}name/", press)
        shown.append("Ada Example" in checked(Client(), certificate.serial).text)

    assert shown == [True, False]


def test_a_revoked_one_says_so_with_the_day_and_nothing_else_new(client):
    certificate = make_certificate()
    before = said(checked(client, certificate.serial))

    with time_machine.travel(datetime(2027, 2, 3, 12, tzinfo=LONDON)):
        certificates.revoke(certificate, make_coordinator(), "A secret reason", timezone.now())
    after = said(checked(client, certificate.serial))

    facts = slice(before.index("Serial"), None)
    assert before[facts] in after
    assert after.startswith(
        "Revoked This certificate no longer counts Revoked on Wednesday 3 February 2027. This certificate no longer "
        "counts. Serial"
    )
    assert "secret" not in after


@pytest.mark.parametrize(
    "spell", [str, str.lower, lambda s: s.replace("-", ""), lambda s: f" {s.replace('-', ' – ')} "]
)
def test_a_serial_is_found_however_it_is_typed(client, spell):
    certificate = make_certificate()

    answer = client.get("/certificate/", {"serial": spell(certificate.serial)}, follow=True)

    assert answer.redirect_chain == [(f"/certificate/{certificate.serial}/", 302)]
    assert "This certificate is valid" in answer.text


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("", 422, "Enter the serial"),
        ("K7QF", 422, "Enter all twelve letters and digits of the serial"),
        ("K" * 10_000, 422, "Enter a serial, such as"),
        ("<b>K7QF-2M9D", 422, "Enter all twelve letters and digits of the serial"),
        ("ＫＫＫＫ-ＫＫＫＫ-ＫＫＫＫ", 404, "We know no certificate with this serial"),
        ("K7QF-2M9D-XR4T", 404, "We know no certificate with this serial"),
    ],
)
def test_what_is_no_serial_of_ours_is_told_so(client, typed, status, says):
    answer = client.get("/certificate/", {"serial": typed}, follow=True)

    assert (answer.status_code, says in answer.text) == (status, True)


def test_no_search_engine_lists_a_check_and_nobody_keeps_it(client):
    for address in ("/certificate/", f"/certificate/{make_certificate().serial}/"):
        answer = client.get(address)

        assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-store")
        assert '<meta name="robots" content="noindex">' in answer.text


def test_one_network_address_checks_sixty_an_hour_and_is_then_told_to_wait(client):
    certificate = make_certificate()

    statuses = [checked(client, certificate.serial).status_code for _ in range(61)]

    assert statuses == [200] * 60 + [429]


EVIL = [
    '#read("/etc/passwd")',
    ']"\\ #panic() $x$ @label <label> // /* `raw`',
    '#import "@preview/cetz:0.3.0"',
    "x" * 4000,
    "שלום עולם, مرحبا",
    "Well done 😀 日本",
    "*bold* _em_ = heading\n- item",
]


@pytest.mark.parametrize("text", EVIL, ids=lambda text: text[:12])
def test_what_people_typed_is_text_in_the_pdf_and_runs_nothing(text):
    meeting = make_past_meeting(title=text[:120], aims=text[:2000], facilitator=text[:160], programme=text)
    member = make_member(name=text[:120])

    file = PdfReader(io.BytesIO(certificate_words.as_pdf(make_certificate(member, meeting=meeting), timezone.now())))

    words = "".join("".join(page.extract_text().split()) for page in file.pages)
    assert "root:" not in words
    assert (file.trailer["/Root"]["/Lang"], file.trailer["/Root"]["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    if text.isascii():
        assert "".join(text.split()) in words.replace("•", "") or text.startswith("*")


def test_a_document_can_read_no_other_file_and_no_package(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "HERE", tmp_path)
    for source in ('#read("/etc/passwd")', '#read("../../../../../../etc/passwd")', '#import "@preview/cetz:0.3.0"'):
        (tmp_path / "certificate.typ").write_text(source)

        with pytest.raises(typst.TypstError):
            pdf.make("certificate", {}, timezone.now())


def test_the_pdf_is_tagged_as_pdf_ua_with_language_title_headings_and_words_for_the_code(settings):
    settings.PUBLIC_ADDRESS = "https://dit.example"
    meeting = make_past_meeting(title="Endings", aims="To end well.", programme="2pm Welcome\nQuestions")
    certificate = make_certificate(make_member(name="Ada Example"), meeting=meeting)

    content = certificate_words.as_pdf(certificate, timezone.now())

    file = PdfReader(io.BytesIO(content))
    root = file.trailer["/Root"]
    assert file.metadata.title == "Certificate of attendance: Endings"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "en-GB",
        True,
        True,
    )
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    tags = pieces(root["/StructTreeRoot"])
    kinds = [kind for kind, _ in tags]
    assert [kind for kind in kinds if kind in ("/Title", "/H1", "/H2")] == ["/Title", "/H1", "/H2", "/H2"]
    assert ("/Figure", "QR code that leads to the page where this certificate can be checked") in tags
    words = " ".join(file.pages[0].extract_text().split())
    for fact in ("Ada Example", "2 hours, all of it participatory", "To end well.", ATTENDANCE_ONLY):
        assert fact in words
    [link] = [note.get_object()["/A"]["/URI"] for note in file.pages[0]["/Annots"]]
    assert link == f"https://dit.example/certificate/{certificate.serial}/"


def pieces(node):
    """What each tagged piece of a PDF is, with the words for a picture, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [piece for child in node for piece in pieces(child)]
    if not isinstance(node, dict):
        return []
    own = [(node["/S"], node.get("/Alt", ""))] if "/S" in node else []
    return [*own, *pieces(node.get("/K", []))]


def test_a_revoked_certificate_says_so_wherever_its_owner_takes_it(client):
    certificate = make_certificate()
    certificates.revoke(certificate, make_coordinator(), "A mistake", timezone.now())
    client.force_login(certificate.member.user)

    page = client.get(certificate.get_absolute_url())
    file = client.get(f"{certificate.get_absolute_url()}certificate.pdf")

    assert "This certificate no longer counts." in page.text
    words = " ".join(PdfReader(io.BytesIO(file.content)).pages[0].extract_text().split())
    assert "This certificate no longer counts." in words
    assert file["Content-Disposition"] == f'attachment; filename="certificate-{certificate.serial}.pdf"'


def test_the_code_is_drawn_as_its_modules_are():
    drawn = code("https://dit.example/certificate/K7QF-2M9D-XR4T/")

    squares = {(int(x) + step, int(y)) for x, y, wide in PIECE.findall(drawn.path) for step in range(int(wide))}
    rows = segno.make("https://dit.example/certificate/K7QF-2M9D-XR4T/", error="q", micro=False).matrix_iter(border=4)
    assert squares == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}


def desk_client(client):
    user = make_coordinator()
    client.force_login(user)
    show_second_step(client, user)
    return client


DESK = "/admin/meetings/certificate/"


def test_the_desk_lists_them_and_lets_nobody_write_in_one(client):
    certificate = make_certificate()
    desk_client(client)

    answers = [
        client.get(f"{DESK}?meeting__id__exact={certificate.meeting.pk}"),
        client.get(f"{DESK}{certificate.pk}/change/"),
    ]

    assert [certificate.serial in answer.text for answer in answers] == [True, True]
    assert "<textarea" not in answers[1].text
    assert [
        client.post(f"{DESK}{page}", {"name": "Eve"}).status_code for page in ("add/", f"{certificate.pk}/change/")
    ] == [403, 403]


def test_a_coordinator_revokes_on_the_desk_and_is_told_what_came_of_it(client):
    certificate = make_certificate()
    desk_client(client)
    address = f"{DESK}{certificate.pk}/deed/revoke/"

    asked, missing = client.get(address), client.post(address, {"why": " "})
    about_a_patient = client.post(address, {"why": "NHS number 943 476 5919"})
    done = client.post(address, {"why": "Signed in for somebody else."}, follow=True)
    again = client.post(address, {"why": "Twice"}, follow=True)

    assert [answer.status_code for answer in (asked, missing, about_a_patient)] == [200, 422, 422]
    assert "is revoked. 1 message is on its way." in done.text
    assert "This certificate is revoked already." in again.text
    assert letters("meetings/certificate_revoked").count() == 1


def test_a_coordinator_issues_one_again_on_the_desk(client):
    certificate = make_certificate()

    desk_client(client).post(f"{DESK}{certificate.pk}/deed/issue-again/", {"why": "The name was misspelt."})

    assert [*Certificate.objects.order_by("pk").values_list("revoked_why", flat=True)] == ["The name was misspelt.", ""]


@pytest.mark.whole
def test_the_list_on_the_desk_costs_the_same_for_thirty(client):
    desk_client(client).get(DESK)
    counts = []

    for number in (1, 29):
        for _ in range(number):
            make_certificate()
        with CaptureQueriesContext(connection) as asked:
            client.get(DESK)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_home_says_for_thirty_days_that_it_is_ready_and_its_meeting_links_to_it(client):
    certificate = make_certificate()
    client.force_login(certificate.member.user)
    ready = "Your certificate for Network meeting is ready"
    found = []

    for days in (0, 29, 30):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            client.force_login(certificate.member.user)
            found.append(ready in client.get("/").text)

    assert found == [True, True, False]
    client.force_login(certificate.member.user)
    assert certificate.get_absolute_url() in client.get(certificate.meeting.get_absolute_url()).text
