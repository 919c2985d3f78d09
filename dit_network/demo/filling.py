"""Any number of further members, written many rows at a time, each as the verbs would have written them."""

from collections.abc import Callable

from accounts.models import User

from .members import Door


def fill(door: Door, by: User, number: int, say: Callable[[str], None]) -> None:
    """Add so many members who have joined over the years."""
