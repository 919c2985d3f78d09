"""Documents that name somebody who leaves: told to coordinators in time to replace them, and taken away on the day.

A PDF or an Office file is not rewritten. What can be read of it is read when it is stored, and searched here. What is
in a picture is not found: as long as somebody leaves, coordinators are asked to look through what cannot be searched.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from look import words
from members.leaving import Effect
from members.models import Leaving
from members.rights import person_of
from members.rights.erasing import theirs_alone
from members.rights.holding import Person
from members.rights.traces import Traces

from . import document_words
from .models import Document, DocumentContent
from .models.document import BY_ERASURE, DocumentQuerySet
from .words import FileType, Legible

AT_ONCE = 20
MOST_LEAVING = 20


def titles(person: Person) -> list[str]:
    """The documents that name them, by title and meeting."""
    return [said(document) for document in of(person).select_related("meeting")]


def said(document: Document) -> str:
    return f"{document.title} ({document.meeting}, {words.day(document.meeting.starts_at)})"


def effects(person: Person, now: datetime) -> list[Effect]:
    number = not_searched().count()
    unread = f"{number:,} {'document' if number == 1 else 'documents'}: pictures, scans, or files that cannot be read"
    return [
        Effect("These documents, which name you, are replaced or deleted", titles(person), at_once=False),
        Effect("Coordinators look through what no search can read", [unread] if number else [], at_once=False),
    ]


def of(person: Person) -> DocumentQuerySet:
    """The documents that name them, and nobody else here of the same name."""
    return naming(traces_of(person))


def traces_of(person: Person) -> Traces:
    return Traces.of(theirs_alone(person))


def naming(traces: Traces) -> DocumentQuerySet:
    """The documents in whose words one of these stands; no file is opened."""
    found = Document.objects.shown().order_by("meeting__starts_at", "title", "pk")
    return found.filter(content__words__regex=traces.in_bare_words) if traces.bare else found.none()


def not_searched() -> DocumentQuerySet:
    """The documents of which some or all could not be read."""
    return Document.objects.shown().exclude(content__legible=Legible.ALL).order_by("meeting__starts_at", "title", "pk")


def of_leavers(on_day: Iterable[Leaving]) -> list[tuple[Leaving, list[Document]]]:
    """Whoever will be erased, with the documents that name them and can still be replaced."""
    found = ((each, of(person_of(each.user)).select_related("meeting")) for each in on_day if each.user)
    return [(leaving, list(documents)) for leaving, documents in found if documents]


def running() -> list[Leaving]:
    return list(Leaving.objects.running().select_related("user").order_by("erase_on", "pk")[:MOST_LEAVING])


def waiting() -> int:
    """How many documents wait for a coordinator because they name somebody who left."""
    leavers = [person_of(each.user) for each in running() if each.user]
    together = Traces((), (), tuple(letters for person in leavers for letters in traces_of(person).bare))
    return naming(together).count() + Document.objects.lost().count()


def take_away(traces: Traces, now: datetime) -> int:
    """On the day nothing that names them can be read any more; a coordinator says what takes its place."""
    read_what_waits(most=None)
    found = list(naming(traces).values_list("pk", flat=True))
    DocumentContent.objects.filter(document__in=found).delete()
    Document.objects.filter(pk__in=found).update(removed_at=now, removed_by_name=BY_ERASURE, search_text="")
    return len(found)


@transaction.atomic
def make_good(document: Document, now: datetime) -> None:
    """A coordinator has replaced what an erasure took away, or lets it go. Twice is once."""
    Document.objects.lost().filter(pk=document.pk).update(made_good_at=now)


def on_tick(now: datetime) -> None:
    """Read what was stored before documents were read."""
    read_what_waits(most=AT_ONCE)


def read_what_waits(most: int | None) -> None:
    """One at a time, so that no more than one document is in memory."""
    unread = DocumentContent.objects.filter(legible=Legible.WAITS).order_by("pk").values_list("pk", flat=True)
    for pk in list(unread[:most]):
        content = DocumentContent.objects.select_related("document").get(pk=pk)
        content.words, content.legible = document_words.read(FileType(content.document.file_type), bytes(content.data))
        content.save(update_fields=["words", "legible"])
