"""What coordinators do with meetings in the admin, one module per job."""

from . import history, meetings, notices, venues

__all__ = ["history", "meetings", "notices", "venues"]
