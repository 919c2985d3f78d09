"""The agenda: proposed in one field, decided, ordered and timed by a coordinator."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.words import Duty, Status
from members.models import Area
from members.models.history import OfficeKind
from minutes import agenda, timing
from minutes.models import AgendaItem
from minutes.words import ItemState
from outbox.models import Message
from tests.access.people import show_second_step
from tests.factories import (
    make_coordinator,
    make_item,
    make_meeting,
    make_member,
    make_officer,
    make_past_meeting,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db

TITLE = "How we keep to the focus"


def at_the_desk(client):
    coordinator = make_coordinator()
    client.force_login(coordinator)
    show_second_step(client, coordinator)
    return coordinator


def titles(meeting):
    return list(meeting.agenda.on_the_agenda().values_list("title", flat=True))


def text(response):
    return " ".join(response.content.decode().split())


def press(client, item, deed, **typed):
    address = reverse("minutes:item", args=[item.meeting.slug, item.public_id])
    return client.post(address, {"deed": deed, **typed}, follow=True)


def test_a_member_proposes_in_one_field_on_the_page_where_they_answer(client):
    meeting, member = make_meeting(), make_member()
    client.force_login(member.user)
    assert f'action="{reverse("minutes:propose", args=[meeting.slug])}"' in text(client.get(meeting.get_absolute_url()))

    page = client.post(reverse("minutes:propose", args=[meeting.slug]), {"title": TITLE}, follow=True)

    item = AgendaItem.objects.get()
    assert (item.meeting, item.title, item.proposed_by, item.state) == (meeting, TITLE, member, ItemState.PROPOSED)
    assert "What you proposed" in text(page)
    assert Message.objects.count() == 0


def test_a_proposal_for_the_next_meeting_waits_without_one(client):
    member = make_member()
    client.force_login(member.user)

    client.post(reverse("minutes:propose_next"), {"title": TITLE})

    assert AgendaItem.objects.get().meeting is None


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("", "Answer the question"),
        ("t" * 10_000, "at most 200 characters"),
        ("About 943 476 5919", "This looks like an NHS number"),
    ],
)
def test_a_proposal_that_cannot_be_taken_says_why_and_keeps_what_was_typed(client, title, says):
    client.force_login(make_member().user)

    page = client.post(reverse("minutes:propose", args=[make_meeting().slug]), {"title": title})

    assert (page.status_code, AgendaItem.objects.count()) == (422, 0)
    assert says in text(page)
    assert title in text(page)


def test_the_same_words_twice_are_one_proposal():
    meeting, member, now = make_meeting(), make_member(), timezone.now()

    assert agenda.propose(meeting, member, TITLE, now) == agenda.propose(meeting, member, TITLE, now)


def test_nothing_is_proposed_for_a_meeting_that_is_cancelled_over_or_a_draft_nor_an_eleventh_time():
    member, now = make_member(), timezone.now()
    wrong = {
        agenda.Refusal.CANCELLED: make_meeting(status=Status.CANCELLED, cancelled_at=now),
        agenda.Refusal.OVER: make_past_meeting(),
        agenda.Refusal.NOT_ANNOUNCED: make_meeting(status=Status.DRAFT),
    }
    for _ in range(10):
        make_item(make_meeting(), proposed_by=make_member())
    assert agenda.refusal(make_meeting(), member, now) is None
    for _ in range(agenda.MOST_PROPOSED):
        make_item(None, proposed_by=member)

    assert {reason: agenda.refusal(meeting, member, now) for reason, meeting in wrong.items()} == {
        reason: reason for reason in wrong
    }
    with pytest.raises(agenda.Refused, match="Take one back first"):
        agenda.propose(make_meeting(), member, TITLE, now)


def test_one_takes_back_ones_own_proposal_while_nobody_decided_and_nobody_elses(client):
    meeting, member = make_meeting(), make_member()
    own, decided = make_item(meeting, proposed_by=member), make_item(meeting, proposed_by=member)
    others = make_item(meeting, proposed_by=make_member())
    agenda.accept(decided)
    client.force_login(member.user)

    answers = [client.post(reverse("minutes:item_take_back", args=[each.public_id])) for each in (own, decided, others)]

    assert [answer.status_code for answer in answers] == [302, 302, 404]
    states = [AgendaItem.objects.get(pk=item.pk).state for item in (own, decided, others)]
    assert states == [ItemState.WITHDRAWN, ItemState.ACCEPTED, ItemState.PROPOSED]


def test_an_accepted_item_stands_on_the_page_for_members_and_no_proposal_does(client):
    meeting = make_meeting()
    accepted = make_item(meeting, title="Écouter ensemble", proposed_by=make_member())
    make_item(meeting, title="Not decided", proposed_by=make_member())
    agenda.accept(accepted)
    client.force_login(make_member().user)

    page = text(client.get(meeting.get_absolute_url()))

    accepted.refresh_from_db()
    assert (accepted.position, accepted.search_text) == (1, "ecouter ensemble")
    assert "Écouter ensemble" in page
    assert "Not decided" not in page


def test_declining_is_quiet_and_with_a_word_only_the_proposer_reads_it(client):
    meeting, (quiet, told) = make_meeting(), (make_member(), make_member())
    items = [make_item(meeting, proposed_by=member, title=f"Of {member.pk}") for member in (quiet, told)]
    at_the_desk(client)

    press(client, items[0], "decline", why="")
    press(client, items[1], "decline", why="We talked about it in May.")

    message = Message.objects.get()
    assert message.recipient == told.user.email
    assert "We talked about it in May." in message.text
    assert [item.state for item in AgendaItem.objects.order_by("pk")] == [ItemState.DECLINED] * 2


def test_of_two_decisions_on_one_proposal_the_second_changes_nothing(client):
    item = make_item(make_meeting(), proposed_by=make_member())
    at_the_desk(client)
    agenda.accept(item)

    page = press(client, item, "decline", why="No")

    assert "This was decided meanwhile" in text(page)
    assert Message.objects.count() == 0


def test_items_move_up_and_down_by_buttons_and_stay_within_the_agenda(client):
    meeting = make_meeting()
    first, second, third = [make_item(meeting, title=title) for title in ("A", "B", "C")]
    at_the_desk(client)

    press(client, third, "up")
    press(client, first, "down")
    press(client, third, "up")

    assert titles(meeting) == ["C", "A", "B"]
    assert list(meeting.agenda.on_the_agenda().values_list("position", flat=True)) == [1, 2, 3]
    press(client, second, "remove")
    assert titles(meeting) == ["C", "A"]


def test_times_run_from_the_start_until_an_item_without_one_and_say_when_they_are_too_long(client):
    meeting = make_meeting()
    welcome, talk, _, last = [make_item(meeting, title=title) for title in ("Welcome", "Talk", "Break", "Close")]
    at_the_desk(client)

    press(client, welcome, "time", minutes="15")
    press(client, talk, "time", minutes="75")
    page = press(client, last, "time", minutes="60")

    items = list(meeting.agenda.on_the_agenda())
    assert [line.begins for line in timing.lines(meeting, items)] == ["2pm", "2.15pm", "3.30pm", ""]
    assert "The agenda takes 2 hours 30 minutes: 30 minutes longer than the meeting." in text(page)


@pytest.mark.parametrize("minutes", ["0", "-5", "ten", "9999999999999999999999"])
def test_a_time_that_is_none_is_refused_in_words(client, minutes):
    item = make_item(make_meeting(), minutes=20)
    at_the_desk(client)

    page = press(client, item, "time", minutes=minutes)

    item.refresh_from_db()
    assert (page.status_code, item.minutes) == (422, 20)
    assert "Enter whole minutes, 1 to 480" in text(page)


def test_an_item_of_a_coordinators_own_goes_to_the_end_once(client):
    meeting = make_meeting()
    make_item(meeting, title="Welcome")
    at_the_desk(client)

    for _ in range(2):
        client.post(reverse("minutes:arrange", args=[meeting.slug]), {"title": "Any other business", "minutes": "10"})

    assert titles(meeting) == ["Welcome", "Any other business"]


@pytest.mark.parametrize(("duty", "status"), [(Duty.COORDINATOR, 200), (Duty.MINUTE_TAKER, 200), (Duty.DOOR, 403)])
def test_whoever_has_the_duty_arranges_the_agenda(client, duty, status):
    meeting, member = make_meeting(), make_member()
    make_role(meeting, duty, member)
    client.force_login(member.user)

    assert client.get(reverse("minutes:arrange", args=[meeting.slug])).status_code == status


@pytest.mark.parametrize("office", [None, OfficeKind.COORDINATOR, OfficeKind.AUDITOR])
def test_who_takes_the_minutes_reads_a_hidden_name_only_if_they_run_the_network(client, office):
    """An auditor, or a coordinator for an area, runs no meeting: their office opens nothing here."""
    areas = [Area.objects.first()] if office == OfficeKind.COORDINATOR else []
    taker, meeting = make_member(user=make_officer(office, *areas) if office else make_user()), make_meeting()
    make_item(meeting, proposed_by=make_member(name="Ada Hidden", listed=False))
    make_role(meeting, Duty.MINUTE_TAKER, taker)
    client.force_login(taker.user)
    show_second_step(client, taker.user)

    theirs = client.get(address := reverse("minutes:arrange", args=[meeting.slug]))
    at_the_desk(client)

    assert (theirs.status_code, "Ada Hidden" in text(theirs)) == (200, False)
    assert "Ada Hidden" in text(client.get(address))


def test_nothing_is_marked_as_discussed_before_the_meeting_begins():
    item = make_item(make_meeting())

    with pytest.raises(agenda.Refused, match="has not begun"):
        agenda.mark(item, timezone.now(), reached=True)


def test_arranging_asks_no_more_questions_for_thirty_items_than_for_one(client, django_assert_max_num_queries):
    meeting = make_meeting()
    at_the_desk(client)
    address, counts = reverse("minutes:arrange", args=[meeting.slug]), []
    for number in (1, 29):
        for _ in range(number):
            make_item(meeting, proposed_by=make_member(), state=ItemState.ACCEPTED)
            make_item(meeting, proposed_by=make_member())
        client.get(address)
        with django_assert_max_num_queries(100) as asked:
            client.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_page_of_a_meeting_asks_no_more_questions_for_thirty_items(client, django_assert_max_num_queries):
    meeting, earlier = make_meeting(), make_past_meeting()
    client.force_login(make_member().user)
    counts = []
    for number in (1, 29):
        for _ in range(number):
            make_item(meeting, carried_from=make_item(earlier, state=ItemState.CARRIED))
        client.get(meeting.get_absolute_url())
        with django_assert_max_num_queries(100) as asked:
            client.get(meeting.get_absolute_url())
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_members_see_what_was_carried_over_and_from_when(client):
    earlier = make_past_meeting()
    make_item(make_meeting(slug="next"), carried_from=make_item(earlier, state=ItemState.CARRIED))
    client.force_login(make_member().user)

    page = text(client.get(reverse("meetings:detail", args=["next"])))

    assert f"Carried over from {timezone.localtime(earlier.starts_at):%A} " in page


def test_the_desk_says_how_many_proposals_wait(client):
    make_item(make_meeting(), proposed_by=make_member())
    make_item(make_meeting(starts_at=timezone.now() - timedelta(days=3)), proposed_by=make_member())
    at_the_desk(client)

    page = text(client.get(reverse("admin:index")))

    assert f'<a href="{reverse("minutes:desk")}">Proposals for the agenda</a> <span>1 waits</span>' in page
