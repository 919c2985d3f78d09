"""The machines on the way: who takes mail for us, what the sending one is called, and whether both doors open."""

import smtplib
import ssl
from ipaddress import ip_address

from django.conf import settings
from django.core import mail

from ..inbox import mailbox
from .dns import Dns
from .finding import Finding, Silent, fine, not_asked, wrong
from .ours import HERE, host_of_site

PATIENCE = 5  # seconds for one answer of a mail server


def mail_arrives(dns: Dns, domain: str) -> Finding:
    """Replies and reports come to the domain of REPLY_ADDRESS: some server has to take them."""
    servers = dns.mail_servers(domain)
    if servers == ["."]:
        return wrong(f"{domain} says that it takes no mail.", "Put the MX record of your mail provider in its place.")
    if not servers:
        return wrong(f"{domain} has no MX record: answers have nowhere to go.", "Add that of your mail provider.")
    return fine(f"Mail for {domain} goes to {servers[0]}.", "", *servers)


def name_backwards(dns: Dns) -> Finding:
    """Receiving servers ask what the sender's address is called, and whether that name leads back to it."""
    host = host_of_site() if settings.EMAIL_HOST in HERE else settings.EMAIL_HOST
    addresses = [each for each in dns.addresses(host) if ip_address(each).is_global or settings.DNS_SERVERS]
    if not addresses:
        return not_asked(f"{host} has no public address of its own that could be asked for its name.")
    missing = [address for address in addresses if not leads_back(dns, address)]
    if missing:
        return wrong(
            f"{missing[0]} ({host}) has no name that leads back to it.",
            "Whoever owns the address, your mail provider or the one who rents you the machine, sets its PTR record.",
        )
    return fine(f"{host}: its address has a name that leads back to it.")


def leads_back(dns: Dns, address: str) -> bool:
    return any(address in dns.addresses(name) for name in dns.names(address))


def sending_server() -> Finding:
    """Open the door as `tick` does, signing in and all, and close it again."""
    server = mail.get_connection(timeout=PATIENCE)
    try:
        server.open()
    except smtplib.SMTPAuthenticationError:
        return wrong(f"{settings.EMAIL_HOST} refuses our name or password.", "Correct them in EMAIL_URL.")
    except ssl.SSLCertVerificationError as error:
        return wrong(
            f"The certificate of {settings.EMAIL_HOST} is not good: {error.verify_message}.", "Tell its owner."
        )
    except (OSError, smtplib.SMTPException) as error:
        raise Silent(type(error).__name__) from error
    finally:
        server.close()
    return fine(f"{settings.EMAIL_HOST} lets us in.")


def reply_mailbox() -> Finding:
    """Sign in to the mailbox of answers and open it, reading only."""
    if not settings.REPLY_MAILBOX:
        return not_asked(
            "REPLY_MAILBOX is empty: nothing is fetched.",
            "That is right if your own mail server hands answers over by a pipe.",
        )
    try:
        box = mailbox.Address.set()
        return opened(box)
    except mailbox.OutOfReach as trouble:
        return wrong(str(trouble), "Correct REPLY_MAILBOX.")


def opened(box: mailbox.Address) -> Finding:
    """Raises Silent."""
    try:
        with mailbox.opened(box) as server:
            held = server.select_folder(box.folder, readonly=True)[b"EXISTS"]
    except ssl.SSLError as error:
        return wrong(mailbox.in_words(error, box), "Tell its owner.")
    except OSError as error:
        raise Silent(type(error).__name__) from error
    except mailbox.TROUBLE as error:
        return wrong(mailbox.in_words(error, box), "Correct REPLY_MAILBOX.")
    return fine(f"{box.host} lets us in. {box.folder} holds {held} message{'' if held == 1 else 's'} to read.")
