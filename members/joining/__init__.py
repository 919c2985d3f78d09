"""Joining the network: what an applicant does, what a coordinator decides, and how the first member gets in."""

from .applying import begin, draft_of, submit, tell_those_who_waited, wait_for_training, withdraw
from .deciding import Course, approve, ask_more, decline, park, undo, welcome
from .founding import found
from .inviting import invite
from .refusals import (
    Refusal,
    Refused,
    refusal_to_apply,
    refusal_to_approve,
    refusal_to_decide,
    refusal_to_submit,
    refusal_to_undo,
    refusal_to_wait,
    refusal_to_welcome,
    refusal_to_withdraw,
)
from .waiting import tell_coordinators

__all__ = [
    "Course",
    "Refusal",
    "Refused",
    "approve",
    "ask_more",
    "begin",
    "decline",
    "draft_of",
    "found",
    "invite",
    "park",
    "refusal_to_apply",
    "refusal_to_approve",
    "refusal_to_decide",
    "refusal_to_submit",
    "refusal_to_undo",
    "refusal_to_wait",
    "refusal_to_welcome",
    "refusal_to_withdraw",
    "submit",
    "tell_coordinators",
    "tell_those_who_waited",
    "undo",
    "wait_for_training",
    "welcome",
    "withdraw",
]
