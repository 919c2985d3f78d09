"""The choices that agendas and documents know."""

from django.db import models


class ItemState(models.TextChoices):
    """How an item of the agenda stands before and after the meeting."""

    PROPOSED = "proposed", "proposed"
    ACCEPTED = "accepted", "on the agenda"
    DECLINED = "declined", "not on the agenda"
    WITHDRAWN = "withdrawn", "taken back"
    REACHED = "reached", "discussed"
    CARRIED = "carried", "carried over to the next meeting"


class FileType(models.TextChoices):
    """What a document may be, as its content says."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PPTX = "pptx", "PowerPoint"
    ODT = "odt", "OpenDocument text"
    ODS = "ods", "OpenDocument spreadsheet"
    ODP = "odp", "OpenDocument presentation"
    PNG = "png", "PNG picture"
    JPEG = "jpg", "JPEG picture"


class Legible(models.TextChoices):
    """How much of a document was read as text, so that it can be searched for a name."""

    WAITS = "waits", "not read yet"
    ALL = "all", "all of it"
    PART = "part", "a part of it"
    NOTHING = "nothing", "nothing: a picture or a scan"
