"""What each person decides to show to members: the switches, the fields that each governs, the words people read."""

from typing import NamedTuple

from django.db import models

# Changes whenever a sentence below changes its meaning: each choice is kept with the wording that was read.
WORDING_VERSION = "2026-11"


class Audience(models.TextChoices):
    """Whom a person shows a field to; each takes in those before it. Only an offer can be for everybody."""

    COORDINATORS = "coordinators", "Only coordinators"
    MEMBERS = "members", "Members"
    PUBLIC = "public", "Everybody"

    def takes_in(self, other: "Audience") -> bool:
        """Whether what is for this audience is also for the other."""
        return ORDER.index(self) >= ORDER.index(other)


ORDER = list(Audience)


class Switch(NamedTuple):
    """One decision of a member: a flag on their row, and the fields that members see while it is on."""

    name: str
    flag: str
    label: str
    hint: str
    fields: tuple[str, ...] = ()


LISTED = Switch(
    "listed",
    "listed",
    "Show me in the directory",
    "Members see your name, your standing and your area. Switch this off to hide your whole entry.",
    ("name", "standing", "area"),
)
EXTRAS = (
    Switch(
        "profession",
        "shows_profession",
        "My profession",
        "Members can also filter the directory by it.",
        ("profession",),
    ),
    Switch("job_title", "shows_job_title", "My job title", "Members can also search for it.", ("job_title",)),
    Switch(
        "organisation",
        "shows_organisation",
        "My organisation",
        "Members can also search for it and filter by it.",
        ("organisation", "organisation_other"),
    ),
    Switch("service", "shows_service", "My service or team", "Members can also search for it.", ("service",)),
    Switch("email", "shows_email", "My work e-mail address", "The address you sign in with.", ("email",)),
    Switch("phone", "shows_phone", "My telephone number", "", ("phone",)),
    Switch("interests", "shows_interests", "My interests", "Members can also search for them.", ("interests",)),
    Switch(
        "languages", "shows_languages", "The languages I speak", "Members can also search for them.", ("languages",)
    ),
    Switch(
        "endorsements",
        "shows_endorsements",
        "My endorsements",
        "Those that a coordinator has verified, such as complex care. Members can also filter by them.",
        ("endorsements",),
    ),
    Switch(
        "coming",
        "shows_coming",
        "That I am coming to a meeting",
        "Your name is listed on the page of each meeting that you hold a place at.",
        ("coming",),
    ),
)
SWITCHES = (LISTED, *EXTRAS)
BY_NAME = {switch.name: switch for switch in SWITCHES}

# A choice about an offer of supervision is kept under this and the offer's public id.
OF_AN_OFFER = "offer:"
AN_OFFER = "An offer of supervision"
# What stands beside each audience of an offer.
OFFER_HINTS: dict[str, str] = {
    Audience.COORDINATORS: "Nobody can ask you for a place yet.",
    Audience.MEMBERS: "Members find you by it and can ask for a place.",
    Audience.PUBLIC: "Also a page that anybody can open shows your name, your standing and this offer, and nothing "
    "else of you. By choosing this you agree to it; you can take it back at any time.",
}

# The sentences of each version, to be read again by whoever chose then; an older one is kept here word for word. Upper
# apps add what is read beside choices of theirs.
WORDINGS: dict[str, tuple[tuple[str, str], ...]] = {
    WORDING_VERSION: (
        *((switch.label, switch.hint) for switch in SWITCHES),
        *((f"{AN_OFFER}, {Audience(audience).label.lower()}", hint) for audience, hint in OFFER_HINTS.items()),
    )
}

# Which flag must be on, besides `listed`, before members see a field.
FLAG_OF = {field: switch.flag for switch in SWITCHES for field in switch.fields}
