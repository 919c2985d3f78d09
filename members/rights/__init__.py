"""What we hold about a person, as data: read by "everything about me", by erasure, and by the records of processing.

Each app says in its own `holdings` what it holds, and appends it in `AppConfig.ready()`. A test finds every table and
every column of text without a holding, so nothing new is forgotten.
"""

from .erasing import erase, rehearse
from .holding import Basis, Holding, Person, holdings, person_of

__all__ = ["Basis", "Holding", "Person", "erase", "holdings", "person_of", "rehearse"]
