"""The people of the access test, each with a browser in which they are signed in."""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from accounts.models import User
from meetings.models import Meeting
from meetings.words import Duty
from members.models import Application, Area
from members.models.application import State, TrainingStatus
from members.models.history import OfficeKind
from tests.factories import (
    make_coordinator,
    make_member,
    make_officer,
    make_role,
    make_sent_application,
    make_user,
)


class Person(Enum):
    VISITOR = "a visitor"
    NEWCOMER = "someone signed in who has not applied"
    APPLICANT = "an applicant"
    PARKED = "an applicant who is not trained yet"
    MEMBER = "a member"
    SUSPENDED = "a suspended member"
    LEFT = "someone who left"
    COORDINATOR = "a coordinator who is no member"
    COORDINATING_MEMBER = "a coordinator who is a member"
    UNPROVEN_COORDINATOR = "a coordinator without a second step"
    AREA_COORDINATOR = "a coordinator for another area"
    AUDITOR = "an auditor"
    SERVICE_LEAD = "a service lead"
    MINUTE_TAKER = "a member who takes the minutes"
    AT_THE_DOOR = "a member who is at the door"


EVERYBODY = frozenset(Person)
VISITOR = frozenset({Person.VISITOR})
SIGNED_IN = EVERYBODY - VISITOR
# Who decides about everything and everybody at the desk; others look at the desk, or see a part of it.
AT_THE_DESK = frozenset({Person.COORDINATOR, Person.COORDINATING_MEMBER})
AREA, AUDITOR = frozenset({Person.AREA_COORDINATOR}), frozenset({Person.AUDITOR})
WITH_FACTOR = AT_THE_DESK | AREA | AUDITOR
STAFF = WITH_FACTOR | {Person.UNPROVEN_COORDINATOR}
MINUTE_TAKER, AT_THE_DOOR = frozenset({Person.MINUTE_TAKER}), frozenset({Person.AT_THE_DOOR})
ELIGIBLE = frozenset({Person.MEMBER, Person.COORDINATING_MEMBER}) | MINUTE_TAKER | AT_THE_DOOR
WITH_ENTRY = ELIGIBLE | {Person.SUSPENDED, Person.LEFT}
# No members, and free to become one.
NO_MEMBERS = frozenset({Person.COORDINATOR, Person.UNPROVEN_COORDINATOR, Person.SERVICE_LEAD}) | AREA | AUDITOR


WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


class Visit(NamedTuple):
    """What came of one request: the answer, and the tables that it changed."""

    answer: HttpResponse
    written: frozenset[str]


class Watch:
    """Notes which tables are written to; what is rolled back was not written."""

    def __init__(self) -> None:
        self.levels: list[set[str]] = [set()]

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if sql.startswith("SAVEPOINT"):
            self.levels.append(set())
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            self.levels[-1].clear()
        elif sql.startswith("RELEASE SAVEPOINT"):
            released = self.levels.pop()
            self.levels[-1] |= released
        self.levels[-1].update(WRITES.findall(sql))
        return execute(sql, params, many, context)


class Browser(RequestFactory):
    """Somebody's browser; whatever they do in it is undone before the next thing they do.

    One site answers all that is asked in it, as one process does: a Client makes the site anew for each request.
    """

    def __init__(self, person: Person, *, enforce_csrf_checks: bool = False) -> None:
        super().__init__()
        self.site = ClientHandler(enforce_csrf_checks)
        client = Client()
        if user := row_of(person):
            client.force_login(user)
            if person in WITH_FACTOR:
                show_second_step(client, user)
        client.get("/")  # they have been here before: what a first page notes is in their session
        self.cookies = client.cookies

    def request(self, **asked: Any) -> HttpResponse:
        return self.site(self._base_environ(**asked))

    def visit(self, method: str, address: str) -> Visit:
        watch = Watch()
        with transaction.atomic():
            with connection.execute_wrapper(watch):
                answer = self.generic(method, address, b"", "application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        return Visit(answer, frozenset().union(*watch.levels))

    def ask(self, method: str, address: str) -> HttpResponse:
        return self.visit(method, address).answer


def row_of(person: Person) -> User | None:
    """Somebody new who stands where this person stands."""
    match person:
        case Person.VISITOR:
            return None
        case Person.NEWCOMER:
            return make_user()
        case Person.APPLICANT:
            return make_sent_application().user
        case Person.PARKED:
            return make_parked()
        case Person.COORDINATOR | Person.UNPROVEN_COORDINATOR:
            return make_coordinator()
        case Person.AREA_COORDINATOR:
            return make_officer(OfficeKind.COORDINATOR, Area.objects.last())
        case Person.AUDITOR:
            return make_officer(OfficeKind.AUDITOR)
        case Person.SERVICE_LEAD:
            return make_officer(OfficeKind.SERVICE_LEAD)
        case Person.MINUTE_TAKER:
            return helper(Duty.MINUTE_TAKER)
        case Person.AT_THE_DOOR:
            return helper(Duty.DOOR)
        case Person.COORDINATING_MEMBER:
            return make_member(user=make_coordinator()).user
        case Person.SUSPENDED:
            return make_member(suspended_on=date(2025, 1, 1)).user
        case Person.LEFT:
            return make_member(left_on=date(2025, 1, 1)).user
        case Person.MEMBER:
            return make_member().user


def helper(duty: Duty) -> User:
    """A member with a job at each meeting that there is, and none on the desk."""
    member = make_member()
    for meeting in Meeting.objects.all():
        make_role(meeting, duty, member)
    return member.user


def make_parked() -> User:
    application = make_sent_application()
    Application.objects.filter(pk=application.pk).update(state=State.PARKED, training_status=TrainingStatus.NOT_YET)
    return application.user


def show_second_step(client: Client, user: User) -> None:
    """Let a coordinator have an authenticator app, used when they signed in."""
    TOTP.activate(user, generate_totp_secret())
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="mfa")
    request.session.save()
