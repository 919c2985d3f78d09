"""A document of a meeting: what it is, and its content apart, so that lists never read it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.guard import refuse_patient_data
from members.public_id import random_public_id

from ..words import FileType, Legible

# Who took away a document that named somebody who is erased.
BY_ERASURE = "erasure"


class DocumentQuerySet(models.QuerySet["Document"]):
    def shown(self) -> Self:
        return self.filter(removed_at=None)

    def lost(self) -> Self:
        """Taken away because they named somebody who was erased, and not replaced or let go since."""
        return self.filter(removed_by_name=BY_ERASURE, made_good_at=None)


class Document(models.Model):
    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="documents", verbose_name="meeting")
    title = models.CharField("title", max_length=120, validators=[refuse_patient_data])
    file_type = models.CharField("type", max_length=4, choices=FileType)
    size = models.PositiveIntegerField("size in bytes")
    sha256 = models.CharField("fingerprint", max_length=64)
    uploaded_at = models.DateTimeField("added")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="added by"
    )
    uploaded_by_name = models.CharField("added by (name)", max_length=254)
    removed_at = models.DateTimeField("taken away", null=True, blank=True)
    removed_by_name = models.CharField("taken away by", max_length=254, blank=True)
    made_good_at = models.DateTimeField("replaced, or let go, after an erasure", null=True, blank=True, editable=False)
    search_text = models.TextField("what a search may find", blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "title", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sha256"],
                condition=Q(removed_at=None),
                name="document_once_a_meeting",
                violation_error_message="This document is with the meeting already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("minutes:document", args=[self.public_id])


class DocumentContent(models.Model):
    """The bytes, checked and where it is a picture written anew; in the database, so that no machine keeps files.

    `words` are what can be read in them, bare, for the one search that asks whom documents name.
    """

    document = models.OneToOneField(Document, models.CASCADE, related_name="content", verbose_name="document")
    data = models.BinaryField("content")
    words = models.TextField("the words in it", blank=True, editable=False)
    legible = models.CharField("what was read", max_length=8, choices=Legible, default=Legible.WAITS, editable=False)

    class Meta:
        verbose_name_plural = "contents of documents"

    def __str__(self) -> str:
        return f"Content of {self.document}"
