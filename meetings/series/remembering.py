"""What undoing a deed about a series needs: how the series was, and a series that is empty again goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .. import keeping, places, undoing
from ..models import Meeting, Reversal, Series, SkippedDate
from . import row

if TYPE_CHECKING:
    from accounts.models import User

KEPT = ("title", "week", "weekday", "minutes", "venue_id", "mode", "room_capacity", "with_august", "ended_at")


def locked(meetings: Sequence[Meeting]) -> list[Meeting]:
    return places.lock_all(meeting.pk for meeting in meetings)


def remember(what: str, series: Series, meetings: Sequence[Meeting], now: datetime, by: "User | None") -> Reversal:
    """Keep how the locked series and these meetings of it are before a deed."""
    return keep(undoing.remember(what, locked(meetings), now, by), as_it_is(series))


def as_it_is(series: Series) -> dict[str, Any]:
    """What is put back of a series, with the dates that are left out of it."""
    left_out = [f"{day}" for day in series.skipped.values_list("date", flat=True)]
    return keeping.kept(series, ("pk", *KEPT)) | {"begins": series.begins.isoformat(), "left_out": left_out}


def keep(reversal: Reversal, series: dict[str, Any]) -> Reversal:
    """Keep how a series was beside how its meetings were."""
    reversal.before["series"] = series
    reversal.save(update_fields=["before"])
    return reversal


def put_back(reversal: Reversal, now: datetime) -> None:
    """Undoing a change of a series puts the series back too; it is locked before its meetings are.

    Raises undoing.Refused where somebody has begun the same series meanwhile.
    """
    pks = Meeting.objects.filter(pk__in=undoing.pks_of(reversal)).values("series")
    kept = dict(reversal.before.get("series", {}))
    pk, left_out = kept.pop("pk", None), kept.pop("left_out", [])
    for series in Series.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"):
        if series.pk == pk:
            keeping.fill_in(series, kept)
            try:
                row.store(series)
                leave_out(series, left_out)
            except row.Refused:
                raise undoing.Refused(undoing.Refusal.CHANGED, "Somebody", "begun again") from None


def leave_out(series: Series, days: list[str]) -> None:
    """Let these dates be left out of a series, and no others."""
    series.skipped.all().delete()
    SkippedDate.objects.bulk_create(SkippedDate(series=series, date=day) for day in days)


def forget_empty(unmade: list[Meeting], now: datetime) -> None:
    """Undoing the making of its only meetings takes a series back too; `put_back` has locked it."""
    pks = {meeting.series_id for meeting in unmade if meeting.series_id}
    others = Meeting.objects.filter(series__in=pks).exclude(pk__in=[meeting.pk for meeting in unmade])
    Series.objects.filter(pk__in=pks).exclude(pk__in=others.values("series")).delete()
