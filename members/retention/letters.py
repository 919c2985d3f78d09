"""What somebody is told before their data goes, and the link by which they keep it."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from outbox import post

from .. import link_names
from ..models import RetentionCase

PURPOSE, VALID_FOR = "keep", timedelta(days=366)


def told(case: RetentionCase, now: datetime) -> None:
    """Once: what goes, when it is set aside, when it is gone, and how to stop that."""
    aside = case.remove_on - timedelta(days=case.rule.quarantine_days)
    link = reverse("members:keep", args=[link_names.name(PURPOSE, case.pk, timezone.localdate(now))])
    words = {"case": case, "rule": case.rule, "aside_on": aside, "link": link}
    post.write(
        "members/data_goes", to=case.user.email, user=case.user, key=str(case.pk), now=now, about="", context=words
    )


def behind(token: str, on: date) -> RetentionCase | None:
    pk = link_names.read(PURPOSE, token, on, VALID_FOR)
    return RetentionCase.objects.select_related("rule", "user").filter(pk=pk).first() if pk else None
