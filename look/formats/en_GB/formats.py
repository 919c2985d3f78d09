"""Days as in `look.words`: "Thursday 14 May 2026", and with the time "Thursday 14 May 2026, 2:30 p.m."."""

DATE_FORMAT = "l j F Y"
DATETIME_FORMAT = "l j F Y, P"
