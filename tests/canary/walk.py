"""The walk: every address found from the URL configuration, with the person's rows in its places, as every viewer."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from members.gaps import editions
from tests.access import places
from tests.access.outcomes import filled_in, routes

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
# What differs from one answer to the next without saying anything: tokens of forms, the age of a page.
PASSING = re.compile(
    r'name="(?:csrfmiddlewaretoken|seal|shown)" value="[^"]+"|nonce="[^"]+"|DTSTAMP:\w+|Expires: \S+|_seconds": \d+'
)
HEADERS = ("Location", "Content-Type", "Content-Disposition", "ETag")


class Asked(NamedTuple):
    viewer: str
    address: str
    posted: tuple[tuple[str, str], ...] = ()


def addresses(known: dict, rows: Iterable, slugs: list[str]) -> list[str]:
    """Every address outside the desk, with the rows of the person and those of other people in its places."""
    ids = [*dict.fromkeys(str(row.public_id) for row in rows if hasattr(row, "public_id"))]
    numbers = [*dict.fromkeys(row.pk for row in rows)][:3]
    found: list[str] = []
    for route in routes():
        if route.startswith("admin/"):
            continue
        names = PLACE.findall(route)
        try:
            others = {**known, **places.row_in(route)}
        except LookupError:
            others = known
        in_places = {"public_id": ids, "slug": slugs, "pk": numbers}
        choices = [[*in_places.get(name, []), *([others[name]] if name in others else ["none"])] for name in names]
        found += [filled_in(places.plain(route), dict(zip(names, each, strict=True))) for each in product(*choices)]
    return list(dict.fromkeys([*found, "/nowhere/"]))


class Browser(Client):
    """Django's own, without the copy that it keeps of all that each template was given."""

    def __init__(self, user: User | None = None) -> None:
        super().__init__(raise_request_exception=False)
        if user:
            self.force_login(user)

    def request(self, **asked: Any) -> HttpResponseBase:
        return self.handler(self._base_environ(**asked))


class Questions(HTMLParser):
    """The fields of the forms on a page that ask with GET, each with the values that it offers."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.select = False, ""
        self.fields: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = said.get("method", "get").lower() == "get"
        elif self.inside and tag == "select":
            self.select = said.get("name", "")
            self.fields.setdefault(self.select, [])
        elif tag == "option" and self.inside and said.get("value"):
            self.fields[self.select].append(said["value"])
        elif self.inside and tag == "input" and said.get("type") not in ("hidden", "submit") and "name" in said:
            offers = [said.get("value") or "on"] if said.get("type") in ("checkbox", "radio") else []
            self.fields.setdefault(said["name"], []).extend(offers)


def questions(address: str, page: str, words: list[str], hidden: list[str]) -> Iterator[str]:
    """The address with each value of each field of its forms: the words, what is offered, what is hidden."""
    reader = Questions()
    reader.feed(page)
    for name, offers in reader.fields.items():
        for value in dict.fromkeys([*(offers or words), *hidden]):
            yield f"{address}?{urlencode({name: value})}"
    for name in ("sort", "order", "o", "page", "q", "search"):
        yield f"{address}?{urlencode({name: 'name'})}"


def counts() -> str:
    """What the next edition of the counts for service leads would be made of."""
    found = list(editions.places())
    return str(sorted(editions.counts(timezone.localdate(), found).items()))


# What no address shows at once.
DEEDS = {"counts": counts}


def words_in(body: bytes) -> str:
    """What somebody reads: of a PDF the text, since its bytes hold the time at which it was made."""
    if b"startxref" not in body:  # a document that only begins like one is told by its bytes
        return body.decode(errors="replace")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)


def ask(clients: dict[str, Client], asked: Asked) -> str:
    """What this viewer reads at this address, headers and all; what asking changes is undone."""
    client = clients[asked.viewer]
    if deed := DEEDS.get(asked.address):
        return deed()
    with transaction.atomic():
        answer = client.post(asked.address, dict(asked.posted)) if asked.posted else client.get(asked.address)
        body = words_in(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        transaction.set_rollback(True)
    said = [answer.headers.get(name, "") for name in HEADERS]
    return PASSING.sub("", f"{answer.status_code} {said} {body}")
