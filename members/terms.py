"""The network's terms: each version is a template of its own, so that what somebody agreed to can always be read."""

# A change of meaning is a new version with a new file; earlier files stay.
CURRENT = "2026-11"


def template_of(version: str) -> str:
    return f"members/terms/{version}.html"
