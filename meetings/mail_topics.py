"""What mail about meetings can be switched off, what always comes, and who gets one mail a week instead."""

from typing import TYPE_CHECKING

from members.models import Member
from outbox.topics import Always, Topic, Way

from .models import Preferences

if TYPE_CHECKING:
    from accounts.models import User

REMINDERS, NUDGES, DIGEST, POLLS, NOTICES = "reminders", "nudges", "digest", "polls", "notices"

TOPICS = [
    Topic(REMINDERS, "Reminders", "A week and a day before a meeting that you come to or may come to."),
    Topic(NUDGES, "Questions whether you are coming", "At most two before a meeting that you have not answered."),
    Topic(DIGEST, "The mail of the week", "On Mondays, if you chose one mail a week. If off, nothing comes instead."),
    Topic(POLLS, "Which dates suit you", "When coordinators look for the date of a meeting."),
    Topic(NOTICES, "Notices from coordinators", "What they write to all members, or to whoever has not answered."),
]
ALWAYS = [
    Always(
        "Invitations, changes and cancellations",
        "A meeting that you did not hear of, or that is somewhere else, costs you a journey.",
    ),
    Always(
        "Your answers, places and turns on a waiting list",
        "They say what we wrote down for you, so that you can put right what is wrong.",
    ),
    Always("Certificates", "They are your proof of attendance."),
    Always(
        "Your application, your training and your sign-in",
        "They are about you alone, and some keep others out of your account.",
    ),
]


def one_mail_a_week(user: "User") -> bool | None:
    """Say whether somebody gets one mail a week instead of single ones; None for who is no member."""
    member = Member.objects.filter(user=user).select_related("preferences").first()
    if member is None:
        return None
    return getattr(member, "preferences", Preferences()).one_mail_a_week


def switch_week(user: "User", is_on: bool) -> None:
    """Give somebody one mail a week instead of single ones, or single ones again."""
    member = Member.objects.get(user=user)
    Preferences.objects.update_or_create(member=member, defaults={"one_mail_a_week": is_on})


WAYS = [
    Way(
        "one_mail_a_week",
        "One mail a week instead of single reminders",
        "On Mondays at 9am: your meetings of the next two weeks, what needs your answer, what you have promised, and "
        "news. Invitations, changes and cancellations still come at once.",
        one_mail_a_week,
        switch_week,
    )
]
