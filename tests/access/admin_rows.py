"""The table of the coordinators' desk: what they may look at, add, change and delete there, and their deeds."""

from tests.access import rows
from tests.access.outcomes import (
    MISTAKES,
    NOT_THERE,
    NOT_THIS_WAY,
    NOT_YOURS,
    Outcome,
    Pair,
    Row,
    at_the_desk,
    each,
    login,
)
from tests.access.people import VISITOR

APPS = "members|minutes|meetings|dit_network|outbox|accounts|account|mfa|socialaccount|usersessions"


# What is answered to reading and to sending, for those who may only look or decide about the people of an area.
ALIKE, LOOKS, READS, REFUSED = (200, 200), (200, NOT_YOURS), (200, NOT_THIS_WAY), (NOT_YOURS, NOT_YOURS)
ELSEWHERE = ("/admin/", NOT_YOURS)
# A row about somebody of another area is not there: the library leads from one to the desk, our pages say so.
NOT_FOUND, BY_SENDING, TO_THE_DESK = (NOT_THERE, NOT_THERE), (NOT_THIS_WAY, NOT_THERE), ("/admin/", "/admin/")


def desk(
    model: str,
    *,
    add: Outcome = NOT_YOURS,
    change: Outcome = NOT_YOURS,
    delete: Outcome = NOT_YOURS,
    area: Pair | None = None,
    area_adds: Pair | None = None,
    audit: Pair = LOOKS,
) -> dict[str, Row]:
    """A model that coordinators look at; what they send empty is answered so where they may, and refused where not.

    An auditor looks at each; a coordinator for another area at those where a row says how one of them is answered.
    """
    history = area and (ALIKE if area == LOOKS else TO_THE_DESK)
    return {
        f"admin/{model}/": at_the_desk(area=area and ALIKE, audit=ALIKE),
        f"admin/{model}/add/": at_the_desk(NOT_YOURS if add == NOT_YOURS else 200, add, area=area_adds),
        f"admin/{model}/<path:object_id>/": for_staff("change/", "change/"),
        f"admin/{model}/<path:object_id>/change/": at_the_desk(200, change, area=area or REFUSED, audit=audit),
        f"admin/{model}/<path:object_id>/delete/": at_the_desk(delete, delete),
        f"admin/{model}/<path:object_id>/history/": at_the_desk(area=history, audit=ALIKE),
    }


def nobody(model: str, history: Outcome = NOT_YOURS) -> dict[str, Row]:
    """A model of a library that nobody here looks at; where no row exists its history leads back to the desk."""
    shut = at_the_desk(NOT_YOURS, NOT_YOURS)
    return {
        **{
            f"admin/{model}/{page}": shut
            for page in ("", "add/", "<path:object_id>/change/", "<path:object_id>/delete/")
        },
        f"admin/{model}/<path:object_id>/": for_staff("change/", "change/"),
        f"admin/{model}/<path:object_id>/history/": for_staff(history, history),
    }


def listed(name: str) -> dict[str, Row]:
    """A list that the network keeps, and that a coordinator for an area reads."""
    return desk(f"members/{name}", add=200, change=200, area=LOOKS)


def for_staff(get: Outcome = 200, post: Outcome = 200) -> Row:
    """The same for whoever opens the desk, whatever they may do there."""
    return at_the_desk(get, post, area=(get, post), audit=(get, post))


def own(get: Outcome = 200, post: Outcome = 200) -> Row:
    """A page of the desk itself: it leads a visitor to its own sign-in page, which leads on to ours."""
    row, stopped = for_staff(get, post), each((VISITOR, "/admin/login/"))
    return Row({**row.get, **stopped}, {**row.post, **stopped})


PATHWAY_LISTS = ("time-limits", "cohorts", "standings", "gaps")
LISTS = ("pathway", "area", "profession", "body", "organisation")

