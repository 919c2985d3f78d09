"""What an address answers: who is let in, where the others are led, and which addresses there are."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.people import AREA, AT_THE_DESK, AUDITOR, EVERYBODY, SIGNED_IN, VISITOR, Person

# What somebody is answered: a status, or the address that they are led to.
Outcome = int | str
Outcomes = Mapping[Person, Outcome]
Given = Outcome | Outcomes
Pair = tuple[Outcome, Outcome]

SIGN_IN, HOME, SECOND_STEP = "/accounts/login/", "/", "/account/second-step/"
NOT_YOURS, NOT_THERE, NOT_THIS_WAY, NOT_NOW, MISTAKES = 403, 404, 405, 409, 422


class Row(NamedTuple):
    """What each person is answered who asks for an address, and who posts nothing to it."""

    get: Outcomes
    post: Outcomes
    is_public: bool = False
    needs_token: bool = True


def each(*parts: tuple[frozenset[Person], Outcome]) -> dict[Person, Outcome]:
    """Say what each person is answered; what is said later wins."""
    return {person: outcome for people, outcome in parts for person in people}


def for_all(people: frozenset[Person], given: Given) -> Outcomes:
    return given if isinstance(given, Mapping) else each((people, given))


def public(get: Given = 200, post: Given = NOT_THIS_WAY) -> Row:
    """Open to everybody, signed in or not."""
    return Row(for_all(EVERYBODY, get), for_all(EVERYBODY, post), is_public=True)


def by_token(get: Given = NOT_THERE, post: Given = NOT_THERE) -> Row:
    """Open to whoever holds the link of a letter, signed in or not; the link of the table is a wrong one."""
    return public(get, post)


def by_link(get: Given = NOT_THERE, post: Given = NOT_THERE) -> Row:
    """The same, where the link is as good as the token of a form: a browser that refuses cookies can post too."""
    return public(get, post)._replace(needs_token=False)


def login(get: Given = 200, post: Given = NOT_THIS_WAY) -> Row:
    """Open to whoever is signed in; a visitor is led to the sign-in page, whatever the method."""
    stopped = each((VISITOR, SIGN_IN))
    return Row({**for_all(SIGNED_IN, get), **stopped}, {**for_all(SIGNED_IN, post), **stopped})


def gated(people: frozenset[Person], get: Outcome = 200, post: Outcome = NOT_THIS_WAY) -> Row:
    """Open to some of those who are signed in; the others are told why not."""

    def with_refusal(outcome: Outcome) -> Outcomes:
        return each((SIGNED_IN, NOT_THIS_WAY if outcome == NOT_THIS_WAY else NOT_YOURS), (people, outcome))

    return login(with_refusal(get), with_refusal(post))


def way_in(get: Outcome = 200, post: Outcome = 200) -> Row:
    """For visitors; whoever is in already is led home."""
    return public(each((SIGNED_IN, HOME), (VISITOR, get)), each((SIGNED_IN, HOME), (VISITOR, post)))


def at_the_desk(get: Outcome = 200, post: Outcome = 200, *, area: Pair | None = None, audit: Pair | None = None) -> Row:
    """For coordinators who have shown their second step; the door comes before everything else.

    What a coordinator for another area and an auditor are answered, who are refused unless a row says otherwise.
    """

    def behind_the_door(outcome: Outcome, *others: Outcome | None) -> Outcomes:
        unproven = frozenset({Person.UNPROVEN_COORDINATOR})
        refused: Outcome = NOT_THIS_WAY if outcome == NOT_THIS_WAY else NOT_YOURS
        answers = [refused if other is None else other for other in others]
        return each(
            *((SIGNED_IN, NOT_YOURS), (unproven, SECOND_STEP), (AT_THE_DESK, outcome)),
            *zip((AREA, AUDITOR), answers, strict=True),
        )

    (area_get, area_post), (audit_get, audit_post) = area or (None, None), audit or (None, None)
    return login(behind_the_door(get, area_get, audit_get), behind_the_door(post, area_post, audit_post))


def outcome_of(answer: HttpResponse) -> Outcome:
    """The status; or, of a redirect, the address without what is passed on to it."""
    return answer["Location"].partition("?")[0] if answer.status_code in (301, 302) else answer.status_code


def agrees(answer: Outcome, expected: Outcome) -> bool:
    """An expected address without its beginning is one below, or beside, the one that was asked for."""
    if isinstance(expected, str) and isinstance(answer, str):
        return answer == expected if expected.startswith("/") else answer.endswith(f"/{expected}")
    return answer == expected


def routes() -> list[str]:
    """Every address of the site, as the URL configuration writes it, each once."""
    return list(dict.fromkeys(route for route, _ in patterns(get_resolver())))


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with its whole route; of two that are the same the first one answers."""
    for found in resolver.url_patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLPattern):
            yield route, found
        else:
            yield from patterns(found, route)


def filled_in(route: str, values: Mapping[str, Any]) -> str:
    """An address with a value in each of its places."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(values[place[1]]), route)
