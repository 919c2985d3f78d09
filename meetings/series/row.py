"""The row of a series: locked before its meetings, saved as a new version, refused to whoever saw an older one."""

from collections.abc import Sequence

from django.db import IntegrityError, models, transaction

from ..models import Meeting, Series


class Refusal(models.TextChoices):
    """Why a deed about a series is refused."""

    ALREADY = "already", "There is a series with this title, first date and rhythm already. Plan its next year instead."
    CONFLICT = (
        "conflict",
        "Someone else changed this series while you had it open. Nothing of yours was saved: look at it again.",
    )
    ENDED = "ended", "This series has ended."
    NO_DRAFTS = "no_drafts", "No draft of this series lies ahead."
    NONE_LEFT = "none_left", "Every date is left out. Tick at least one."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the coordinator."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def store(series: Series) -> None:
    """Save a series as a new version. Raises Refused where the same series runs already."""
    series.version += 1
    try:
        with transaction.atomic():
            series.save()
    except IntegrityError:
        raise Refused(Refusal.ALREADY) from None


def lock(series: Series) -> Series:
    """Lock the series and read it afresh; before its meetings. Raises Refused."""
    found = Series.objects.select_for_update(no_key=True).filter(pk=series.pk).first()
    if found is None:
        raise Refused(Refusal.CONFLICT)
    return found


def refuse_changed(fresh: Series, seen: Series) -> None:
    """Refuse what was decided about an older state of the series, or about one that has ended. Raises Refused."""
    if fresh.ended_at:
        raise Refused(Refusal.ENDED)
    if fresh.version != seen.version:
        raise Refused(Refusal.CONFLICT)


def in_number(meetings: Sequence[Meeting]) -> str:
    return "1 meeting" if len(meetings) == 1 else f"{len(meetings)} meetings"
