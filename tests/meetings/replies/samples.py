"""Mails as calendar programs send them when somebody presses Yes, Maybe or No, each in its own shape."""

import base64
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from meetings import links

WORDS = {"ACCEPTED": "Accepted", "TENTATIVE": "Tentative", "DECLINED": "Declined"}


def signed_address(meeting, member, generation=0):
    """The organiser's address in this member's invitation."""
    local, _, domain = settings.REPLY_ADDRESS.rpartition("@")
    return f"{local}+{links.name(links.REPLY, meeting.pk, member.pk, generation)}@{domain}"


def ics(meeting, member, partstat="ACCEPTED", *, sequence=None, stamp=None, uid=None, attendee=None, also=()):
    """The VEVENT of an answer with what every client sends; `also` are lines of one client."""
    stamp = stamp or timezone.now()
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//A calendar//EN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{uid or meeting.uid}",
        f"SEQUENCE:{meeting.sequence if sequence is None else sequence}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{meeting.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"ATTENDEE;CN=Ada;PARTSTAT={partstat}:mailto:{attendee or member.user.email}",
        *also,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def headers(to, sender, **more):
    written = {
        "Delivered-To": settings.REPLY_ADDRESS,
        "From": f"Ada Example <{sender}>",
        "To": to,
        "Subject": "Accepted: Network meeting",
        "Date": format_date(timezone.now()),
        "Message-ID": f"<{abs(hash((to, sender, *more.values())))}@client.example>",
        "MIME-Version": "1.0",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return "".join(f"{name}: {value}\r\n" for name, value in written.items())


def format_date(moment):
    return f"{moment.astimezone(UTC):%a, %d %b %Y %H:%M:%S} +0000"


def outlook(calendar, to, sender, **more):
    """Outlook on Windows through Exchange: text and calendar as alternatives, the calendar in base64."""
    text = 'multipart/alternative; boundary="_000_"'
    return mail(
        headers(to, sender, Content_Type=text, **more),
        ("_000_", [('text/plain; charset="us-ascii"', "\r\n"), ("text/html", "<p></p>"), calendar_part(calendar)]),
    )


def outlook_com(calendar, to, sender, **more):
    """Outlook.com: the calendar is the whole mail, in nothing nested."""
    kind = 'text/calendar; charset="utf-8"; method=REPLY'
    return (
        headers(to, sender, Content_Type=kind, Content_Transfer_Encoding="8bit", **more) + "\r\n" + calendar
    ).encode()


def gmail(calendar, to, sender, **more):
    """Gmail: alternatives within a mixture, and the same bytes again as invite.ics."""
    inner = parts("inner", [('text/plain; charset="UTF-8"', "Ada has accepted."), calendar_part(calendar)])
    again = ('application/ics; name="invite.ics"', calendar, 'Content-Disposition: attachment; filename="invite.ics"')
    return mail(
        headers(to, sender, Content_Type='multipart/mixed; boundary="outer"', **more),
        ("outer", [('multipart/alternative; boundary="inner"', inner), again]),
    )


def apple(calendar, to, sender, **more):
    """Apple Mail and Calendar: a mixture of text and an attachment, quoted-printable."""
    quoted = calendar.replace("=", "=3D")
    attached = ("text/calendar; method=REPLY; name=iCal-1.ics", quoted, "Content-Transfer-Encoding: quoted-printable")
    return mail(
        headers(to, sender, Content_Type='multipart/mixed; boundary="Apple-Mail-1"', **more),
        ("Apple-Mail-1", [("text/plain", "Ada accepted."), attached]),
    )


def thunderbird(calendar, to, sender, **more):
    """Thunderbird: text and calendar as alternatives, 8bit, its own order of parameters."""
    part = ("text/calendar; charset=UTF-8; method=REPLY", calendar, "Content-Transfer-Encoding: 8bit")
    return mail(
        headers(to, sender, Content_Type='multipart/alternative; boundary="----tb"', **more),
        ("----tb", [("text/plain; charset=UTF-8", "Ada has accepted"), part]),
    )


def emacs(calendar, to, sender, **more):
    """Emacs: one part; the summary is rewritten, and the organiser may be left out."""
    kind = "text/calendar; method=REPLY; charset=UTF-8"
    return (headers(to, sender, Content_Type=kind, **more) + "\r\n" + calendar).encode()


def unnamed(calendar, to, sender, **more):
    """A gateway that knows no calendars: octets, only the name says what they are."""
    part = ("application/octet-stream; name=reply.ics", *calendar_part(calendar)[1:])
    return mail(
        headers(to, sender, Content_Type='multipart/mixed; boundary="gw"', **more),
        ("gw", [("text/plain", "See attached"), part]),
    )


def wrapped(calendar, to, sender, **more):
    """A gateway that puts the whole mail into one of its own."""
    inner = outlook(calendar, to, sender).decode()
    return mail(
        headers(to, sender, Content_Type='multipart/mixed; boundary="wrap"', **more),
        ("wrap", [("text/plain", "Disclaimer"), ("message/rfc822", inner)]),
    )


CLIENTS = {
    "Outlook": outlook,
    "Outlook.com": outlook_com,
    "Gmail": gmail,
    "Apple": apple,
    "Thunderbird": thunderbird,
    "Emacs": emacs,
    "a gateway without calendars": unnamed,
    "a gateway that wraps": wrapped,
}


def calendar_part(calendar):
    octets = base64.encodebytes(calendar.encode()).decode().replace("\n", "\r\n")
    return ('text/calendar; charset="utf-8"; method=REPLY', octets, "Content-Transfer-Encoding: base64")


def parts(boundary, items):
    written = ""
    for kind, body, *more in items:
        written += f"--{boundary}\r\nContent-Type: {kind}\r\n" + "".join(f"{line}\r\n" for line in more)
        written += f"\r\n{body}\r\n"
    return written + f"--{boundary}--\r\n"


def mail(head, body):
    return (head + "\r\n" + parts(*body)).encode()


def reply(meeting, member, partstat="ACCEPTED", *, client=outlook, to=None, sender=None, more=None, **event):
    """A whole mail: this member's answer, to the address in their invitation."""
    to, sender = to or signed_address(meeting, member), sender or member.user.email
    return client(ics(meeting, member, partstat, **event), to, sender, **(more or {}))


def minutes_ago(number):
    return timezone.now() - timedelta(minutes=number)


def at(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=UTC)
