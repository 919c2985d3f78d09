"""What people promised: back with each invitation and at home until it is done, looked after on the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import planning
from meetings.models import Venue
from meetings.words import Choice, Place, Status
from members.folding import fold
from minutes import actions
from minutes.models import Action
from outbox.models import Message
from tests.access.people import show_second_step
from tests.factories import (
    make_action,
    make_coordinator,
    make_meeting,
    make_member,
    make_past_meeting,
    make_published_minutes,
    make_venue,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
PROMISED = "You have promised:"


def text(response):
    return " ".join(response.content.decode().split())


def at_the_desk(client):
    coordinator = make_coordinator()
    client.force_login(coordinator)
    show_second_step(client, coordinator)


def press(client, action, deed, **typed):
    return client.post(reverse("minutes:action", args=[action.public_id, deed]), typed, follow=True)


def test_only_its_owner_reads_an_action_in_the_invitation_until_it_is_done():
    owner, done, other = make_member(), make_member(), make_member()
    action = make_action(owner=owner, text="Book the room", due_on=TODAY() - timedelta(days=1))
    make_action(owner=owner, text="Write to “A & B”")
    make_action(owner=done, done_at=timezone.now())
    make_action(owner=done, dropped_at=timezone.now())

    planning.publish(make_meeting(status=Status.DRAFT), timezone.now(), by=None)

    texts = dict(Message.objects.values_list("recipient", "text"))
    assert f"{PROMISED}\n\n- Book the room (was due by " in texts[owner.user.email]
    assert "- Write to “A & B”" in texts[owner.user.email]
    assert PROMISED not in texts[done.user.email]
    assert PROMISED not in texts[other.user.email]
    assert "Write to “A &amp; B”" in Message.objects.get(recipient=owner.user.email).html
    assert action.owner == owner


def test_a_meeting_that_moves_says_it_again():
    meeting, owner = make_meeting(), make_member()
    make_action(owner=owner)
    meeting.rsvps.create(member=owner, choice=Choice.MAYBE, place=Place.NONE, answered_at=timezone.now())

    planning.change(meeting, timezone.now(), by=None, venue=Venue.objects.get(pk=make_venue(room="Room 4").pk))

    assert PROMISED in Message.objects.get(name="meetings/meeting_moved", recipient=owner.user.email).text


def test_what_one_reads_of_ones_own_costs_no_further_question(django_assert_max_num_queries):
    counts = []
    for number in (1, 29):
        for _ in range(number):
            make_action(owner=make_member())
        with django_assert_max_num_queries(200) as asked:
            planning.publish(make_meeting(status=Status.DRAFT), timezone.now(), by=None)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_an_action_stands_at_home_until_one_press_and_is_undone_with_another(client):
    owner = make_member()
    action = make_action(owner=owner, text="Book the room", due_on=TODAY() - timedelta(days=1))
    client.force_login(owner.user)

    home = text(client.get("/"))
    after = text(press(client, action, "done", back="home"))

    assert "Book the room" in home
    assert "Late: was due" in home
    assert Action.objects.get().done_at
    assert Action.objects.get().done_by_name == owner.name
    assert "Undo" in after
    press(client, action, "again", back="home")
    assert Action.objects.get().done_at is None


def test_a_second_press_changes_nothing_and_an_action_given_up_is_not_done(client):
    owner = make_member()
    action, dropped = make_action(owner=owner), make_action(owner=owner, dropped_at=timezone.now())
    client.force_login(owner.user)
    press(client, action, "done")
    first = Action.objects.get(pk=action.pk).done_at

    press(client, action, "done")
    page = press(client, dropped, "done")
    press(client, dropped, "again")

    assert Action.objects.get(pk=action.pk).done_at == first
    assert "given up meanwhile" in text(page)
    assert Action.objects.get(pk=dropped.pk).dropped_at


def test_nobody_does_somebody_elses_action(client):
    action = make_action(owner=make_member())
    client.force_login(make_member().user)

    assert press(client, action, "done").status_code == 404


def test_the_next_meetings_page_shows_what_is_open_from_published_minutes(client):
    earlier, following, later = make_past_meeting(), make_meeting(), make_meeting(slug="later")
    make_published_minutes(earlier)
    make_action(earlier, make_member(name="Ben Example"), text="Book the room", search_text=fold("Book the room"))
    make_action(text="Not published yet")
    make_action(earlier, text="Added since")
    make_action(earlier, text="Put otherwise since", search_text=fold("As it was published"))
    later.starts_at += timedelta(days=60)
    later.ends_at += timedelta(days=60)
    later.save()
    client.force_login(make_member().user)

    page = text(client.get(following.get_absolute_url()))

    assert "Book the room" in page
    assert "Ben Example" in page
    assert not any(words in page for words in ("Not published yet", "Added since", "otherwise since"))
    assert "Book the room" not in text(client.get(later.get_absolute_url()))


def test_the_desk_shows_open_actions_and_who_needs_an_owner(client):
    make_action(text="Has one", owner=make_member())
    make_action(text="Has none")
    make_action(text="Has left", owner=make_member(left_on=TODAY()))
    make_action(text="Is done", done_at=timezone.now())
    at_the_desk(client)
    address = reverse("admin:minutes_action_changelist")

    everything, ownerless = text(client.get(address)), text(client.get(address, {"state": "needs-an-owner"}))

    assert [words in everything for words in ("Has one", "Has none", "Has left", "Is done")] == [True] * 3 + [False]
    assert [words in ownerless for words in ("Has one", "Has none", "Has left")] == [False, True, True]
    assert "3 open, 2 without an owner" in text(client.get(reverse("admin:index")))


def test_a_coordinator_gives_an_action_to_somebody_who_may_take_part(client):
    action, owner = make_action(), make_member()
    gone = make_member(left_on=TODAY())
    at_the_desk(client)
    address = reverse("admin:minutes_action_change", args=[action.pk])

    refused = client.post(address, {"who": gone.name, "due_on": ""})
    client.post(address, {"who": owner.name, "due_on": "2027-01-31"})

    assert "Choose somebody who may take part" in text(refused)
    action.refresh_from_db()
    assert (action.owner, f"{action.due_on}") == (owner, "2027-01-31")


def test_of_two_members_of_one_name_the_desk_says_how_to_choose(client):
    action = make_action()
    first, second = make_member(name="Ben Example"), make_member(name="Ben Example")
    at_the_desk(client)
    address = reverse("admin:minutes_action_change", args=[action.pk])

    asked = text(client.post(address, {"who": "Ben Example", "due_on": ""}))
    client.post(address, {"who": f"Ben Example ({second.public_id})", "due_on": ""})

    assert f"Ben Example ({first.public_id})" in asked
    action.refresh_from_db()
    assert action.owner == second


def test_the_verb_itself_refuses_somebody_who_may_not_take_part():
    with pytest.raises(actions.Refused):
        actions.give(make_action(), make_member(left_on=TODAY()), None, TODAY())


def test_a_coordinator_gives_up_an_action_and_takes_it_up_again(client):
    action = make_action(owner=make_member())
    at_the_desk(client)
    address = reverse("admin:minutes_action_changelist")

    client.post(address, {"action": "drop", "_selected_action": [action.pk]})
    dropped = Action.objects.get().dropped_at
    client.post(f"{address}?state=given-up", {"action": "take_up_again", "_selected_action": [action.pk]})

    assert dropped
    assert Action.objects.get().dropped_at is None


def test_a_version_that_knows_an_owner_by_name_alone_names_only_who_is_called_so_and_shows_it():
    reader, shown = make_member(), make_member(name="Ada Shown", listed=True)
    hidden = make_member(name="Ben Hidden", listed=False)
    version = make_published_minutes().versions.get()
    owners = [shown.name, hidden.name, "Ben Before", "a former member", ""]
    version.actions = [{"text": "Write", "owner": owner, "due": ""} for owner in owners]

    read = [action["owner"] for action in actions.as_read(version, reader, timezone.localdate())]

    assert read == ["Ada Shown", "A member", "A member", "a former member", ""]
