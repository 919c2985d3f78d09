"""The rows of members: reference lists, pathways, people, applications, evidence, consent, contacts."""

from .application import Application, Decision
from .contact import Contact
from .evidence import Evidence, StandingChange
from .member import Consent, Member
from .pathway import Pathway, Requirement
from .reference import Area, Body, Organisation, Profession

__all__ = [
    "Application",
    "Area",
    "Body",
    "Consent",
    "Contact",
    "Decision",
    "Evidence",
    "Member",
    "Organisation",
    "Pathway",
    "Profession",
    "Requirement",
    "StandingChange",
]
