"""The first words of the public pages. Never overwrites a page."""

from . import texts
from .models import Page


def load() -> None:
    """Add the pages that are missing; one that exists stays as its coordinator left it."""
    for slug, words in texts.shipped().items():
        Page.objects.get_or_create(slug=slug, defaults=words)
