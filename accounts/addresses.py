"""The addresses that people sign in with and are written to; each is verified by a code before it is used."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import punycode

from .models import User


def refuse_unwritable(email: str) -> None:
    """Refuse an address whose domain no mail server can be asked about (RFC 5891). Raises ValidationError."""
    try:
        punycode(email.rpartition("@")[2])
    except UnicodeError as error:
        raise ValidationError("Enter an e-mail address, such as name@example.org") from error


def normal(email: str) -> str:
    """Compare addresses without outer spaces and in small letters."""
    return email.strip().lower()


def owner(email: str) -> User | None:
    """Find whoever signs in with this address; one who has verified it comes first."""
    address = EmailAddress.objects.filter(email=normal(email)).select_related("user").order_by("-verified").first()
    return address.user if address else User.objects.filter(email=normal(email)).first()


@transaction.atomic
def enter(email: str) -> User:
    """Make a user of an address that nobody has yet; it opens nothing before its owner has entered a code."""
    email = normal(email)
    user = owner(email)
    if user is None:
        user, _ = User.objects.get_or_create(email=email, defaults={"password": make_password(None)})
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=email, primary=True)
    return user


def is_of(email: str, user: User) -> bool:
    """Say whether this is an address of theirs today: a code that was sent to it may have outlived that."""
    return user.email == normal(email) or EmailAddress.objects.filter(user=user, email=normal(email)).exists()


def is_verified(user: User) -> bool:
    """Say whether this person has proved that the address we write to is theirs."""
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()


def recovery(user: User) -> list[str]:
    """List the further addresses that let this person in when the main one no longer does."""
    found = EmailAddress.objects.filter(user=user, verified=True, primary=False)
    return list(found.order_by("email").values_list("email", flat=True))


def all_of(user: User) -> list[str]:
    """List the addresses that a code may go to: the main one first, then those of recovery."""
    return [user.email, *recovery(user)]
