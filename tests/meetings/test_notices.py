"""A coordinator writes to members: who gets it, once, one message each, and who may read it afterwards."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import notices, rsvp
from meetings.models import Notice
from meetings.models.notice import Audience
from meetings.words import Choice, Status
from outbox.models import Message
from tests.factories import LONDON, make_coordinator, make_meeting, make_member, make_notice, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db


def send(notice, by=None):
    return notices.send(notice, by or make_user(), timezone.now(), seen=notices.wording(notice))


def names(people):
    return sorted(person.name for person in people)


# Who gets it


def test_a_notice_to_everyone_goes_to_everyone_eligible_hidden_from_the_directory_or_not():
    make_member(name="Here")
    make_member(name="Hidden", listed=False)
    make_member(name="Left", left_on=timezone.localdate())
    make_member(name="Suspended", suspended_on=timezone.localdate())
    make_member(name="Applicant", joined_on=None)

    assert names(notices.recipients(make_notice(), timezone.now())) == ["Here", "Hidden"]


def test_a_notice_about_a_meeting_goes_to_those_coming_or_to_those_silent():
    meeting, now = make_meeting(room_capacity=1), timezone.now()
    answers = {"Room": "room", "Waits": "room", "Online": "online", "Maybe": "maybe", "Not": "no"}
    for name, choice in answers.items():
        rsvp.answer(meeting, make_member(name=name), Choice(choice), now)
    make_member(name="Silent")

    coming = make_notice(audience=Audience.COMING, meeting=meeting)
    silent = make_notice(audience=Audience.SILENT, meeting=meeting)

    assert names(notices.recipients(coming, now)) == ["Online", "Room"]
    assert names(notices.recipients(silent, now)) == ["Silent"]


def test_an_address_that_nobody_has_verified_is_not_written_to():
    unverified, nobody = make_member(name="Unverified"), make_member(name="Cannot sign in")
    unverified.user.emailaddress_set.update(verified=False)
    nobody.user = None
    nobody.save()
    notice, now = make_notice(), timezone.now()

    assert notices.recipients(notice, now).count() == 0
    assert notices.eligible_recipients(notice, now).count() == 2
    assert notices.refusal(notice, now) == notices.Refusal.NOBODY


# Sending


def test_each_recipient_gets_one_message_of_their_own():
    members = [make_member(), make_member()]
    by = make_user()

    sent = send(make_notice(subject="Room changed", text="We meet in room 4."), by)

    messages = Message.objects.all()
    assert {message.recipient for message in messages} == {member.user.email for member in members}
    assert {message.user_id for message in messages} == {member.user_id for member in members}
    assert len({message.message_id for message in messages}) == 2
    assert {message.subject for message in messages} == {"Room changed"}
    assert all("We meet in room 4." in message.text and "We meet in room 4." in message.html for message in messages)
    assert (sent.recipients, sent.written_by) == (2, by)


def test_a_double_click_sends_once():
    make_member()
    notice = make_notice()
    send(notice)

    with pytest.raises(notices.Refused) as refused:
        send(notice)

    assert refused.value.reason == notices.Refusal.SENT
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_press_send_at_the_same_moment_send_once():
    make_member(), make_member()
    notice, by = make_notice(), make_user()

    outcomes = at_once([lambda: send(notice, by)] * 4)

    refused = [outcome.reason for outcome in outcomes if isinstance(outcome, notices.Refused)]
    assert (refused, Message.objects.count()) == ([notices.Refusal.SENT] * 3, 2)


def test_nobody_sends_words_that_they_have_not_read():
    make_member()
    notice = make_notice(text="As it was read")
    seen = notices.wording(notice)
    Notice.objects.update(text="As somebody else changed it meanwhile")

    with pytest.raises(notices.Refused) as refused:
        notices.send(notice, make_user(), timezone.now(), seen=seen)

    assert (refused.value.reason, Message.objects.count()) == (notices.Refusal.CHANGED, 0)


@pytest.mark.parametrize(
    "over", [{"status": Status.CANCELLED, "cancelled_at": timezone.now()}, {"starts_at": timezone.now()}]
)
def test_nobody_is_reminded_of_a_meeting_that_takes_no_answers_any_more(over):
    make_member()
    meeting = make_meeting(**over)
    silent = make_notice(audience=Audience.SILENT, meeting=meeting)

    assert notices.refusal(silent, timezone.now() + timedelta(seconds=1)) == notices.Refusal.OVER


def test_a_test_goes_to_the_coordinator_alone_and_says_so():
    make_member()
    by, notice = make_user(), make_notice(subject="Room changed")

    notices.send_test(notice, by, timezone.now())

    message = Message.objects.get()
    assert (message.recipient, message.subject) == (by.email, "Test: Room changed")
    assert Notice.objects.get().sent_at is None


def test_what_a_coordinator_types_is_text_and_becomes_no_link_or_template():
    make_member()

    send(make_notice(text="<script>x</script> {{ notice.written_by }}\n\nOpen this:\nhttps://evil.example/"))

    message = Message.objects.get()
    assert "{{ notice.written_by }}" in message.text
    assert "<script>" not in message.html
    assert 'href="https://evil.example' not in message.html


def test_a_thousand_messages_take_few_queries():
    users = [make_user() for _ in range(30)]
    for user in users:
        make_member(user=user)
    notice = make_notice()

    with CaptureQueriesContext(connection) as queries:
        send(notice)

    assert len(queries) < 12


def test_a_notice_is_signed_with_a_name_and_never_with_an_address():
    member = make_member(name="Ada Example")

    named, nameless = send(make_notice(), member.user), send(make_notice())

    assert (named.sender, nameless.sender) == ("Ada Example, for the coordinators", "The coordinators")
    assert nameless.written_by.email not in Message.objects.get(key=f"meetings/notice:{nameless.pk}:{member.pk}").text


# Reading afterwards


def test_a_member_reads_what_went_to_everyone_and_what_was_sent_to_them(client):
    member, other = make_member(), make_member()
    meeting, now = make_meeting(), timezone.now()
    rsvp.answer(meeting, member, Choice.ROOM, now)
    everyone, mine, draft = send(make_notice()), make_notice(audience=Audience.COMING, meeting=meeting), make_notice()
    send(mine)

    newcomer = make_member()

    assert set(Notice.objects.visible_to(member)) == {everyone, mine}
    assert set(Notice.objects.visible_to(other)) == set(Notice.objects.visible_to(newcomer)) == {everyone}
    client.force_login(other.user)
    pages = [client.get(notice.get_absolute_url()).status_code for notice in (everyone, mine, draft)]
    assert pages == [200, 404, 404]


@pytest.mark.whole
def test_the_list_shows_thirty_notices_at_the_price_of_one(client):
    client.force_login(make_member().user)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/meetings/notices/").status_code == 200
        return len(queries)

    send(make_notice(meeting=make_meeting()))
    cost()  # the first page of a session also writes that the session is used
    one = cost()
    for _ in range(29):
        send(make_notice(meeting=make_meeting()))

    assert cost() == one


def test_an_address_in_a_notice_is_a_link_and_marks_are_text(client):
    client.force_login(make_member().user)
    notice = send(make_notice(text="See https://trust.example/map and <b>do not</b> be late"))

    page = client.get(notice.get_absolute_url())

    assert b'href="https://trust.example/map"' in page.content
    assert b"&lt;b&gt;" in page.content


# At the coordinators' desk


@pytest.fixture
def desk(client, settings):
    """A coordinator at the open admin; what opens it is tested with the accounts."""
    settings.DEMO = True
    client.force_login(make_coordinator())
    return client


def test_writing_leads_to_the_preview_with_the_number_of_messages(desk):
    make_member(), make_member()

    page = desk.post(
        "/admin/meetings/notice/add/",
        {"audience": "everyone", "meeting": "", "subject": "Room changed", "text": "We meet in room 4."},
        follow=True,
    )

    notice = Notice.objects.get()
    assert page.redirect_chain[-1][0] == f"/admin/meetings/notice/{notice.pk}/preview/"
    assert (page.context["number"], page.context["refusal"]) == (2, None)
    assert "We meet in room 4." in page.content.decode()


def test_no_free_text_of_a_notice_takes_an_nhs_number(desk):
    page = desk.post(
        "/admin/meetings/notice/add/", {"audience": "everyone", "subject": "943 476 5919", "text": "943 476 5919"}
    )

    assert {"subject", "text"} <= set(page.context["adminform"].form.errors)


def test_only_an_announced_meeting_can_be_chosen_and_it_is_named_with_its_day(desk):
    make_meeting(title="Announced", starts_at=datetime(2027, 5, 13, 14, tzinfo=LONDON))
    make_meeting(title="Draft", status=Status.DRAFT)

    form = desk.get("/admin/meetings/notice/add/").context["adminform"].form

    assert [label for value, label in form.fields["meeting"].choices if value] == ["Thursday 13 May 2027: Announced"]


def test_a_notice_about_a_meeting_must_name_it(desk):
    page = desk.post("/admin/meetings/notice/add/", {"audience": "silent", "subject": "Hello", "text": "Hello"})

    assert "Choose the meeting." in page.content.decode()


def test_looking_at_a_preview_sends_nothing(desk):
    make_member()
    notice = make_notice()

    desk.get(f"/admin/meetings/notice/{notice.pk}/preview/")
    desk.head(f"/admin/meetings/notice/{notice.pk}/preview/")

    assert Message.objects.count() == 0


def test_the_button_sends_and_the_notice_cannot_be_changed_or_deleted_afterwards(desk):
    make_member()
    notice = make_notice()
    address = f"/admin/meetings/notice/{notice.pk}"

    desk.post(f"{address}/preview/", {"send": "Send", "seen": notices.wording(notice)})
    desk.post(f"{address}/change/", {"audience": "everyone", "subject": "Other", "text": "Other"})
    desk.post(f"{address}/delete/", {"post": "yes"})

    kept = Notice.objects.get()
    assert (kept.subject, kept.recipients, Message.objects.count()) == (notice.subject, 1, 1)


def test_a_member_who_is_no_coordinator_gets_no_preview(client):
    member, notice = make_member(), make_notice()
    client.force_login(member.user)

    assert client.get(f"/admin/meetings/notice/{notice.pk}/preview/").status_code in (302, 403)
