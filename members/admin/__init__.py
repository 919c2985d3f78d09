"""What coordinators do with members in the admin, one module per job."""

from . import contacts, pathways, reference

__all__ = ["contacts", "pathways", "reference"]
