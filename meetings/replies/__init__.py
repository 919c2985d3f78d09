"""Answers that calendar programs send (iMIP, RFC 6047): read, trusted or kept to check, and applied as any answer."""

from .applying import apply, dismiss
from .arriving import arrived
from .foreseeing import IN_WORDS, foreseen

__all__ = ["IN_WORDS", "apply", "arrived", "dismiss", "foreseen"]
