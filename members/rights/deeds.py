"""What people did about others in members: they read that they did it, and nothing of whom it was about."""

from .finding import deed

DEEDS = [
    deed(
        "members.Decision",
        "Decisions about applications that you made",
        by="by",
        named="by_name",
        hides=("application", "reason", "letter", "undone_by_name"),
    ),
    deed("members.Decision", "Decisions about applications that you undid", named="undone_by_name"),
    deed("members.Application", "Colleagues whom you entered", by="entered_by"),
    deed("members.Evidence", "Training that you verified", by="verified_by", named="verified_by_name"),
    deed("members.Evidence", "Training that you wrote down, for yourself or somebody else", by="recorded_by"),
    deed("members.Evidence", "Training that you set aside", named="set_aside_by_name"),
    deed("members.StandingChange", "Standings that changed by your deed", by="by", named="by_name"),
    deed("members.MemberChange", "What you did about other members", by="by", named="by_name", kept="audit"),
    deed("members.Appointment", "Appointments that you made or ended", by="by", named="by_name"),
    deed("members.Overlay", "When others were away, written down by you", named="recorded_by_name"),
    deed("members.OutsideSupervisor", "Supervisors whom you confirmed", by="confirmed_by", named="confirmed_by_name"),
    deed(
        "members.Export",
        "Lists of people that you took out of the site",
        by="by",
        named="by_name",
        shows=("what",),
        kept="audit",
    ),
    deed(
        "members.RecordView",
        "Records of members that you opened",
        by="by",
        named="by_name",
        hides=("page",),
        kept="audit",
    ),
    deed(
        "members.RetentionRun",
        "Runs by the calendar that you let go on",
        named="released_by_name",
        hides=("stopped_why",),
    ),
    deed("members.AccessRequest", "Requests of others that you wrote down", named="recorded_by_name", kept="register"),
    deed("members.Complaint", "Complaints of others that you wrote down", named="recorded_by_name", kept="register"),
    deed(
        "members.Breach",
        "What went wrong with data, written down by you",
        named="recorded_by_name",
        shows=("reference",),
        hides=("what", "measures", "outcome"),
        kept="register",
    ),
    deed("members.Leaving", "Erasures of others that you began", by="asked_by", hides=("why",), kept="register"),
    deed("members.ExportStop", "Downloads that you stopped for everybody", named="by_name", shows=("why",)),
    deed("members.ExportStop", "Downloads that you let go on", named="lifted_by_name"),
]
