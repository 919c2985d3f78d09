"""The one gate: may this viewer see this field of this person? Every page, search, list, file and mail asks here.

`may_see` answers for one person and `MemberQuerySet.showing` for many; a property test holds them together.
"""

from .models import Member
from .switches import FLAG_OF, Audience


def audience_of(member: Member, field: str) -> Audience:
    """To whom this person shows this field: hidden until they show it, and all of it while their entry is hidden."""
    shown = member.listed and bool(getattr(member, FLAG_OF[field]))
    return Audience.MEMBERS if shown else Audience.COORDINATORS


def may_see(viewer: Audience, member: Member, field: str) -> bool:
    """Say whether somebody of this audience sees this field of this person."""
    return audience_of(member, field).takes_in(viewer)
