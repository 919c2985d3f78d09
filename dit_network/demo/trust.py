"""What makes a directory that people trust: offices, offers, contacts; all by the verbs."""

import json
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from members import contacts_keeping, offices, yearly
from members.models import Area, Contact, Organisation
from members.models.history import OfficeKind
from members.places import offers

from . import lives, naming
from .meetings import Host
from .members import known
from .people import DATA, OUTSIDERS

WORDS: dict[str, Any] = json.loads((DATA / "trust.json").read_text(encoding="utf-8"))


def build(host: Host) -> None:
    """Everything that is not about meetings."""
    give_offices(host)
    offer_supervision(host)
    keep_in_touch(host)


def date_the_employers() -> None:
    """Where each employer works, and whom two of them took over."""
    for row in WORDS["employers"]:
        employer = Organisation.objects.get(name=row["name"])
        employer.areas.set(Area.objects.filter(code__in=row["areas"]))
        if "before" in row:
            ended = {"valid_to": date.fromisoformat(row["until"]), "succeeded_by": employer}
            before, _ = Organisation.objects.get_or_create(name=row["before"], defaults=ended)
            before.areas.set(employer.areas.all())


def give_offices(host: Host) -> None:
    """A coordinator for two areas, an auditor, a service lead."""
    areas, at = list(Area.objects.filter(code__in=WORDS["areas_of_kofi"])), host.clock.ago(150, 20)
    why = "Knows the services on both sides of the hills"
    offices.appoint(user_of(host, "kofi"), OfficeKind.COORDINATOR, areas, host.by, why, at)
    for row in WORDS["offices"]:
        user = known(OUTSIDERS[row["who"]].email, host.clock.ago(75, 12))
        offices.appoint(user, OfficeKind(row["office"]), (), host.by, row["why"], host.clock.ago(70, 20))


def offer_supervision(host: Host) -> None:
    """In person and remote, for one and for a group, for every purpose; one to the public, one of a trainee."""
    areas = {area.code: area for area in Area.objects.all()}
    for place, row in enumerate(WORDS["offers"]):
        said = {**row["said"], "area": areas[row["area"]]}
        if "from" in row:
            said["from_on"] = host.clock.today + timedelta(days=row["from"])
        offer = offers.make(host.members[row["who"]], said, host.clock.ago(row["ago"], 18))
        naming.name_offer(offer, lives.token(host.seed, "offer", place)[:12])


def keep_in_touch(host: Host) -> None:
    """One contact is away with a deputy, one has not said for long that all is right; a member is asked that."""
    away, deputy = (Contact.objects.get(slug=slug) for slug in ("joining", "coordinator"))
    first, last, said = host.clock.day(3), host.clock.day(-9), host.clock.day(4)
    contacts_keeping.go_away(away, first, last, deputy, said)
    ruth = host.members["ruth"]
    since = (host.clock.today.toordinal() - ruth.pk) % yearly.YEAR  # each member has a day of the year
    yearly.ask_one(ruth, host.clock.ago(since or yearly.YEAR, 10))


def user_of(host: Host, key: str) -> User:
    user = host.members[key].user
    assert user  # noqa: S101  the named people sign in
    return user
