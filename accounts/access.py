"""Who is signed in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import User


def current_user(request: HttpRequest) -> User:
    """Give the person who is signed in. Raises PermissionDenied for a visitor, should a page forget to ask."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
