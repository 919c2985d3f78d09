"""Logs for whoever runs the site: JSON lines that say what happened, and of no person."""

import logging
import re
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from pythonjsonlogger.json import JsonFormatter

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

ADDRESS = re.compile(r"[^\s<>\"(),;:=]+@[^\s<>\"(),;]+")
QUERY = re.compile(r"\?[^\s\"']+")
LONG_WORD = re.compile(r"[\w-]{16,}")
REPORTED = ("event_id", "timestamp", "platform", "level", "logger", "exception")
FIELDS = ("method", "route", "status", "milliseconds", "error")


def without_personal_data(text: str) -> str:
    """Leave out what could name a person or let one in: addresses, query strings, long random words."""
    return LONG_WORD.sub(shown_or_hidden, QUERY.sub("?...", ADDRESS.sub("[address]", text)))


def without_path(record: logging.LogRecord) -> str:
    """Django ends what it says of a request with the path, where a person's public id or anything typed may stand."""
    return record.message.partition(": /")[0] if hasattr(record, "request") else record.message


def shown_or_hidden(found: re.Match[str]) -> str:
    """A long word in small letters is language or code; with digits or capitals it may be somebody's key."""
    word = found.group()
    return word if re.fullmatch(r"[a-z_-]+", word) else "[token]"


def trail(error: BaseException) -> list[str]:
    """The kinds of error and the lines of code that led there; never the words, which may quote what was typed."""
    before = error.__cause__ or error.__context__
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}: {frame.line}" for frame in frames]
    return [*(trail(before) if before else []), type(error).__qualname__, *lines]


class Formatter(JsonFormatter):
    """One JSON object a line, with our own fields and no others."""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        log_data |= {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_personal_data(without_path(record)),
        }
        log_data |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info and record.exc_info[1]:
            log_data["error"] = trail(record.exc_info[1])


def as_json() -> dict[str, Any]:
    """The LOGGING setting of a real installation: everything to standard error, nothing by mail."""
    to_stderr = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "dit_network.logs.Formatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {"django": to_stderr, "django.server": to_stderr},
    }


def report_errors_to(dsn: str) -> None:
    """Send errors, without their words, to the network's own Sentry; nowhere unless an address is set."""
    if not dsn:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        before_send=without_words,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0,
    )


def without_words(event: "Event", hint: "Hint") -> "Event":
    """Keep of an error report its kind and its lines of code."""
    for error in event.get("exception", {}).get("values", []):
        error["value"] = ""
    return cast("Event", {name: value for name, value in event.items() if name in REPORTED})
