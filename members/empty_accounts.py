"""Accounts in which there is nothing yet: somebody signed up anew, because they could not come into their old one."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

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

    It goes over every table that names an account, also those that are added later.
    """
    if user.is_staff or user.is_superuser or user.groups.exists():
        return False
    if EmailAddress.objects.filter(user=user).exclude(email=user.email).exists():
        return False
    if Application.objects.filter(user=user).exclude(state=State.DRAFT, submitted_at=None).exists():
        return False
    return not any(
        each.related_model._base_manager.filter(**{each.field.name: user}).exists()
        for each in get_user_model()._meta.related_objects
        if each.related_model._meta.label not in OF_ANY_ACCOUNT
    )


def end(user: "User") -> None:
    """Its sessions end and it goes, with a draft of an application; the caller has made sure that it is empty."""
    end_sessions(person_of(user))
    user.delete()
