"""What comes to the network's own mailbox: read once, told apart, handed to who understands it, and never kept.

Apps above this one append to `on_mail` in `AppConfig.ready()` what understands a mail: it gets the mail and the time,
and gives a `Verdict`, or None for a mail that is none of its business.
"""

from .mail import LARGEST, ParsedMail
from .taking import Verdict, on_mail, take

__all__ = ["LARGEST", "ParsedMail", "Verdict", "on_mail", "take"]
