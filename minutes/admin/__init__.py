"""Actions on the coordinators' desk, and the lines of minutes on its first page."""

from . import actions

__all__ = ["actions"]
