"""A link to the dates of a pathway from before there were three calendars goes on working, also after going back."""

from datetime import UTC, datetime

import pytest

BEFORE = [
    ("members", "0009_let_guests_in_while_in_training"),
    ("meetings", "0010_keep_invitations_replies_calendar_links_and_preferences"),
]
AFTER = ("members", "0010_forget_links_to_a_pathway_that_were_carried_over")
MADE = datetime(2026, 11, 1, 9, tzinfo=UTC)

pytestmark = [pytest.mark.whole, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("migrations")]


def make_links(apps):
    """One member with a link to their pathway, and one who has a calendar of their own meetings beside it."""
    Member, Feed = apps.get_model("members", "Member"), apps.get_model("meetings", "Feed")
    for name in ("ada", "zoe"):
        member = Member.objects.create(name=name, public_id=name)
        apps.get_model("members", "PathwayFeed").objects.create(member=member, token=f"{name}-token", made_at=MADE)
    Feed.objects.create(member=member, kind="mine", token="zoe-mine", made_at=MADE, changed_at=MADE)


def test_a_link_becomes_ones_own_calendar_with_the_dates_and_going_back_makes_it_a_link_again(migrator):
    make_links(migrator.apply_initial_migration(BEFORE).apps)

    apps = migrator.apply_tested_migration(AFTER).apps
    feeds = apps.get_model("meetings", "Feed").objects.order_by("token")
    carried = list(feeds.values_list("token", "kind", "with_pathway", "made_at"))
    back = migrator.apply_tested_migration(BEFORE).apps

    assert carried == [("ada-token", "mine", True, MADE), ("zoe-mine", "mine", False, MADE)]
    links = back.get_model("members", "PathwayFeed").objects
    assert list(links.values_list("member__name", "token", "made_at")) == [("ada", "ada-token", MADE)]
    assert list(back.get_model("meetings", "Feed").objects.values_list("token", flat=True)) == ["zoe-mine"]
