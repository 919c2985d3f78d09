"""What agendas, minutes, actions and documents hold about people."""

from members.rights.finding import ABOUT_OTHERS_TOO, FOR_SEARCH, RANDOM, by_link, deed, mention
from members.rights.holding import Basis, Holding, keep, leave_blank

from . import naming

SEARCHED = {"search_text": FOR_SEARCH}
MEMBERS = "Members who may take part, and coordinators."

HOLDINGS = [
    Holding(
        model="minutes.Action",
        title="What you promised to do",
        purpose="So that what a meeting decided is done.",
        basis=Basis.INTEREST,
        kept="leaver",
        of=by_link("minutes.Action", "owner"),
        erase=leave_blank(owner=None),
        shows=("owner", "text", "recorded_by_name", "done_by_name"),
        hides={"public_id": RANDOM, **SEARCHED},
        seen_by=MEMBERS,
    ),
    Holding(
        model="minutes.AgendaItem",
        title="What you proposed for an agenda",
        purpose="So that meetings talk about what members want.",
        basis=Basis.INTEREST,
        kept="leaver",
        of=by_link("minutes.AgendaItem", "proposed_by"),
        erase=leave_blank(proposed_by=None),
        shows=("proposed_by", "title"),
        hides={"public_id": RANDOM, **SEARCHED},
        seen_by=MEMBERS,
    ),
    deed(
        "minutes.Document",
        "Documents that you added",
        by="uploaded_by",
        named="uploaded_by_name",
        shows=("meeting", "title", "file_type", "size", "uploaded_at"),
    ),
    deed(
        "minutes.Document",
        "Documents that you took away",
        named="removed_by_name",
        shows=("meeting", "title", "removed_at"),
    ),
    deed("minutes.Minutes", "Minutes that you wrote", named="changed_by_name", shows=("meeting", "changed_at")),
    deed(
        "minutes.MinutesVersion",
        "Minutes that you approved",
        by="approved_by",
        named="approved_by_name",
        shows=("minutes", "number", "published_at"),
    ),
    deed(
        "minutes.Resolution",
        "Decisions that you wrote down",
        named="recorded_by_name",
        shows=("meeting", "text", "recorded_at"),
    ),
    deed(
        "minutes.Action",
        "Promises that you wrote down",
        named="recorded_by_name",
        shows=("meeting", "text", "recorded_at"),
    ),
    deed(
        "minutes.Action",
        "Promises that you marked as done",
        named="done_by_name",
        shows=("meeting", "text", "done_at"),
    ),
    Holding(
        model="minutes.Document",
        title="Documents that name you",
        purpose="It was shown or decided on at a meeting.",
        basis=Basis.INTEREST,
        kept="leaver",
        of=naming.of,
        erase=keep,
        shows=("title",),
        hides={"public_id": RANDOM, "sha256": ABOUT_OTHERS_TOO, **SEARCHED},
        seen_by=MEMBERS,
        order=60,
    ),
    mention("minutes.Minutes", "Minutes that name you", ("text", "search_text")),
    mention("minutes.MinutesVersion", "Published minutes that name you", ("text", "decisions", "actions")),
    mention("minutes.Resolution", "Decisions that name you", ("text", "search_text"), shows=("text",)),
    mention("minutes.Action", "Promises that name you", ("text", "search_text"), shows=("text",)),
    mention("minutes.AgendaItem", "Items of agendas that name you", ("title", "search_text"), shows=("title",)),
]
ABOUT_NOBODY = {
    "minutes.DocumentContent": "The bytes and the words of a document that coordinators added: told as documents that "
    "name you."
}
