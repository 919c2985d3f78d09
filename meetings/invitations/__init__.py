"""Meetings in people's calendars by mail (iMIP): invited, told of a change, taken back; who was told what."""
