"""The one rule of who may take part, with its reason; `MemberQuerySet.eligible` is the same rule for many."""

from datetime import date

from django.db import models

from .models import Member


class Refusal(models.TextChoices):
    """Why someone may not take part; each says what to do."""

    NOT_JOINED = "not_joined", "You have not joined the network yet. Apply, or see how your application stands."
    LEFT = "left", "You have left the network. Write to a coordinator if you want to come back."
    SUSPENDED = "suspended", "Your membership is suspended. Write to a coordinator."
    NOT_TRAINED = (
        "not_trained",
        "The network is for people who have completed a recognised initial DIT training. "
        "A coordinator has not verified yours yet.",
    )


def refusal(member: Member | None, on: date) -> Refusal | None:
    """Say why this person may not take part on that date, or None if they may.

    Eligible: joined, not left, not suspended, and a recognised initial training, verified, on a date not in the future.
    """
    if member is None or member.joined_on is None or member.joined_on > on:
        return Refusal.NOT_JOINED
    if reason := absence(member, on):
        return reason
    return None if member.evidence.opening_the_gate(on).exists() else Refusal.NOT_TRAINED


def absence(member: Member | None, on: date) -> Refusal | None:
    """Say why somebody has no part in the network at all, trained or not; `MemberQuerySet.present` for many."""
    if member is None:
        return Refusal.NOT_JOINED
    if member.left_on and member.left_on <= on:
        return Refusal.LEFT
    return Refusal.SUSPENDED if member.suspended_on and member.suspended_on <= on else None
