"""The place where a new network starts to meet, with only what a source confirms (domain.md §2.5)."""

import json
from pathlib import Path

from .models import Venue

VENUES = Path(__file__).parent / "data" / "venues.json"


def load() -> None:
    """Give a network that has no venue yet its first ones; later they are the coordinators'."""
    if not Venue.objects.exists():
        Venue.objects.bulk_create(Venue(**row) for row in json.loads(VENUES.read_text(encoding="utf-8")))
