"""The rows of members: reference lists, pathways, people, applications, evidence, consent, contacts."""

from .application import Application, Decision
from .contact import Contact
from .evidence import Evidence, StandingChange
from .history import Appointment, MemberChange
from .member import Consent, Member
from .pathway import Pathway, Requirement
from .reference import Area, Body, Organisation, Profession

__all__ = [
    "Application",
    "Appointment",
    "Area",
    "Body",
    "Consent",
    "Contact",
    "Decision",
    "Evidence",
    "Member",
    "MemberChange",
    "Organisation",
    "Pathway",
    "Profession",
    "Requirement",
    "StandingChange",
]
