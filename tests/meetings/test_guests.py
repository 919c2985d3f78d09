"""Guests: brought by a member who comes, by name; their place counts; they go with the member; no name stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import confirming, expected, guest_links, guests, planning, rsvp
from meetings.guests import Refusal
from meetings.models import Guest, Meeting
from meetings.words import Choice, Place
from members import membership
from outbox.models import Message
from tests.factories import make_applicant, make_coordinator, make_guest, make_meeting, make_member
from tests.keeping import by_the_rule

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def say(meeting, member, choice):
    return rsvp.answer(meeting, member, choice, timezone.now())


def with_sponsor(**fields):
    """A meeting to which members may bring guests, and a member who comes to it."""
    meeting, sponsor = make_meeting(guests_allowed=True, **fields), make_member()
    say(meeting, sponsor, Choice.ROOM)
    return meeting, sponsor


def bring(meeting, sponsor, name="Noor Guest", email="noor@clinic.example", place=Place.ROOM):
    return guests.bring(meeting, sponsor, name, email, place, timezone.now())


def refused(meeting, sponsor, **guest):
    with pytest.raises(guests.Refused) as found:
        bring(meeting, sponsor, **guest)
    return found.value.reason


def messages(name):
    return Message.objects.filter(name=f"meetings/{name}")


def test_a_guest_takes_a_place_and_both_are_told():
    meeting, sponsor = with_sponsor()

    bring(meeting, sponsor)

    meeting.refresh_from_db()
    assert (meeting.room_taken, meeting.guests.get().sponsor) == (2, sponsor)
    invitation = messages("guest_invited").get()
    assert (invitation.recipient, invitation.user) == ("noor@clinic.example", None)
    assert all(words in invitation.text for words in (sponsor.name, "We erase it 30 days after", "/meetings/guest/"))
    assert messages("guest_added").get().user == sponsor.user


def test_the_link_to_join_is_for_a_guest_with_a_place_online():
    meeting, sponsor = with_sponsor(join_link="https://meet.example/dit")

    bring(meeting, sponsor)
    bring(meeting, sponsor, email="two@clinic.example", place=Place.ONLINE)

    in_room, online = messages("guest_invited").order_by("pk")
    assert ("meet.example" in in_room.text, "meet.example" in online.text) == (False, True)


def test_the_page_of_a_guest_has_no_link_to_join_once_the_meeting_is_cancelled(client):
    meeting, sponsor = with_sponsor(join_link="https://meet.example/dit")
    path = guest_links.address(bring(meeting, sponsor, place=Place.ONLINE))
    before = client.get(path).text

    planning.cancel(Meeting.objects.get(pk=meeting.pk), "Strike", timezone.now(), by=None)

    assert ("meet.example" in before, "meet.example" in client.get(path).text) == (True, False)


def test_guests_only_where_the_meeting_allows_them_with_a_member_who_comes_and_two_at_most():
    meeting, sponsor = with_sponsor()
    elsewhere, other = make_meeting(), make_member()
    say(elsewhere, sponsor, Choice.ROOM)

    assert refused(elsewhere, sponsor) == Refusal.NOT_ALLOWED
    assert refused(meeting, other) == Refusal.NOT_COMING
    for number in range(2):
        bring(meeting, sponsor, email=f"{number}@clinic.example")
    assert refused(meeting, sponsor) == Refusal.ENOUGH


def test_nobody_writes_to_one_stranger_after_the_other_by_bringing_them_and_taking_it_back():
    meeting, sponsor = with_sponsor()
    for number in range(guests.MOST_NAMED):
        guests.cancel(bring(meeting, sponsor, email=f"{number}@clinic.example"), timezone.now())

    assert refused(meeting, sponsor) == Refusal.NAMED


def test_a_guest_never_passes_those_who_wait():
    meeting, sponsor = with_sponsor(room_capacity=1)
    say(meeting, make_member(), Choice.ROOM)

    assert refused(meeting, sponsor) == Refusal.FULL
    assert messages("guest_invited").count() == 0


def test_whose_address_it_is_only_somebody_reads_who_may_see_it():
    meeting, sponsor = with_sponsor()
    shown, hidden = make_member(shows_email=True), make_member()

    assert refused(meeting, sponsor, email=shown.user.email.upper()) == Refusal.MEMBER
    bring(meeting, sponsor, email=hidden.user.email)
    assert refused(meeting, sponsor, email=hidden.user.email) == Refusal.ALREADY


def test_nobody_learns_whom_another_member_brings_and_two_lines_of_the_list_say_so_to_the_door():
    meeting, first = with_sponsor()
    second = make_member()
    say(meeting, second, Choice.ROOM)
    bring(meeting, first)

    bring(meeting, second, email="Noor@clinic.example")

    listed = [one.name for one in expected.everybody(meeting) if one.guest_of]
    assert sorted(listed) == ["Noor Guest", f"Noor Guest (guest of {second})"]
    assert refused(meeting, second, email="NOOR@clinic.example") == Refusal.ALREADY


def test_a_guest_says_through_the_link_that_they_do_not_come_and_looking_changes_nothing(client):
    meeting, sponsor = with_sponsor(room_capacity=2)
    guest = bring(meeting, sponsor)
    waits = make_member()
    say(meeting, waits, Choice.ROOM)
    path = guest_links.address(guest)

    looked = client.get(path)
    client.head(path)
    before = Guest.objects.get().cancelled_at
    client.post(path)
    again = client.post(path)

    assert looked.status_code == 200
    assert before is None
    assert again.status_code == 302
    assert "You are not expected" in client.get(path).text
    assert meeting.rsvps.get(member=waits).place == Place.ROOM
    assert messages("guest_declined").get().user == sponsor.user


def test_a_link_that_was_altered_or_has_run_out_opens_nothing(client):
    meeting, sponsor = with_sponsor()
    path = guest_links.address(bring(meeting, sponsor))
    Meeting.objects.update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1, minutes=1)
    )

    assert client.get(path).status_code == 404
    assert client.get(f"{path[:-2]}x/").status_code == 404


LOSING = {
    "answers no": lambda meeting, sponsor: say(meeting, sponsor, Choice.NO),
    "answers maybe": lambda meeting, sponsor: say(meeting, sponsor, Choice.MAYBE),
    "is suspended": lambda meeting, sponsor: membership.suspend(sponsor, make_coordinator(), "Why", timezone.now()),
}


@pytest.mark.parametrize("lose", LOSING.values(), ids=LOSING)
def test_guests_go_when_the_member_does_not_come_any_more_and_are_told(lose):
    meeting, sponsor = with_sponsor()
    bring(meeting, sponsor)

    lose(meeting, sponsor)

    assert not meeting.guests.expected().exists()
    assert messages("guest_cancelled").get().recipient == "noor@clinic.example"


def test_guests_go_when_the_member_does_not_confirm_a_moved_meeting():
    meeting, sponsor = with_sponsor()
    bring(meeting, sponsor)
    later = {"starts_at": meeting.starts_at + timedelta(days=7), "ends_at": meeting.ends_at + timedelta(days=7)}
    planning.change(Meeting.objects.get(), timezone.now(), by=None, **later)

    confirming.give_up_unconfirmed(timezone.now() + timedelta(days=8))

    assert not meeting.guests.expected().exists()


def test_a_guest_is_told_of_a_move_and_of_a_cancellation():
    meeting, sponsor = with_sponsor()
    bring(meeting, sponsor)
    later = {"starts_at": meeting.starts_at + timedelta(days=1), "ends_at": meeting.ends_at + timedelta(days=1)}

    moved = planning.change(Meeting.objects.get(), timezone.now(), by=None, **later)
    planning.cancel(moved, "Strike", timezone.now() + timedelta(hours=1), by=None)

    assert "It was:" in messages("guest_moved").get().text
    assert messages("guest_cancelled").get().subject.startswith("Cancelled")


def test_thirty_days_after_the_meeting_nothing_says_who_the_guests_were_and_how_many_stays():
    meeting, sponsor = with_sponsor()
    bring(meeting, sponsor)
    bring(meeting, sponsor, email="two@clinic.example")

    by_the_rule("access-needs", meeting.ends_at + MONTH - timedelta(days=1))
    kept = set(Guest.objects.values_list("name", flat=True))
    by_the_rule("access-needs", meeting.ends_at + MONTH + timedelta(days=2))

    assert kept == {"Noor Guest"}
    assert set(Guest.objects.values_list("name", "email")) == {("A guest", "")}
    assert meeting.guests.expected().count() == 2
    assert not Message.objects.filter(name__startswith="meetings/guest_").exists()


def signed_in(client, member):
    client.force_login(member.user)
    return client


def test_a_member_brings_a_guest_from_the_page_of_the_meeting_and_takes_it_back(client):
    meeting, sponsor = with_sponsor()
    page = signed_in(client, sponsor).get(meeting.get_absolute_url()).text
    at = f"{meeting.get_absolute_url()}guests/"

    wrong = client.post(at, {"name": "", "email": "nobody", "place": "room"})
    client.post(at, {"name": "Noor Guest", "email": "noor@clinic.example", "place": "room"})
    shown = client.get(meeting.get_absolute_url()).text
    client.post(f"{at}{Guest.objects.get().pk}/cancel/")

    assert at in page
    assert wrong.status_code == 422
    assert "Enter their name" in wrong.text
    assert "nobody" in wrong.text
    assert "Noor Guest" in shown
    assert not meeting.guests.expected().exists()


def test_no_nhs_number_is_taken_for_a_name(client):
    meeting, sponsor = with_sponsor()

    answer = signed_in(client, sponsor).post(
        f"{meeting.get_absolute_url()}guests/", {"name": "943 476 5919", "email": "a@clinic.example", "place": "room"}
    )

    assert answer.status_code == 422
    assert not Guest.objects.exists()


def test_nobody_cancels_the_guest_of_somebody_else_and_nobody_untrained_brings_one(client):
    meeting, sponsor = with_sponsor()
    guest = make_guest(meeting, sponsor)
    at = f"{meeting.get_absolute_url()}guests/"

    assert signed_in(client, make_member()).post(f"{at}{guest.pk}/cancel/").status_code == 404
    assert signed_in(client, make_applicant()).post(at).status_code == 403


def test_a_coordinator_sees_guests_among_those_who_come_and_cancels_one(desk):
    meeting, sponsor = with_sponsor()
    guest = make_guest(meeting, sponsor, name="Noor Guest")

    shown = desk.get(f"/admin/meetings/meeting/{meeting.pk}/who/").text
    desk.post(f"/admin/meetings/meeting/{meeting.pk}/who/guests/{guest.pk}/")

    assert "Noor Guest" in shown
    assert "<strong>2</strong> of 12 in the room" in shown
    assert not meeting.guests.expected().exists()
    assert messages("guest_cancelled").count() == 1
