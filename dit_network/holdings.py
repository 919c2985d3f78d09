"""What the network's own pages hold about people: who changed them, and whom they name."""

from members.rights.finding import deed, mention

HOLDINGS = [
    deed(
        "dit_network.HistoricalPage",
        "Pages of the site that you changed",
        by="history_user",
        shows=("title", "slug", "lead", "body", "history_change_reason", "history_date", "history_type"),
    ),
    mention("dit_network.Page", "Pages of the site that name you", ("title", "lead", "body"), shows=("title", "slug")),
    mention("dit_network.HistoricalPage", "Older versions of pages that name you", ("title", "lead", "body")),
]
ABOUT_NOBODY: dict[str, str] = {}
