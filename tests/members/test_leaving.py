"""Leaving: the effect is listed first and comes true; erased after thirty days, unless somebody stops it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import rsvp
from meetings.words import Choice
from members import coordinators, leaving, link_names
from members.messages import REGRET
from members.models import Leaving, Member
from members.rights.holding import Basis, Holding, holdings
from outbox.models import Message
from tests import factories as make
from tests.members.everywhere import traces

pytestmark = pytest.mark.django_db
NAME = "Zoë Quillfeather"


def test_what_is_listed_is_what_happens():
    member, meeting, now = make.make_supervisor(name=NAME), make.make_meeting(title="Endings"), timezone.now()
    rsvp.answer(meeting, member, Choice.ROOM, now)
    supervision = make.make_supervision(make.make_member(name="Ada Trainee"), supervisor=member)

    listed = {each.title: each.about for each in leaving.effect(member.user, now)}
    leaving.ask(member.user, now)

    assert listed["Supervision with you ends, and these people are told"] == ["Ada Trainee"]
    assert [each.partition(",")[0] for each in listed["You give up your places at"]] == ["Endings"]
    meeting.refresh_from_db()
    supervision.refresh_from_db()
    assert (meeting.room_taken, supervision.ended_on) == (0, timezone.localdate(now))
    assert Message.objects.filter(name="members/supervisor_left", recipient=supervision.member.user.email).exists()
    assert leaving.effect(member.user, now) == []


def test_after_thirty_days_the_clock_erases_everything_and_says_not_who_it_was():
    member, now = make.make_member(name=NAME), timezone.now()
    asked = leaving.ask(member.user, now)

    leaving.on_tick(now + timedelta(days=29))
    assert Member.objects.filter(pk=member.pk).exists()
    leaving.on_tick(now + timedelta(days=30))
    leaving.on_tick(now + timedelta(days=31))

    asked.refresh_from_db()
    assert (asked.user, asked.done_at) == (None, now + timedelta(days=30))
    assert traces(NAME, member.user.email) == set()


def test_one_erasure_that_fails_stops_no_other_and_is_tried_again(caplog, monkeypatch):
    first, second, now = make.make_member(), make.make_member(), timezone.now()
    failing, other = leaving.ask(first.user, now), leaving.ask(second.user, now)

    def fails(person, found, now):
        if person.member == first:
            raise ValueError("no way in")
        return 0

    everybody = Member.objects.filter
    broken = Holding(
        "members.Member", "A table", "-", Basis.INTEREST, "leaver", lambda person: everybody(pk=person.member_pk), fails
    )
    monkeypatch.setattr("members.rights.erasing.holdings", [broken, *holdings])
    leaving.on_tick(now + timedelta(days=30))

    assert set(Member.objects.all()) == {first}
    assert [each.getMessage() for each in caplog.records] == ["erasure failed, and is tried again"]
    monkeypatch.undo()
    leaving.on_tick(now + timedelta(days=30))
    failing.refresh_from_db()
    other.refresh_from_db()
    assert failing.done_at
    assert other.done_at
    assert not Member.objects.exists()


def test_the_link_in_the_message_stops_it_with_one_button_and_looking_does_not(client):
    member, now = make.make_member(name=NAME), timezone.now()
    asked = leaving.ask(member.user, now)
    page = reverse("members:regret", args=[link_names.name(REGRET, asked.pk, timezone.localdate(now))])
    assert page in Message.objects.get(name="members/erasure_asked").text

    looked = client.get(page)
    asked.refresh_from_db()
    assert (looked.status_code, asked.regretted_at) == (200, None)
    client.post(page)
    again = client.post(page)

    member.refresh_from_db()
    assert (again.status_code, member.left_on, Leaving.objects.running().count()) == (200, None, 0)
    leaving.on_tick(now + timedelta(days=31))
    assert Member.objects.filter(pk=member.pk).exists()


def test_a_coordinator_begins_it_with_a_reason_and_does_not_stop_it_alone():
    member, first, second, now = make.make_member(), make.make_coordinator(), make.make_coordinator(), timezone.now()
    with pytest.raises(leaving.Refused) as refused:
        leaving.ask(member.user, now, by=first, why=" ")
    assert refused.value.reason == leaving.Refusal.NO_REASON

    asked = leaving.ask(member.user, now, by=first, why="They asked by telephone.")

    assert "by telephone" in Message.objects.get(name="members/erasure_asked").text
    assert leaving.refusal_to_regret(asked, first) == leaving.Refusal.SAME
    leaving.regret(asked, now, by=second)
    assert leaving.refusal_to_regret(Leaving.objects.get(), second) == leaving.Refusal.OVER


def test_the_last_coordinator_appoints_a_successor_before_leaving():
    user, now = make.make_coordinator(), timezone.now()
    with pytest.raises(leaving.Refused) as refused:
        leaving.leave(user, now)
    assert refused.value.reason == leaving.Refusal.LAST

    make.make_coordinator()
    leaving.leave(user, now)

    assert not coordinators.is_coordinator(user)


def test_the_page_asks_once_more_before_it_does_anything(client):
    member = make.make_member()
    client.force_login(member.user)

    asked = client.post(reverse("members:leave"), {"choice": "erase"})

    assert "Are you sure?" in asked.content.decode()
    assert not Leaving.objects.exists()
    client.post(reverse("members:leave"), {"choice": "erase", "sure": "yes"})
    client.post(reverse("members:leave"), {"choice": "erase", "sure": "yes"})
    assert Leaving.objects.running().count() == 1
    assert client.get(reverse("members:everything")).status_code == 200
