"""What makes a directory that people trust: offices, and what comes of them; all by the verbs."""

from members import offices
from members.models import Area
from members.models.history import OfficeKind

from .meetings import Host
from .members import known
from .people import OUTSIDERS

AREAS_OF_KOFI = ("west-yorkshire", "lancashire")


def build(host: Host) -> None:
    """Everything that is not about meetings."""
    give_offices(host)


def give_offices(host: Host) -> None:
    """A coordinator for two areas, an auditor, a service lead."""
    areas = list(Area.objects.filter(code__in=AREAS_OF_KOFI))
    kofi, at = host.members["kofi"].user, host.clock.ago(150, 20)
    assert kofi  # noqa: S101  the named people sign in
    offices.appoint(kofi, OfficeKind.COORDINATOR, areas, host.by, "Knows the services on both sides of the hills", at)
    for key, office, why in (
        ("auditor", OfficeKind.AUDITOR, "Looks over our records once a year"),
        ("lead", OfficeKind.SERVICE_LEAD, "Plans training places for her service"),
    ):
        user = known(OUTSIDERS[key].email, host.clock.ago(75, 12))
        offices.appoint(user, office, (), host.by, why, host.clock.ago(70, 20))
