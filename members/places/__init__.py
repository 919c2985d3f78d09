"""Places with supervisors: what a supervisor offers, who asks for a place, and what comes of it."""
