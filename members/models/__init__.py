"""The rows of members: reference lists, pathways, people, applications, evidence, consent, contacts, offers, rights."""

from .application import Application, Decision
from .contact import Contact
from .counts import CountsEdition
from .evidence import Evidence, StandingChange
from .exports import Export, ExportStop
from .history import Appointment, MemberChange, Overlay
from .member import Consent, Member
from .new_address import NewAddress
from .pathway import Clock, Pathway, Requirement
from .places import Offer, PlaceRequest, RequestStep
from .reference import Area, Body, Organisation, Profession
from .rights import (
    AccessRequest,
    AreaDuty,
    Breach,
    Complaint,
    Leaving,
    RecordView,
    RetentionCase,
    RetentionRule,
    RetentionRun,
)
from .supervision import OutsideSupervisor, Supervision

__all__ = [
    "AccessRequest",
    "Application",
    "Appointment",
    "Area",
    "AreaDuty",
    "Body",
    "Breach",
    "Clock",
    "Complaint",
    "Consent",
    "Contact",
    "CountsEdition",
    "Decision",
    "Evidence",
    "Export",
    "ExportStop",
    "Leaving",
    "Member",
    "MemberChange",
    "NewAddress",
    "Offer",
    "Organisation",
    "OutsideSupervisor",
    "Overlay",
    "Pathway",
    "PlaceRequest",
    "Profession",
    "RecordView",
    "RequestStep",
    "Requirement",
    "RetentionCase",
    "RetentionRule",
    "RetentionRun",
    "StandingChange",
    "Supervision",
]
