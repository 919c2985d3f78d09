"""What the walk of the pages does not meet: the desk, mail to others and its links, and pages that fail."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from html import unescape
from typing import Any

from django.db import DatabaseError, connection

from meetings.feeds import own_links
from meetings.words import FeedKind
from outbox.models import Message
from tests.access import places
from tests.access.outcomes import filled_in, routes
from tests.access.people import WITH_FACTOR, Person, row_of, show_second_step
from tests.canary.network import INSIDE, VISITOR, WORD, Network
from tests.canary.walk import PLACE, Asked, Browser, ask

LINK = re.compile(r"https?://[^/\s\"<>]+(/[^\s\"<>)]*)")


def desk(network: Network) -> list[str]:
    """Every address of the desk, with the person's row of its model in its place."""
    theirs = {row._meta.label_lower.replace(".", "/"): row.pk for row in network.rows}
    found = []
    for route in (each for each in routes() if each.startswith("admin/")):
        known = {**network.known, **places.row_in(route)}
        model = "/".join(route.split("/")[1:3])
        if model in theirs and "date" not in PLACE.findall(route):
            known |= dict.fromkeys(("pk", "object_id"), theirs[model])
        found.append(filled_in(places.plain(route), known))
    return list(dict.fromkeys(found))


def places_of_words(network: Network, person: Person) -> dict[str, set[str]]:
    """Each field of the person that somebody with an office reads anywhere, with the kinds of place where they do."""
    clients, found = {person.value: signed_in(person)}, defaultdict(set)
    theirs = {row._meta.label_lower.replace(".", "/"): row.pk for row in network.rows}
    asked = [Asked(person.value, address) for address in [*desk(network), *network.addresses]]
    for each in asked:
        page = ask(clients, each)
        for word in set(WORD.findall(page)) - set(WORD.findall(each.address)):
            found[field_of(network, word)].add(kind_of(each, page))
        row = theirs.get(each.address.removeprefix("/admin/")[:-1])
        if row and not each.posted and page.startswith("200"):
            chosen = ("_selected_action", str(row))
            asked += [each._replace(posted=(("action", name), chosen)) for name in actions(page)]
    return found


def field_of(network: Network, word: str) -> str:
    """Where a word is from, also one that a row cannot do without."""
    rows = ((row, name) for row in network.rows for name, value in vars(row).items() if word in str(value))
    row, name = next(rows, (None, ""))
    return network.words.get(word) or (f"{row._meta.label}.{name}" if row else "rows.other")


def actions(page: str) -> list[str]:
    """What can be done with what is chosen in a list of the desk."""
    return re.findall(r'<option value="(\w+)"', "".join(re.findall(r'<select name="action".*?</select>', page, re.S)))


def kind_of(asked: Asked, page: str) -> str:
    """What sort of place it is: a file, a page of a list or of one record, a page about doing something, outside."""
    first, *further = asked.address.strip("/").split("/")
    if takes_away(page):
        return "file"
    if first != "admin":
        return f"/{first}/"
    kinds = {"change": "record", "history": "history"}
    return "list" if len(further) == 2 and not asked.posted else kinds.get("".join(further[-1:]), "deed")


def takes_away(page: str) -> bool:
    return "attachment;" in page.partition("]")[0]


def signed_in(person: Person) -> Browser:
    """Somebody new with an office, in their browser, after the second step where one is asked for."""
    user = row_of(person)
    assert user
    client = Browser(user)
    if person in WITH_FACTOR:
        show_second_step(client, user)
    client.get("/")
    return client


def last_message() -> int:
    return Message.objects.latest("pk").pk


def mail_to_others(network: Network, after: int) -> list[tuple[str, str, str]]:
    """Every later message to somebody else: its name, to whom, and its words, HTML, calendar and headers."""
    theirs = set(network.person.user.emailaddress_set.values_list("email", flat=True))
    known = {user: name for name, user in network.users.items() if user}
    return [
        (
            message.name,
            known.get(message.user, VISITOR),
            "\n".join((message.subject, message.text, message.html, message.calendar, str(message.headers))),
        )
        for message in Message.objects.filter(pk__gt=after)
        .exclude(user=network.person.user)
        .exclude(recipient__in=theirs)
    ]


def calendars(network: Network, now: datetime) -> set[str]:
    """The private calendars of all who look."""
    members = [user.member for name, user in network.users.items() if user and name in INSIDE]
    feeds = [own_links.make(member, kind, now) for member in members for kind in FeedKind]
    return {link for feed in feeds for link in links_in(own_links.address_of(feed))}


def links_in(said: str) -> set[str]:
    """The addresses of the network's own pages in a message."""
    return {unescape(link) for link in LINK.findall(said)}


@contextmanager
def failing(number: int) -> Iterator[None]:
    """Let the database refuse one of the questions that a page asks it, as it would if a table were gone."""
    left = [number]

    def execute(run: Callable[..., Any], sql: str, *given: Any) -> Any:
        if sql.startswith("SELECT"):
            left[0] -= 1
            if left[0] == -1:
                raise DatabaseError("This table is gone.")
        return run(sql, *given)

    with connection.execute_wrapper(execute):
        yield
