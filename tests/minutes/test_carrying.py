"""What was not reached goes to the next meeting by itself, once, or waits for one to be announced."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from meetings import planning, undoing
from meetings.models import Meeting
from meetings.words import Kind, Status
from minutes import agenda, carrying, publishing
from minutes.models import AgendaItem
from minutes.words import ItemState
from outbox import schedule
from tests.factories import (
    make_coordinator,
    make_item,
    make_meeting,
    make_member,
    make_minutes,
    make_past_meeting,
    make_published_minutes,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db


def on_it(meeting):
    return [(item.title, item.carried_from_id) for item in AgendaItem.objects.filter(meeting=meeting).on_the_agenda()]


def test_publishing_carries_what_was_not_discussed_to_the_next_meeting_in_its_order():
    earlier, following, now = make_past_meeting(), make_meeting(), timezone.now()
    make_item(following, title="There already")
    proposer = make_member()
    reached = make_item(earlier, state=ItemState.REACHED)
    first = make_item(earlier, title="First", proposed_by=proposer, state=ItemState.ACCEPTED, minutes=20)
    second = make_item(earlier, title="Second")
    minutes = make_minutes(earlier)

    publishing.publish(earlier, publishing.wording(minutes), make_coordinator(), now)

    assert on_it(following) == [("There already", None), ("First", first.pk), ("Second", second.pk)]
    carried = first.carried_to
    assert (carried.proposed_by, carried.minutes, carried.state) == (proposer, 20, ItemState.ACCEPTED)
    assert {item.state for item in (refreshed(first), refreshed(second))} == {ItemState.CARRIED}
    assert refreshed(reached).state == ItemState.REACHED


def refreshed(item):
    return AgendaItem.objects.get(pk=item.pk)


def test_the_clock_does_it_once_however_often_it_runs():
    earlier, following, now = make_past_meeting(), make_meeting(), timezone.now()
    make_item(earlier)
    make_published_minutes(earlier)

    for _ in range(3):
        carrying.on_tick(now)

    assert len(on_it(following)) == 1
    assert carrying.on_tick in schedule.on_tick


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_carry_once():
    earlier, following, now = make_past_meeting(), make_meeting(), timezone.now()
    for _ in range(3):
        make_item(earlier)
    make_item(None, proposed_by=make_member())
    make_published_minutes(earlier)

    results = at_once([partial(carrying.on_tick, now)] * 4)

    assert errors(results) == []
    assert (len(on_it(following)), following.agenda.proposed().count()) == (3, 1)
    assert sorted(following.agenda.on_the_agenda().values_list("position", flat=True)) == [1, 2, 3]


def test_without_a_next_meeting_it_waits_until_one_is_announced():
    earlier, now = make_past_meeting(), timezone.now()
    item, proposal = make_item(earlier), make_item(earlier, proposed_by=make_member())
    make_published_minutes(earlier)
    draft = make_meeting(status=Status.DRAFT)

    carrying.on_tick(now)

    assert (item.carried_to.meeting, refreshed(proposal).meeting) == (None, None)
    planning.publish(draft, now, by=None)
    carrying.on_tick(now)
    assert on_it(draft) == [(item.title, item.pk)]
    assert list(draft.agenda.proposed()) == [proposal]


def test_a_training_event_and_a_cancelled_meeting_adopt_nothing():
    now = timezone.now()
    make_meeting(kind=Kind.TRAINING)
    make_meeting(status=Status.CANCELLED, cancelled_at=now)
    waiting = make_item(None, proposed_by=make_member())

    carrying.on_tick(now)

    assert refreshed(waiting).meeting is None


def test_what_a_cancelled_meeting_would_have_talked_about_goes_on_once_it_cannot_be_undone():
    now = timezone.now()
    cancelled = make_meeting(status=Status.CANCELLED, cancelled_at=now)
    following = make_meeting()
    make_item(cancelled)

    carrying.on_tick(now)
    assert on_it(following) == []
    carrying.on_tick(now + undoing.HOLD)

    assert len(on_it(following)) == 1


def test_without_minutes_it_is_carried_two_weeks_after_a_meeting_whose_attendance_is_closed():
    earlier, following = make_past_meeting(), make_meeting()
    make_item(earlier)

    carrying.on_tick(earlier.ends_at + timedelta(days=13))
    assert on_it(following) == []
    carrying.on_tick(earlier.ends_at + carrying.WITHOUT_MINUTES)

    assert len(on_it(following)) == 1


def test_what_turns_out_to_have_been_discussed_is_not_carried_any_more():
    earlier, following, now = make_past_meeting(), make_meeting(), timezone.now()
    item = make_item(earlier)
    carrying.carry_over(earlier, now)

    agenda.mark(item, now, reached=True)
    agenda.mark(item, now, reached=True)

    assert on_it(following) == []
    assert refreshed(item).state == ItemState.REACHED


def test_undoing_the_making_of_a_meeting_loses_no_item():
    following = make_meeting()
    item = make_item(following)

    for step in undoing.on_unmade:
        step([following], timezone.now())
    Meeting.objects.filter(pk=following.pk).delete()

    assert refreshed(item).meeting is None


def test_an_item_whose_copy_went_on_to_a_third_meeting_is_not_carried_a_second_time():
    earlier, following, now = make_past_meeting(), make_meeting(), timezone.now()
    item = make_item(earlier)
    (copy,) = carrying.carry_over(earlier, now)
    AgendaItem.objects.filter(pk=copy.pk).update(state=ItemState.CARRIED)
    agenda.mark(item, now, reached=True), agenda.mark(item, now, reached=False)

    carrying.on_tick(now), carrying.carry_over(earlier, now)

    assert refreshed(item).state == ItemState.CARRIED
    assert on_it(following) == [(item.title, item.pk)]
