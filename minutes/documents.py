"""The documents of a meeting: coordinators add them and take them away, members read them."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify

from meetings import places
from meetings.models import Meeting
from members.folding import fold
from members.names import name_of

from . import document_words
from .checking import Checked
from .models import Document, DocumentContent
from .words import FileType, Legible

if TYPE_CHECKING:
    from accounts.models import User

MOST_OF_A_MEETING = 30

CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileType.ODP: "application/vnd.oasis.opendocument.presentation",
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
}


class Refusal(models.TextChoices):
    """Why a document is not added."""

    TWICE = "twice", "This file is with the meeting already, as “{title}”."
    FULL = "full", f"A meeting has at most {MOST_OF_A_MEETING} documents. Take one away first."


class Refused(Exception):
    """A deed was refused; its text says why, in words for the person."""

    def __init__(self, reason: Refusal, title: str = "") -> None:
        super().__init__(reason.label.format(title=title))
        self.reason = reason


def add(meeting: Meeting, title: str, checked: Checked, now: datetime, by: "User") -> Document:
    """Put a document that was checked with a meeting; the same file only once. Raises Refused.

    One with the title of a document that an erasure took away replaces it. A large one takes seconds to read, so it is
    read before anything is locked.
    """
    return store(meeting, title, checked, document_words.read(checked.file_type, checked.data), now, by)


@transaction.atomic
def store(
    meeting: Meeting, title: str, checked: Checked, read: tuple[str, Legible], now: datetime, by: "User"
) -> Document:
    meeting = places.lock(meeting)
    fingerprint = sha256(checked.data).hexdigest()
    there = list(Document.objects.shown().filter(meeting=meeting))
    if same := next((document for document in there if document.sha256 == fingerprint), None):
        raise Refused(Refusal.TWICE, same.title)
    if len(there) >= MOST_OF_A_MEETING:
        raise Refused(Refusal.FULL)
    document = Document.objects.create(
        meeting=meeting,
        title=title,
        file_type=checked.file_type,
        size=len(checked.data),
        sha256=fingerprint,
        uploaded_at=now,
        uploaded_by=by,
        uploaded_by_name=name_of(by),
        search_text=fold(title),
    )
    words, legible = read
    DocumentContent.objects.create(document=document, data=checked.data, words=words, legible=legible)
    Document.objects.lost().filter(meeting=meeting, title=title).update(made_good_at=now)
    return document


@transaction.atomic
def take_away(document: Document, now: datetime, by: "User") -> Document:
    """Take a document from its meeting: its content is gone for good, that it was there is kept. Twice is once."""
    places.lock(document.meeting)
    document = Document.objects.get(pk=document.pk)
    if document.removed_at is None:
        document.removed_at, document.removed_by_name, document.search_text = now, name_of(by), ""
        document.save(update_fields=["removed_at", "removed_by_name", "search_text"])
        DocumentContent.objects.filter(document=document).delete()
    return document


def hang_on(meetings: Sequence[int]) -> str:
    """What keeps meetings from being taken back: a document that somebody added to one of them."""
    added = Document.objects.shown().filter(meeting__in=meetings).exists()
    return "A document was added to this meeting" if added else ""


def file_name(document: Document) -> str:
    """The name that we give it: the day and the title in plain letters, never what a file was called before."""
    day = timezone.localdate(document.meeting.starts_at)
    return f"{day:%Y-%m-%d}-{slugify(document.title)[:60].strip('-_') or 'document'}.{document.file_type}"


def of(meeting: Meeting) -> models.QuerySet[Document]:
    """The documents that are with this meeting, by title."""
    return Document.objects.shown().filter(meeting=meeting).order_by("title", "pk")
