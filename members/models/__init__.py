"""The rows of members: reference lists, pathways, people, applications, evidence, consent, contacts."""

from .application import Application, Decision
from .contact import Contact
from .evidence import Evidence, StandingChange
from .history import Appointment, MemberChange, Overlay
from .member import Consent, Member
from .pathway import Clock, Pathway, Requirement
from .reference import Area, Body, Organisation, Profession
from .supervision import OutsideSupervisor, Supervision

__all__ = [
    "Application",
    "Appointment",
    "Area",
    "Body",
    "Clock",
    "Consent",
    "Contact",
    "Decision",
    "Evidence",
    "Member",
    "MemberChange",
    "Organisation",
    "OutsideSupervisor",
    "Overlay",
    "Pathway",
    "Profession",
    "Requirement",
    "StandingChange",
    "Supervision",
]
