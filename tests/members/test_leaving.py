"""Leaving: the effect is listed first and comes true; erased after thirty days, unless somebody stops it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetings import rsvp
from meetings.models import Attendance, Certificate, Feed, Meeting, Preferences, Role
from meetings.words import Choice, Duty, FeedKind
from members import contacts_answering, coordinators, joining, leaving, link_names, membership, offices, rights
from members.messages import REGRET
from members.models import (
    AccessRequest,
    Appointment,
    Area,
    AreaDuty,
    Contact,
    Leaving,
    Member,
    Offer,
    PlaceRequest,
    Supervision,
)
from members.models.history import ChangeKind, OfficeKind
from members.rights.holding import Basis, Holding, holdings
from minutes.models import Action, AgendaItem, DocumentContent, Minutes
from outbox.models import Message, State
from tests import factories as make
from tests.members.everywhere import traces
from tests.minutes import samples

pytestmark = pytest.mark.django_db
DEEP = settings.get_current_profile_name() == "deep"
NAME = "Zoë Quillfeather"


def place(member):
    meeting = make.make_meeting(title="Endings")
    rsvp.answer(meeting, member, Choice.ROOM, timezone.now())
    return lambda: Meeting.objects.get(pk=meeting.pk).room_taken == 1


def role(member):
    given = make.make_role(make.make_meeting(), Duty.DOOR, member)
    return lambda: Role.objects.filter(pk=given.pk).exists()


def calendar(member):
    now = timezone.now()
    feed = Feed.objects.create(member=member, kind=FeedKind.MINE, made_at=now, changed_at=now)
    return lambda: Feed.objects.filter(pk=feed.pk).exists()


def supervisee(member):
    named = make.make_supervision(make.make_member(name="Ada Trainee"), supervisor=member)
    told = Message.objects.filter(name="members/supervisor_left", recipient=named.member.user.email)
    return lambda: Supervision.objects.running(timezone.localdate()).filter(pk=named.pk).exists() or not told.exists()


def supervisor(member):
    """A place that was given after somebody asked: it is free again."""
    offer = make.make_offer()
    named = make.make_supervision(member, supervisor=offer.supervisor)
    given = {"state": "accepted", "asked_at": timezone.now(), "answered_at": timezone.now(), "supervision": named}
    PlaceRequest.objects.create(offer=offer, member=member, purpose="training", **given)
    return lambda: Offer.objects.counted(timezone.localdate()).get(pk=offer.pk).taken == 1


def offer(member):
    open_one = make.make_offer(member)
    return lambda: Offer.objects.open().filter(pk=open_one.pk).exists()


def asked_for_a_place(member):
    return still_open(make.make_offer(member, closed_at=timezone.now()), make.make_member(name="Cy Trainee"))


def asks_for_a_place(member):
    return still_open(make.make_offer(make.make_supervisor(name="Pat Supervisor")), member)


def still_open(offer, member):
    asked = PlaceRequest.objects.create(offer=offer, member=member, purpose="training", asked_at=timezone.now())
    return lambda: PlaceRequest.objects.open().filter(pk=asked.pk).exists()


def office(member):
    offices.appoint(member.user, OfficeKind.AUDITOR, [], make.make_coordinator(), "For a test", timezone.now())
    return lambda: offices.office_of(member.user) is not None


def contact(member):
    Contact.objects.create(slug="library", role="Library", name=member.name, email=member.user.email)
    return lambda: Contact.objects.filter(slug="library").exists()


def promise(member):
    action = make.make_action(owner=member, text="Bring the projector")
    return lambda: Action.objects.filter(pk=action.pk, owner=member).exists()


def proposal(member):
    item = make.make_item(make.make_meeting(), proposed_by=member)
    return lambda: AgendaItem.objects.filter(pk=item.pk, proposed_by=member).exists()


def document(member):
    added = make.make_document(data=samples.pdf(f"Slides of {member.name}"))
    return lambda: DocumentContent.objects.filter(document=added).exists()


def certificate(member):
    issued = make.make_certificate(member)
    return lambda: Certificate.objects.filter(pk=issued.pk).exists()


def attendance(member):
    """Said in words on the page, and in numbers before the last press."""
    row = make.make_attendance(make.make_past_meeting(), member)
    return lambda: Attendance.objects.filter(pk=row.pk, member=member).exists()


def minutes(member):
    written = make.make_published_minutes(text=f"{member.name} spoke.")
    return lambda: Minutes.objects.filter(pk=written.pk, text__contains=member.name).exists()


AT_ONCE = {
    place: ("You give up your places at", "Endings"),
    role: ("You give up your roles at", "door"),
    calendar: ("Private links to calendars stop", ""),
    supervisee: ("Supervision with you ends, and these people are told", "Ada Trainee"),
    supervisor: ("Your supervision ends with", ""),
    offer: ("Your offers of supervision are closed", "Individual"),
    asked_for_a_place: ("Requests for a place with you end, and these people are told", "Cy Trainee"),
    office: ("These need a successor", "auditor of the network"),
    asks_for_a_place: ("Your requests are taken back, and these supervisors are told", "Pat Supervisor"),
}
ON_THE_DAY = {
    contact: ("These need a successor", "Library"),
    promise: ("Coordinators look for somebody else to do what you promised", "Bring the projector"),
    proposal: ("Your proposals stay, without your name", "Item"),
    document: ("These documents, which name you, are replaced or deleted", "Slides on endings"),
    certificate: ("These certificates can be checked no more", "-"),
}
UNLISTED = {attendance: None, minutes: None}
KINDS = [*AT_ONCE, *ON_THE_DAY, *UNLISTED]
HIDDEN = "Members no longer find you"


@pytest.mark.whole
@example(kinds=set(KINDS))
@settings(max_examples=60 if DEEP else 3)
@given(kinds=st.sets(st.sampled_from(KINDS)))
def test_what_is_listed_is_what_happens_at_once_and_on_the_day_and_nothing_else_does(kinds):
    with transaction.atomic():
        member, now = make.make_supervisor(name=NAME), timezone.now()
        left_alone = make.make_supervision(make.make_member())
        stands = {kind: kind(member) for kind in sorted(kinds, key=KINDS.index)}
        said = {kind: (AT_ONCE | ON_THE_DAY)[kind] for kind in kinds - UNLISTED.keys()}

        listed = {each.title: each.about for each in leaving.effect(member.user, now)}
        assert listed.keys() == {HIDDEN, *(title for title, _ in said.values())}
        assert all(word in " ".join(listed[title]) for title, word in said.values())

        asked = leaving.ask(member.user, now)
        assert {kind for kind, still in stands.items() if still()} == kinds - AT_ONCE.keys()
        assert {each.title for each in leaving.effect(member.user, now)} == {
            said[kind][0] for kind in kinds & ON_THE_DAY.keys()
        }

        rehearsed = rights.rehearse(rights.person_of(member.user))
        leaving.on_tick(now + timedelta(days=30))
        asked.refresh_from_db()
        asked.removed.pop("Words that others wrote", None)
        assert asked.removed == rehearsed
        assert [kind for kind, still in stands.items() if still()] == []
        assert Supervision.objects.running(timezone.localdate()).filter(pk=left_alone.pk).exists()
        transaction.set_rollback(True)


def test_supervision_that_was_to_begin_later_is_over_at_once_when_one_of_the_two_leaves():
    now = timezone.now()
    on = timezone.localdate(now)
    later = make.make_supervision(make.make_member(), began_on=on + timedelta(days=9))

    leaving.leave(later.supervisor.user, now)

    assert not Supervision.objects.running(on).exists()
    assert leaving.effect(later.member.user, now)[1:] == []


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
    history = member.changes.order_by("pk").values_list("kind", "by_name")
    assert list(history) == [("left", NAME), ("came_back", NAME)]
    leaving.on_tick(now + timedelta(days=31))
    assert Member.objects.filter(pk=member.pk).exists()
    leaving.ask(member.user, now)
    assert client.get(page).status_code == 404  # it would say that nothing is erased


def test_a_coordinator_begins_it_with_a_reason_and_does_not_stop_it_alone():
    member, first, second, now = make.make_member(), make.make_coordinator(), make.make_coordinator(), timezone.now()
    with pytest.raises(leaving.Refused) as refused:
        leaving.ask(member.user, now, by=first, why=" ")
    assert refused.value.reason == leaving.Refusal.NO_REASON

    asked = leaving.ask(member.user, now, by=first, why="They asked by telephone.")

    assert "by telephone" in Message.objects.get(name="members/erasure_asked").text
    assert AccessRequest.objects.get().recorded_by_name == first.email
    assert leaving.refusal_to_regret(asked, first) == leaving.Refusal.SAME
    leaving.regret(asked, now, by=second)
    assert leaving.refusal_to_regret(Leaving.objects.get(), second) == leaving.Refusal.OVER


def test_a_coordinator_of_an_area_begins_it_for_nobody_elsewhere_and_for_nobody_who_opens_the_desk():
    here, there = Area.objects.all()[:2]
    of_here = make.make_coordinator()
    AreaDuty.objects.create(user=of_here, area=here)
    member, elsewhere = make.make_member(area=here), make.make_member(area=there)
    colleague = make.make_member(user=make.make_coordinator(), area=here)

    found = [leaving.refusal_to_begin(each.user, of_here) for each in (member, elsewhere, colleague)]

    assert found == [None, leaving.Refusal.NOT_COORDINATOR, leaving.Refusal.NOT_COORDINATOR]


def test_whoever_had_left_before_they_asked_to_be_erased_has_left_when_they_think_better_of_it():
    now = timezone.now()
    before = timezone.localdate(now) - timedelta(days=40)
    member = make.make_member(joined_on=before - timedelta(days=400), left_on=before)
    asked = leaving.ask(member.user, now)

    leaving.regret(asked, now)
    leaving.erase(asked, now)  # which the clock had begun to look at a moment before

    member.refresh_from_db()
    assert (member.left_on, member.changes.count()) == (before, 0)


def test_whoever_left_comes_back_by_a_coordinator_with_their_history_unless_their_erasure_runs():
    member, coordinator, now = make.make_member(), make.make_coordinator(), timezone.now()
    refused = membership.Refusal
    found = [membership.refusal(member, ChangeKind.CAME_BACK, coordinator, timezone.localdate(now))]
    leaving.leave(member.user, now)

    membership.come_back(member, coordinator, "They asked by telephone", now)

    assert Member.objects.eligible(timezone.localdate(now)).filter(pk=member.pk).exists()
    kinds = list(member.changes.order_by("pk").values_list("kind", flat=True))
    leaving.ask(member.user, now)
    member.refresh_from_db()
    found.append(membership.refusal(member, ChangeKind.CAME_BACK, coordinator, timezone.localdate(now)))
    assert (kinds, found) == (["left", "came_back"], [refused.NOT_LEFT, refused.WILL_BE_ERASED])


def test_links_in_messages_about_meetings_lead_nowhere_once_somebody_has_left():
    member = make.make_member()
    before = Preferences.objects.filter(member=member).values_list("links_generation", flat=True).first() or 0

    leaving.leave(member.user, timezone.now())

    assert Preferences.objects.get(member=member).links_generation > before


def test_mail_that_waits_for_somebody_who_leaves_is_taken_back_and_what_is_said_about_leaving_goes_out():
    member = make.make_member()
    waits = make.make_message(user=member.user, recipient=member.user.email, state=State.WAITING)

    leaving.leave(member.user, timezone.now())

    said = Message.objects.filter(user=member.user).exclude(pk=waits.pk)
    assert Message.objects.get(pk=waits.pk).state == State.WITHDRAWN
    assert list(said.values_list("name", "state")) == [("members/left", State.WAITING)]


@pytest.mark.parametrize("office", OfficeKind)
def test_whoever_leaves_gives_back_their_office_whichever_it_is_and_colleagues_read_of_it(office):
    user, now = make.make_member(user=make.make_officer(office)).user, timezone.now()

    leaving.leave(user, now)

    user.refresh_from_db()
    told = Message.objects.filter(name="members/coordinator_named").values_list("user", flat=True)
    colleagues = coordinators.for_everything() if office == OfficeKind.COORDINATOR else []
    assert set(told) == {each.pk for each in colleagues}
    assert (offices.office_of(user), user.is_staff) == (None, False)
    assert Appointment.objects.filter(user=user).first().office == office


def test_a_contact_who_left_stands_on_the_desk_until_there_is_a_successor():
    member, now = make.make_member(), timezone.now()
    on = timezone.localdate(now)
    found = Contact.objects.create(
        slug="library", role="Library", name="Zoë", email=member.user.email, confirmed_on=on, asked_on=on
    )
    member.user.emailaddress_set.get_or_create(email=member.user.email, verified=True, primary=True)
    assert contacts_answering.rota(on).asking() == []

    leaving.leave(member.user, now)

    assert contacts_answering.rota(on).asking() == [found]


def test_the_last_coordinator_appoints_a_successor_before_leaving():
    user, now = make.make_coordinator(), timezone.now()
    offices.appoint(make.make_user(), OfficeKind.COORDINATOR, [Area.objects.first()], user, "Helps", now)
    with pytest.raises(leaving.Refused) as refused:
        leaving.leave(user, now)
    assert refused.value.reason == leaving.Refusal.LAST

    make.make_coordinator()
    leaving.leave(user, now)

    assert not coordinators.is_coordinator(user)


def test_whoever_will_be_erased_gets_no_office_that_would_go_with_them():
    stays, goes, now = make.make_coordinator(), make.make_member(user=make.make_coordinator()).user, timezone.now()
    asked = leaving.ask(goes, now)

    with pytest.raises(coordinators.Refused) as appointed:
        offices.appoint(goes, OfficeKind.COORDINATOR, [], stays, "Came back", now)
    with pytest.raises(coordinators.Refused) as set_up:
        offices.appoint_at_set_up(goes.email, "Ada", now)

    assert {appointed.value.reason, set_up.value.reason} == {coordinators.Refusal.LEAVING}
    leaving.regret(asked, now)
    assert offices.appoint(goes, OfficeKind.COORDINATOR, [], stays, "Stays after all", now).appointed


def test_whoever_will_be_erased_sends_no_application_before_they_have_stopped_that(client):
    declined, now = make.make_sent_application(), timezone.now()
    user, desk = declined.user, make.make_coordinator()
    decision = joining.decline(declined, desk, "No training", "Dear colleague", now)
    asked = leaving.ask(user, now)
    client.force_login(user)

    led_to = client.get(reverse("members:join_step", args=["name"])).headers["Location"]

    assert led_to == reverse("members:leave")
    assert joining.refusal_to_apply(user) == joining.Refusal.LEAVING
    assert joining.refusal_to_undo(decision, desk, now) == joining.Refusal.GONE
    leaving.regret(asked, now)
    assert joining.refusal_to_apply(user) is None
    told = Message.objects.get(name="members/erasure_stopped").text
    assert "If you were a member" in told  # and whoever applied reads that this does not go on by itself
    assert "an application" in told


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


@pytest.mark.django_db
def test_the_desk_lists_whose_thirty_days_run_and_an_area_s_coordinator_sees_only_theirs(client, settings):
    settings.DEMO = True
    here, there = Area.objects.order_by("pk")[:2]
    now, desk = timezone.now(), make.make_coordinator()
    for name, area in (("Ada Here", here), ("Bo There", there)):
        leaving.ask(make.make_member(name=name, area=area).user, now, by=desk, why="They telephoned.")
    regretted = leaving.ask(make.make_member(name="Cy Stays").user, now)
    leaving.regret(regretted, now)
    page = reverse("admin:members_leaving_changelist")

    def listed(user):
        client.force_login(user)
        text = client.get(page).text
        return {name for name in ("Ada Here", "Bo There", "Cy Stays") if name in text}

    assert listed(desk) == {"Ada Here", "Bo There"}
    assert listed(make.make_officer(OfficeKind.AUDITOR)) == {"Ada Here", "Bo There"}
    assert listed(make.make_officer(OfficeKind.COORDINATOR, here)) == {"Ada Here"}
    theirs = Leaving.objects.get(user__member__name="Bo There")
    assert client.get(reverse("admin:members_leaving_change", args=[theirs.pk])).status_code == 302
