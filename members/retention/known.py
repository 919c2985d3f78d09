"""The classes of data that this app and those below it hold, each under the rule for it."""

from collections.abc import Callable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from outbox import erasing
from outbox.models import Bounce, Message, StoppedAddress

from ..models import (
    AccessRequest,
    Breach,
    Complaint,
    Contact,
    Export,
    Leaving,
    Member,
    MemberChange,
    OutsideSupervisor,
    PlaceRequest,
    RecordView,
    RetentionCase,
    RetentionRule,
)
from ..models.places import OPEN_REQUESTS
from ..models.rights import CaseState
from . import data_class as kept
from .data_class import DataClass, Rows

NOTES = ("members/passed_on", "members/passed_on_receipt", "members/complaint", "members/complaint_received")


def sessions(rule: RetentionRule, on: date) -> Rows:
    return Session.objects.filter(expire_date__lt=kept.before(rule, on))


def signed_in(rule: RetentionRule, on: date) -> Rows:
    """From where somebody was signed in, once that session is gone."""
    there = Session.objects.values("session_key")
    return UserSession.objects.filter(created_at__lt=kept.before(rule, on)).exclude(session_key__in=there)


def dated(model: type[models.Model], column: str) -> Callable[[RetentionRule, date], Rows]:
    """Rows of a model by the moment in one column."""

    def due(rule: RetentionRule, on: date) -> Rows:
        return model._default_manager.filter(**{f"{column}__lt": kept.before(rule, on)})

    return due


def closed(model: type[models.Model]) -> Callable[[RetentionRule, date], Rows]:
    def due(rule: RetentionRule, on: date) -> Rows:
        return model._default_manager.filter(closed_on__lte=kept.last_day(rule, on))

    return due


def erasures(rule: RetentionRule, on: date) -> Rows:
    """Those that were done, or regretted."""
    limit = kept.before(rule, on)
    return Leaving.objects.filter(Q(done_at__lt=limit) | Q(regretted_at__lt=limit))


def spared(rule: RetentionRule, on: date) -> Rows:
    """Whoever was told that something goes and kept it, once that period is over too."""
    return RetentionCase.objects.filter(state=CaseState.SPARED, remove_on__lte=kept.last_day(rule, on))


def of_nobody(rule: RetentionRule, on: date) -> Rows:
    """Addresses without mail by which nobody signs in, answers as a contact or is a supervisor."""
    owners: tuple[type[models.Model], ...] = (EmailAddress, Contact, OutsideSupervisor)
    known = (model._default_manager.order_by().values_list(Lower("email")) for model in owners)
    old = StoppedAddress.objects.filter(since__lt=kept.before(rule, on))
    for addresses in known:
        old = old.exclude(address__in=addresses)
    return old


def words(rule: RetentionRule, on: date) -> Rows:
    return erasing.with_words_from_before(kept.before(rule, on))


def senders(rule: RetentionRule, on: date) -> Rows:
    return erasing.with_senders_from_before(kept.before(rule, on))


def notes(rule: RetentionRule, on: date) -> Rows:
    return Message.objects.filter(name__in=NOTES, created_at__lt=kept.before(rule, on)).exclude(state="waiting")


def rows_of_outbox(rule: RetentionRule, on: date) -> Rows:
    return Message.objects.filter(created_at__lt=kept.before(rule, on)).exclude(state="waiting")


def erase_words(rows: Rows, now: datetime) -> object:
    return erasing.erase(list(rows.values_list("pk", flat=True)), now)


def erase_senders(rows: Rows, now: datetime) -> object:
    return rows.update(sender="", message_id="")


def confirmed(rule: RetentionRule, on: date) -> Rows:
    return Member.objects.filter(entry_confirmed_on__lte=kept.last_day(rule, on))


def forget_confirmation(rows: Rows, now: datetime) -> object:
    """The day on which we asked last stays, or they would be asked again at once."""
    return rows.update(entry_confirmed_on=None)


def ended_requests(rule: RetentionRule, on: date) -> Rows:
    """Those that came to nothing; one that led to supervision is the place that is taken, for as long as it goes on."""
    over = Q(supervision=None) | Q(supervision__ended_on__lte=kept.last_day(rule, on))
    return PlaceRequest.objects.filter(over, answered_at__lt=kept.before(rule, on)).exclude(state__in=OPEN_REQUESTS)


CLASSES = [
    DataClass("audit", "What coordinators did about members", dated(MemberChange, "at"), person="member"),
    DataClass("audit", "Who looked at whose record", dated(RecordView, "at"), person="member"),
    DataClass("audit", "Who downloaded which list", dated(Export, "at")),
    DataClass("audit", "What was changed at the desk", dated(LogEntry, "action_time"), person="user"),
    DataClass("outbox-words", "The words of messages", words, erase_words, "recipient"),
    DataClass("outbox-rows", "Messages", rows_of_outbox, person="recipient"),
    DataClass("outbox-rows", "Addresses without mail that nobody here has", of_nobody),
    DataClass("inbox", "Who sent mail to us", senders, erase_senders, "sender"),
    DataClass("inbox", "Reports of mail that did not arrive", dated(Bounce, "at"), person="address"),
    DataClass("sign-in", "Sessions that have ended", sessions),
    DataClass("sign-in", "From where people were signed in", signed_in, person="user"),
    DataClass("register", "Requests about data", closed(AccessRequest)),
    DataClass("register", "Complaints", closed(Complaint)),
    DataClass("register", "Breaches", closed(Breach)),
    DataClass("register", "Erasures that were done or regretted", erasures),
    DataClass("register", "People who were told that their data goes, and kept it", spared, person="user"),
    DataClass("contact-note", "Messages sent by a form", notes, person="recipient"),
    DataClass("yearly-check", "When members said that their entry is right", confirmed, forget_confirmation, "pk"),
    DataClass("requests", "Requests for a place", ended_requests, person="member"),
]
