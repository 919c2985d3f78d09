"""One search over what meetings said: agendas, minutes, decisions, actions and the titles of documents.

Members find what they may read and nothing else: the rest has no `search_text`, and is left out again here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import models
from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse

from meetings.models import Meeting
from members.folding import fold
from members.models import Member

from .marking import Piece, marked, sentence
from .models import Action, AgendaItem, Document, Minutes, MinutesVersion, Resolution

MOST_WORDS, PAGE, MOST_COUNTED, MOST_OF_A_KIND = 10, 10, 100, 5
Row = TypeVar("Row", bound=Model)


class Kind(models.TextChoices):
    """What was found."""

    AGENDA = "agenda", "Agenda"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    MINUTES = "minutes", "Minutes"
    DOCUMENT = "document", "Document"


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what kind, in which words, and where to read on."""

    kind: Kind
    pieces: list[Piece]
    address: str


@dataclass(frozen=True)
class Found:
    """What was found of one meeting; `more` further hits are not shown."""

    meeting: Meeting
    hits: list[Hit]
    more: int


@dataclass(frozen=True)
class Answer:
    """A page of a search: `count` of all meetings goes a little past a hundred, `further` begins the next page."""

    found: list[Found]
    count: int
    further: str

    @property
    def many(self) -> bool:
        return self.count > MOST_COUNTED


def words_of(query: str) -> list[str]:
    """The folded words of a question, each once."""
    return list(dict.fromkeys(fold(query).split()))[:MOST_WORDS]


def find(member: Member, words: Sequence[str], after: str = "") -> Answer:
    """The meetings of which something holds all these words, latest first, ten at a time after the one named."""
    found = meetings(member, words)
    count = found.order_by()[: MOST_COUNTED + 1].count()
    if last := Meeting.objects.visible_to(member).filter(slug=after).first() if after else None:
        earlier = Q(starts_at__lt=last.starts_at) | Q(starts_at=last.starts_at, pk__lt=last.pk)
        found = found.filter(earlier)
    page = list(found[: PAGE + 1])
    further = page[PAGE - 1].slug if len(page) > PAGE else ""
    return Answer(with_hits(page[:PAGE], words), count, further)


def meetings(member: Member, words: Sequence[str]) -> QuerySet[Meeting]:
    published = Q(meeting__minutes__published_at__isnull=False)
    sources: list[QuerySet] = [
        AgendaItem.objects.on_the_agenda().filter(meeting__isnull=False),
        Minutes.objects.published(),
        Resolution.objects.filter(published),
        Action.objects.filter(published),
        Document.objects.shown(),
    ]
    somewhere = Q()
    for rows in sources:
        somewhere |= Q(pk__in=holding(rows, words).order_by().values("meeting"))
    return Meeting.objects.visible_to(member).filter(somewhere).order_by("-starts_at", "-pk")


def holding(rows: QuerySet[Row], words: Sequence[str]) -> QuerySet[Row]:
    """Those in whose words every one of these occurs; a letter that the database reads as any other is only itself."""
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return rows


def with_hits(page: list[Meeting], words: Sequence[str]) -> list[Found]:
    """What was found of each meeting, with one question for all meetings and each kind of row."""
    hits: dict[int, list[Hit]] = {meeting.pk: [] for meeting in page}
    for meeting, hit in [*of_agendas(page, words), *of_minutes(page, words), *of_documents(page, words)]:
        hits[meeting].append(hit)
    return [found(meeting, hits[meeting.pk]) for meeting in page if hits[meeting.pk]]


def found(meeting: Meeting, hits: list[Hit]) -> Found:
    shown = [hit for kind in Kind for hit in [one for one in hits if one.kind == kind][:MOST_OF_A_KIND]]
    return Found(meeting, shown, len(hits) - len(shown))


def of_agendas(page: list[Meeting], words: Sequence[str]) -> Iterator[tuple[int, Hit]]:
    items = AgendaItem.objects.on_the_agenda().filter(meeting__in=page).select_related("meeting")
    for item in holding(items, words):
        assert item.meeting  # noqa: S101  the filter asks for one
        yield item.meeting.pk, Hit(Kind.AGENDA, marked(item.title, words), f"{item.meeting.get_absolute_url()}#agenda")


def of_minutes(page: list[Meeting], words: Sequence[str]) -> Iterator[tuple[int, Hit]]:
    """What the version that members read says: what was changed since is not theirs yet."""
    read = MinutesVersion.objects.standing().filter(published_at=F("minutes__published_at"))
    for version in read.filter(minutes__meeting__in=page).select_related("minutes__meeting"):
        meeting = version.minutes.meeting
        said = [(Kind.DECISION, text) for text in version.decisions]
        said += [(Kind.ACTION, action["text"]) for action in version.actions]
        for kind, text in [*said, (Kind.MINUTES, version.text)]:
            folded = fold(text)
            if all(word in folded for word in words):
                shown = sentence(text, words) if kind == Kind.MINUTES else text
                yield meeting.pk, Hit(kind, marked(shown, words), reverse("minutes:read", args=[meeting.slug]))


def of_documents(page: list[Meeting], words: Sequence[str]) -> Iterator[tuple[int, Hit]]:
    for document in holding(Document.objects.shown().filter(meeting__in=page), words):
        yield document.meeting_id, Hit(Kind.DOCUMENT, marked(document.title, words), document.get_absolute_url())
