"""One's own choices for one's own eyes: each field with its value and who sees it, and how others see the entry."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from . import directory, gate
from .chains import Chains
from .models import Consent, Member, Offer
from .places import offers
from .switches import AN_OFFER, BY_NAME, OF_AN_OFFER, SWITCHES, WORDINGS, Audience, Switch


class Choice(NamedTuple):
    """One field on the page of choices: what it would show, and to whom it is shown."""

    switch: Switch
    value: str
    audience: Audience
    within_hidden: bool
    """Whether the whole entry is hidden, and this with it."""

    @property
    def shown(self) -> bool:
        return self.audience != Audience.COORDINATORS


def choices_of(member: Member, on: date) -> list[Choice]:
    """Every choice of this person in its order, as it stands."""
    given = {**directory.given(member, on, Chains()), "email": directory.work_email(member)}
    shown = {switch: Audience.MEMBERS if getattr(member, switch.flag) else Audience.COORDINATORS for switch in SWITCHES}
    return [Choice(switch, said(switch, given), to, not member.listed) for switch, to in shown.items()]


def said(switch: Switch, given: dict[str, object]) -> str:
    """What a field would show, so that nobody must guess; what is no text is said by its hint."""
    known = [field for field in switch.fields if field in given]
    return ", ".join(str(given[field]) for field in known if given[field]) or ("Not given yet" if known else "")


class Chosen(NamedTuple):
    """One consent as its owner reads it again."""

    label: str
    consent: Consent


def history_of(member: Member) -> list[Chosen]:
    """What this person chose, latest first."""
    return [Chosen(label_of(each.field), each) for each in member.consents.all()]


def label_of(field: str) -> str:
    return AN_OFFER if field.startswith(OF_AN_OFFER) else BY_NAME[field].label if field in BY_NAME else field


def wordings_of(chosen: list[Chosen]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The sentences of each version that was read, latest first."""
    for version in dict.fromkeys(each.consent.wording_version for each in chosen):
        if version in WORDINGS:
            yield version, WORDINGS[version]


class Seen(NamedTuple):
    """How others see somebody: their entry and their name, each asked of the gate as those others ask it."""

    entry: directory.Entry | None
    name: str
    words: str
    """By which a search finds them."""
    close: list[tuple[str, str]]
    """Each supervisor and supervisee, by relation, with the name under which they know this person."""
    public: list[Offer]
    """The offers that anybody sees, with their name and standing; nothing else of anybody is public."""


def seen(member: Member, on: date) -> Seen:
    """One's own entry as a member, one's supervisor, one's supervisee and the public see it."""
    found = directory.readable(Member.objects.visible_to(member, on), on).filter(pk=member.pk).first()
    return Seen(
        directory.shown(found, on) if found else None,
        gate.name_for(None, member, on),
        directory.search_words_of(found) if found else "",
        list(close_to(member, on)),
        list(offers.open_to(Audience.PUBLIC, on).counted(on).filter(supervisor=member)),
    )


def close_to(member: Member, on: date) -> Iterator[tuple[str, str]]:
    """Whoever supervises this person or is supervised by them, with what they read: both know each other's names."""
    for one in member.supervisions.running(on).filter(supervisor__isnull=False).select_related("supervisor"):
        sees = "They see your next steps and time limits too." if one.shows_pathway else "They see no steps or dates."
        yield f"Your supervisor, {one.supervisor}", f"{member}. {sees}"
    for one in member.supervises.running(on).select_related("member"):
        yield f"Your supervisee, {one.member}", f"{member}."
