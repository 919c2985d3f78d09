"""What a hostile person tries, from outside and from within; docs/security.md names the rule behind each."""

import ast
import logging
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts import link_pages
from accounts.models import User
from dit_network import markdown
from dit_network.logs import without_personal_data
from dit_network.settings import base
from meetings import rsvp
from meetings.models import Venue
from meetings.words import Choice
from members.forms.profile import PHONE
from members.guard import LONGEST, refuse_patient_data
from members.models import Application, Contact, Member
from members.stages import Standing
from outbox.models import Message
from tests.access.outcomes import filled_in
from tests.access.rows import ROWS
from tests.factories import (
    make_complete_application,
    make_coordinator,
    make_evidence,
    make_meeting,
    make_member,
    make_notice,
    make_sent_application,
    make_user,
    make_venue,
)

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parent.parent
APPS = ("accounts", "outbox", "members", "meetings", "dit_network", "look")
SOURCES = [path for app in APPS for path in (ROOT / app).rglob("*.py") if path.name != "vendor.py"]
MARKS = "<script>alert(1)</script>{{ 7|add:7 }}{0.__class__}"
MARKED_ADDRESS = '"<script>alert(1)</script>"@evil.example'
ELSEWHERE = (
    *("https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "///evil.example/"),
    *("http:///evil.example/", "https:evil.example", "javascript:alert(1)", "\t//evil.example/", " //evil.example/"),
)


@pytest.fixture
def member(client: Client) -> Member:
    member = make_member()
    client.force_login(member.user)
    return member


@pytest.fixture
def desk(client: Client, settings) -> Client:
    """A coordinator's browser; the second step is another test's subject."""
    settings.DEMO = True
    client.force_login(make_coordinator())
    return client


# What is stored is text, whoever reads it.


@pytest.fixture
def marked(db) -> dict[str, object]:
    """Every free text that one person types and another reads is full of marks."""
    Contact.objects.create(slug="ada", role=MARKS, name=MARKS, email="ada@trust.example", about=MARKS)
    typed = dict.fromkeys(("name", "job_title", "organisation_other", "service"), MARKS)
    shown = dict.fromkeys(
        (
            "shows_job_title",
            "shows_organisation",
            "shows_service",
            "shows_interests",
            "shows_languages",
            "shows_coming",
        ),
        True,
    )
    colleague = make_member(**typed, **shown, interests=MARKS, languages=MARKS)
    application = make_sent_application()
    Application.objects.filter(pk=application.pk).update(**typed, provider=MARKS, organisation=None)
    texts = [field for field in Venue._meta.fields if (field.max_length or 0) >= len(MARKS) or not field.max_length]
    texts = [field.name for field in texts if field.get_internal_type() in ("CharField", "TextField")]
    meeting = make_meeting(
        slug="marked", title=MARKS, programme=MARKS, venue=make_venue(**dict.fromkeys(texts, MARKS)), room_capacity=5
    )
    rsvp.answer(meeting, colleague, Choice.ROOM, timezone.now())
    notice = make_notice(subject=MARKS, text=MARKS, written_by_name=MARKS, sent_at=timezone.now())
    return {"member": colleague, "application": application, "notice": notice}


def assert_shown_as_typed(client: Client, addresses: list[str]) -> None:
    """The marks stand on each page as they were typed, and none of them does anything."""
    pages = {address: client.get(address) for address in addresses}
    texts = {address: page.content.decode() for address, page in pages.items()}

    assert {address: page.status_code for address, page in pages.items() if page.status_code != 200} == {}
    assert [address for address, text in texts.items() if "<script>alert" in text] == []
    assert [address for address, text in texts.items() if MARKS not in unescape(text)] == []


def test_a_visitor_reads_what_others_typed_as_text(client: Client, marked):
    assert_shown_as_typed(client, ["/", "/contacts/", "/contacts/ada/", "/contacts/ada/sent/", "/when-and-where/"])


def test_a_member_reads_what_others_typed_as_text(client: Client, marked, member: Member):
    notice = reverse("meetings:notice", args=[marked["notice"].pk])
    of_meeting = [reverse(f"meetings:{name}", args=["marked"]) for name in ("detail", "programme")]
    directory = ["/directory/", marked["member"].get_absolute_url()]

    assert_shown_as_typed(client, ["/", "/meetings/", *of_meeting, "/meetings/notices/", notice, *directory])


@pytest.mark.whole
def test_a_coordinator_reads_what_others_typed_as_text(marked, desk: Client):
    of_people = [reverse(f"admin:members_{name}_change", args=[marked[name].pk]) for name in ("member", "application")]
    lists = ("members_member", "members_application", "members_contact", "members_evidence", "meetings_notice")
    deed = reverse("admin:members_member_deed", args=[marked["member"].pk, "suspend"])

    assert_shown_as_typed(
        desk,
        [
            *of_people,
            deed,
            *(reverse(f"admin:{name}_changelist") + "?state=all" * ("evidence" in name) for name in lists),
        ],
    )


def test_what_the_admin_says_after_a_deed_is_text_too(marked, desk: Client):
    deed = reverse("admin:members_member_deed", args=[marked["member"].pk, "suspend"])

    said = desk.post(deed, {"reason": MARKS}, follow=True).content.decode()

    assert "<script>alert" not in said
    assert MARKS in unescape(said)


def test_an_address_full_of_marks_is_shown_as_text(client: Client):
    """The standard allows nearly anything between quotation marks before the @."""
    client.force_login(make_user())
    client.get(reverse("account_confirm_by_code"))
    client.post(reverse("account_confirm_by_code"))
    code = re.search(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    client.post(reverse("account_confirm_by_code"), {"code": code.group()})

    answer = client.post(reverse("account_email"), {"action_add": "", "email": MARKED_ADDRESS}, follow=True)

    assert mail.outbox[-1].to == [MARKED_ADDRESS]
    assert MARKED_ADDRESS in unescape(answer.content.decode())
    assert "<script>alert" not in answer.content.decode()
    assert all("<script>alert" not in str(part[0]) for message in mail.outbox for part in message.alternatives)


# Nothing typed reaches a header, a template or a database but as a value.


@pytest.mark.parametrize(
    "address", ["a@b.example\nBcc: c@d.example", "a@b.example\r\nBcc: c@d.example", "a@b, c@d.example"]
)
def test_an_address_never_adds_a_header_or_a_recipient(client: Client, address: str):
    for name, field in (("account_login", "login"), ("account_signup", "email"), ("account_reset_password", "email")):
        client.post(reverse(name), {field: address})

    assert mail.outbox == []


def test_a_subject_of_two_lines_becomes_one(desk: Client):
    make_member()
    notice = make_notice(subject="Room changed\r\nBcc: evil@evil.example")

    desk.post(reverse("admin:meetings_notice_preview", args=[notice.pk]), {"test": ""})

    [message] = Message.objects.all()
    assert "\n" not in message.subject
    assert "\r" not in message.subject


def calls(tree: ast.AST) -> set[str]:
    """What a module calls or imports, by its last name."""
    named = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | imported | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_nothing_is_fetched_run_or_unpacked_from_what_people_type():
    forbidden = re.compile(
        r"^(eval|exec|compile|Template|__import__|pickle|yaml|marshal|shelve|requests|httpx|aiohttp|subprocess"
        r"|urllib\.request|http\.client|.*\.(raw|extra|from_string|format_map)|RawSQL)$"
    )

    found = {
        path.name: called
        for path in SOURCES
        for called in calls(ast.parse(path.read_text()))
        if forbidden.match(called)
    }

    assert found == {}


def test_no_template_calls_a_text_safe():
    templates = [path for folder in ("templates", *APPS) for path in (ROOT / folder).rglob("*.html")]

    assert [path.name for path in templates if re.search(r"\|\s*safe\b|autoescape off|safeseq", path.read_text())] == []


@pytest.mark.parametrize(
    "piece",
    ["1 ", "12-", "born ", "(", "+44", "1/1/", "01 01 ", "born 1 jan ", "a@", "?", "[", "*a ", "> ", "`", "0 ", "ﷺ"],
)
def test_no_text_however_odd_keeps_our_own_expressions_busy(piece: str):
    text, longest = piece * (8000 // len(piece)), piece * (LONGEST // len(piece))
    began = time.process_time()

    with suppress(ValidationError):
        refuse_patient_data(longest)
    with suppress(ValidationError):
        refuse_patient_data(longest * 100)
    with suppress(ValidationError):
        PHONE(text[:40])
    without_personal_data(text)
    markdown.render(text[:4000])

    assert time.process_time() - began < 3


# Who may what.


def host_of(answer: HttpResponse) -> str:
    """Where a browser ends up: it takes a backslash for a slash and leaves out spaces before."""
    place = urlsplit(answer.headers.get("Location", "").strip().replace("\\", "/"))
    return place.netloc if place.scheme in ("", "http", "https") else place.scheme


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_page_leads_to_another_site(place: str):
    visitor, user = Client(), make_user()
    names = (
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_logout",
        "account_reset_password",
    )
    answers = [visitor.post(reverse(name), {"next": place, "login": user.email, "email": user.email}) for name in names]
    client = Client()
    client.force_login(user)
    for address in (
        *map(reverse, names),
        reverse("account_confirm_by_code"),
        "/admin/login/",
        "/join/",
        "/admin/logout/",
    ):
        answers += [client.get(address, {"next": place}), client.post(address, {"next": place})]
        client.force_login(user)

    assert {host_of(answer) for answer in answers} <= {"", "testserver"}


@pytest.mark.parametrize(
    "address", ["/demo/people/", "/demo/people/coordinator/", "/demo/mail/", "/demo/mail/1-0123abcd/"]
)
def test_a_real_network_has_no_demonstration(client: Client, member: Member, address: str):
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


@pytest.mark.parametrize(
    "address", ["/.git/config", "/static/../.git/config", "/static/%2e%2e/manage.py", "/metrics", "/.env"]
)
def test_nothing_of_the_inside_is_served(client: Client, member: Member, address: str):
    assert client.get(address).status_code == 404


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address of the site, as the URL configuration writes it."""
    for found in resolver.url_patterns:
        route = before + str(found.pattern)
        yield from [route] if isinstance(found, URLPattern) else routes(found, route)


@pytest.mark.whole
def test_every_address_refuses_a_post_without_the_forms_own_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(user=make_coordinator()).user)
    values = {"int": "1", "path": "1", "slug": "x", "str": "x", "letter": "x"}
    by_link = {route for route, row in ROWS.items() if not row.needs_token}  # the link is theirs (test_tapping)
    filled = [
        "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda place: values[place[1] or "str"], route)
        for route in routes(get_resolver())
        if route not in by_link
    ]
    addresses = [address for address in filled if not re.search(r"[\^$(]", address)]

    answers = {address: client.post(address).status_code for address in addresses}

    assert len(answers) > 60
    assert {address: status for address, status in answers.items() if status != 403} == {}


def test_a_form_takes_no_more_than_it_shows(client: Client, member: Member):
    extra = {
        "standing": "supervisor",
        "joined_on": "2001-01-01",
        "suspended_on": "",
        "name": "Eve",
        "user": "1",
        "registration_number": "X",
        "registration_checked_on": "2026-01-01",
        "is_staff": "on",
        "listed": "",
    }
    before = Member.objects.values("standing", "joined_on", "name", "user", "registration_number", "listed").get()

    answer = client.post("/profile/details/", {"area": member.area_id, "job_title": "Psychologist", **extra})

    assert answer.status_code == 302
    assert Member.objects.get().job_title == "Psychologist"
    assert Member.objects.values(*before).get() == before
    assert not User.objects.get().is_staff


def test_an_application_takes_no_decision_from_its_writer(client: Client):
    application = make_complete_application()
    client.force_login(application.user)
    extra = {"state": "approved", "member": "1", "user": "1", "entered_by": "1", "accredited": "True", "is_staff": "on"}
    extra |= {"submitted_at": "2026-01-01", "terms_version": "none", "registration_checked_on": "2026-01-01"}
    fields = ("state", "member", "user", "entered_by", "accredited", "submitted_at", "terms_version")
    before = Application.objects.values(*fields).get()

    client.post("/join/name/", {"name": "Ada Hopper", **extra})

    assert Application.objects.get().name == "Ada Hopper"
    assert Application.objects.values(*fields).get() == before


def test_an_answer_is_for_oneself_and_names_no_place(client: Client, member: Member):
    meeting, other = make_meeting(room_capacity=0, online_capacity=0), make_member()

    extra = {"member": other.pk, "place": "room", "turn": 1, "waiting_since": "", "door": "admin"}
    client.post(reverse("meetings:answer", args=[meeting.slug]), {"answer": "room", **extra})

    [answer] = meeting.rsvps.all()
    assert (answer.member, answer.place, answer.door) == (member, "none", "site")


def test_a_coordinator_writes_no_state_past_the_verbs(desk: Client):
    person = make_member(standing=Standing.TRAINED)
    inlines = {
        f"{name}-{count}_FORMS": 0
        for name in ("evidence", "standing_changes", "changes")
        for count in ("TOTAL", "INITIAL")
    }
    extra = {
        "standing": "supervisor",
        "joined_on": "2001-01-01",
        "left_on": "2026-01-01",
        "listed": "",
        "user": "1",
        "suspended_on": "2026-01-01",
        "phone": "0161 496 0000",
        "shows_phone": "on",
        "public_id": "x",
        "evidence-TOTAL_FORMS": 1,
        "evidence-0-kind": "supervisor",
        "evidence-0-happened_on": "2024-01-01",
    }
    kept = ("standing", "joined_on", "left_on", "listed", "user", "suspended_on", "phone", "shows_phone", "public_id")
    before, evidence = Member.objects.values(*kept).get(), person.evidence.count()

    answer = desk.post(
        reverse("admin:members_member_change", args=[person.pk]),
        {"name": "Ada", "area": person.area_id, **inlines, **extra},
    )

    assert answer.status_code == 302
    assert Member.objects.get().name == "Ada"
    assert Member.objects.values(*kept).get() == before
    assert person.evidence.count() == evidence


def test_what_a_coordinator_only_reads_takes_no_post(desk: Client):
    member, power = make_member(), {"is_superuser": "on", "is_staff": "on", "verified_on": "2026-01-01"}
    rows = {"accounts_user": member.user_id, "members_evidence": member.evidence.get().pk}

    answers = [
        desk.post(reverse(f"admin:{name}_{page}", args=[pk] if page != "add" else []), power)
        for name, pk in rows.items()
        for page in ("add", "change", "delete")
    ]
    answers += [
        desk.post(reverse(f"admin:members_appointment_{page}", args=[1]), power) for page in ("change", "delete")
    ]

    assert {answer.status_code for answer in answers} <= {403, 302}
    assert not User.objects.filter(is_superuser=True).exists()
    assert User.objects.filter(is_staff=True).count() == 1
    assert member.evidence.get().verified_on != date(2026, 1, 1)


def test_what_belongs_to_somebody_else_is_as_if_it_were_not_there(client: Client, member: Member):
    hidden = make_member(listed=False)
    draft = make_meeting(status="draft")
    unsent = make_notice()
    to_others = make_notice(audience="coming", meeting=make_meeting(), sent_at=timezone.now())

    addresses = [
        hidden.get_absolute_url(),
        reverse("members:member", args=["AAAAAAAAAAAA"]),
        *(reverse(f"meetings:{page}", args=[draft.slug]) for page in ("detail", "programme", "ics")),
        *(reverse("meetings:notice", args=[pk]) for pk in (unsent.pk, to_others.pk, 10**12)),
        reverse("mfa_edit_webauthn", args=[1]),
    ]
    found = {address: client.get(address).status_code for address in addresses[:-1]}

    assert set(found.values()) == {404}
    assert client.post(reverse("meetings:answer", args=[draft.slug]), {"answer": "room"}).status_code == 404


# What every answer is made of.


def test_a_form_too_large_to_be_one_is_refused(client: Client, member: Member):
    answers = [
        client.post("/profile/details/", {"interests": "x" * 1_100_000}),
        client.post("/profile/details/", b"x=" + b"y" * 1_100_000, content_type="application/x-www-form-urlencoded"),
        client.post("/accounts/login/", {"login": "x" * 900_000 + "@trust.example"}),
        client.post("/accounts/login/", {"login": member.user.email, "password": "x" * 900_000}),
    ]

    assert [answer.status_code for answer in answers[:2]] == [400, 400]
    assert all(answer.status_code < 500 for answer in answers)


def test_numbers_beyond_every_row_bring_no_page_down(client: Client, member: Member):
    for address in ("/directory/?page=99999999999999999999", f"/meetings/notices/{10**30}/", "/meetings/?page=-1"):
        assert client.get(address).status_code in (200, 404), address


def test_no_answer_names_what_serves_it_or_lets_other_sites_read_it(client: Client, member: Member):
    for address in ("/", "/directory/", "/healthz", "/no-such-page/"):
        answer = client.get(address, headers={"origin": "https://evil.example"})
        assert {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answer.headers) == set()


def test_every_kind_of_answer_says_its_type_and_its_letters(client: Client, member: Member):
    meeting = make_meeting()
    calendar = client.get(reverse("meetings:ics", args=[meeting.slug]))

    assert calendar["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar["Content-Disposition"].startswith("attachment")
    for address in ("/", "/directory/", "/robots.txt", "/.well-known/security.txt", "/no-such-page/"):
        assert client.get(address)["Content-Type"].endswith("; charset=utf-8"), address


def test_the_cookie_of_a_session_is_for_the_server_alone(client: Client):
    user = make_user()
    client.post(reverse("account_login"), {"login": user.email})

    cookie = client.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert len(cookie.value) >= 32


def test_passwords_are_kept_with_argon2_and_masked_for_managers(client: Client):
    page = client.get(reverse("account_login")).content.decode()
    [field] = re.findall(r'<input[^>]*type="password"[^>]*>', page)

    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert 'autocomplete="current-password"' in field
    assert "maxlength" not in field


# What is written down.


def test_who_came_in_and_who_was_refused_is_written_down_without_a_word_of_theirs(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    client, user = Client(), make_user(email="ada@trust.example", password="correct horse battery staple")
    client.post(reverse("account_login"), {"login": user.email, "password": "a wrong one"})
    client.post(reverse("account_login"), {"login": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": "1111-2222"})
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": "correct horse battery staple"})
    client.get("/directory/")
    client.get("/admin/")

    said = [record.getMessage() for record in caplog.records]

    assert {"password refused", f"signed in: user {user.pk}", "code refused: ConfirmLoginCodeForm"} <= set(said)
    assert {f"refused: user {user.pk}", f"admin refused: user {user.pk}, not staff"} <= set(said)
    assert not [line for line in said if re.search(r"ada@|a wrong one|1111|2222|horse", line)]


# Links of messages.


def test_behind_no_link_of_a_message_does_anybody_press_without_end(client, monkeypatch):
    """One guard for all; the pages about a meeting count for each person, and are held by tests of their own."""
    monkeypatch.setattr(link_pages, "RATES", {"press": "1/h/ip,60/h/key"})
    links = [row for row in ROWS if "<str:token>/" in row and not row.startswith(("meetings/a/", "minutes/a/"))]
    client.post(filled_in(links[0], {"token": "first"}))

    pressed = {client.post(filled_in(link, {"token": "wrong"})).status_code for link in links}

    assert (len(links), pressed) == (11, {429})
    assert {client.get(filled_in(link, {"token": "wrong"})).status_code for link in links} == {404}


def test_one_link_is_pressed_sixty_times_however_it_is_spelled_and_another_still_works(client, monkeypatch):
    monkeypatch.setattr(link_pages, "RATES", {"press": "300/h/ip,2/h/key"})

    pressed = [client.post(f"/keep/{token}/").status_code for token in ("one", "ONE", "one", "two")]

    assert pressed == [404, 404, 429, 404]


# What no page ever sends.

ODD_KEYS = ("x", "%27", "1e309", "%C2%B2", "-1", "9" * 23, "%F0%9F%8F%A5")


@pytest.mark.parametrize("key", ODD_KEYS)
def test_at_the_desk_what_is_no_number_names_no_row(desk, key):
    """Of each sort of page one: Django's own, ours, and those of a history."""
    rows = ("members/application", "members/evidence", "members/member", "meetings/meeting", "dit_network/page")
    pages = [f"/admin/{row}/{key}/{page}/" for row in rows for page in ("change", "history")]

    assert {page: desk.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)


def test_an_odd_choice_in_a_form_of_the_desk_is_a_mistake_and_no_error(desk):
    new, merger, office = (
        *("/admin/members/organisation/add/", "/admin/members/organisation/merge/"),
        "/admin/members/appointment/add/",
    )
    too_large = "9" * 23

    answers = [
        desk.post(new, {"name": "A trust", "succeeded_by": "x", "areas": too_large}).status_code,
        desk.post(new, {"name": "A trust", "succeeded_by": too_large, "areas": ["1", "²"]}).status_code,
        desk.post(merger, {"ending": [too_large, "x"], "follower": too_large, "on": "9999-12-31"}).status_code,
        desk.post("/admin/members/organisation/", {"action": "merge_these", "_selected_action": "x"}).status_code,
    ]

    fact = make_evidence(
        make_member(), verified_on=timezone.localdate(), verified_by_name="Ada", verified_against="certificate"
    )

    assert answers == [200, 200, 422, 404]
    assert desk.post(f"/admin/members/evidence/{fact.pk}/verify/", {"against": "x"}).status_code == 302
    assert desk.post(f"/admin/members/member/{make_member().pk}/change/", {"_to_field": ""}).status_code == 404
    assert desk.post(office, {"areas": too_large, "office": "x", "email": "x"}).status_code < 500
