"""The choices that meetings and answers know."""

from django.db import models


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
    COORDINATOR = "coordinator", "by a coordinator"


class Cause(models.TextChoices):
    """Why an answer or a place changed."""

    ANSWER = "answer", "answered"
    PROMOTED = "promoted", "moved up from the waiting list"
    NOT_ELIGIBLE = "not_eligible", "no longer eligible"
    CANCELLED = "cancelled", "the meeting was cancelled"


class Deed(models.TextChoices):
    """What a coordinator did with a meeting."""

    PLANNED = "planned", "planned"
    PUBLISHED = "published", "published"
    CHANGED = "changed", "changed"
    MOVED = "moved", "moved"
    CANCELLED = "cancelled", "cancelled"
    BROUGHT_BACK = "brought_back", "takes place after all"
    FILLED = "filled", "free places filled"
