"""Names in links: good for their purpose, their row and their time, and for nothing else."""

from datetime import date, timedelta

import pytest

from members import link_names

ON = date(2026, 5, 14)
DAYS = timedelta(days=90)


def test_a_name_leads_back_to_its_row_even_if_a_mail_server_changes_its_capitals():
    name = link_names.name("request", 17, ON)

    assert link_names.read("request", name.upper(), ON + DAYS, DAYS) == 17


@pytest.mark.parametrize(
    ("purpose", "change", "later"),
    [
        ("another", lambda name: name, timedelta(0)),
        ("request", lambda name: name.replace("17-", "18-", 1), timedelta(0)),
        ("request", lambda name: name[:-1] + ("a" if name[-1] != "a" else "e"), timedelta(0)),
        ("request", lambda name: "", timedelta(0)),
        ("request", lambda name: name, DAYS + timedelta(days=1)),
    ],
    ids=["another purpose", "another row", "another signature", "nothing", "too late"],
)
def test_a_name_is_good_for_nothing_else(purpose, change, later):
    name = link_names.name("request", 17, ON)

    assert link_names.read(purpose, change(name), ON + later, DAYS) is None
