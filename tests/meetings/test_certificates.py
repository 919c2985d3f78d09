"""Certificates follow the attendance that was written down: one each, once, corrected with it, never from an answer."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from meetings import certificates, rsvp, topics
from meetings.certificates import Refusal, Refused
from meetings.models import Attendance, Certificate
from meetings.words import Choice, Mode, Presence
from members.models import Consent
from outbox.models import Message
from tests.factories import (
    make_attendance,
    make_certificate,
    make_coordinator,
    make_meeting,
    make_member,
    make_past_meeting,
    make_user,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db


def letters(name="meetings/certificate_issued"):
    return Message.objects.filter(name=name)


def test_whoever_attended_gets_one_that_says_all_that_bodies_ask_for(settings):
    meeting = make_past_meeting(
        title="Endings in brief work",
        aims="To plan an ending from the first session.",
        facilitator="Dr Ada Example, accredited DIT supervisor",
        programme="2pm Welcome\n2.15pm A model of endings\nQuestions",
        cpd_minutes=120,
        participatory_minutes=90,
    )
    row, now = make_attendance(meeting, mode=Presence.ONLINE), timezone.now()

    [issued] = certificates.issue_all(meeting, now, make_coordinator())

    found = Certificate.objects.values().get()
    assert found == found | {
        "name": row.member.name,
        "title": "Endings in brief work",
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "mode": "online",
        "minutes": 120,
        "participatory_minutes": 90,
        "aims": "To plan an ending from the first session.",
        "topics": "Welcome\nA model of endings\nQuestions",
        "organiser": settings.NETWORK_NAME,
        "facilitator": "Dr Ada Example, accredited DIT supervisor",
        "issued_on": timezone.localdate(now),
        "shows_name": False,
        "revoked_at": None,
    }
    assert issued.serial == found["serial"]


def test_an_answer_alone_is_no_attendance():
    meeting, member = make_meeting(), make_member()
    rsvp.answer(meeting, member, Choice.ROOM, timezone.now())
    type(meeting).objects.update(closed_at=timezone.now())

    assert certificates.issue_all(meeting, timezone.now(), None) == []


def test_nobody_gets_one_before_attendance_is_closed():
    meeting = make_past_meeting(closed_at=None)
    make_attendance(meeting)

    with pytest.raises(Refused) as refused:
        certificates.issue_all(meeting, timezone.now(), None)

    assert (refused.value.reason, Certificate.objects.count()) == (Refusal.OPEN, 0)


def test_a_name_alone_gets_none():
    meeting = make_past_meeting()
    make_attendance(meeting, name="A guest")

    assert certificates.issue_all(meeting, timezone.now(), None) == []


@pytest.mark.parametrize(
    ("planned", "present", "expected"),
    [
        ({}, 120, (120, 120)),
        ({}, 45, (45, 45)),
        ({"cpd_minutes": 90}, 120, (90, 90)),
        ({"cpd_minutes": 90}, 60, (60, 60)),
        ({"cpd_minutes": 120, "participatory_minutes": 50}, 120, (120, 50)),
        ({"cpd_minutes": 120, "participatory_minutes": 50}, 61, (61, 25)),
        ({"cpd_minutes": 90, "participatory_minutes": 0}, 90, (90, 0)),
    ],
)
def test_part_attendance_counts_as_the_minutes_that_it_was_and_never_more_than_the_meeting_is_worth(
    planned, present, expected
):
    meeting = make_past_meeting(**planned)
    make_attendance(meeting, minutes=present)

    [issued] = certificates.issue_all(meeting, timezone.now(), None)

    assert (issued.minutes, issued.participatory_minutes) == expected


def test_what_counts_for_nothing_is_not_certified():
    meeting = make_past_meeting(cpd_minutes=0)
    make_attendance(meeting)

    assert certificates.issue_all(meeting, timezone.now(), None) == []


def test_asked_twice_it_issues_one_and_writes_once():
    meeting = make_past_meeting()
    make_attendance(meeting)
    make_attendance(meeting)

    numbers = [len(certificates.issue_all(meeting, timezone.now(), None)) for _ in range(2)]

    assert (numbers, Certificate.objects.count(), letters().count()) == ([2, 0], 2, 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_issue_one_each():
    meeting = make_past_meeting()
    make_attendance(meeting)

    results = at_once([partial(certificates.issue_all, meeting, timezone.now(), None)] * 4)

    assert errors(results) == []
    assert (sorted(map(len, results)), letters().count()) == ([0, 0, 0, 1], 1)


def test_the_letter_leads_its_owner_to_the_certificate_and_claims_nothing_more():
    certificate = make_certificate()

    letter = letters().get()

    assert (letter.recipient, letter.user_id) == (certificate.member.user.email, certificate.member.user_id)
    assert letter.subject.startswith("Your certificate: Network meeting, ")
    assert certificate.get_absolute_url() in letter.text
    assert "not accreditation of competence" in letter.text


def test_topics_come_from_an_app_above_where_it_knows_them(monkeypatch):
    monkeypatch.setattr(topics, "on_topics", [lambda meeting: [], lambda meeting: ["Waiting lists", "Endings"]])

    assert make_certificate(meeting=make_past_meeting(programme="2pm Welcome")).topics == "Waiting lists\nEndings"


def test_as_many_whole_topics_are_kept_as_fit():
    assert certificates.lines(["a" * 2000, "b" * 1999, "c"]) == "a" * 2000 + "\n" + "b" * 1999
    assert certificates.lines(["a" * 4001]) == ""


def correct(row, **fields):
    """Attendance was opened again, changed, and closed again."""
    Attendance.objects.filter(pk=row.pk).update(recorded_at=timezone.now(), **fields)


def test_a_correction_revokes_the_old_one_and_issues_another_serial():
    old = make_certificate(shows_name=True)
    correct(old.meeting.attendance.get(), minutes=30, mode=Presence.ONLINE)

    [new] = certificates.issue_all(old.meeting, timezone.now(), make_coordinator(email="c@trust.example"))

    old.refresh_from_db()
    assert (old.revoked_by_name, old.revoked_why) == ("c@trust.example", certificates.CORRECTED)
    assert old.revoked_at
    assert (new.minutes, new.mode, new.shows_name) == (30, "online", True)
    assert new.serial != old.serial
    letter = letters().get(key__endswith=new.serial)
    assert letter.subject.startswith("Your certificate, corrected: ")
    assert old.serial in letter.text


def test_whoever_is_taken_off_the_list_keeps_no_certificate_that_counts():
    certificate = make_certificate()
    certificate.meeting.attendance.all().delete()

    certificates.issue_all(certificate.meeting, timezone.now(), None)

    certificate.refresh_from_db()
    assert certificate.revoked_why == certificates.TAKEN_OFF
    assert letters("meetings/certificate_revoked").count() == 1


def test_a_coordinator_revokes_with_a_reason_that_its_owner_reads():
    certificate, by = make_certificate(), make_coordinator(email="c@trust.example")

    certificates.revoke(certificate, by, "Signed in for somebody else.", timezone.now())

    certificate.refresh_from_db()
    assert certificate.revoked_at
    assert (certificate.revoked_by_name, certificate.revoked_why) == (
        "c@trust.example",
        "Signed in for somebody else.",
    )
    letter = letters("meetings/certificate_revoked").get()
    assert (letter.recipient, "Signed in for somebody else." in letter.text) == (certificate.member.user.email, True)


def test_what_a_coordinator_revoked_stays_so_until_its_line_is_written_anew():
    certificate = make_certificate()
    certificates.revoke(certificate, make_coordinator(), "A mistake", timezone.now())

    unchanged = certificates.issue_all(certificate.meeting, timezone.now(), None)
    correct(certificate.meeting.attendance.get())
    written_anew = certificates.issue_all(certificate.meeting, timezone.now(), None)

    assert (len(unchanged), len(written_anew)) == (0, 1)


def test_nobody_revokes_their_own_nor_twice_nor_without_saying_why():
    by = make_coordinator()
    own, other = make_certificate(make_member(user=by)), make_certificate()

    for certificate, why, reason in [
        (own, "Mine", Refusal.OWN),
        (other, " ", Refusal.NO_WHY),
        (make_certificate(revoked_at=timezone.now()), "Twice", Refusal.REVOKED),
    ]:
        for deed in (certificates.revoke, certificates.reissue):
            with pytest.raises(Refused) as refused:
                deed(certificate, by, why, timezone.now())
            assert refused.value.reason == reason


def test_issuing_anew_takes_what_is_true_today():
    old, by = make_certificate(), make_coordinator()
    type(old.member).objects.update(name="Ada Right-Spelling")

    new = certificates.reissue(old, by, "The name was misspelt.", timezone.now())

    old.refresh_from_db()
    assert (new.name, old.revoked_why, new.revoked_at) == ("Ada Right-Spelling", "The name was misspelt.", None)


def test_nothing_is_issued_anew_for_somebody_who_is_no_longer_on_the_list():
    old = make_certificate()
    old.meeting.attendance.all().delete()

    with pytest.raises(Refused) as refused:
        certificates.reissue(old, make_coordinator(), "A mistake", timezone.now())

    assert refused.value.reason == Refusal.ABSENT


def test_showing_ones_name_is_a_choice_that_is_kept_with_its_wording():
    certificate, now = make_certificate(), timezone.now()

    for shown in (True, True, False):
        certificates.show_name(certificate, shown, now)

    kept = Consent.objects.filter(member=certificate.member).order_by("pk").values_list("field", "shown")
    field = f"certificate {certificate.serial}"
    assert [*kept] == [(field, True), (field, False)]


def test_only_its_owner_opens_it(client):
    certificate = make_certificate()
    address = certificate.get_absolute_url()
    statuses = []

    for user in (certificate.member.user, make_member().user, make_coordinator(), make_user()):
        client.force_login(user)
        statuses.append(client.get(address).status_code)

    assert statuses == [200, 404, 404, 404]


def test_issuing_thirty_asks_no_more_of_the_meeting_than_issuing_one(django_assert_max_num_queries):
    meeting = make_past_meeting(mode=Mode.ROOM)
    for _ in range(30):
        make_attendance(meeting)

    with django_assert_max_num_queries(10 + 30 * 10):
        certificates.issue_all(meeting, timezone.now() + timedelta(seconds=1), None)
