"""What is held about people who ask for a place with a supervisor, and about those who offer one."""

from ..rights.finding import RANDOM, by_link
from ..rights.holding import Basis, Holding

PLACES = [
    Holding(
        model="members.PlaceRequest",
        title="Places with a supervisor that you asked for",
        purpose="So that your question is answered.",
        basis=Basis.INTEREST,
        kept="requests",
        of=by_link("members.PlaceRequest", "member"),
        shows=("why", "member", "offer", "note", "supervision"),
        hides={"public_id": RANDOM},
        seen_by="You and the supervisor whom you asked. Coordinators see all of it but your note.",
        order=11,
    ),
    Holding(
        model="members.RequestStep",
        title="What happened to what you asked for",
        purpose="So that you can read again when a place was held for you, and until when.",
        basis=Basis.INTEREST,
        kept="requests",
        of=by_link("members.RequestStep", "request__member"),
        shows=("request",),
        seen_by="You, the supervisor whom you asked, and coordinators.",
        order=11,
    ),
    Holding(
        model="members.Offer",
        title="Places with you that you offer",
        purpose="So that trainees find you.",
        basis=Basis.CONSENT,
        kept="leaver",
        of=by_link("members.Offer", "supervisor"),
        shows=("supervisor", "fee_note"),
        hides={"public_id": RANDOM},
        seen_by="Whom you chose in each offer, and coordinators.",
        order=12,
    ),
]
