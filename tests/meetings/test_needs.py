"""What people need: told with consent, shown as totals, by name to one person only, erased after 30 days."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from meetings import needs, retention, rsvp
from meetings.models import Meeting, MeetingChange, Need
from meetings.needs import WORDING, Person, Refusal, Refused, State, Total
from meetings.words import Choice, Deed, Duty, NeedKind, Status
from outbox import schedule
from outbox.models import Message
from tests.access.people import show_second_step
from tests.factories import LONDON, make_coordinator, make_meeting, make_member, make_role

pytestmark = pytest.mark.django_db

ADDRESS = "/meetings/needs/"
SECOND, KEPT = timedelta(seconds=1), timedelta(days=30)


def coming(meeting, *kinds, other="", choice=Choice.ROOM, now=None, **fields):
    """Somebody who comes to a meeting and has told what they need."""
    member, now = make_member(**fields), now or timezone.now()
    rsvp.answer(meeting, member, choice, now)
    needs.tell(member, kinds, other, now)
    return member


def forget(now):
    """What the retention rule does, at any hour."""
    retention.forget_needs(Need.objects.filter(member__in=needs.due(now, KEPT)), now)


def give_role(meeting, member, duty=Duty.COORDINATOR):
    make_role(meeting, duty, member)


def page(client, member, method="get", address=ADDRESS, **data):
    client.force_login(member.user)
    return getattr(client, method)(address, data, follow=True)


def test_what_is_told_is_kept_with_the_words_that_were_agreed_to(client):
    member = make_member()

    page(client, member, "post", take_part=["hearing"], eat=["vegan"], other="A chair with arms", consent="on")

    told = Need.objects.order_by("kind").values_list("kind", "detail", "wording_version")
    assert list(told) == [("hearing", "", WORDING), ("other", "A chair with arms", WORDING), ("vegan", "", WORDING)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"eat": ["vegan"]}, "Tick that you agree."),
        ({"consent": "on"}, "Choose what you need."),
        ({"eat": ["beef"], "consent": "on"}, "Select a valid choice."),
        ({"other": "n" * 10_000, "consent": "on"}, "200 characters or less"),
        ({"other": "For 943 476 5919", "consent": "on"}, "This looks like an NHS number."),
    ],
)
def test_nothing_is_kept_without_consent_or_with_a_mistake(client, data, says):
    answer = page(client, make_member(), "post", **data)

    assert (answer.status_code, says in answer.content.decode(), Need.objects.exists()) == (422, True, False)


def test_telling_again_takes_the_place_of_what_was_told():
    member, now = make_member(), timezone.now()
    needs.tell(member, [NeedKind.VEGAN], "A chair", now)

    needs.tell(member, [NeedKind.HALAL], "", now)

    assert [need.kind for need in Need.objects.all()] == [NeedKind.HALAL]


def test_one_press_takes_all_of_it_back_and_nobody_asks_again(client):
    meeting = make_meeting()
    member = coming(meeting, NeedKind.VEGAN)

    page(client, member, "post", f"{ADDRESS}nothing/")

    assert (Need.objects.exists(), needs.state(member)) == (False, State.NOTHING)
    assert "Do you need anything" not in page(client, member, address=meeting.get_absolute_url()).content.decode()


def test_they_are_asked_once_after_a_yes_and_not_before(client):
    meeting, member = make_meeting(), make_member()

    def asked():
        return "Do you need anything" in page(client, member, address=meeting.get_absolute_url()).content.decode()

    before = asked()
    rsvp.answer(meeting, member, Choice.MAYBE, timezone.now())
    after_maybe = asked()
    rsvp.answer(meeting, member, Choice.ROOM, timezone.now())
    after_yes = asked()
    back = page(client, member, "post", f"{ADDRESS}nothing/", meeting=meeting.slug)

    assert (before, after_maybe, after_yes, asked()) == (False, False, True, False)
    assert back.request["PATH_INFO"] == meeting.get_absolute_url()


def test_totals_count_those_who_come_and_carry_nobodys_words():
    meeting, elsewhere = make_meeting(room_capacity=3), make_meeting()
    first = coming(meeting, NeedKind.VEGAN, NeedKind.HEARING)
    second = coming(meeting, NeedKind.VEGAN, other="Close to the door", choice=Choice.ONLINE)
    coming(meeting, NeedKind.VEGAN, choice=Choice.MAYBE)
    coming(elsewhere, NeedKind.VEGAN)

    assert needs.totals(meeting) == [
        Total("Hearing loop, or a seat near the speaker", 1),
        Total("Vegan food", 2),
        Total("Something else", 1),
    ]
    assert needs.marked(meeting) == {first.pk, second.pk}


def test_only_the_coordinator_of_this_meeting_is_shown_names_and_each_look_is_logged():
    meeting, now = make_meeting(), timezone.now()
    holder, door = make_member(name="Grace Example"), make_member()
    person = coming(meeting, NeedKind.VEGAN, other="Close to the door")
    give_role(meeting, holder), give_role(meeting, door, Duty.DOOR)

    found = [needs.names(meeting, holder, now), needs.names(meeting, holder, now)]

    assert found == [[Person(person, ["Vegan food", "Something else: Close to the door"])]] * 2
    looks = MeetingChange.objects.filter(deed=Deed.LOOKED)
    assert [(look.meeting, look.by) for look in looks] == [(meeting, holder.user)] * 2
    assert [(each.by, each.page) for each in person.views.all()] == [(holder.user, "What you need at a meeting")]
    for other in (door, person, make_member(user=make_coordinator())):
        with pytest.raises(Refused, match="Only the coordinator of this meeting"):
            needs.names(meeting, other, now)
    assert looks.count() == 2


def test_once_the_meeting_is_over_nobody_is_shown_names():
    meeting, holder = make_meeting(), make_member()
    give_role(meeting, holder)

    assert needs.refusal(meeting, holder, meeting.ends_at - SECOND) is None
    assert needs.refusal(meeting, holder, meeting.ends_at) == Refusal.OVER


def test_looking_at_the_page_shows_totals_and_a_press_the_names(client):
    meeting, holder = make_meeting(), make_member()
    coming(meeting, NeedKind.HALAL, name="Ada Example")
    give_role(meeting, holder)
    address = reverse("meetings:who_needs_what", args=[meeting.slug])

    looked = page(client, holder, address=address).content.decode()
    pressed = page(client, holder, "post", address).content.decode()

    assert ("Halal food" in looked, "Ada Example" in looked, "Ada Example" in pressed) == (True, False, True)
    assert MeetingChange.objects.filter(deed=Deed.LOOKED).count() == 1
    assert page(client, make_member(), "post", address).status_code == 403


def test_the_desk_shows_totals_and_not_one_need_beside_a_name(client):
    meeting, coordinator, holder = make_meeting(), make_coordinator(), make_member(name="Grace Example")
    coming(meeting, NeedKind.KOSHER, other="Close to the door", name="Ada Example")
    give_role(meeting, holder)
    client.force_login(coordinator)
    show_second_step(client, coordinator)

    desk = client.get(reverse("admin:meetings_meeting_who", args=[meeting.pk])).content.decode()

    assert "<strong>1</strong> Kosher food" in desk
    assert "Names are shown only to Grace Example" in desk
    assert "Close to the door" not in desk


# Thirty days, as the clocks of London show them: across the end of summer time they are an hour longer.
ENDS = [
    (datetime(2026, 6, 18, 16, tzinfo=LONDON), datetime(2026, 7, 18, 16, tzinfo=LONDON)),
    (datetime(2026, 10, 8, 16, tzinfo=LONDON), datetime(2026, 11, 7, 16, tzinfo=LONDON)),
    (datetime(2027, 3, 18, 16, tzinfo=LONDON), datetime(2027, 4, 17, 16, tzinfo=LONDON)),
]


@pytest.mark.parametrize(("ends", "erased"), ENDS, ids=["in summer", "clocks go back", "clocks go forward"])
def test_needs_are_erased_thirty_days_after_the_last_meeting_that_they_come_to(ends, erased):
    told = ends - timedelta(days=40)
    with time_machine.travel(told, tick=False):
        earlier = make_meeting(starts_at=ends - timedelta(days=20))
        last = make_meeting(starts_at=ends - timedelta(hours=2))
        member = coming(earlier, NeedKind.VEGAN, now=told)
        rsvp.answer(last, member, Choice.ONLINE, told)

    forget(erased - SECOND)
    kept = needs.state(member)
    forget(erased)
    forget(erased)

    assert (kept, needs.state(member)) == (State.TOLD, State.ASK)


@pytest.mark.parametrize("choice", [None, Choice.MAYBE, Choice.NO])
def test_who_comes_to_no_meeting_is_forgotten_thirty_days_after_they_told_us(choice):
    told = datetime(2026, 6, 1, 9, tzinfo=LONDON)
    with time_machine.travel(told, tick=False):
        member = make_member()
        needs.tell(member, [NeedKind.VEGAN], "", told)
        if choice:
            rsvp.answer(make_meeting(starts_at=told + timedelta(days=20)), member, choice, told)

    forget(told + KEPT - SECOND)
    kept = needs.state(member)
    forget(told + KEPT)

    assert (kept, needs.state(member)) == (State.TOLD, State.ASK)


def test_a_meeting_to_come_keeps_needs_and_a_cancelled_one_does_not():
    told = datetime(2026, 6, 1, 9, tzinfo=LONDON)
    with time_machine.travel(told, tick=False):
        meeting = make_meeting(starts_at=told + timedelta(days=80), room_capacity=1)
        seated = coming(meeting, NeedKind.VEGAN, now=told)
        waiting = coming(meeting, NeedKind.VEGAN, now=told)
    later = told + timedelta(days=79)

    forget(later)
    kept = [needs.state(seated), needs.state(waiting)]
    Meeting.objects.update(status=Status.CANCELLED, cancelled_at=told)
    forget(later)

    assert kept == [State.TOLD, State.TOLD]
    assert [needs.state(seated), needs.state(waiting)] == [State.ASK, State.ASK]


def test_who_said_that_they_need_nothing_is_not_asked_after_every_meeting():
    member, now = make_member(), timezone.now()
    needs.take_back(member, now)

    forget(now + timedelta(days=400))

    assert needs.state(member) == State.NOTHING


def test_erasing_is_done_by_the_clock_and_tells_nobody():
    told, messages = timezone.now() - timedelta(days=40), Message.objects.count()
    member = make_member(joined_on=timezone.localdate())  # so that nobody asks whether their entry is still right
    needs.tell(member, [NeedKind.VEGAN], "", told)

    schedule.run(timezone.now().replace(hour=12))

    assert needs.state(member) == State.ASK
    assert Message.objects.count() == messages
