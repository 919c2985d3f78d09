"""Everything about me: for whoever can sign in, in words and as data, and of nobody else."""

import json

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Certificate, Feed, Invitation
from meetings.words import FeedKind
from members.models import AccessRequest, Complaint, Consent, MemberChange, RecordView
from members.models.history import ChangeKind
from members.stages import Against
from members.views import rights
from tests import factories as make

pytestmark = pytest.mark.django_db


def signed_in_just_now(client, user) -> None:
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="code", email=user.email)
    request.session.save()


def test_it_has_what_coordinators_wrote_who_looked_and_what_we_sent(client):
    member, now = make.make_member(name="Zoë Quillfeather"), timezone.now()
    MemberChange.objects.create(member=member, kind=ChangeKind.SUSPENDED, by_name="Hannah", at=now, reason="A word")
    RecordView.objects.create(member=member, by_name="Ann Auditor", at=now, page="Entry")
    make.make_message(user=member.user, recipient=member.user.email, subject="Welcome to it")
    make.make_notice(text="For others alone")
    signed_in_just_now(client, member.user)

    page = client.get(reverse("members:everything")).content.decode()
    client.head(reverse("members:everything_file", args=["json"]))
    assert not AccessRequest.objects.exists()
    data = client.get(reverse("members:everything_file", args=["json"]))
    file = client.get(reverse("members:everything_file", args=["html"])).content.decode()

    for words in ("A word", "Ann Auditor", "Welcome to it", "Zoë Quillfeather"):
        assert words in page
        assert words in file
        assert words in json.dumps(json.loads(data.content), ensure_ascii=False)
    assert "For others alone" not in page
    assert data["Content-Disposition"].endswith('.json"')


def test_it_names_nobody_else_and_tells_no_secret(client):
    member, now = make.make_member(name="Zoë Quillfeather"), timezone.now()
    trainee = make.make_member(name="Ada Trainee", phone="0161 496 0123")
    make.make_supervision(trainee, supervisor=member)
    make.make_guest(make.make_meeting(), member, name="Guy Guest")
    feed = Feed.objects.create(member=member, kind=FeedKind.MINE, made_at=now, changed_at=now)
    member.user.set_password("a long and secret one")
    member.user.save()
    signed_in_just_now(client, member.user)

    pages = [reverse("members:everything"), *(reverse("members:everything_file", args=[k]) for k in ("json", "html"))]
    texts = [client.get(page).content.decode() for page in pages]

    hidden = ("Ada Trainee", "0161 496 0123", trainee.user.email, "Guy Guest", feed.token, member.user.password)
    assert [(word, text[:80]) for word in hidden for text in texts if word in text] == []
    assert all("somebody else" in text for text in texts)


def done_about_others(by) -> list[str]:
    """Deeds of somebody, and the words of those whom they were about."""
    on, now, member = timezone.localdate(), timezone.now(), make.make_member()
    name, other = {"recorded_by_name": by.name}, make.make_member(name="Ada Trainee")
    past = make.make_past_meeting()
    make.make_application(
        entered_by=by.user, name="Bo Entered", job_title="Lead of Ward 9", registration_number="PYL123"
    )
    make.make_evidence(other, provider="Course of Ada", recorded_by=by.user)
    make.make_attendance(past, name="Cy Newcomer", **name)
    confirmed = {"confirmed_by": by.user, "confirmed_by_name": by.name, "confirmed_on": on}
    make.make_outside_supervisor(
        name="Di Outside", email="di@outside.example", confirmed_against=Against.BPC_LIST, **confirmed
    )
    MemberChange.objects.create(
        member=member, kind=ChangeKind.LINKS, by=by.user, by_name=by.name, at=now, reason="Ed lost a phone"
    )
    asked = {"received_on": on, "due_on": on, "outcome": "Told Fay"}
    AccessRequest.objects.create(name="Fay Asks", email="fay@asks.example", **asked, **name)
    Complaint.objects.create(name="Gus Complains", email="gus@complains.example", text="They lost it", **asked, **name)
    Certificate.objects.filter(pk=make.make_certificate(other, name="Hal Certified").pk).update(
        revoked_at=now, revoked_by_name=by.name, revoked_why="Hal was not there"
    )
    return [
        *("Ada Trainee", "Bo Entered", "Ward 9", "PYL123", "Course of Ada", "Cy Newcomer", "Di Outside"),
        *("di@outside.example", "Ed lost", "Told Fay", "Fay Asks", "fay@asks.example", "Gus Complains"),
        *("gus@complains.example", "They lost it", "Hal "),
    ]


