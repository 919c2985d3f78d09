"""The table: every address of the site outside the admin, with who may open it. An address without a row fails."""

from tests.access.outcomes import (
    MISTAKES,
    NOT_NOW,
    NOT_THERE,
    NOT_THIS_WAY,
    NOT_YOURS,
    SIGN_IN,
    Row,
    by_link,
    by_token,
    each,
    gated,
    login,
    public,
    way_in,
)
from tests.access.people import (
    AT_THE_DESK,
    AT_THE_DOOR,
    ELIGIBLE,
    MINUTE_TAKER,
    NO_MEMBERS,
    SIGNED_IN,
    STAFF,
    VISITOR,
    WITH_ENTRY,
    WITH_FACTOR,
    Person,
)

STATUS = "/join/status/"
APPLYING = frozenset({Person.APPLICANT, Person.PARKED})
FREE_TO_APPLY = NO_MEMBERS | {Person.NEWCOMER}
ANSWERING = FREE_TO_APPLY | {Person.PARKED}
# Whoever has a row, trained or not, and has neither left nor been suspended.
NOT_GONE = APPLYING | ELIGIBLE
HAS_A_ROW = APPLYING | WITH_ENTRY
PARKED = frozenset({Person.PARKED})

# Whoever has a duty at a meeting has exactly these pages besides those of every member.
WRITING, WATCHING = AT_THE_DESK | MINUTE_TAKER, AT_THE_DESK | AT_THE_DOOR

# Before something sensitive people show again who they are: with their second step, or with a code.
WITHOUT_FACTOR = SIGNED_IN - WITH_FACTOR
BY_CODE, BY_FACTOR, ELSEWHERE = "/account/confirm/", "/accounts/2fa/reauthenticate/", "/accounts/3rdparty/"
ASKED_AGAIN = each((WITH_FACTOR, BY_FACTOR), (WITHOUT_FACTOR, BY_CODE))

page, form, sensitive = public(), public(post=MISTAKES), login(ASKED_AGAIN, ASKED_AGAIN)


def both(outcome: int | str | dict[Person, int | str]) -> tuple:
    """The same for reading and for posting."""
    return (outcome, outcome)


