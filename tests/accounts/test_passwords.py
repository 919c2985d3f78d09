"""What no password may be."""

import gzip

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.passwords import NotCommon, is_repeated, is_run


def refused(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError:
        return True
    return False


def test_more_than_three_thousand_breached_passwords_are_refused_at_whatever_length():
    with gzip.open(str(NotCommon().DEFAULT_PASSWORD_LIST_PATH), "rt", encoding="utf-8") as lines:
        breached = [line.strip() for line in lines]

    assert len(breached) > 19_000
    assert [each for each in breached if not refused(each)] == []


@pytest.mark.parametrize("trimmings", ["{}1234", "123{}!", "!!{}2026", "{}........"])
def test_trimmings_make_no_common_password_a_good_one(trimmings):
    assert refused(trimmings.format("liverpool"))
    assert refused(trimmings.format("Princess"))


@given(piece=st.text(min_size=1, max_size=4), times=st.integers(3, 5))
def test_a_short_piece_said_again_and_again_is_found(piece, times):
    assert is_repeated(piece * times)


@given(start=st.integers(0x20, 0x5000), length=st.integers(8, 40), step=st.sampled_from([-1, 0, 1]))
def test_a_run_is_found_in_either_direction(start, length, step):
    assert is_run("".join(chr(start + 41 + step * position) for position in range(length)))


@pytest.mark.parametrize("password", ["correct horse battery staple", "four words and then some", "x7#Kd!29fQ@z"])
def test_what_is_long_and_nobodys_guess_is_taken(password):
    assert not refused(password)