ROWS: dict[str, Row] = {
    "admin/": own(),
    "admin/login/": for_staff("/admin/", 200),
    "admin/logout/": rows.ROWS["accounts/logout/"],
    "admin/password_change/": login("/accounts/password/change/", "/accounts/password/change/"),
    "admin/password_change/done/": own(post=NOT_THIS_WAY),
    "admin/autocomplete/": own(NOT_YOURS, NOT_THIS_WAY),
    "admin/jsi18n/": own(post=NOT_THIS_WAY),
    "admin/r/<path:content_type_id>/<path:object_id>/": own(NOT_THERE, NOT_THERE),
    f"admin/^(?P<app_label>{APPS})/$": own(),
    "admin/(?P<url>.*)$": own(NOT_THERE, NOT_THERE),
    # The public pages.
    **desk("dit_network/page", change=200),
    "admin/dit_network/page/^([^/]+)/history/([^/]+)/$": at_the_desk(audit=ALIKE),
    "admin/dit_network/page/<int:pk>/preview/": at_the_desk(NOT_THIS_WAY, MISTAKES),
    # Applications and members: what is decided is a deed with a page of its own.
    **desk("members/application", change=200, area=NOT_FOUND, audit=ALIKE),
    "admin/members/application/<int:pk>/decide/<slug:kind>/": at_the_desk(NOT_THIS_WAY, MISTAKES, area=BY_SENDING),
    "admin/members/application/<int:pk>/registration-checked/": at_the_desk(NOT_THIS_WAY, "change/", area=BY_SENDING),
    "admin/members/application/<int:pk>/undo/<int:decision>/": at_the_desk(*NOT_FOUND, area=NOT_FOUND),
    "admin/members/organisation/merge/": at_the_desk(200, MISTAKES),
    **desk("members/member", add=MISTAKES, change=200, area=TO_THE_DESK, area_adds=(200, MISTAKES)),
    "admin/members/member/<int:pk>/deed/<slug:name>/": at_the_desk(200, MISTAKES, area=NOT_FOUND),
    "admin/members/member/<int:pk>/new-address/": at_the_desk(200, "new-address/", area=NOT_FOUND, audit=LOOKS),
    **{f"admin/members/member/{page}/": for_staff(*READS) for page in PATHWAY_LISTS},
    **desk("members/evidence", area=(NOT_THERE, NOT_YOURS)),
    **{
        f"admin/members/evidence/<int:pk>/{deed}/": at_the_desk(200, MISTAKES, area=NOT_FOUND)
        for deed in ("verify", "set-aside")
    },
    "admin/members/evidence/<int:pk>/undo/": at_the_desk(200, "change/", area=NOT_FOUND),
    # Supervisors from outside the network: confirmed on a page of its own.
    **desk("members/outsidesupervisor", change=200, area=TO_THE_DESK),
    "admin/members/outsidesupervisor/<int:pk>/confirm/": at_the_desk(200, MISTAKES, area=NOT_FOUND),
    # Offers of supervision and requests for places: looked at.
    **desk("members/offer", area=ELSEWHERE),
    **desk("members/placerequest", area=ELSEWHERE),
    # Whose thirty days run: looked at.
    **desk("members/leaving", area=ELSEWHERE),
    # How long data is kept, and the registers.
    **desk("members/retentionrule"),
    "admin/members/retentionrule/<int:pk>/today/": at_the_desk(*READS, audit=READS),
    "admin/members/retentionrule/<int:pk>/new-version/": at_the_desk(200, MISTAKES),
    "admin/members/retentionrule/<int:pk>/let-go-on/": at_the_desk(NOT_THIS_WAY, NOT_THERE),
    "admin/members/retentionrule/<int:pk>/keep/": at_the_desk(NOT_THIS_WAY, NOT_THERE),
    "admin/members/retentionrule/records-of-processing/": at_the_desk(*READS, audit=READS),
    **desk("members/accessrequest", add=200),
    **desk("members/complaint", add=200),
    **desk("members/breach", add=200, change=200),
    **desk("members/export"),
    **desk("members/exportstop", add=200),
    **{
        f"admin/members/{model}/<int:pk>/deed/<slug:name>/": at_the_desk(200, MISTAKES)
        for model in ("accessrequest", "complaint", "breach")
    },
    **desk("members/appointment", add=MISTAKES),
    "admin/members/appointment/<int:pk>/end/": at_the_desk(200, MISTAKES),
    "admin/members/appointment/<int:pk>/new-address/": at_the_desk(200, "new-address/", audit=LOOKS),
    # What the network keeps: contacts, routes, lists.
    **desk("members/contact", add=200, change=200, delete=200),
    **{route: row for name in LISTS for route, row in listed(name).items()},
    "admin/members/pathway/<int:pk>/new-version/": at_the_desk(200, MISTAKES),
    # Meetings: one is cancelled, never deleted; who comes is answered for by name.
    **desk("meetings/meeting", add=MISTAKES, change=MISTAKES),
    "admin/meetings/meeting/<int:pk>/deed/<slug:name>/": at_the_desk(200, MISTAKES),
    "admin/meetings/meeting/<int:pk>/roles/": at_the_desk(200, MISTAKES),
    "admin/meetings/meeting/hand-over/<int:coordinator>/": at_the_desk(200, MISTAKES),
    "admin/meetings/meeting/undo/<int:reversal>/": at_the_desk(NOT_THIS_WAY, NOT_THERE),
    "admin/meetings/meeting/numbers/": at_the_desk(audit=ALIKE),
    "admin/meetings/meeting/ahead/": at_the_desk(),
    "admin/meetings/meeting/ahead/<slug:kind>/<slug:which>/": at_the_desk(200, "week/next/"),
    "admin/meetings/meeting/<int:pk>/who/": at_the_desk(),
    "admin/meetings/meeting/<int:pk>/who/<int:member>/": at_the_desk(200, MISTAKES),
    "admin/meetings/meeting/<int:pk>/who/guests/<int:guest>/": at_the_desk(NOT_THIS_WAY, NOT_THERE),
    **desk("meetings/venue", add=200, change=200),
    **desk("meetings/series", add=MISTAKES, change=NOT_THIS_WAY),
    "admin/meetings/series/<int:pk>/next-year/": at_the_desk(),
    "admin/meetings/series/<int:pk>/change-meetings/": at_the_desk(200, MISTAKES),
    "admin/meetings/series/<int:pk>/announce/": at_the_desk(200, "change/"),
    "admin/meetings/series/<int:pk>/end/": at_the_desk(200, MISTAKES),
    **desk("meetings/poll", add=MISTAKES, change=NOT_THIS_WAY),
    "admin/meetings/poll/<int:pk>/choose/<int:date>/": at_the_desk(200, "change/"),
    "admin/meetings/poll/<int:pk>/close/": at_the_desk(NOT_THIS_WAY, "change/"),
    "admin/meetings/series/<int:pk>/reopen/": at_the_desk(NOT_THIS_WAY, "change/"),
    **desk("meetings/rsvpchange"),
    **desk("meetings/attendancechange"),
    # Certificates: attendance issues them; nobody edits one, a coordinator revokes it or issues it again.
    **desk("meetings/certificate"),
    "admin/meetings/certificate/<int:pk>/deed/<slug:name>/": at_the_desk(200, MISTAKES),
    **desk("meetings/notice", add=200, change=200, delete=200),
    "admin/meetings/notice/<int:pk>/preview/": at_the_desk(200, "preview/"),
    # What was promised: given to another, never deleted.
    **desk("minutes/action", change="/admin/minutes/action/"),
    # To look at.
    **desk("outbox/message"),
    **desk("outbox/incoming"),
    **desk("outbox/bounce"),
    **desk("outbox/stoppedaddress"),
    "admin/outbox/stoppedaddress/<int:pk>/works-again/": at_the_desk(NOT_THIS_WAY, "/admin/outbox/stoppedaddress/"),
    **desk("meetings/calendarreply"),
    "admin/meetings/calendarreply/<int:pk>/decide/<slug:deed>/": at_the_desk(NOT_THIS_WAY, NOT_THERE),
    "admin/outbox/message/set-up/": at_the_desk(*READS, audit=READS),
    "admin/outbox/message/set-up/check/": at_the_desk(NOT_THIS_WAY, "set-up/"),
    "admin/outbox/message/set-up/test/": at_the_desk(NOT_THIS_WAY, "set-up/"),
    **desk("accounts/user"),
    **nobody("account/emailaddress"),
    **nobody("mfa/authenticator"),
    **nobody("socialaccount/socialapp", history="/admin/"),
    **nobody("socialaccount/socialtoken", history="/admin/"),
    **nobody("socialaccount/socialaccount", history="/admin/"),
    **nobody("usersessions/usersession", history="/admin/"),
}
