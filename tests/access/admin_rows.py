"""The table of the coordinators' desk: what they may look at, add, change and delete there, and their deeds."""

from tests.access import rows
from tests.access.outcomes import MISTAKES, NOT_THERE, NOT_THIS_WAY, NOT_YOURS, Outcome, Row, at_the_desk, each, login
from tests.access.people import VISITOR

APPS = "members|minutes|meetings|dit_network|outbox|accounts|account|mfa|socialaccount|usersessions"


def desk(
    model: str, *, add: Outcome = NOT_YOURS, change: Outcome = NOT_YOURS, delete: Outcome = NOT_YOURS
) -> dict[str, Row]:
    """A model that coordinators look at; what they send empty is answered so where they may, and refused where not."""
    return {
        f"admin/{model}/": at_the_desk(),
        f"admin/{model}/add/": at_the_desk(NOT_YOURS if add == NOT_YOURS else 200, add),
        f"admin/{model}/<path:object_id>/": at_the_desk("change/", "change/"),
        f"admin/{model}/<path:object_id>/change/": at_the_desk(200, change),
        f"admin/{model}/<path:object_id>/delete/": at_the_desk(delete, delete),
        f"admin/{model}/<path:object_id>/history/": at_the_desk(),
    }


def nobody(model: str, history: Outcome = NOT_YOURS) -> dict[str, Row]:
    """A model of a library that nobody here looks at; where no row exists its history leads back to the desk."""
    shut = at_the_desk(NOT_YOURS, NOT_YOURS)
    return {
        **{
            f"admin/{model}/{page}": shut
            for page in ("", "add/", "<path:object_id>/change/", "<path:object_id>/delete/")
        },
        f"admin/{model}/<path:object_id>/": at_the_desk("change/", "change/"),
        f"admin/{model}/<path:object_id>/history/": at_the_desk(history, history),
    }


def own(get: Outcome = 200, post: Outcome = 200) -> Row:
    """A page of the desk itself: it leads a visitor to its own sign-in page, which leads on to ours."""
    row, stopped = at_the_desk(get, post), each((VISITOR, "/admin/login/"))
    return Row({**row.get, **stopped}, {**row.post, **stopped})


PATHWAY_LISTS = ("time-limits", "cohorts", "standings", "gaps")
LISTS = ("pathway", "area", "profession", "body", "organisation")

ROWS: dict[str, Row] = {
    "admin/": own(),
    "admin/login/": at_the_desk("/admin/", 200),
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
    "admin/dit_network/page/^([^/]+)/history/([^/]+)/$": at_the_desk(),
    "admin/dit_network/page/<int:pk>/preview/": at_the_desk(NOT_THIS_WAY, MISTAKES),
    # Applications and members: what is decided is a deed with a page of its own.
    **desk("members/application", change=200),
    "admin/members/application/<int:pk>/decide/<slug:kind>/": at_the_desk(NOT_THIS_WAY, MISTAKES),
    "admin/members/application/<int:pk>/registration-checked/": at_the_desk(NOT_THIS_WAY, "change/"),
    "admin/members/application/<int:pk>/undo/<int:decision>/": at_the_desk(NOT_THERE, NOT_THERE),
    "admin/members/organisation/merge/": at_the_desk(200, MISTAKES),
    **desk("members/member", add=MISTAKES, change=200),
    "admin/members/member/<int:pk>/deed/<slug:name>/": at_the_desk(200, MISTAKES),
    "admin/members/member/<int:pk>/new-address/": at_the_desk(200, "new-address/"),
    **{f"admin/members/member/{page}/": at_the_desk(200, NOT_THIS_WAY) for page in PATHWAY_LISTS},
    **desk("members/evidence"),
    **{f"admin/members/evidence/<int:pk>/{deed}/": at_the_desk(200, MISTAKES) for deed in ("verify", "set-aside")},
    "admin/members/evidence/<int:pk>/undo/": at_the_desk(200, "change/"),
    # Supervisors from outside the network: confirmed on a page of its own.
    **desk("members/outsidesupervisor", change=200),
    "admin/members/outsidesupervisor/<int:pk>/confirm/": at_the_desk(200, MISTAKES),
    # Offers of supervision and requests for places: looked at.
    **desk("members/offer"),
    **desk("members/placerequest"),
    # How long data is kept, and the registers.
    **desk("members/retentionrule"),
    "admin/members/retentionrule/<int:pk>/today/": at_the_desk(post=NOT_THIS_WAY),
    "admin/members/retentionrule/<int:pk>/new-version/": at_the_desk(200, MISTAKES),
    "admin/members/retentionrule/<int:pk>/let-go-on/": at_the_desk(NOT_THIS_WAY, NOT_THERE),
    "admin/members/retentionrule/<int:pk>/keep/": at_the_desk(NOT_THIS_WAY, NOT_THERE),
    "admin/members/retentionrule/records-of-processing/": at_the_desk(post=NOT_THIS_WAY),
    **desk("members/accessrequest", add=200),
    **desk("members/complaint"),
    **desk("members/breach", add=200, change=200),
    **desk("members/export"),
    **desk("members/exportstop", add=200),
    **{
        f"admin/members/{model}/<int:pk>/deed/<slug:name>/": at_the_desk(200, MISTAKES)
        for model in ("accessrequest", "complaint", "breach")
    },
    **desk("members/appointment", add=MISTAKES),
    "admin/members/appointment/<int:pk>/end/": at_the_desk(200, MISTAKES),
    # What the network keeps: contacts, routes, lists.
    **desk("members/contact", add=200, change=200, delete=200),
    **{route: row for name in LISTS for route, row in desk(f"members/{name}", add=200, change=200).items()},
    "admin/members/pathway/<int:pk>/new-version/": at_the_desk(200, MISTAKES),
    # Meetings: one is cancelled, never deleted; who comes is answered for by name.
    **desk("meetings/meeting", add=MISTAKES, change=MISTAKES),
    "admin/meetings/meeting/<int:pk>/deed/<slug:name>/": at_the_desk(200, MISTAKES),
    "admin/meetings/meeting/<int:pk>/roles/": at_the_desk(200, MISTAKES),
    "admin/meetings/meeting/hand-over/<int:coordinator>/": at_the_desk(200, MISTAKES),
    "admin/meetings/meeting/undo/<int:reversal>/": at_the_desk(NOT_THIS_WAY, NOT_THERE),
    "admin/meetings/meeting/numbers/": at_the_desk(),
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
    "admin/outbox/message/set-up/": at_the_desk(post=NOT_THIS_WAY),
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
