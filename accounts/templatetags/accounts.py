"""What the pages of signing in say."""

from django import template

from accounts import browsers, sessions

register = template.Library()
register.filter("browser_in_words", browsers.in_words)
register.filter("session_length", lambda user: str(sessions.length_for(user)))
