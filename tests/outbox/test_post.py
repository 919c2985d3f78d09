"""A message is written with the change that causes it, once, in plain words."""

import re
from email.utils import parseaddr
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from outbox import html, post
from outbox.models import Kind, Message
from tests.factories import make_user

ROOT = Path(__file__).parent.parent.parent
OURS = ("members", "meetings", "dit_network")
WRITTEN = sorted(path for app in OURS for path in (ROOT / "templates" / app / "messages").glob("*.txt"))
FRAMES = {"outbox/messages/message.txt", *("/".join(path.parts[-3:]) for path in WRITTEN)}
LIVELY = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            "</p><script>alert(1)</script>",
            "Press:\nhttp://localhost:8000/accounts/logout/",
            "\n\nPress:\nhttp://localhost:8000/accounts/logout/\n\n",
            "\n\n- http://localhost:8000/\n\n",
            "http://localhost:8000/",
            '"><a href="https://evil.example">here</a>',
            "{{ public_address }}{% now 'Y' %}",
            "A\r\nBcc: everyone@trust.example",
            "A\x85\u2028B",
            "[click](https://evil.example)",
        ]
    ),
)


@pytest.fixture(autouse=True)
def _a_message_of_our_own(settings):
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder, *settings.TEMPLATES[0]["DIRS"]]}]


class Elements(HTMLParser):
    """The tags of a page, what they link to, and what the page says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str | None] = []
        self.shown: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        if data.strip() and self.found[-1] != "style":
            self.shown.append(data.strip())


def draft(**context: object) -> dict:
    return post.draft("outbox/test", to="ada@trust.example", now=timezone.now(), context=context)


def test_the_first_line_is_the_subject_and_the_rest_the_text():
    words = draft(name="Ada", words="All is well.")

    assert words["subject"] == "A message for Ada"
    assert words["text"].startswith("Hello Ada,\n\nAll is well.\n\nAnswer here:\nhttp://localhost:8000/meetings/")


def test_every_message_says_who_runs_the_network_and_asks_for_no_word_about_patients():
    text = draft(name="Ada", words="")["text"]

    assert "DIT North-West Network\nRun by practitioners. Not an NHS organisation, not a register" in text
    assert "Please do not write about patients in a reply." in text


def test_an_address_below_a_label_becomes_a_button_and_the_text_keeps_the_address():
    words = draft(name="Ada", words="")

    assert Elements(words["html"]).links == ["http://localhost:8000/meetings/2026-05-14/"]
    assert "Answer here:\nhttp://localhost:8000/meetings/2026-05-14/\n" in words["text"]


def test_the_html_says_what_the_text_says_as_paragraphs_lists_and_small_print():
    shown = Elements(draft(name="Ada", words="First line\nSecond line\n\n-- \n\nThird line")["html"]).shown

    assert shown == [
        *("A message for Ada", "First line Second line -- Third line one. Ada.", "DIT North-West Network"),
        *("A message for Ada", "Hello Ada,", "First line", "Second line", "--", "Third line"),
        *("Answer here", "one", "Ada", "DIT North-West Network"),
        "Run by practitioners. Not an NHS organisation, not a register; it does not provide therapy.",
        "Responsible for what we hold about you: A test network, data-protection@dit-northwest.example",
        "Please do not write about patients in a reply.",
    ]


def test_no_trace_of_the_mark_before_our_addresses_leaves():
    words = draft(name="Ada", words=f"See {html.address('/about/')} too.")

    assert "See http://localhost:8000/about/ too." in words["text"]
    assert html.OURS not in words["text"] + words["html"] + words["subject"]


@given(name=LIVELY, words=LIVELY)
def test_no_value_of_a_person_makes_a_link_or_a_tag(name, words):
    plain, lively = Elements(draft(name="Ada", words="Hello")["html"]), Elements(draft(name=name, words=words)["html"])

    assert lively.links == plain.links
    assert set(lively.found) <= set(plain.found) | {"br"}


@given(name=LIVELY)
def test_a_subject_is_always_one_short_line(name):
    subject = draft(name=name, words="")["subject"]

    assert len(subject) <= 200
    assert len(subject.splitlines()) == 1


@pytest.mark.django_db
def test_a_message_is_written_once_per_name_and_key():
    user, now = make_user(), timezone.now()
    deed = {"to": user.email, "user": user, "now": now, "about": "meeting:1", "context": {"name": "Ada"}}

    first, second = post.write("outbox/test", key="1:1", **deed), post.write("outbox/test", key="1:1", **deed)
    other = post.write("outbox/test", key="1:2", **deed)

    assert (first, Message.objects.count()) == (second, 2)
    assert Message.objects.written_for("outbox/test", "1:2").get() == other
    assert (first.user, first.about, first.created_at, first.next_attempt_at) == (user, "meeting:1", now, now)


def test_each_message_has_a_message_id_of_its_own_under_our_domain(settings):
    first, second = post.new_message_id(), post.new_message_id()

    assert first != second
    assert first.strip("<>").partition("@")[2] == parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        (Kind.SERVICE, {"List-Unsubscribe": "<https://dit-northwest.example/>"}),
        (Kind.NEWS, {"Reply-To": "a@b.example"}),
    ],
)
def test_only_news_carries_further_headers_and_only_those_of_a_list(kind, headers):
    with pytest.raises(ValueError, match="cannot carry"):
        post.draft("outbox/test", to="ada@trust.example", now=timezone.now(), kind=kind, headers=headers)


def test_news_keeps_its_list_headers():
    headers = {"List-Unsubscribe": "<https://dit-northwest.example/stop/>"}

    words = post.draft("outbox/test", to="a@trust.example", now=timezone.now(), kind=Kind.NEWS, headers=headers)

    assert words["headers"] == headers


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_every_message_stands_in_the_frame_or_is_a_named_part_of_one(path):
    words = path.read_text(encoding="utf-8")
    get_template("/".join(path.parts[-3:]))

    frame = re.match(r'{% extends "(\S+)" %}', words)

    # A reminder says what the first message said, and so stands in that one.
    assert words.startswith("{# needs") or frame[1] in FRAMES
    assert "://" not in words
