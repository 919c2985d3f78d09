"""docs/security.md is true: its proofs exist, no requirement is left out, its figures are those of the code."""

import ast
import re
from pathlib import Path

from django.conf import settings

from accounts import link_pages, sessions
from meetings.models import Certificate, Meeting, Notice, Reflection
from meetings.views import checking, tap
from members.finding import pages
from members.forms.contacts import NoteForm
from members.models import Application, Member
from members.profile import DETAILS
from members.views.contacts import RATES

ROOT = Path(__file__).parent.parent
PAPER = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
REQUIREMENTS = PAPER.partition("## Requirements")[2].partition("\n## ")[0]
ROWS = [line.split("|")[1:-1] for line in REQUIREMENTS.splitlines() if re.match(r"\| \d", line)]
ID = re.compile(r"\b\d{1,2}\.\d\.\d{1,2}\b")
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")

# The requirements of ASVS 5.0 that we hold ourselves to.
ASVS = ID.findall("""
1.2.1 1.2.2 1.2.4 1.2.10 1.3.5 1.3.6 1.3.7 1.3.10 1.3.11 1.3.12 1.5.2 2.1.1 2.1.3 2.2.1 2.2.2 2.2.3 2.3.1 2.3.3 2.3.4
2.4.1 3.2.1 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.4.8 3.5.1 3.5.3 3.6.1 3.7.2 4.1.1 4.1.3 4.1.4
5.2.1 5.2.2 5.2.3 5.2.6 5.3.1 5.3.2 5.4.1 5.4.2 6.1.1 6.2.1 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.12 6.3.1 6.3.2
6.3.3 6.3.7 6.3.8 6.4.1 6.4.2 6.4.3 6.5.1 6.5.5 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.5.1 7.5.2 8.1.1
8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 8.3.2 11.4.2 13.4.1 13.4.2 13.4.4 13.4.5 13.4.6 14.2.1 14.2.6 14.2.7 14.3.1 14.3.2 15.1.1
15.1.2 15.2.1 15.3.1 15.3.3 15.3.4 15.4.2 16.2.5 16.3.1 16.3.2 16.4.1 16.5.1 16.5.3
""")


def names_in(path: str) -> set[str]:
    """What a file of tests proves."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_stands_in_the_paper_once():
    without = REQUIREMENTS.partition("Not applicable yet")[2]
    named = [found for row in ROWS for found in ID.findall(row[0])] + ID.findall(without)

    assert sorted(named) == sorted(ASVS)


def test_every_proof_that_the_paper_names_exists():
    found = {path: names_in(path) for path, _ in PROOF.findall(PAPER)}

    assert [f"{path}::{name}" for path, name in PROOF.findall(PAPER) if name not in found[path]] == []


def test_a_requirement_has_a_proof_or_says_that_it_is_not_met():
    assert [row[0].strip() for row in ROWS if not PROOF.search(row[2]) and "**Not yet" not in row[1]] == []


def said(field: str) -> int:
    """What the paper says is the greatest length of a field."""
    found = re.search(rf"^\| [^|]*\b{field}\b[^|]* \| (\d+) \|", PAPER, re.MULTILINE)
    assert found, field
    return int(found[1])


def test_the_paper_says_the_length_of_every_field_that_people_fill_in():
    texts = {
        field.name: field.max_length
        for model in (Application, Member)
        for field in model._meta.fields
        if field.name in (*DETAILS, "name", "provider", "registration_number") and field.max_length
    }
    texts |= {"e-mail address": 254, "message to a contact": NoteForm.base_fields["text"].max_length}
    texts |= {f"notice: {name}": Notice._meta.get_field(name).max_length for name in ("subject", "text")}
    texts |= {"reflection on a meeting": Reflection._meta.get_field("text").max_length}
    texts |= {"certificate: why revoked": Certificate._meta.get_field("revoked_why").max_length}
    texts |= {f"meeting: {name}": Meeting._meta.get_field(name).max_length for name in ("title", "programme")}

    assert {field: said(field) for field in texts} == texts


def test_the_paper_says_the_limits_that_are_set():
    limits = settings.ACCOUNT_RATE_LIMITS

    assert limits["login_failed"] == "5/5m/key,10/h/key,30/d/key"
    assert "5 in 5 minutes, 10 an hour, 30 a day" in PAPER
    assert limits["spraying"] == "20/5m/ip,60/h/ip"
    assert "20 in 5 minutes, 60 an hour" in PAPER
    assert limits["request_login_code"] == "60/h/ip,5/15m/key,10/h/key"
    assert "5 in 15 minutes, 10 an hour" in PAPER
    assert RATES["note"] == "5/h/ip,20/d/ip"
    assert "| messages to contacts and complaints | 5 an hour and 20 a day from one network address; " in PAPER
    assert (link_pages.RATES["press"], tap.RATES["tap"]) == ("300/h/ip,60/h/key", "60/h/key")
    assert "| what is pressed behind one link of a message | 60 an hour" in PAPER
    assert (pages.SEARCHES_AN_HOUR, pages.PAGES_AN_HOUR) == (300, 300)
    assert "| of the directory, by one member: searches; further pages, entries and cards | 300 an hour; 300" in PAPER
    assert checking.RATES["certificate"] == "60/h/ip"
    assert "| serials of certificates checked | 60 an hour from one network address |" in PAPER


def test_the_paper_says_when_sessions_end():
    lengths = [sessions.spell(time) for one in (sessions.MEMBER, sessions.STAFF) for time in (one.idle, one.absolute)]

    assert lengths == ["14 days", "30 days", "2 hours", "12 hours"]
    assert "14 days without a visit, 30 days in all. Coordinators: 2 hours and 12 hours" in PAPER