ROWS: dict[str, Row] = {
    # The network's own words.
    "": public(each((SIGNED_IN | VISITOR, 200), (frozenset({Person.SERVICE_LEAD}), "/counts/"))),
    "about-dit/": page,
    "dit-and-ipt/": page,
    "the-network/": page,
    "when-and-where/": page,
    "training-routes/": page,
    "contacts/": page,
    "contacts/<slug:slug>/": form,
    "contacts/<slug:slug>/sent/": page,
    "still-right/<str:token>/": by_token(),
    "key-contact/": login(),
    "key-contact/<slug:slug>/": login(*both(NOT_THERE)),
    "key-contact/link/<str:token>/": by_token(),
    "key-contact/copy/<str:token>/": by_token(),
    "certificate/": page,
    "certificate/<str:serial>/": page,
    "how-to-join/": page,
    "privacy/": page,
    "accessibility/": page,
    "complaints/": form,
    "complaints/sent/": page,
    "robots.txt": page,
    ".well-known/security.txt": page,
    "healthz": page,
    "readyz": page,
    # Coming in.
    "accounts/login/": way_in(),
    "accounts/login/code/": way_in(),
    "accounts/login/code/confirm/": way_in(*both("/accounts/login/code/")),
    "accounts/login/code/again/": public(NOT_THIS_WAY, SIGN_IN),
    "accounts/signup/": way_in(),
    "accounts/confirm-email/": public(*both(each((VISITOR, SIGN_IN), (SIGNED_IN, "/accounts/email/")))),
    "accounts/inactive/": page,
    "accounts/logout/": public(each((VISITOR, "/"), (SIGNED_IN, 200)), "/"),
    "accounts/password/reset/": public(post=200),
    "accounts/password/reset/confirm/": public(*both(SIGN_IN)),
    "accounts/password/reset/complete/": public(*both("/accounts/password/reset/")),
    "accounts/password/reset/done/": page,
    "accounts/2fa/authenticate/": way_in(*both(SIGN_IN)),
    "accounts/2fa/webauthn/login/": way_in(*both(SIGN_IN)),
    # With an account elsewhere: no provider is set up, so these lead nowhere.
    "accounts/3rdparty/login/error/": public(401),
    "accounts/3rdparty/login/cancelled/": page,
    "accounts/3rdparty/signup/": public(*both(SIGN_IN)),
    "accounts/3rdparty/": login(post=200),
    "accounts/social/login/cancelled/": login(*both(f"{ELSEWHERE}login/cancelled/")),
    "accounts/social/login/error/": login(*both(f"{ELSEWHERE}login/error/")),
    "accounts/social/signup/": login(*both(f"{ELSEWHERE}signup/")),
    "accounts/social/connections/": login(*both(ELSEWHERE)),
    # One's own sign-in.
    "account/": login(),
    "account/second-step/": login(),
    "account/confirm/": login(each((WITH_FACTOR, BY_FACTOR), (WITHOUT_FACTOR, 200)), ASKED_AGAIN),
    "accounts/": login(*both("/account/")),
    "accounts/email/": login(post="/accounts/email/"),
    "accounts/sessions/": login(post="/accounts/sessions/"),
    "accounts/password/set/": sensitive,
    "accounts/password/change/": login(*both("/accounts/password/set/")),
    "accounts/reauthenticate/": sensitive,
    "accounts/2fa/": login(),
    "accounts/2fa/reauthenticate/": login(*both(each((WITHOUT_FACTOR, BY_CODE), (WITH_FACTOR, 200)))),
    "accounts/2fa/totp/activate/": sensitive,
    "accounts/2fa/totp/deactivate/": login(*both(each((WITH_FACTOR, BY_FACTOR), (WITHOUT_FACTOR, NOT_THERE)))),
    "accounts/2fa/recovery-codes/": login(NOT_THERE),
    "accounts/2fa/recovery-codes/generate/": sensitive,
    "accounts/2fa/recovery-codes/download/": login(*both(NOT_THERE)),
    "accounts/2fa/webauthn/": login(),
    "accounts/2fa/webauthn/add/": sensitive,
    "accounts/2fa/webauthn/reauthenticate/": sensitive,
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": sensitive,
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": sensitive,
    # Joining.
    "join/": public(each((VISITOR, "/accounts/signup/"), (SIGNED_IN, STATUS), (FREE_TO_APPLY, "/join/training/"))),
    "join/<slug:step>/": login(
        each((SIGNED_IN, STATUS), (ANSWERING, 200)), each((SIGNED_IN, STATUS), (ANSWERING, MISTAKES))
    ),
    "join/check-answers/": login(*both(each((SIGNED_IN, "/join/"), (PARKED, "/join/not-yet/")))),
    "join/status/": login(),
    "join/withdraw/": login(each((SIGNED_IN, STATUS), (APPLYING, 200)), STATUS),
    # One's own entry, for whoever ever joined.
    "counts/": gated(STAFF | {Person.SERVICE_LEAD}),
    "profile/": gated(WITH_ENTRY),
    "profile/details/": gated(WITH_ENTRY, post=MISTAKES),
    "profile/looked/": gated(WITH_ENTRY),
    "profile/mail-works-again/": gated(WITH_ENTRY, NOT_THIS_WAY, "/profile/"),
    "profile/sharing/": gated(WITH_ENTRY, post=MISTAKES),
    "profile/sharing/history/": gated(WITH_ENTRY),
    "profile/seen/": gated(WITH_ENTRY),
    # One's own pathway, also for who has not joined yet.
    "pathway/": login(),
    "pathway/add/": gated(WITH_ENTRY),
    "pathway/add/<slug:kind>/": gated(WITH_ENTRY, post=MISTAKES),
    "pathway/evidence/<str:public_id>/": login(NOT_THERE),
    "pathway/evidence/<str:public_id>/change/": login(*both(NOT_THERE)),
    "pathway/evidence/<str:public_id>/take-back/": login(NOT_THIS_WAY, NOT_THERE),
    "pathway/away/": gated(WITH_ENTRY, post=MISTAKES),
    "pathway/away/<int:pk>/end/": gated(WITH_ENTRY, NOT_THIS_WAY, NOT_THERE),
    # One's own calendars, and what a program reads there with the link alone.
    "calendar/": gated(ELIGIBLE, post=MISTAKES),
    "calendar/<slug:kind>/": gated(ELIGIBLE, NOT_THIS_WAY, NOT_THERE),
    "calendar/<slug:kind>/<str:token>.ics": by_token(post=NOT_THIS_WAY),
    # Who supervises whom: what is posted is about somebody else's row.
    "pathway/supervisors/": gated(ELIGIBLE),
    "pathway/supervisors/member/": gated(ELIGIBLE, post=MISTAKES),
    "pathway/supervisors/outside/": gated(ELIGIBLE, post=MISTAKES),
    "pathway/supervisors/<str:public_id>/<slug:deed>/": gated(ELIGIBLE, NOT_THIS_WAY, NOT_THERE),
    "pathway/ask-again/<str:public_id>/": gated(ELIGIBLE, NOT_THIS_WAY, NOT_THERE),
    "pathway/supervisees/": gated(ELIGIBLE),
    "pathway/supervisees/<str:public_id>/": gated(ELIGIBLE, NOT_THIS_WAY, NOT_THERE),
    # What is held about oneself, for whoever can sign in; leaving asks for a choice.
    "everything/": login(),
    "everything/about-me.<slug:kind>": login(NOT_THERE, NOT_THIS_WAY),
    "leave/": login(post=MISTAKES),
    "stay/<str:token>/": by_token(),
    # From a letter, without an account.
    # Offers of supervision are a supervisor's own; nobody of this table is one.
    "supervision/": page,
    "supervision/offers/": gated(frozenset()),
    "supervision/offers/new/": gated(frozenset(), post=NOT_YOURS),
    "supervision/offers/<str:public_id>/": gated(frozenset(), post=NOT_YOURS),
    "supervision/offers/<str:public_id>/<slug:deed>/": gated(frozenset(), NOT_THIS_WAY, NOT_YOURS),
    "supervision/ask/<str:public_id>/": gated(ELIGIBLE, NOT_THIS_WAY, NOT_THERE),
    "supervision/requests/<str:public_id>/": gated(ELIGIBLE, NOT_THERE, NOT_THERE),
    "supervision/a/<str:token>/": by_token(),
    "word/<str:token>/": by_token(),
    "new-address/<str:token>/": by_token(),
    "give-up/<str:token>/": by_token(),
    "keep/<str:token>/": by_token(),
    # One's own mail; a sort of it is stopped from its header or small print, without an account.
    "mail/": login(post="/mail/"),
    "mail/stop/<str:name>/": by_link(),
    # What meetings talk about: members propose and read, the desk arranges, writes and publishes.
    "minutes/propose/": gated(ELIGIBLE, post=MISTAKES),
    "minutes/items/<str:public_id>/take-back/": gated(ELIGIBLE, NOT_THIS_WAY, NOT_THERE),
    "minutes/actions/": gated(ELIGIBLE),
    "minutes/actions/<str:public_id>/<slug:deed>/": gated(ELIGIBLE, NOT_THIS_WAY, NOT_THERE),
    "minutes/desk/": gated(AT_THE_DESK),
    "minutes/<slug:slug>/": gated(ELIGIBLE),
    "minutes/<slug:slug>/versions/<int:number>/": gated(ELIGIBLE),
    "minutes/<slug:slug>/propose/": gated(ELIGIBLE, post=MISTAKES),
    "minutes/<slug:slug>/agenda/": gated(WRITING, post=MISTAKES),
    "minutes/<slug:slug>/agenda/<str:public_id>/": gated(WRITING, NOT_THIS_WAY, NOT_THERE),
    "minutes/<slug:slug>/write/": gated(WRITING, post=MISTAKES),
    "minutes/<slug:slug>/publish/": gated(AT_THE_DESK, post="/minutes/next/publish/"),
    "minutes/<slug:slug>/publish/take-back/": gated(AT_THE_DESK, NOT_THIS_WAY, "/minutes/next/publish/"),
    # What members do together.
    "directory/": gated(ELIGIBLE),
    "directory/<str:public_id>/": gated(ELIGIBLE),
    "directory/<str:public_id>/card/": gated(ELIGIBLE),
    "meetings/": gated(ELIGIBLE),
    "meetings/past/": gated(ELIGIBLE),
    "meetings/numbers/": gated(ELIGIBLE),
    "meetings/open/": gated(NOT_GONE),
    "meetings/needs/": gated(NOT_GONE, post=MISTAKES),
    "meetings/needs/nothing/": gated(NOT_GONE, NOT_THIS_WAY, "/meetings/needs/"),
    # For the coordinator of that meeting alone, who is none of these.
    "meetings/<slug:slug>/needs/": login(NOT_YOURS, NOT_YOURS),
    "meetings/polls/<str:public_id>/": gated(ELIGIBLE, post=MISTAKES),
    "meetings/notices/": gated(ELIGIBLE),
    "meetings/notices/<int:pk>/": gated(ELIGIBLE),
    # One's own certificate: whoever else asks is told that there is none.
    "meetings/certificates/keep/": login(
        each((SIGNED_IN, NOT_THERE), (HAS_A_ROW, 200)),
        each((SIGNED_IN, NOT_THERE), (HAS_A_ROW, "/meetings/certificates/keep/")),
    ),
    "meetings/certificates/end/<str:token>/": by_token(),
    "meetings/certificates/<str:serial>/": login(NOT_THERE),
    "meetings/certificates/<str:serial>/certificate.pdf": login(NOT_THERE),
    "meetings/certificates/<str:serial>/name/": login(NOT_THIS_WAY, NOT_THERE),
    # One's own CPD, for whoever ever joined; what one writes about a meeting, only if one attended it.
    "meetings/cpd/": gated(WITH_ENTRY),
    "meetings/cpd/statement/": gated(WITH_ENTRY),
    "meetings/cpd/<slug:slug>/reflection/": gated(WITH_ENTRY, NOT_THERE, NOT_THERE),
    "meetings/<slug:slug>/": gated(ELIGIBLE),
    "meetings/<slug:slug>/programme/": gated(ELIGIBLE),
    "meetings/<slug:slug>/meeting.ics": gated(ELIGIBLE),
    # For coordinators, and for whoever is at the door of this meeting.
    "meetings/<slug:slug>/door/": gated(WATCHING, post="/meetings/next/door/"),
    "meetings/<slug:slug>/door/taps/": gated(WATCHING, NOT_THIS_WAY, 200),
    "meetings/<slug:slug>/sheet/": gated(WATCHING),
    "meetings/<slug:slug>/attendance/": gated(WATCHING, post=NOT_NOW),
    "meetings/<slug:slug>/attendance/close/": gated(AT_THE_DESK, post="/meetings/next/attendance/close/"),
    "meetings/<slug:slug>/attendance/reopen/": gated(AT_THE_DESK, post="/meetings/next/attendance/"),
    "meetings/guest/<str:token>/": by_token(),
    "meetings/a/<str:token>/": by_link(),
    "meetings/a/<str:token>/decide-by/": by_link(),
    "meetings/a/<str:token>/note/": by_link(),
    "meetings/links/": gated(NOT_GONE, post="/meetings/links/"),
    "minutes/a/<str:token>/propose/": by_link(),
    "meetings/<slug:slug>/guests/": gated(ELIGIBLE, post=200),
    "meetings/<slug:slug>/guests/<int:pk>/cancel/": gated(ELIGIBLE, NOT_THIS_WAY, NOT_THERE),
    "meetings/<slug:slug>/answer/": gated(ELIGIBLE, NOT_THIS_WAY, "/meetings/next/"),
    # What belongs to a meeting: who may not read a document is told that there is none.
    "minutes/documents/<str:public_id>/": login(each((SIGNED_IN, NOT_THERE), (ELIGIBLE | AT_THE_DESK, 200))),
    "minutes/documents/<str:public_id>/take-away/": gated(WRITING, NOT_THIS_WAY, "/minutes/next/documents/"),
    "minutes/documents/<str:public_id>/let-go/": gated(AT_THE_DESK, NOT_THIS_WAY, NOT_THERE),
    "minutes/search/": gated(ELIGIBLE),
    "minutes/<slug:slug>/documents/": gated(WRITING, post=MISTAKES),
    # Nobody has answered there, so a day is missing, and a note comes too early.
    "meetings/<slug:slug>/decide-by/": gated(ELIGIBLE, NOT_THIS_WAY, MISTAKES),
    "meetings/<slug:slug>/note/": gated(ELIGIBLE, NOT_THIS_WAY, MISTAKES),
}
