"""Whether an answer from a calendar really is from the person it names (cal-I8).

A mail can claim anything. Two things it cannot: the signed name in the address that we gave to one person for one
meeting, and what our own receiving server says of its DKIM signature. All else waits for a coordinator.
"""

from allauth.account.models import EmailAddress

from members.models import Member
from outbox.inbox.authentication import is_from_its_domain
from outbox.inbox.mail import ParsedMail
from outbox.inbox.telling_apart import tags

from .. import links
from ..copies import generation_of
from ..models import Invitation, Meeting


def is_trusted(mail: ParsedMail, meeting: Meeting, member: Member, attendee: str) -> bool:
    """Say whether this mail is this member's own answer to this meeting, given as `attendee`."""
    if attendee not in addresses_of(member, meeting):
        return False
    return is_signed(mail, meeting, member) or is_aligned(mail, member, attendee)


def is_signed(mail: ParsedMail, meeting: Meeting, member: Member) -> bool:
    """It came to the address that only this member's invitation to this meeting has.

    Whoever writes a mail writes To and Delivered-To as well: it is the signature in the address that counts.
    """
    generation = generation_of(member)
    named = [links.read(tag) for tag in tags(mail.recipients)]
    return any(
        each.is_good(links.REPLY, generation)
        for each in named
        if each and (each.meeting, each.member) == (meeting.pk, member.pk)
    )


def is_aligned(mail: ParsedMail, member: Member, attendee: str) -> bool:
    """It is From the attendee, at a verified address, and that domain's signature is good."""
    return mail.sender == attendee and attendee in verified(member) and is_from_its_domain(mail)


def addresses_of(member: Member, meeting: Meeting) -> set[str]:
    """Under which addresses this member can answer this meeting: as invited, and what they verified."""
    invited = Invitation.objects.filter(member=member, meeting=meeting).values_list("recipient", flat=True)
    return {address.lower() for address in invited} | verified(member)


def verified(member: Member) -> set[str]:
    if member.user is None:
        return set()
    found = EmailAddress.objects.filter(user=member.user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in found}


def member_at(mail: ParsedMail, meeting: Meeting, attendee: str) -> Member | None:
    """Whose answer it claims to be: of whom the signed address names, else of whom the attendee's address is."""
    people = Member.objects.select_related("user")
    for tag in tags(mail.recipients):
        named = links.read(tag)
        member = people.filter(pk=named.member).first() if named and named.meeting == meeting.pk else None
        if member and is_signed(mail, meeting, member):
            return member
    if not attendee:
        return None
    invited = Invitation.objects.filter(meeting=meeting, recipient__iexact=attendee).values("member")
    at_address = people.filter(user__emailaddress__email__iexact=attendee, user__emailaddress__verified=True).first()
    return at_address or people.filter(pk__in=invited).first()
