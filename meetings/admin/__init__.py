"""What coordinators do with meetings in the admin, one module per job."""

from . import certificates, history, meetings, notices, polls, series, venues

__all__ = ["certificates", "history", "meetings", "notices", "polls", "series", "venues"]
