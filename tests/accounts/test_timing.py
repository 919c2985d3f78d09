"""The work that an answer takes tells nobody whether an address is known; mail leaves in every case."""

import random
from itertools import combinations, product
from statistics import median
from time import process_time

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.ways import PASSWORD
from tests.factories import make_user

pytestmark = pytest.mark.deep
ROUNDS = 40
WAYS = [
    ("account_login", {"login": "{}", "password": "wrong"}),
    ("account_login", {"login": "{}"}),
    ("account_signup", {"email": "{}"}),
    ("account_reset_password", {"email": "{}"}),
]


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def work(name: str, data: dict[str, str], email: str) -> float:
    """Milliseconds of this process for one answer."""
    filled = {field: value.format(email) for field, value in data.items()}
    began = process_time()
    Client().post(reverse(name), filled)
    return (process_time() - began) * 1000


def can_be_told_apart(some: list[float], others: list[float]) -> bool:
    """Say whether a guess from the time would be right more than three times in four, and by more than 5 ms."""
    right = sum(one > other for one, other in product(some, others)) / (len(some) * len(others))
    return not 0.25 <= right <= 0.75 and abs(median(some) - median(others)) >= 5


@pytest.mark.parametrize(("name", "data"), WAYS)
def test_nobody_learns_from_the_time_whether_an_address_is_known(name, data):
    known = {"with a password": make_user(password=PASSWORD).email, "without": make_user().email}
    times: dict[str, list[float]] = {"with a password": [], "without": [], "unknown": []}

    for number in range(ROUNDS):
        for who in random.sample(sorted(times), len(times)):
            times[who].append(work(name, data, known.get(who, f"unknown{number}@trust.example")))

    assert [pair for pair in combinations(times, 2) if can_be_told_apart(times[pair[0]], times[pair[1]])] == []
