"""Each message of each app: short, whole in words alone, sound without pictures and styles, small (cal-L7, cal-L8)."""

import re
from html.parser import HTMLParser

import pytest

from outbox.html import OURS
from outbox.mime import as_email
from outbox.models import Message
from outbox.wrapping import COLUMNS, wrapped
from tests.outbox import every_message
from tests.outbox.every_message import MISSING, NAMES, WHEN, Sample, draft

LARGEST_HTML, LARGEST_MAIL = 100_000, 1_000_000
HIDDEN = {"style", "title", "script", "head"}
EMPTY = {"meta", "br", "link", "img", "hr"}


class Shown(HTMLParser):
    """What a message says, and what it links to with which words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: dict[str, str] = {}
        self.href = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.href = dict(attrs).get("href") or self.href
        assert tag not in ("img", "script", "form", "iframe", "link"), f"a message needs no <{tag}>"
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and not HIDDEN & set(self.open):
            self.words.append(" ".join(data.split()))
            if "a" in self.open:
                self.links[self.href] = data.strip()


@pytest.fixture(autouse=True)
def _say_what_is_missing(settings):
    settings.TEMPLATES = [
        {**each, "OPTIONS": {**each["OPTIONS"], "string_if_invalid": MISSING}} for each in settings.TEMPLATES
    ]


def sent(words: dict) -> bytes:
    of_message = {name: value for name, value in words.items() if name != "user"} | {"recipient": "sian@trust.example"}
    return as_email(Message(**of_message)).message().as_bytes()


def test_no_message_is_forgotten():
    assert len(NAMES) > 40


@pytest.mark.parametrize("name", NAMES)
def test_cal_l8_the_text_of_each_message_says_all_that_its_html_says_and_every_link(name):
    words = draft(name)

    shown, text = Shown(words["html"]), " ".join(words["text"].split())
    assert [each for each in shown.words[2:] if each.rstrip(":") not in f"{words['subject']} {text}"] == []
    assert [href for href in shown.links if href not in words["text"]] == []
    assert set(re.findall(r"http://localhost:8000/\S+", words["text"])) <= {*shown.links, *in_words(words)}


def in_words(words: dict) -> set[str]:
    """Addresses that stand in a sentence, and so in the HTML as words."""
    return {each for each in re.findall(r"http://localhost:8000/\S+", words["text"]) if f"{each}<" in words["html"]}


@pytest.mark.parametrize("name", NAMES)
def test_each_message_is_whole_and_nothing_of_its_making_is_left_in_it(name):
    words = draft(name)

    whole = f"{words['subject']}\n{words['text']}\n{words['html']}"
    assert not re.search(r"\[missing|\bNone\b|\{\{|\{%|\(\)", whole), name
    assert OURS not in whole
    assert "\n\n\n" not in words["text"]
    assert '<html lang="en-GB">' in words["html"]
    assert len(words["subject"]) <= 120


WAITS = Sample(turn=1, choice="room", place="none", door="reply", cause="answer", get_choice_display="In the room")
OTHERWISE = [
    ("meetings/answer_recorded", {"change": WAITS, "before": 0}, "You are next in line."),
    ("meetings/answer_recorded", {"change": WAITS, "before": 1}, "One person is before you."),
    ("meetings/meeting_published", {"again": True}, "It takes place after all"),
    ("meetings/meeting_moved", {"said": "no"}, "may suit you now"),
    ("meetings/meeting_moved", {"said": "maybe"}, "Your answer stays as it is."),
    ("meetings/poll_decided", {"reply": ""}, "You have not answered for this date."),
    ("meetings/role_changed", {"is_given": False}, "You need do nothing."),
    ("members/applications_wait", {"number": 1}, "One person has applied"),
    ("members/verified", {"has_moved": False}, "This is now verified"),
    ("members/passed_on_receipt", {"is_own": False}, "somebody typed your address by mistake"),
]


@pytest.mark.parametrize(("name", "changes", "says"), OTHERWISE)
def test_a_message_is_whole_too_where_it_says_something_else(name, changes, says):
    words = draft(name, **changes)

    assert says in words["text"]
    assert not re.search(r"\[missing|\bNone\b|\n\n\n", f"{words['subject']}\n{words['text']}")
    assert says in " ".join(Shown(words["html"]).words)


@pytest.mark.parametrize("name", NAMES)
def test_cal_l7_each_message_is_small_and_its_lines_are_short(name):
    words = draft(name)

    assert len(words["html"].encode()) < LARGEST_HTML
    assert len(sent(words)) < LARGEST_MAIL
    assert [line for line in wrapped(words["text"]).splitlines() if len(line) > COLUMNS and "://" not in line] == []


def test_cal_l7_the_largest_invitation_is_far_below_what_mail_servers_refuse():
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" + "DESCRIPTION:" + "Zoë " * 5000 + "\r\nEND:VCALENDAR\r\n"
    words = draft("meetings/meeting_published", personal="Zoë " * 5000)

    assert len(sent({**words, "calendar": calendar})) < LARGEST_MAIL


@pytest.mark.parametrize("name", [name for name in NAMES if "- {{ when }}" in every_message.source(name)])
def test_cal_l8_a_message_about_a_meeting_says_when_and_where_with_the_zone(name):
    text = draft(name)["text"]

    assert f"- {WHEN}\n- The Curve, Prestwich, Room 2, and online" in text


def test_cal_i10_the_welcome_asks_people_to_add_our_address_to_their_contacts(settings):
    text = " ".join(draft("members/approved")["text"].split())

    assert "add network@dit-northwest.example to your contacts" in text


def test_a_long_line_goes_on_below_its_own_beginning_and_an_address_stays_whole():
    address = "http://localhost:8000/" + "x" * 90

    assert wrapped(f"- {'word ' * 20}\n-- \n{address}") == (
        f"- {'word ' * 14}word\n  word word word word word\n-- \n{address}"
    )


def test_what_lists_of_mail_show_is_what_the_message_is_about():
    first = Shown(draft("meetings/meeting_cancelled")["html"]).words[0]

    assert first.startswith("This meeting is cancelled: Network meeting: endings, and what comes after them.")
