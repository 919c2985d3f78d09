"""Leave and the like lie over a standing and never change it; they end, and are kept."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members import overlays, standing
from members.eligibility import refusal
from members.models import Area, AreaDuty, Overlay
from members.models.history import OverlayKind
from members.overlays import Refusal, Refused
from members.rules import rulebook
from members.stages import Standing
from tests.factories import make_applicant, make_coordinator, make_member

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def refused(deed, *args):
    with pytest.raises(Refused) as error:
        deed(*args)
    return error.value.reason


@pytest.mark.parametrize("kind", OverlayKind)
def test_what_lies_over_a_standing_never_changes_it_nor_who_may_take_part(kind):
    member = make_member()

    overlays.begin(member, kind, TODAY - timedelta(days=30), member.user, NOW)

    member.refresh_from_db()
    derived = standing.standing_of(member.evidence.all(), rulebook(), TODAY).standing
    assert (member.standing, derived, refusal(member, TODAY)) == (Standing.TRAINED, Standing.TRAINED, None)
    assert [each.kind for each in member.overlays.on(TODAY)] == [kind]


def test_it_ends_and_is_kept_for_every_day_on_which_it_lay():
    member = make_member()
    leave = overlays.begin(member, OverlayKind.ON_LEAVE, date(2025, 1, 10), member.user, NOW)

    overlays.end(leave, date(2025, 3, 10), member.user, NOW)

    days = [date(2025, 1, 9), date(2025, 1, 10), date(2025, 3, 9), date(2025, 3, 10)]
    assert [member.overlays.on(day).count() for day in days] == [0, 1, 1, 0]
    assert refused(overlays.end, leave, TODAY, member.user, NOW) == Refusal.ENDED


def test_a_coordinator_may_record_it_for_a_member_and_nobody_else_may():
    member, day, elsewhere = make_member(), TODAY, make_coordinator()
    AreaDuty.objects.create(user=elsewhere, area=Area.objects.exclude(pk=member.area_id).first())

    for other in (make_member().user, elsewhere):
        assert refused(overlays.begin, member, OverlayKind.RETIRED, day, other, NOW) == Refusal.NOT_YOURS
    leave = overlays.begin(member, OverlayKind.RETIRED, day, make_coordinator(), NOW)
    assert refused(overlays.end, leave, day, make_member().user, NOW) == Refusal.NOT_YOURS


def test_what_cannot_be_is_refused_with_what_to_do():
    member = make_member()
    begun = overlays.begin(member, OverlayKind.ON_LEAVE, TODAY, member.user, NOW)
    applicant = make_applicant()

    assert refused(overlays.begin, member, OverlayKind.ON_LEAVE, TODAY, member.user, NOW) == Refusal.TWICE
    assert refused(overlays.begin, member, OverlayKind.LAPSED, TODAY + timedelta(days=1), member.user, NOW) == (
        Refusal.FUTURE
    )
    assert refused(overlays.end, begun, TODAY - timedelta(days=1), member.user, NOW) == Refusal.ENDS_BEFORE
    assert refused(overlays.end, begun, TODAY + timedelta(days=1), member.user, NOW) == Refusal.FUTURE
    assert refused(overlays.begin, applicant, OverlayKind.ON_LEAVE, TODAY, applicant.user, NOW) == Refusal.NOT_JOINED


def test_a_member_says_on_a_page_that_they_are_on_leave_and_that_it_has_ended(client):
    member = make_member()
    client.force_login(member.user)
    since = {"since_day": "1", "since_month": "5", "since_year": "2026"}

    client.post("/pathway/away/", {"kind": "on_leave", **since})
    again = client.post("/pathway/away/", {"kind": "on_leave", **since})
    overlay = member.overlays.get()
    client.post(f"/pathway/away/{overlay.pk}/end/")

    overlay.refresh_from_db()
    assert (again.status_code, Refusal.TWICE.label in again.text) == (422, True)
    assert (overlay.since, overlay.until) == (date(2026, 5, 1), timezone.localdate())
    assert "until" in client.get("/pathway/away/").text


def test_the_row_of_somebody_else_is_not_there(client):
    leave = overlays.begin(make_member(), OverlayKind.ON_LEAVE, TODAY, make_coordinator(), NOW)
    client.force_login(make_member().user)

    assert client.post(f"/pathway/away/{leave.pk}/end/").status_code == 404
    assert Overlay.objects.get().until is None
