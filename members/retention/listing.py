"""What the rules do, in words for the page of a rule; nothing of it is stored."""

from accounts.models import User
from look import words

from ..models import Member, RetentionRun
from .rehearsal import Rehearsal


def names(found: Rehearsal) -> list[tuple[str, str]]:
    """Everybody whom a rule with notice concerns today, and what happens to them."""
    concerned = dict.fromkeys(found.tell, "is told")
    concerned |= {case.user_id: "is set aside" for case in found.set_aside}
    concerned |= {case.user_id: "goes" for case in found.end}
    concerned |= {case.user_id: "is kept, because it is no longer due" for case in found.spare}
    known = dict(Member.objects.filter(user__in=concerned).values_list("user", "name"))
    addresses = dict(User.objects.filter(pk__in=concerned).values_list("pk", "email"))
    return sorted((known.get(user) or addresses.get(user, ""), what) for user, what in concerned.items())


def in_words(run: RetentionRun) -> str:
    """On which day, with numbers, or why it stopped."""
    day = words.day(run.on)
    if run.stopped_why and not run.released_at:
        return f"{day}: stopped. {run.stopped_why}"
    let = f", let go on by {run.released_by_name}" if run.released_at else ""
    return f"{day}: {done(run) or 'nothing to do'}{let}"


def done(run: RetentionRun) -> str:
    """What came of it so far: "3 told, 1 removed"; empty where nothing did."""
    return ", ".join(f"{number:,} {what}" for number, what in numbers(run) if number)


def numbers(run: RetentionRun) -> list[tuple[int, str]]:
    return [(run.told, "told"), (run.set_aside, "set aside"), (run.removed, "removed")]
