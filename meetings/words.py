"""The choices that meetings and answers know."""

from django.db import models


class Kind(models.TextChoices):
    """What sort of meeting it is; a training event may be open to people who are not trained yet."""

    MEETING = "meeting", "Network meeting"
    TRAINING = "training", "Training event"


class Mode(models.TextChoices):
    ROOM = "room", "In the room"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "In the room and online"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"


class Choice(models.TextChoices):
    """What someone said."""

    ROOM = "room", "In the room"
    ONLINE = "online", "Online"
    MAYBE = "maybe", "Maybe"
    NO = "no", "No"


class Place(models.TextChoices):
    """What someone holds."""

    ROOM = "room", "a place in the room"
    ONLINE = "online", "a place online"
    NONE = "none", "no place"


class Door(models.TextChoices):
    """Through which an answer came."""

    SITE = "site", "on the site"
    LINK = "link", "through a link in a message"
    REPLY = "reply", "from their calendar program"
    COORDINATOR = "coordinator", "by telephone, through a coordinator"
    POLL = "poll", "carried over from a date poll"


class Cause(models.TextChoices):
    """Why an answer or a place changed."""

    ANSWER = "answer", "answered"
    PROMOTED = "promoted", "moved up from the waiting list"
    NOT_ELIGIBLE = "not_eligible", "no longer eligible"
    CANCELLED = "cancelled", "the meeting was cancelled"
    MOVED = "moved", "asked again, because the meeting moved"
    CONFIRMED = "confirmed", "confirmed after the move"
    UNCONFIRMED = "unconfirmed", "not confirmed in time after the move"
    OFFERED = "offered", "offered a place that is free"
    OFFER_ENDED = "offer_ended", "let an offer end"
    UNDONE = "undone", "a coordinator undid a change"


class Deed(models.TextChoices):
    """What a coordinator did with a meeting."""

    PLANNED = "planned", "planned"
    PUBLISHED = "published", "published"
    CHANGED = "changed", "changed"
    MOVED = "moved", "moved"
    CANCELLED = "cancelled", "cancelled"
    BROUGHT_BACK = "brought_back", "takes place after all"
    FILLED = "filled", "free places filled"
    GOING_AHEAD = "going_ahead", "goes ahead"
    UNDONE = "undone", "last change undone"
    CLOSED = "closed", "attendance closed"
    REOPENED = "reopened", "attendance opened again"
    ROLE = "role", "role given"
    LOOKED = "looked", "looked at who needs what"


class Duty(models.TextChoices):
    """Who does what at one meeting."""

    COORDINATOR = "coordinator", "Coordinator"
    MINUTE_TAKER = "minute_taker", "Minute-taker"
    DOOR = "door", "Door"


# What somebody reads who has a duty from now on, and who has it no longer.
TOLD_OF_DUTY = {
    Duty.COORDINATOR: ("You coordinate this meeting", "You no longer coordinate this meeting"),
    Duty.MINUTE_TAKER: ("You take the minutes", "You no longer take the minutes"),
    Duty.DOOR: ("You are at the door", "You are no longer at the door"),
}


class NeedKind(models.TextChoices):
    """What somebody needs in order to take part or to eat with the others."""

    STEP_FREE = "step_free", "Step-free way in"
    HEARING = "hearing", "Hearing loop, or a seat near the speaker"
    LARGE_PRINT = "large_print", "Large print"
    CAPTIONS = "captions", "Captions online"
    QUIET = "quiet", "A quiet place to withdraw to"
    PARKING = "parking", "Parking close to the door"
    ASSISTANT = "assistant", "A seat for an assistant, or an assistance dog"
    VEGETARIAN = "vegetarian", "Vegetarian food"
    VEGAN = "vegan", "Vegan food"
    HALAL = "halal", "Halal food"
    KOSHER = "kosher", "Kosher food"
    GLUTEN_FREE = "gluten_free", "Gluten-free food"
    NUT_FREE = "nut_free", "Food without nuts"
    OTHER = "other", "Something else"


class Availability(models.TextChoices):
    """An answer to one date of a poll."""

    YES = "yes", "Yes"
    IF_NEED_BE = "if_need_be", "If need be"
    NO = "no", "No"


class Presence(models.TextChoices):
    """How somebody was there."""

    ROOM = "room", "In the room"
    ONLINE = "online", "Online"


class CalendarBy(models.TextChoices):
    """How meetings come into somebody's calendar."""

    INVITATIONS = "invitations", "Invitations by e-mail"
    FEED = "feed", "A calendar that I subscribe to"
    BOTH = "both", "Both"
    NEITHER = "neither", "Neither"


class FeedKind(models.TextChoices):
    """Which calendar a private link leads to."""

    NETWORK = "network", "All meetings of the network"
    MINE = "mine", "My meetings"
    BUSY = "busy", "Only when I am busy"


class Method(models.TextChoices):
    """What an invitation in somebody's calendar last said (RFC 5546)."""

    REQUEST = "REQUEST", "invited"
    CANCEL = "CANCEL", "taken back"


class ReplyState(models.TextChoices):
    """What became of an answer that a calendar program sent."""

    APPLIED = "applied", "counts"
    OLD = "old", "older than the answer that counts"
    TO_CHECK = "to_check", "to check"
    REFUSED = "refused", "cannot count any more"
    DISMISSED = "dismissed", "looked at, does not count"


class Source(models.TextChoices):
    """Where it was written down that somebody was there."""

    DOOR = "door", "at the door"
    SHEET = "sheet", "from the sign-in sheet"


# In our own words, wherever somebody might read more into a certificate than it says.
ATTENDANCE_ONLY = (
    "This is an attendance record. It is not accreditation of competence, and the time it counts is not clinical "
    "supervision."
)
