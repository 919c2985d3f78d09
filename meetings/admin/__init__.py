"""What coordinators do with meetings in the admin, one module per job."""

from . import certificates, history, meetings, notices, polls, replies, series, venues

__all__ = ["certificates", "history", "meetings", "notices", "polls", "replies", "series", "venues"]
