"""Every message of every app, drafted with a sample of all that its words may name; no row of the database needed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from outbox import html, post

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
MISSING = "[missing: %s]"
NAMES = sorted(
    f"{path.parts[-3]}/{path.stem}"
    for path in TEMPLATES.glob("*/messages/*.txt")
    if 'extends "outbox/messages/message.txt"' in path.read_text(encoding="utf-8")
)
# What about a meeting every message about one says, in words and with its zone (cal-L8).
WHEN, WHERE = "Thursday 14 May 2026, 2pm to 4pm (UK time)", "the Curve, Prestwich, Room 2, and online"


class Sample(SimpleNamespace):
    """Something with a name of its own and whatever words ask of it."""

    def __str__(self) -> str:
        return str(getattr(self, "title", getattr(self, "name", "")))


def sample() -> dict[str, Any]:
    """All that any message names; where one name means two things, it is both."""
    at = datetime(2026, 5, 14, 13, tzinfo=UTC)
    member = Sample(name="Dr Siân Ó Briain-Example", get_standing_display="Has training cases")
    meeting = Sample(
        **{"title": "Network meeting: endings, and what comes after them", "starts_at": at, "status": "published"},
        **{"get_absolute_url": "/meetings/2026-05-14/", "join_link": "https://meet.example/dit/2026-05-14"},
        **{"programme": "2pm Welcome\n2.15pm A short talk\n3pm Questions", "answer_by": date(2026, 5, 7)},
        **{"cancelled_why": "Heavy snow is forecast.", "mode": "hybrid", "pk": 5, "ends_at": at + timedelta(hours=2)},
    )
    return {
        **about_meetings(meeting, member, at),
        **about_people(member, at),
        **about_a_week(meeting, at),
        **{"meeting": meeting, "member": member, "when": WHEN, "where": WHERE, "until": at - timedelta(days=2)},
        **{
            "row": Sample(
                name="Ada",
                by_name="Bea",
                in_words="became a coordinator for Cumbria",
                why="Knows the services",
                appointed=True,
                office="coordinator",
                areas="Cumbria",
            ),
            "opens_the_desk": True,
        },
        **{"by": "Hannah Example", "by_name": "Hannah Example", "number": 3, "since": at, "personal": ""},
        **{"name": member.name, "has_page": True},
        **{"link": "/word/" + "x" * 60 + "/", "why": "You get this because you are coming.", "test": False},
        "answers": [
            (each, html.address("/meetings/a/5-7-" + "x" * 26 + f"/?{each[:1]}")) for each in ("Room", "Online", "No")
        ],
        **{
            name: html.address("/meetings/a/5-7-" + "x" * 26 + f"/?answer={answer}")
            for name, answer in (("stands_address", "yes"), ("passes_address", "pass-on"), ("declines_address", "no"))
        },
        **dict.fromkeys(("answer_address", "meeting_address"), html.address("/meetings/a/5-7-" + "x" * 26 + "/")),
    }


def about_meetings(meeting: Sample, member: Sample, at: datetime) -> dict[str, Any]:
    guest = Sample(name="Ada Guest", sponsor=member, get_place_display="a place in the room", place="online")
    change = Sample(
        **{"get_choice_display": "In the room", "get_place_display": "a place in the room", "place": "room"},
        **{"turn": None, "door": "page", "cause": "answer", "choice": "room"},
    )
    certificate = Sample(
        **{"title": meeting.title, "starts_at": at, "serial": "7QF2-M9KD", "revoked_why": "The date was wrong."},
        **{"minutes": 120, "get_mode_display": "In the room", "get_absolute_url": "/meetings/certificates/7QF2-M9KD/"},
    )
    address = html.address("/meetings/a/5-7-" + "x" * 26 + "/")
    return {
        **{"guest": guest, "change": change, "certificate": certificate, "instead_of": None, "before": 2},
        "kept": [(certificate, "/meetings/certificates/end/5-740000-" + "x" * 26 + "/")] * 2,
        **{"was": {"when": "Thursday 7 May 2026, 2pm to 4pm (UK time)", "where": WHERE}, "said": "room"},
        "poll": Sample(title="An evening on supervision", get_absolute_url="/meetings/polls/x/", answer_by=at.date()),
        **{
            "dates": [WHEN, WHEN],
            "series": Sample(title="Network meetings"),
            "meetings": [(meeting, WHEN, address)] * 3,
        },
        **{
            "reply": "You hold a place in the room.",
            "again": False,
            "is_given": True,
            "told": "You chair this meeting",
        },
        **{"freed": [(meeting, "Chair")], "kind": "in the room"},
        "facts": Sample(coming=4, minimum=6, room=3, online=1, maybe=2, silent=20),
        "notice": Sample(
            **{"subject": "A change of room", "text": "We meet in Room 4 this time.", "sender": "Hannah Example"},
            **{"meeting": meeting, "get_absolute_url": "/notices/5/"},
        ),
        "version": Sample(number=1, decisions=["one"], actions=["one", "two"]),
        "minutes": Sample(get_absolute_url="/minutes/2026-05-14/"),
    }


def about_people(member: Sample, at: datetime) -> dict[str, Any]:
    evidence = Sample(
        **{"title": "A training case is finished", "member": member, "details": [("Finished", "1 May 2026")]},
        **{"get_set_aside_why_display": "We could not find the course.", "verified_by_name": "Hannah Example"},
        **{"get_verified_against_display": "certificate seen"},
    )
    application = Sample(
        **{"name": member.name, "get_absolute_url": "/join/", "booked_for": at.date(), "training_status": "booked"},
        **{"tell_on": at.date(), "state": "submitted"},
    )
    return {
        **{"evidence": evidence, "items": [evidence], "item": evidence, "application": application},
        **{"has_moved": True, "named": Sample(name="Pat Supervisor", outside=None), "label": "Finished"},
        **{
            "letter": f"Dear {member.name}\n\nWelcome to the network.\n\nHannah Example",
            "decision": Sample(at=at, kind=""),
        },
        "contact": Sample(
            **{"name": "Ada Example", "role": "Membership", "email": "ada@trust.example", "about": "Joining"},
            deputy=Sample(name="Cy Example"),
        ),
        "lines": [Sample(label="Job title", says="Psychologist (members see it)")],
        "stopped": Sample(address="siân@old-trust.example", since=at),
        **{"to": Sample(name="Cy Example", role="Meetings", email="cy@trust.example"), "original": "May I come once?"},
        "reference": "7QF2M9KD",
        "complaint": Sample(reference="7QF2M9KD", received_on=at.date(), outcome="We have deleted your old address."),
        "case": Sample(remove_on=at.date()),
        "aside_on": at.date() - timedelta(days=14),
        "rule": Sample(title="Profiles of members who left", reason="People come back. After a year few do."),
        "leaving": Sample(erase_on=at.date(), asked_by_themselves=False, why="They asked by telephone."),
        "new": Sample(
            **{"asked_by_name": "Hannah Example", "email": "sian@new-trust.example", "why": "We met on Monday."},
            opens_on=at.date(),
        ),
        "who": member.name,
        "token": "5-740000-" + "x" * 26,
        **{"request": Sample(state="held", held_until=at.date()), "asker": member.name, "supervisor": "Pat Supervisor"},
        **{"offered": "Individual, remotely, on Mondays", "purpose": "a training case", "to_name": member.name},
        **{"link": "/supervision/a/5-7-x/", "page": "/supervision/requests/x/", "why": "There was no answer."},
        "is_supervisor": False,
        "note": Sample(
            **{"title": "It certifies attendance alone.", "name": "A Visitor", "email": "visitor@home.example"},
            **{"text": "May I come once?\n\nA Visitor", "reference": "C-7QF2"},
        ),
        "is_own": True,
    }


def about_a_week(meeting: Sample, at: datetime) -> dict[str, Any]:
    """What reminders and the mail of the week name."""
    facts, address = {"when": WHEN, "where": WHERE}, html.address("/meetings/a/5-7-" + "x" * 26 + "/")
    stands = {
        "choice": "room",
        "place": "room",
        "waits": False,
        "confirm_by": at - timedelta(days=2),
        "decide_by": None,
    }
    return {
        **{"standing": Sample(**stands), "is_week": True, "is_last": True, "day": at, "stands_address": address},
        **{"joins": meeting.join_link, "way": [("By road", "Junction 17 of the M60")]},
        "week": Sample(promised="You have promised:\n\n- Bring the projector"),
        "coming": [(meeting, facts, address, Sample(**{**stands, "place": "online", "confirm_by": None}))],
        **{"unanswered": [(meeting, facts, address)], "unconfirmed": [(meeting, facts, address, Sample(**stands))]},
        "news": [("The minutes of 12 March are published", html.address("/minutes/2026-03-12/"))],
    }


def source(name: str) -> str:
    """What its file says, with the one part that many share."""
    app, _, message = name.partition("/")
    words = (TEMPLATES / app / "messages" / f"{message}.txt").read_text(encoding="utf-8")
    details = (TEMPLATES / "meetings" / "messages" / "details.txt").read_text(encoding="utf-8")
    return words.replace('{% include "meetings/messages/details.txt" %}', details)


def draft(name: str, **changes: Any) -> dict[str, Any]:
    """The words from which each reader's copy is made, with the small print of somebody with an account."""
    return post.draft(name, to="", now=timezone.now(), context={**sample(), **changes})
