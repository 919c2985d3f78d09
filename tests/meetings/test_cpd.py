"""My CPD: what one attended in a period, its sums and gaps, and what one thinks of it, which nobody else reads."""

import io
import re
from datetime import date, datetime

import pytest
import time_machine
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from meetings import certificates
from meetings.cpd import periods, reflecting, statement, taken_away, timeline
from meetings.cpd.periods import Period, Span
from meetings.models import Certificate, Meeting, Reflection
from meetings.words import ATTENDANCE_ONLY, Presence
from outbox.models import Message
from tests.factories import (
    LONDON,
    make_applicant,
    make_attendance,
    make_certificate,
    make_coordinator,
    make_member,
    make_past_meeting,
)
from tests.look.test_spreadsheet import read

pytestmark = pytest.mark.django_db

PAGE, FILE = "/meetings/cpd/", "/meetings/cpd/statement/"
YEAR = periods.calendar_year(2026)
THOUGHT = "I want to name the ending earlier."


def attended(member, day, minutes=120, mode=Presence.ROOM, **planned):
    """A meeting of that day at 2pm in London, with its certificate."""
    meeting = make_past_meeting(starts_at=datetime(day.year, day.month, day.day, 14, tzinfo=LONDON), **planned)
    make_attendance(meeting, member, minutes=minutes, mode=mode)
    certificates.issue_all(meeting, timezone.now(), None)
    return meeting


def of(member, period=YEAR, today=date(2026, 12, 31)):
    return statement.of(member, period, today)


def signed_in(client, member):
    client.force_login(member.user)
    return client


def words_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("end", "span", "start"),
    [
        (date(2026, 11, 25), Span.TWO_YEARS, date(2024, 11, 26)),
        (date(2026, 11, 25), Span.THREE_YEARS, date(2023, 11, 26)),
        (date(2028, 2, 29), Span.TWO_YEARS, date(2026, 3, 1)),
        (date(2026, 12, 31), Span.THREE_YEARS, date(2024, 1, 1)),
    ],
)
def test_two_and_three_years_are_whole_years_that_end_on_the_day(end, span, start):
    assert periods.up_to(end, span) == Period(start, end)


def test_a_statement_holds_what_was_attended_in_its_days_by_the_clock_of_london():
    member = make_member()
    for start in ((2025, 12, 31, 23, 30), (2026, 1, 1, 0, 0), (2026, 12, 31, 23, 59)):
        meeting = make_past_meeting(starts_at=datetime(*start, tzinfo=LONDON))
        make_attendance(meeting, member)
        certificates.issue_all(meeting, timezone.now(), None)
    attended(make_member(), date(2026, 5, 14))

    assert [entry.day for entry in of(member).entries] == [date(2026, 1, 1), date(2026, 12, 31)]


def test_the_sums_are_of_minutes_participatory_in_person_and_online():
    member = make_member()
    attended(member, date(2026, 1, 15), cpd_minutes=120, participatory_minutes=90)
    attended(member, date(2026, 3, 12), minutes=60, mode=Presence.ONLINE)

    assert of(member).totals == statement.Totals(2, 180, 150, 120, 60)
    assert dict(taken_away.totals(of(member)))["CPD time"] == "3 hours"


def test_what_was_revoked_is_no_entry():
    member = make_member()
    attended(member, date(2026, 1, 15))
    certificates.revoke(Certificate.objects.get(), make_coordinator(), "A mistake", timezone.now())

    assert of(member).entries == []


def test_three_months_without_an_entry_are_named_and_a_day_less_is_not():
    member = make_member()
    for day in (date(2026, 1, 15), date(2026, 4, 14), date(2026, 7, 14), date(2026, 9, 30)):
        attended(member, day)

    assert [gap.in_words() for gap in of(member).gaps] == [
        "No entry between 14 April 2026 and 14 July 2026 (3 months).",
        "No entry between 30 September 2026 and 31 December 2026 (3 months).",
    ]


def test_no_gap_is_named_before_somebody_joined_or_after_today():
    member = make_member(joined_on=date(2026, 8, 1))
    attended(member, date(2026, 9, 10))

    assert of(member, today=date(2026, 11, 25)).gaps == []


def test_a_whole_year_without_an_entry_is_one_gap():
    [gap] = of(make_member()).gaps

    assert gap.in_words() == "No entry between 1 January 2026 and 31 December 2026 (11 months)."


def test_the_months_are_drawn_to_one_scale_side_by_side():
    member = make_member()
    attended(member, date(2026, 1, 15))
    attended(member, date(2026, 1, 29), minutes=60, mode=Presence.ONLINE)
    attended(member, date(2026, 12, 10), minutes=90)

    drawing = timeline.draw(of(member).entries, YEAR, timeline.WIDE)

    assert [bar.said for bar in drawing.bars] == ["January 2026: 3 hours", "December 2026: 1 hour 30 minutes"]
    january, december = drawing.bars
    assert january.in_person == pytest.approx(2 * january.online, abs=0.2)
    assert december.in_person_top == pytest.approx((january.online_top + timeline.FLOOR) / 2, abs=0.2)
    assert december.x + december.width < drawing.width
    assert "".join(label.text for label in drawing.months) == "JFMAMJJASOND"


