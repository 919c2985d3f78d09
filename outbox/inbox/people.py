"""What a person wrote: they are told that nobody reads this mailbox, and coordinators that they wrote."""

from datetime import datetime

from django.contrib.auth import get_user_model

from .. import post
from .mail import ParsedMail
from .telling_apart import Outcome, Told, What, may_be_automatic


def wrote(mail: ParsedMail, now: datetime) -> Told:
    """Tell a person whom to write to, once a week, and only at an address that they verified with us.

    Strangers are told nothing: their address may be forged, and the answer would go to somebody else.
    """
    verified = {"emailaddress__email__iexact": mail.sender, "emailaddress__verified": True}
    user = get_user_model().objects.filter(**verified, is_active=True).first() if mail.sender else None
    if user and not may_be_automatic(mail):
        week = f"{now:%G-%V}"
        post.write("outbox/nobody_reads", to=user.email, user=user, key=f"{user.pk}:{week}", now=now)
    return (What.OTHER, Outcome.TO_CHECK, "")
