"""Which of the person's words an office of the network reads, and in which kinds of place: these, and no others.

At the desk a list, the record of one row, its history, and a page about doing something; outside it a part of the site.
No file is in it. "rows.other" is what stands in the rows on which one of the person's hangs.
"""

Places = dict[str, set[str]]
Table = dict[str, dict[str, str]]

# What both read on the record of a row alone.
RECORD = {
    "meetings.AttendanceChange": "name",
    "meetings.CalendarReply": "attendee why",
    "meetings.Certificate": "aims facilitator organiser revoked_by_name revoked_why topics",
    "members.AccessRequest": "email extended_why outcome recorded_by_name",
    "members.Complaint": "email outcome recorded_by_name text",
    "members.Evidence": "provider verified_by_name",
    "members.Leaving": "why",
    "members.Member": "interests job_title languages phone registration_number service",
    "members.MemberChange": "by_name reason",
    "members.Offer": "fee_note",
    "members.StandingChange": "by_name why",
    "minutes.Action": "recorded_by_name",
    "outbox.Message": "about accepted_by message_id text",
}
COORDINATOR: Table = {
    "record": RECORD,
    "/meetings/": {
        "meetings.Guest": "name",
    },
    "/meetings/ /minutes/ deed history list record": {
        "members.Member": "name",
    },
    "/minutes/": {
        "minutes.AgendaItem": "title",
    },
    "/minutes/ history list record": {
        "minutes.Action": "text",
    },
    "deed": {
        "members.NewAddress": "asked_by_name email why",
    },
    "deed history list record": {
        "members.Appointment": "name",
    },
    "deed list record": {
        "meetings.Certificate": "name title",
    },
    "history list record": {
        "members.Appointment": "areas",
        "members.Member": "email",
        "outbox.Message": "subject",
    },
    "list record": {
        "meetings.AttendanceChange": "by_name",
        "meetings.CalendarReply": "partstat",
        "meetings.RsvpChange": "why",
        "members.AccessRequest": "name",
        "members.Appointment": "by_name why",
        "members.Complaint": "name",
        "outbox.Message": "last_error name recipient",
        "rows": "other",
    },
}
AUDITOR: Table = {
    "record": RECORD,
    "deed": {
        "members.NewAddress": "asked_by_name email why",
    },
    "deed history list record": {
        "members.Member": "name",
    },
    "history list record": {
        "members.Appointment": "areas name",
        "members.Member": "email",
        "minutes.Action": "text",
    },
    "history record": {
        "outbox.Message": "subject",
    },
    "list record": {
        "meetings.AttendanceChange": "by_name",
        "meetings.CalendarReply": "partstat",
        "meetings.Certificate": "name title",
        "meetings.RsvpChange": "why",
        "members.AccessRequest": "name",
        "members.Appointment": "by_name why",
        "members.Complaint": "name",
        "outbox.Message": "last_error name recipient",
        "rows": "other",
    },
}


def fields(table: Table) -> Places:
    """Each field with the kinds of place."""
    rows = [
        (f"{model}.{name}", places)
        for places, models in table.items()
        for model, names in models.items()
        for name in names.split()
    ]
    return {field: set(places.split()) for field, places in rows}


def differences(read: Places, expected: Places) -> list[str]:
    """What is new, and what is no longer there."""
    every = sorted(read.keys() | expected.keys())
    new = [f"reads {field} in {at}" for field in every if (at := read.get(field, set()) - expected.get(field, set()))]
    gone = [f"no {field} in {at}" for field in every if (at := expected.get(field, set()) - read.get(field, set()))]
    return new + gone
