"""Accounts in which there is nothing yet: somebody signed up anew, because they could not come into their old one."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db.models import SET_NULL, ForeignObjectRel

from .models import Application
from .models.application import State
from .rights import person_of
from .rights.erasing import end_sessions

if TYPE_CHECKING:
    from accounts.models import User

# What every account has, or may have before anything is done with it; all of it goes with the account.
OF_ANY_ACCOUNT = {
    *("account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession"),
    *("outbox.Message", "outbox.MailChoice", "members.Application"),
}


def is_empty(user: "User") -> bool:
    """Whether nothing would be lost with this account: one address, no office, nobody's entry, nothing sent to us.

    It goes over every table that names an account, also those that are added later; a row that stays without the
    account, and that nobody looks up from it, loses only who did something.
    """
    if user.is_staff or user.is_superuser or user.groups.exists():
        return False
    if EmailAddress.objects.filter(user=user).exclude(email=user.email).exists():
        return False
    if Application.objects.filter(user=user).exclude(state=State.DRAFT, submitted_at=None).exists():
        return False
    return not any(
        each.related_model._base_manager.filter(**{each.field.name: user}).exists()
        for each in get_user_model()._meta.get_fields(include_hidden=True)
        if isinstance(each, ForeignObjectRel) and would_be_lost(each)
    )


def would_be_lost(named: ForeignObjectRel) -> bool:
    """Whether a row with this link to an account goes with it, or leads nowhere without it."""
    only_says_by_whom = named.hidden and named.on_delete is SET_NULL
    return named.related_model._meta.label not in OF_ANY_ACCOUNT and not only_says_by_whom


def end(user: "User") -> None:
    """Its sessions end and it goes, with a draft of an application; the caller has made sure that it is empty."""
    end_sessions(person_of(user))
    user.delete()
