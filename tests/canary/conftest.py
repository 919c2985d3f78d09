"""The network that is walked."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.canary.network import Network


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[Network]:
    """One network for all tests of a file: what a test changes in it is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Network()
        transaction.set_rollback(True)


@pytest.fixture
def network(filled, db) -> Network:
    filled.begin()
    return filled
