"""Private links to a calendar: whoever holds one reads it, so each can be replaced and taken away."""

import secrets

from django.db import models


def random_token() -> str:
    """Too long to guess: 256 bits."""
    return secrets.token_urlsafe(32)


class PathwayFeed(models.Model):
    """The link under which a calendar program reads the dates of somebody's pathway."""

    member = models.OneToOneField("members.Member", models.CASCADE, related_name="pathway_feed", verbose_name="member")
    token = models.CharField("token", max_length=64, unique=True, default=random_token, editable=False)
    made_at = models.DateTimeField("made")

    class Meta:
        verbose_name = "calendar link"

    def __str__(self) -> str:
        return f"Calendar link of {self.member}"