def test_a_period_of_years_has_every_month_once():
    drawn = timeline.draw([], periods.up_to(date(2026, 11, 25), Span.THREE_YEARS), timeline.NARROW)

    assert len(timeline.months_of(periods.up_to(date(2026, 11, 25), Span.THREE_YEARS))) == 37
    assert ([label.text for label in drawn.years], drawn.months) == (["2024", "2025", "2026"], [])


def test_a_reflection_is_kept_changed_and_taken_away_beside_ones_own_attendance():
    member, now = make_member(), timezone.now()
    meeting = attended(member, date(2026, 1, 15))
    texts = []

    for text in ("First", " Second ", "  "):
        reflecting.reflect(member, meeting, text, now)
        texts.append([*Reflection.objects.values_list("text", flat=True)])

    assert texts == [["First"], ["Second"], []]


def test_no_correction_of_the_list_takes_a_reflection_away(client):
    member, now = make_member(), timezone.now()
    meeting = attended(member, date(2026, 1, 15))
    reflecting.reflect(member, meeting, THOUGHT, now)

    meeting.attendance.all().delete()
    certificates.issue_all(meeting, now, None)

    page = signed_in(client, member).get(PAGE)
    assert "Reflections without an entry" in page.text
    assert THOUGHT in client.get(f"{PAGE}{meeting.slug}/reflection/").text
    client.post(f"{PAGE}{meeting.slug}/reflection/", {"text": ""})
    assert Reflection.objects.count() == 0


def test_nobody_reflects_on_what_they_did_not_attend(client):
    meeting = attended(make_member(), date(2026, 1, 15))
    member = make_member()

    with pytest.raises(Meeting.DoesNotExist):
        reflecting.reflect(member, meeting, THOUGHT, timezone.now())
    assert signed_in(client, member).post(f"{PAGE}{meeting.slug}/reflection/", {"text": THOUGHT}).status_code == 404


@pytest.mark.parametrize(
    ("text", "error"), [("Born on 4 May 1970", "date of birth"), ("a" * 4001, "at most 4000 characters")]
)
def test_a_reflection_takes_nothing_about_patients_and_keeps_what_was_typed(client, text, error):
    member = make_member()
    meeting = attended(member, date(2026, 1, 15))

    answer = signed_in(client, member).post(f"{PAGE}{meeting.slug}/reflection/", {"text": text})

    assert (answer.status_code, Reflection.objects.count()) == (422, 0)
    assert error in answer.text
    assert text in answer.text


def test_only_its_owner_ever_reads_a_reflection(client):
    member = make_member()
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=LONDON)):
        meeting = attended(member, date(2026, 11, 12))
        reflecting.reflect(member, meeting, THOUGHT, timezone.now())
        pages = [PAGE, f"{PAGE}{meeting.slug}/reflection/", f"{FILE}?as=csv&reflections=1", meeting.get_absolute_url()]
        pages += [Certificate.objects.get().get_absolute_url(), "/", "/meetings/past/"]
        readers = {}
        for user in (member.user, make_member().user, make_member(user=make_coordinator()).user):
            client.force_login(user)
            readers[user] = [address for address in pages if THOUGHT in client.get(address).text]

    assert readers.pop(member.user) == pages[:3]
    assert [*readers.values()] == [[], []]


def test_no_page_of_the_desk_knows_reflections():
    assert Reflection not in admin.site._registry
    assert "reflection" not in str([vars(each) for each in admin.site._registry.values()]).casefold()


@pytest.mark.parametrize("kind", ["csv", "pdf"])
def test_a_reflection_leaves_only_in_ones_own_file_and_only_when_ticked(client, kind):
    member = make_member()
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=LONDON)):
        reflecting.reflect(member, attended(member, date(2026, 11, 12)), THOUGHT, timezone.now())
        signed_in(client, member)
        files = [client.get(f"{FILE}?as={kind}{ticked}").content for ticked in ("", "&reflections=1")]

    texts = [words_of(file) if kind == "pdf" else file.decode() for file in files]
    assert [THOUGHT in text for text in texts] == [False, True]


