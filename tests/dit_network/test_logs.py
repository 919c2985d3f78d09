"""The logs say what happened, and of no person."""

import json
import logging
import sys

import pytest

from dit_network.logs import Formatter, as_json, without_personal_data, without_words


def line(message: str, *words: object, **fields: object) -> dict[str, object]:
    """What is written for one event, as whoever reads the log would parse it."""
    record = logging.LogRecord("a.logger", logging.INFO, __file__, 1, message, words, sys.exc_info())
    record.__dict__.update(fields)
    return json.loads(Formatter().format(record))


def test_a_line_is_one_object_with_our_own_fields_and_no_others():
    request = "<WSGIRequest: POST '/x/?token=abc'>"

    written = line("Not Found: %s", "/directory/abcd1234efgh/", status=404, request=request)

    assert written.pop("time").endswith("+00:00")
    assert written == {"level": "INFO", "logger": "a.logger", "message": "Not Found", "status": 404}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Mail to ada.o'hara+dit@trust.example failed", "Mail to [address] failed"),
        ("Not Found: /calendar/Zk3vPq9-xW2mLr8TbYc4nd.ics", "Not Found: /calendar/[token].ics"),
        ("Not Found: /accounts/login/?next=/x/&email=a", "Not Found: /accounts/login/?..."),
        ("no such column: members_member.standing", "no such column: members_member.standing"),
    ],
)
def test_addresses_keys_and_query_strings_are_left_out(said, written):
    assert without_personal_data(said) == written


def test_nothing_typed_can_forge_a_second_line():
    assert "\n" not in Formatter().format(logging.makeLogRecord({"msg": 'x\n{"level": "INFO"}'}))


def test_an_error_is_its_kind_and_its_lines_of_code_without_its_words():
    name, address = "Ada Example", "ada@trust.example"
    try:
        try:
            int(name)
        except ValueError as error:
            raise LookupError(address) from error
    except LookupError:
        written = line("Internal Server Error: %s", "/about/")

    lines = [step.rpartition(": ")[2] for step in written["error"]]
    assert lines == ["ValueError", "int(name)", "LookupError", "raise LookupError(address) from error"]


def test_an_error_report_leaves_without_people_or_words():
    event = {
        "request": {"url": "https://dit.network.test/?token=abc", "data": {"name": "Ada"}},
        "user": {"email": "ada@trust.example"},
        "exception": {"values": [{"type": "ValueError", "value": "Ada Example"}]},
        "level": "error",
    }

    assert without_words(event, {}) == {
        "exception": {"values": [{"type": "ValueError", "value": ""}]},
        "level": "error",
    }


def test_errors_are_written_once_and_never_mailed():
    assert {tuple(logger["handlers"]) for logger in as_json()["loggers"].values()} == {("stderr",)}
