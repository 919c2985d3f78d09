"""A public page whose words coordinators may change; the software ships each page's first words as a file."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Page(models.Model):
    """One for each public page; its slug is the name of the page's address, so pages are changed, never added."""

    slug = models.SlugField("page", max_length=40, unique=True, editable=False)
    title = models.CharField("title", max_length=120)
    lead = models.CharField(
        "introduction", max_length=300, blank=True, help_text="One or two sentences under the title, in larger type."
    )
    body = models.TextField("text", max_length=40_000, blank=True)
    updated_at = models.DateTimeField("last changed", auto_now=True)

    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(self.slug)
