"""Search words that an upgrade makes otherwise: new synonyms, another way to fold, another rule of who shows what.

People's own changes write theirs at once; this is for everybody whose words only the software has changed.
"""

from hashlib import sha256
from pathlib import Path

from django.core.cache import cache

from . import directory
from .models import Member

HERE = Path(__file__).parent
# All that search words are made by; an edit that changes no word costs one reading of everybody.
MADE_BY = ("data/synonyms.json", "folding.py", "directory.py", "chains.py", "gate.py", "switches.py")
MARK = "search-words-made-by"


def reword() -> int:
    """Write anew whatever differs, once after each such upgrade, and say of how many people.

    Losing the mark from the cache costs time alone.
    """
    made_by = mark()
    if cache.get(MARK) == made_by:
        return 0
    number = directory.refresh_all(Member.objects.all())
    cache.set(MARK, made_by, timeout=None)
    return number


def mark(of: Path = HERE) -> str:
    """The same for as long as the same words come of the same people."""
    return sha256(b"\0".join((of / name).read_bytes() for name in MADE_BY)).hexdigest()
