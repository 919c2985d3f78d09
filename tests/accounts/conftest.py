"""Every test of signing in begins with nobody having tried."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_tries_yet(db):
    cache.clear()
