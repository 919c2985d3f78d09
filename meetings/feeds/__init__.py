"""Calendars that somebody's own program reads by itself: three for each member, each behind a private link."""