def test_of_what_they_did_about_others_people_read_that_they_did_it_and_nothing_of_the_others(client):
    member = make.make_member(name="Zoë Quillfeather")
    hidden = done_about_others(member)
    signed_in_just_now(client, member.user)

    pages = [reverse("members:everything"), *(reverse("members:everything_file", args=[k]) for k in ("json", "html"))]
    texts = [client.get(page).content.decode() for page in pages]

    assert [(word, text[:80]) for word in hidden for text in texts if word in text] == []
    for title in ("Colleagues whom you entered", "Complaints of others that you wrote down"):
        assert f"{title}</a>" in texts[0]


def test_nobody_reads_what_somebody_of_their_name_did_nor_what_is_sent_to_who_has_their_old_address_now(client):
    member, coordinator = (make.make_member(name="Zoë Quillfeather") for _ in range(2))
    done_about_others(coordinator)
    told = {"member": member, "uid": "1@dit.example", "recipient": "library@trust.example", "sequence": 0}
    message = make.make_message(user=member.user, recipient="library@trust.example")
    Invitation.objects.create(meeting=make.make_meeting(), message=message, at=timezone.now(), **told)
    successor = make.make_user(email="library@trust.example")
    make.make_message(user=successor, recipient=successor.email, subject="For the successor alone")
    signed_in_just_now(client, member.user)

    page = client.get(reverse("members:everything")).content.decode()

    held = page[: page.index("Of these we hold nothing about you")]
    assert "Complaints of others that you wrote down" not in held
    assert "For the successor alone" not in page


def test_before_a_file_people_show_again_who_they_are(client):
    client.force_login(make.make_user())

    answer = client.get(reverse("members:everything_file", args=["json"]))

    assert answer.status_code == 302
    assert "confirm" in answer["Location"]


def test_whoever_asks_again_and_again_reads_how_long_to_wait(client, monkeypatch):
    monkeypatch.setitem(rights.RATES, "everything", "1/h/user")
    client.force_login(make.make_user())

    answers = [client.get(reverse("members:everything")) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert "Wait an hour, then try again" in answers[1].content.decode()


def test_somebody_with_an_account_alone_and_somebody_who_left_read_theirs(client):
    for user in (make.make_user(), make.make_member(left_on=timezone.localdate()).user, make.make_application().user):
        client.force_login(user)
        assert user.email in client.get(reverse("members:everything")).content.decode()


def test_it_begins_with_ones_entry_and_says_how_long_each_part_is_kept_in_years_and_months(client):
    member = make.make_member()
    make.make_certificate(member)
    client.force_login(member.user)

    page = client.get(reverse("members:everything")).content.decode()

    contents = page[page.index("On this page") :]
    assert contents.index("Your entry") < contents.index("Your account") < contents.index("Your certificates")
    assert "12 months from the day they left" in page
    assert "365 days" not in page


def test_many_rows_are_no_longer_page(client, django_assert_max_num_queries):
    member, now = make.make_member(), timezone.now()
    given = {"field": "email", "audience": "members", "wording_version": "1", "at": now}
    Consent.objects.bulk_create(Consent(member=member, **given) for _ in range(200))
    client.force_login(member.user)

    with django_assert_max_num_queries(150):
        page = client.get(reverse("members:everything")).content.decode()

    assert "And 180 more" in page
