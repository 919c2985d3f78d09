"""What coordinators do with meetings in the admin, one module per job."""

from . import history, meetings, notices, series, venues

__all__ = ["history", "meetings", "notices", "series", "venues"]
