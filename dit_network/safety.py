"""What makes an installation unsafe; production refuses to start and names all of it at once."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Settings = Mapping[str, Any]

NOT_MAIL = ("console", "dummy", "locmem", "filebased")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Unsafe(ImproperlyConfigured):
    """The settings of this installation would put its people at risk."""


def refuse_if_unsafe(settings: Settings) -> None:
    """Raise `Unsafe` with one line for each problem, so that all can be put right in one go."""
    if found := problems(settings):
        lines = "\n".join(f"- {problem}" for problem in found)
        raise Unsafe(f"This installation is not safe to start. Put right in its environment:\n{lines}")


def problems(settings: Settings) -> list[str]:
    """Name every unsafe setting, each in a sentence that begins with its name."""
    every = [*secrets(settings), *switches(settings), *address(settings), *network(settings), *mail(settings)]
    return every + database(settings)


def secrets(settings: Settings) -> list[str]:
    key = settings["SECRET_KEY"]
    if not key:
        return ["SECRET_KEY is missing: 50 or more random characters."]
    if "only-for-" in key or key.startswith("django-insecure-"):
        return ["SECRET_KEY is one that everybody can read in the source."]
    if len(key) < 50 or len(set(key)) < 10:
        return ["SECRET_KEY is too easy to guess: 50 or more random characters."]
    return []


def switches(settings: Settings) -> list[str]:
    return [f"{name} is on: never on a real installation." for name in ("DEBUG", "DEMO") if settings[name]]


def address(settings: Settings) -> list[str]:
    """People reach the site under one name, over TLS, and every link in a message uses it."""
    hosts, public = settings["ALLOWED_HOSTS"], urlsplit(settings["PUBLIC_ADDRESS"])
    found = []
    if not hosts:
        found.append("ALLOWED_HOSTS is empty: the names under which people reach the site.")
    if any(host.startswith(("*", ".")) for host in hosts):
        found.append("ALLOWED_HOSTS has a wildcard: write each name out.")
    if public.scheme != "https":
        found.append("PUBLIC_ADDRESS must begin with https://.")
    if public.hostname not in hosts:
        found.append("PUBLIC_ADDRESS is not at one of ALLOWED_HOSTS.")
    if public.path.strip("/") or public.query or public.fragment:
        found.append("PUBLIC_ADDRESS ends with its host: what follows would break the links of messages.")
    return found


def network(settings: Settings) -> list[str]:
    """The law asks who is responsible for people's data and how to reach them."""
    found = [f"{name} is missing." for name in ("CONTROLLER_NAME", "CONTROLLER_CONTACT") if not settings[name]]
    invented = [name for name in ("CONTROLLER_CONTACT", "CALENDAR_DOMAIN") if settings[name].endswith(".example")]
    if settings["CONTROLLER_CONTACT"] and "@" not in settings["CONTROLLER_CONTACT"]:
        found.append("CONTROLLER_CONTACT must be an e-mail address: complaints about the use of data go there.")
    return found + [f"{name} is an invented one, under .example." for name in invented]


def mail(settings: Settings) -> list[str]:
    """Sign-in codes travel by mail: without it nobody can join, and with a foreign From it is thrown away as spam."""
    sender = parseaddr(settings["DEFAULT_FROM_EMAIL"])[1]
    found = []
    if any(word in settings["EMAIL_BACKEND"] for word in NOT_MAIL):
        found.append("EMAIL_URL is missing or sends no mail: smtp+tls://user:password@host:587.")
    elif in_clear(settings):
        found.append("EMAIL_URL would send its password unencrypted: smtp+tls:// or smtp+ssl://.")
    if invented := "@" not in sender or sender.endswith(".example"):
        found.append("DEFAULT_FROM_EMAIL is missing or an invented one: an address on a domain of your own.")
    return found + replies(settings, "" if invented else sender.rpartition("@")[2].lower())


def replies(settings: Settings, sender: str) -> list[str]:
    """Invitations are from REPLY_ADDRESS, so it is one sender with From; its mailbox holds everybody's answers."""
    domain = settings["REPLY_ADDRESS"].rpartition("@")[2].lower()
    mailbox = urlsplit(settings["REPLY_MAILBOX"])
    found = []
    if "@" not in settings["REPLY_ADDRESS"]:
        found.append("REPLY_ADDRESS must be an e-mail address: answers of calendars arrive there.")
    elif sender and not is_below(domain, sender):
        found.append(f"REPLY_ADDRESS is not at {sender}, the domain of DEFAULT_FROM_EMAIL, or below it.")
    if settings["REPLY_MAILBOX"] and mailbox.scheme != "imaps" and mailbox.hostname not in THIS_MACHINE:
        found.append("REPLY_MAILBOX would be read unencrypted: imaps://user:password@server/INBOX.")
    if settings["REPLY_MAILBOX"] and not (mailbox.hostname and mailbox.username and mailbox.password):
        found.append("REPLY_MAILBOX lacks its server, user or password: imaps://user:password@server/INBOX.")
    return found


def is_below(domain: str, other: str) -> bool:
    """The same domain, or one below it."""
    return f".{domain}".endswith(f".{other}")


def in_clear(settings: Settings) -> bool:
    encrypted = settings["EMAIL_USE_TLS"] or settings["EMAIL_USE_SSL"]
    return bool(settings["EMAIL_HOST_PASSWORD"]) and not encrypted and settings["EMAIL_HOST"] not in THIS_MACHINE


def database(settings: Settings) -> list[str]:
    if settings["DATABASE_URL"]:
        return []
    return ["DATABASE_URL is missing: postgres://user:password@host/name, or sqlite:////a/path/of/your/choice."]
