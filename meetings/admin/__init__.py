"""What coordinators do with meetings in the admin, one module per job."""

from . import notices

__all__ = ["notices"]
