"""What comes back in a hidden field is a number, or none."""

import pytest

from look.sent import number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12", 12),
        ("0", 0),
        ("", 0),
        (None, 0),
        ("-1", 0),
        ("1.5", 0),
        ("٣", 0),
        ("²", 0),
        ("9" * 19, 0),
        ("9" * 5000, 0),
    ],
)
def test_only_whole_numbers_that_a_database_keeps_count(text, found):
    assert number(text) == found
