"""The name under which a deed is recorded."""

from typing import TYPE_CHECKING

from .models import Member

if TYPE_CHECKING:
    from accounts.models import User


def name_of(user: "User") -> str:
    """The member's name, or the address of somebody who is no member."""
    member = Member.objects.filter(user=user).first()
    return (member.name if member else user.email)[:120]