def test_the_csv_is_read_back_with_every_fact_and_no_formula(client):
    member = make_member()
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=LONDON)):
        attended(member, date(2026, 11, 12), title="=Endings, “in brief”", aims="+Aim", programme="2pm @Welcome\n-Tea")
        answer = signed_in(client, member).get(f"{FILE}?as=csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["Content-Disposition"] == 'attachment; filename="cpd-2026-01-01-to-2026-12-31.csv"'
    file = answer.content.decode()
    assert '"\'=Endings, “in brief”"' in file
    header, entry, total, *_, last = read(file)
    assert len({len(row) for row in read(file)}) == 1
    assert dict(zip(header, entry, strict=True)) == {
        "Date": "2026-11-12",
        "Start": "2pm",
        "End": "4pm",
        "Event": "=Endings, “in brief”",
        "How": "In person",
        "Minutes": "120",
        "Participatory minutes": "120",
        "Learning aims": "+Aim",
        "Topics": "@Welcome; -Tea",
        "Organiser": "DIT North-West Network",
        "Facilitator": "",
        "Serial": Certificate.objects.get().serial,
    }
    assert (total[3], total[5], last[3]) == ("Total", "120", ATTENDANCE_ONLY)


def test_the_pdf_is_tagged_has_a_language_a_title_and_headed_columns():
    member = make_member(name="Ada Example")
    for month in range(1, 13):
        attended(member, date(2026, month, 10), title=f"Meeting of month {month}, " + "with a long title " * 5)

    now = timezone.now()
    file = PdfReader(io.BytesIO(taken_away.as_pdf(member, of(member), now, date(2026, 12, 31), reflections=False)))

    root = file.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert file.metadata.title == "Statement of CPD, Ada Example, 2026"
    kinds = roles(root["/StructTreeRoot"])
    assert kinds.count("/TH") == 6
    assert kinds.count("/TR") == 13
    assert "/Title" in kinds
    assert len(file.pages) > 1


def roles(node):
    """What each tagged piece of a PDF is, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [kind for child in node for kind in roles(child)]
    if not isinstance(node, dict):
        return []
    return [*([node["/S"]] if "/S" in node else []), *roles(node.get("/K", []))]


def test_whoever_ever_joined_or_attended_has_their_record(client):
    left, guest = make_member(left_on=date(2025, 1, 1)), make_applicant()
    attended(guest, date(2026, 1, 15))
    statuses = []

    for member in (left, guest, make_applicant()):
        statuses.append(signed_in(client, member).get(PAGE).status_code)

    assert statuses == [200, 200, 403]


def test_a_new_page_says_how_one_gets_an_entry(client):
    page = signed_in(client, make_member()).get(PAGE)

    assert "You get an entry when you attend a meeting" in page.text


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("period=2026", 200, "My CPD"),
        ("period=two&until_day=25&until_month=11&until_year=2026", 200, "26 November 2024 to 25 November 2026"),
        ("period=three&until_day=25&until_month=11&until_year=2026", 200, "26 November 2023 to 25 November 2026"),
        ("period=never", 422, "Choose one of the periods"),
        ("period=", 422, "There is a problem"),
        ("period=two&until_day=31&until_month=2&until_year=2026", 422, "must be a real date"),
        ("period=two&until_day=1&until_month=1&until_year=1990", 422, "The last day must be between 2008 and 2031"),
    ],
)
def test_a_period_is_shown_or_its_mistake_is_said(client, asked, status, says):
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=LONDON)):
        answer = signed_in(client, make_member()).get(f"{PAGE}?{asked}")
        file = client.get(f"{FILE}?{asked}&as=csv")

    assert (answer.status_code, says in answer.text) == (status, True)
    assert file.status_code == (200 if status == 200 else 302)


def test_taking_a_statement_away_is_logged_without_a_name(client, caplog):
    member = make_member()
    with caplog.at_level("INFO", logger="meetings.exports"):
        signed_in(client, member).get(f"{FILE}?as=csv")

    assert [record.message for record in caplog.records if record.name == "meetings.exports"] == [
        f"taken away: own statement of CPD as CSV, user {member.user.pk}"
    ]


def test_nothing_here_ever_calls_it_supervision(client):
    """Every word of the pages, the PDFs, the CSV and the letters, but for the sentence that says what it is not."""
    member = make_member()
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=LONDON)):
        certificate = make_certificate(member)
        signed_in(client, member)
        addresses = [PAGE, f"{PAGE}?period=three", f"{PAGE}{certificate.meeting.slug}/reflection/"]
        addresses += [certificate.get_absolute_url(), f"/certificate/{certificate.serial}/", "/certificate/"]
        texts = [client.get(address).text for address in addresses]
        texts += [client.get(f"{FILE}?as=csv").text]
        texts += [
            words_of(client.get(address).content)
            for address in (FILE, f"{certificate.get_absolute_url()}certificate.pdf")
        ]
        certificates.revoke(certificate, make_coordinator(), "A mistake", timezone.now())
        texts += [f"{letter.subject} {letter.text}" for letter in Message.objects.filter(user=member.user)]

    for text in texts:
        plain = " ".join(re.sub(r"<[^>]+>", " ", text).split())
        assert not re.search(r"supervis|accredit", plain.replace(ATTENDANCE_ONLY, ""), re.IGNORECASE), plain


@pytest.mark.whole
def test_thirty_entries_cost_no_more_queries_than_one(client):
    member = make_member()
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=LONDON)):
        attended(member, date(2026, 1, 1))
        signed_in(client, member).get(PAGE)
        with CaptureQueriesContext(connection) as one:
            client.get(PAGE)
        for number in range(29):
            attended(member, date(2026, 1 + number % 10, 2 + number % 26))
        with CaptureQueriesContext(connection) as thirty:
            client.get(PAGE)

    assert len(thirty) == len(one)
