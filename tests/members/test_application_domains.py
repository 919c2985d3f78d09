"""What a work address may tell: whole labels count, look-alikes do not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from members import domains
from members.models import Organisation

label = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9]", fullmatch=True)
domain = st.lists(label, min_size=2, max_size=4).map(".".join)


def at(*patterns: str) -> Organisation:
    return Organisation(name="A trust", mail_domains="\n".join(patterns))


@pytest.mark.parametrize(
    "email", ["a@nhs.net", "A@NHS.NET", "a@trust.nhs.uk", "a@mail.trust.nhs.uk", "a@trust.nhs.uk."]
)
def test_an_nhs_address_is_one_at_nhs_net_or_below_nhs_uk(email):
    assert domains.is_nhs(email)


@pytest.mark.parametrize(
    "email",
    [
        "a@evilnhs.uk",
        "a@trust-nhs.uk",
        "a@nhs.uk",
        "a@evilnhs.net",
        "a@mail.nhs.net",
        "a@nhs.net.evil.example",
        "a@trust.nhs.uk.evil.example",
        "nhs.net@evil.example",
        "a@nhs.net@evil.example",
        "",
    ],
)
def test_a_look_alike_is_no_nhs_address(email):
    assert not domains.is_nhs(email)


@given(own=domain, below=label)
def test_an_address_at_or_below_an_organisations_domain_is_its_own(own, below):
    assume(own not in ("nhs.net", "nhs.uk"))
    organisation = at("other.example", own.upper())

    assert domains.belongs_to(f"ada@{own}", organisation)
    assert domains.belongs_to(f"Ada@{below}.{own}", organisation)


@given(own=domain, glued=label)
def test_letters_glued_to_a_domain_make_it_somebody_elses(own, glued):
    assume(not own.endswith(glued))
    organisation = at(own)

    assert not domains.belongs_to(f"ada@{glued}{own}", organisation)
    assert not domains.belongs_to(f"ada@{own}{glued}", organisation)
    assert not domains.belongs_to(f"ada@{own}.{glued}", organisation)


@pytest.mark.parametrize("typed", ["trust.example", " @trust.example ", "*.trust.example", ".trust.example."])
def test_a_domain_counts_however_a_coordinator_typed_it(typed):
    assert domains.patterns(at(typed)) == ["trust.example"]


@pytest.mark.parametrize("typed", ["", "uk", "nhs.net", "nhs.uk", "."])
def test_what_would_match_everybody_matches_nobody(typed):
    assert domains.patterns(at(typed)) == []
