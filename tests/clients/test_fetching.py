"""Programs that fetch a private link by themselves: vdirsyncer brings it over HTTP, khal shows what it brought."""

from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from meetings.models import Feed, Meeting
from meetings.words import FeedKind, Status
from tests.factories import make_member, make_venue

from . import table
from .programs import IN_LONDON, in_venv, khal_config, khal_list, run
from .seen import side_by_side

pytestmark = [pytest.mark.whole, pytest.mark.django_db(transaction=True)]
# It puts hashes of the contents in the place of UIDs that it gets by HTTP.
KNOWN = ("title", "starts", "ends", "status")
CONFIG = """
[general]
status_path = "{home}/status/"
[pair network]
a = "there"
b = "here"
collections = null
[storage there]
type = "http"
url = "{address}"
[storage here]
type = "filesystem"
path = "{home}/calendar/"
fileext = ".ics"
"""


class Chain:
    """What a user of khal has set up: one calendar, fetched with `sync`, looked at with `shown`."""

    def __init__(self, home: Path, address: str) -> None:
        self.folder, self.config = home / "calendar", home / "vdirsyncer.conf"
        self.folder.mkdir()
        self.config.write_text(CONFIG.format(home=home, address=address))
        self.khal = khal_config(home, self.folder)
        self.vdirsyncer("discover")

    def vdirsyncer(self, command: str) -> None:
        run([in_venv("vdirsyncer"), "-c", self.config, command], env=IN_LONDON | {"HOME": str(self.folder.parent)})

    def files(self) -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in self.folder.iterdir()}

    def shown(self) -> list[tuple[str | int, ...]]:
        return side_by_side(khal_list(self.khal), KNOWN)


def publish(samples: dict[str, table.Sample]) -> None:
    venue = make_venue()
    drafts = [table.draft(sample, venue) for sample in samples.values()]
    for meeting in drafts:
        meeting.status, meeting.published_at = Status.PUBLISHED, table.ANNOUNCED
    Meeting.objects.bulk_create(drafts)


def test_cal_f1_vdirsyncer_fetches_what_changed_and_khal_shows_it(live_server, tmp_path):
    made = {sample.slug: sample for sample in table.samples()}
    with time_machine.travel(table.BROUGHT_BACK):
        publish(made)
        feed = Feed.objects.create(
            member=make_member(), kind=FeedKind.NETWORK, made_at=table.ANNOUNCED, changed_at=table.ANNOUNCED
        )
        chain = Chain(tmp_path, live_server.url + reverse("calendars:feed", args=[feed.kind, feed.token]))

        chain.vdirsyncer("sync")
        fetched = chain.files()
        chain.vdirsyncer("sync")

        assert chain.files() == fetched
        assert len(fetched) == len(made)
        before = side_by_side([sample.before() for sample in made.values()], KNOWN)
        assert chain.shown() == before

        table.let_happen(made)
        assert chain.shown() == before  # nobody has fetched it yet
        chain.vdirsyncer("sync")

        assert chain.shown() == side_by_side([sample.after("") for sample in made.values()], KNOWN)
    feed.refresh_from_db()
    assert feed.read_by == "vdirsyncer (khal)"
