"""What accounts, the outbox and the libraries below hold about people; these apps know nothing of rights."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from .finding import ABOUT_OTHERS, SECRET, by_address, by_link, either
from .holding import Basis, Holding, Person, leave_blank

OURS = "A name that this software gave the row."
SIGN_IN = "So that you can sign in, and see from where somebody did."


def own_account(person: Person) -> "models.QuerySet[Any]":
    return get_user_model().objects.filter(pk=person.user_pk or 0)


def account(
    model: str,
    title: str,
    path: str = "user",
    *,
    shows: tuple[str, ...] = (),
    hides: tuple[str, ...] = (),
    kept: str = "leaver",
    seen_by: str = "You alone.",
) -> Holding:
    """A table of signing in: it goes with the account."""
    return Holding(
        model=model,
        title=title,
        purpose=SIGN_IN,
        basis=Basis.INTEREST,
        kept=kept,
        of=by_link(model, path),
        shows=shows,
        hides=dict.fromkeys(hides, SECRET),
        seen_by=seen_by,
        order=90,
    )


ACCOUNT = [
    account(
        "account.EmailAddress",
        "Your addresses",
        shows=("user", "email"),
        seen_by="You. Coordinators for the whole network and auditors see the main one, and find your account by each.",
    ),
    account(
        "account.EmailConfirmation",
        "Addresses to confirm",
        "email_address__user",
        shows=("email_address",),
        hides=("key",),
    ),
    account("mfa.Authenticator", "Your second steps and passkeys", shows=("user",), hides=("data",)),
    account(
        "socialaccount.SocialToken",
        "Keys of accounts elsewhere",
        "account__user",
        hides=("token", "token_secret", "account", "app"),
    ),
    account(
        "socialaccount.SocialAccount",
        "Accounts elsewhere that let you in",
        shows=("user", "provider", "uid", "extra_data"),
    ),
    account(
        "usersessions.UserSession",
        "Where you are signed in",
        shows=("user", "user_agent", "ip", "data"),
        hides=("session_key",),
        kept="sign-in",
    ),
    account(
        "accounts.User_groups",
        "Groups that you are in",
        shows=("user", "group"),
        seen_by="You, coordinators and auditors.",
    ),
    account("accounts.User_user_permissions", "What you may do at the desk", shows=("user", "permission")),
    Holding(
        model="admin.LogEntry",
        title="What you did at the coordinators’ desk",
        purpose="So that it can be asked later who changed something.",
        basis=Basis.INTEREST,
        kept="audit",
        of=by_link("admin.LogEntry", "user"),
        shows=("user",),
        hides=dict.fromkeys(("object_id", "object_repr", "change_message"), ABOUT_OTHERS),
        order=90,
    ),
    Holding(
        model="accounts.User",
        title="Your account",
        purpose="So that you can sign in.",
        basis=Basis.INTEREST,
        kept="leaver",
        of=own_account,
        shows=("email",),
        hides={"password": SECRET},
        order=100,
    ),
]
MAIL = [
    Holding(
        model="outbox.Message",
        title="Messages to you",
        purpose="So that a message leaves once, and you can ask what we wrote to you.",
        basis=Basis.INTEREST,
        kept="outbox-words",
        of=either(by_link("outbox.Message", "user"), by_address("outbox.Message", "recipient")),
        shows=("user", "recipient", "sender", "subject", "text", "topic", "about", "last_error", "accepted_by", "name"),
        hides={
            "key": OURS,
            "message_id": OURS,
            "html": "The same words as the text, with pictures of buttons.",
            "calendar": "The same meeting as in the text, for a calendar program.",
            "headers": "Addresses that switch mail off without signing in: whoever knows them could do so.",
        },
        seen_by="You. Coordinators for the whole network can open it, without its private links; each look is noted.",
        order=40,
    ),
    Holding(
        model="outbox.MailChoice",
        title="Which mail you want",
        purpose="So that you get what you want and nothing else.",
        basis=Basis.CONSENT,
        kept="leaver",
        of=by_link("outbox.MailChoice", "user"),
        shows=("user", "topic"),
    ),
    Holding(
        model="outbox.StoppedAddress",
        title="Your addresses that get no mail",
        purpose="So that we do not write to an address that does not work.",
        basis=Basis.INTEREST,
        kept="leaver",
        of=by_address("outbox.StoppedAddress", "address"),
        shows=("address", "why"),
    ),
    Holding(
        model="outbox.Bounce",
        title="Messages to you that did not arrive",
        purpose="So that we do not write to an address that does not work.",
        basis=Basis.INTEREST,
        kept="inbox",
        of=either(by_address("outbox.Bounce", "address"), by_link("outbox.Bounce", "message__user")),
        shows=("address", "status", "said", "message", "incoming"),
        order=39,
    ),
    Holding(
        model="outbox.Incoming",
        title="Mails from you to the network’s mailbox",
        purpose="So that a mail is dealt with once; its words are not kept.",
        basis=Basis.INTEREST,
        kept="inbox",
        of=by_address("outbox.Incoming", "sender"),
        erase=leave_blank(sender="", message_id=""),
        shows=("sender", "why", "message_id"),
        hides={"digest": OURS},
        order=41,
    ),
]
HOLDINGS = [*ACCOUNT, *MAIL]
ABOUT_NOBODY = {
    "outbox.Mailbox": "The network’s own mailbox.",
    "socialaccount.SocialApp": "How accounts elsewhere are asked; no person.",
    "auth.Permission": "What can be allowed.",
    "auth.Group": "What can be allowed together.",
    "auth.Group_permissions": "What can be allowed together.",
    "contenttypes.ContentType": "The names of tables.",
    "sessions.Session": "Kept encoded: where you are signed in is told from the list of sessions; erasure reads each.",
}
