"""The demonstration shows every stage of a member and every state of a meeting, as of its day."""

import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from dit_network.demo import people
from dit_network.demo.clock import at
from meetings import going_ahead, needs, numbers, polls
from meetings.models import (
    Certificate,
    Feed,
    Invitation,
    Meeting,
    Notice,
    Poll,
    PollAnswer,
    Preferences,
    Reflection,
    RsvpChange,
    Series,
)
from meetings.reminding import ahead, slots
from meetings.words import CalendarBy, Choice, Door, Duty, Kind, Mode, Status
from members import contacts_answering, coordinators, standing
from members.clocks import ClockState, clocks_of
from members.facts import facts_of
from members.models import (
    AccessRequest,
    Application,
    Appointment,
    Breach,
    Complaint,
    Contact,
    CountsEdition,
    Evidence,
    Export,
    Leaving,
    Member,
    NewAddress,
    Offer,
    Organisation,
    PlaceRequest,
    RecordView,
    RetentionCase,
    RetentionRule,
)
from members.models.application import State
from members.models.history import OfficeKind
from members.models.places import FOR, RequestState
from members.models.rights import CaseState
from members.rules import rulebook
from members.stages import EvidenceKind, Standing
from minutes.finding import find
from minutes.models import Action
from minutes.words import ItemState
from outbox.models import Incoming, Message, StoppedAddress
from tests import robot
from tests.dit_network.demo.everything import everything
from tests.dit_network.demo.test_robot import links_of_busy_days

TODAY = date(2026, 11, 23)
NOW = at(TODAY, 9)

pytestmark = [pytest.mark.django_db, pytest.mark.whole, pytest.mark.xdist_group("the demonstration")]


@pytest.fixture(scope="module")
def network_of_today(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, made once for the tests that only look at it."""
    demo = override_settings(DEMO=True, DEMO_MAIL=str(tmp_path_factory.mktemp("mail")))
    with django_db_blocker.unblock(), demo, transaction.atomic():
        call_command("load_reference", verbosity=0)  # a test before this one may have emptied the tables
        call_command("demo", today=TODAY, verbosity=0, stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_fourteen_members_stand_at_every_stage_that_evidence_can_prove(network_of_today):
    found = Counter(Member.objects.eligible(TODAY).values_list("standing", flat=True))

    assert found == {
        Standing.TRAINED: 3,
        Standing.TRAINING_CASES: 3,
        Standing.ACCREDITED: 5,
        Standing.SUPERVISOR_IN_TRAINING: 1,
        Standing.SUPERVISOR: 2,
    }


def test_every_stage_and_every_kind_of_evidence_is_there(network_of_today):
    assert set(Member.objects.values_list("standing", flat=True)) == set(Standing.values)
    assert set(Evidence.objects.values_list("kind", flat=True)) == set(EvidenceKind.values)


def test_every_state_of_a_time_limit_is_there_and_one_is_extended(network_of_today):
    rules = rulebook()
    running = [
        each
        for member in Member.objects.prefetch_related("evidence")
        for each in clocks_of(facts_of(member.evidence.all(), rules, TODAY), TODAY)
    ]

    assert {each.state for each in running} == set(ClockState)
    assert any(each.extended for each in running)


def test_every_state_of_a_claim_is_there(network_of_today):
    claims = Evidence.objects.exclude(verified_on__isnull=False)

    assert claims.filter(said_on__isnull=False, set_aside_on=None).exists()
    assert claims.filter(set_aside_on__isnull=False).exists()
    assert Evidence.objects.filter(superseded_by__isnull=False, verified_on__isnull=False).exists()


def test_every_stored_standing_is_the_derived_one(network_of_today):
    for member in Member.objects.all():
        evidence = member.evidence.all()
        derived = standing.standing_of(evidence, rulebook(), TODAY).standing

        assert member.standing == (derived if member.joined_on else Standing.ENQUIRER)


def test_three_applications_wait_and_others_are_in_other_states(network_of_today):
    found = Counter(Application.objects.values_list("state", flat=True))

    states = {State.APPROVED: 15, State.SUBMITTED: 3, State.MORE_ASKED: 1, State.PARKED: 2, State.WITHDRAWN: 1}
    assert found == states


def test_two_coordinators_run_it_with_one_for_two_areas_and_evidence_waits_for_them(network_of_today):
    assert (coordinators.for_everything().count(), coordinators.everybody().count()) == (2, 3)
    assert Evidence.objects.to_verify().count() == 8


def test_two_years_of_meetings_lie_behind_and_a_year_ahead(network_of_today):
    past, ahead = Meeting.objects.past(NOW), Meeting.objects.upcoming(NOW)

    assert (past.count(), ahead.count()) == (12, 9)
    assert Counter(ahead.values_list("status", "mode")) == {
        (Status.PUBLISHED, Mode.HYBRID): 6,
        (Status.CANCELLED, Mode.HYBRID): 1,
        (Status.PUBLISHED, Mode.ONLINE): 1,
        (Status.DRAFT, Mode.HYBRID): 1,
    }
    assert all(meeting.rsvps.count() > 5 for meeting in past.published())


def test_the_network_meets_on_second_thursdays_from_2pm_to_4pm_and_one_meeting_has_moved(network_of_today):
    by_rhythm = Meeting.objects.past(NOW) | Meeting.objects.exclude(series=None)
    starts = [timezone.localtime(start) for start in by_rhythm.values_list("starts_at", flat=True)]

    assert {(start.strftime("%A"), start.hour) for start in starts} == {("Thursday", 14)}
    assert sorted(8 <= start.day <= 14 for start in starts) == [False] + [True] * 17


def test_whatever_asks_and_reminds_before_the_next_meeting_is_still_to_come(network_of_today):
    coming = {str(meeting) for meeting in Meeting.objects.published().upcoming(NOW)[:1]}

    found = ahead.departures(NOW)

    assert {each.kind for each in found if each.about in coming} == set(slots.Kind)
    assert {"One mail a week", "Invitation for the calendar"} <= {each.label for each in found}


def test_a_series_made_the_year_and_told_everybody_once(network_of_today):
    assert Series.objects.get().meetings.count() == 6
    told = Message.objects.filter(name="meetings/year_announced")
    assert told.count() == Member.objects.eligible(TODAY).count()


def test_a_training_day_is_open_to_the_untrained_and_today_somebody_decides_about_it(network_of_today):
    meeting = Meeting.objects.get(kind=Kind.TRAINING)

    assert meeting in going_ahead.open_questions(NOW)
    assert meeting.guests.expected().count() == 1
    assert meeting.rsvps.filter(member__joined_on=None).exists()


def test_a_meeting_that_moved_has_asked_again_and_not_everybody_has_answered(network_of_today):
    moved = Meeting.objects.get(touched=True, mode=Mode.HYBRID)

    yes = moved.rsvps.filter(choice__in=[Choice.ROOM, Choice.ONLINE])

    assert (yes.filter(confirm_by__gt=NOW).count(), yes.filter(confirm_by=None).count()) == (2, 2)


def test_one_date_poll_has_become_a_meeting_and_another_waits_for_answers(network_of_today):
    ruth = Member.objects.get(user__email=people.ROLES["practitioner"].email)

    [open_one], [closed] = Poll.objects.open(), Poll.objects.exclude(closed_at=None)

    assert closed.meeting.rsvps.exists()
    assert open_one in polls.unanswered_by(ruth)
    assert PollAnswer.objects.filter(date__poll=open_one).exists()


def test_the_next_meeting_has_roles_notes_needs_a_maybe_with_a_day_and_proposals(network_of_today):
    meeting = Meeting.objects.upcoming(NOW)[0]

    assert set(meeting.roles.values_list("duty", flat=True)) == set(Duty.values)
    assert meeting.rsvps.exclude(note="").count() == 2
    assert meeting.rsvps.exclude(decide_by=None).count() == 1
    assert len(needs.totals(meeting)) >= 3
    assert meeting.agenda.proposed().count() == 2


def test_the_next_room_is_full_and_two_wait_one_of_them_online_meanwhile(network_of_today):
    meeting = Meeting.objects.upcoming(NOW)[0]
    waiting = meeting.rsvps.in_line(Choice.ROOM).values_list("member__name", "place")

    assert meeting.room_taken == meeting.room_capacity
    assert numbers.of(meeting, NOW).waiting_for_room == 2
    assert list(waiting) == [("Imran Sheikh-Dawson", "online"), ("Peter Tattersall-Byrne", "none")]


def test_all_that_was_written_has_left_but_one_that_was_refused_and_nothing_lies_in_the_future(network_of_today):
    assert Message.objects.exclude(state="sent").get().last_error.startswith("550 5.7.1")
    assert not Message.objects.filter(created_at__gte=at(TODAY, 0)).exists()
    assert not Member.objects.filter(joined_on__gte=TODAY).exists()


def test_notices_were_written_and_contacts_are_named(network_of_today):
    assert sorted(Notice.objects.sent().values_list("audience", flat=True)) == ["coming", "everyone"]
    assert Contact.objects.current(TODAY).count() == 3


def test_nobody_could_be_real(network_of_today):
    addresses = [*User.objects.values_list("email", flat=True), *Message.objects.values_list("recipient", flat=True)]

    assert all(address.endswith(".example") and people.is_invented(address) for address in addresses)


def test_members_show_different_things(network_of_today):
    shown = Member.objects.values_list("listed", "shows_service", "shows_email", "shows_coming", "shows_interests")

    assert len(set(shown)) >= 7


def three_cycles() -> list[Meeting]:
    return list(Meeting.objects.filter(documents__isnull=False).order_by("starts_at"))


def test_every_past_meeting_that_took_place_is_closed_with_a_certificate_for_each_member_who_was_there(
    network_of_today,
):
    for meeting in Meeting.objects.past(NOW).published():
        assert meeting.closed_at
        assert meeting.certificates.count() == meeting.attendance.exclude(member=None).count() >= 4


def test_three_closed_cycles_have_agenda_minutes_decisions_actions_a_document_and_what_was_left_goes_on(
    network_of_today,
):
    cycles = three_cycles()

    assert [meeting.agenda.filter(state=ItemState.CARRIED).count() for meeting in cycles] == [1, 1, 1]
    assert [meeting.minutes.versions.count() for meeting in cycles] == [1, 2, 1]
    assert all(meeting.minutes.published_at and meeting.resolutions.exists() for meeting in cycles)
    assert [meeting.documents.get().file_type for meeting in cycles] == ["pdf", "docx", "png"]
    next_one = Meeting.objects.upcoming(NOW)[0]
    assert next_one.agenda.get(carried_from__isnull=False).carried_from.meeting == cycles[-1]


def test_actions_are_done_late_and_open_with_somebody_to_sign_in_as(network_of_today):
    promised = Action.objects.filter(meeting__in=three_cycles())

    assert promised.exclude(done_at=None).exists()
    assert promised.late(TODAY).exists()
    for role in ("practitioner", "trainee", "coordinator"):
        assert promised.open().filter(owner__user__email=people.ROLES[role].email).exists()


def test_somebody_was_there_in_part_somebody_as_a_guest_one_online_one_for_the_first_time(network_of_today):
    for meeting in three_cycles():
        there = meeting.attendance.all()
        assert there.filter(minutes__lt=120).exists()
        assert there.filter(member=None).exists()
        assert set(there.values_list("mode", flat=True)) == {"room", "online"}
    peter = Member.objects.get(name="Peter Tattersall-Byrne")
    assert peter.attendance.earliest("meeting__starts_at").meeting == three_cycles()[1]


def test_a_certificate_is_revoked_another_shows_its_name_and_one_person_reflects(network_of_today):
    ruth = Member.objects.get(user__email=people.ROLES["practitioner"].email)

    assert Certificate.objects.exclude(revoked_at=None).count() == 1
    assert Certificate.objects.get(shows_name=True).member == ruth
    assert set(Reflection.objects.values_list("member", flat=True)) == {ruth.pk}


def test_every_link_of_a_message_about_a_certificate_leads_to_one(network_of_today):
    serials = set(Certificate.objects.values_list("serial", flat=True))
    said = Message.objects.filter(name="meetings/certificate_issued").values_list("text", flat=True)

    assert {re.search(r"certificates/([0-9A-Z-]+)/", text)[1] for text in said} <= serials


def test_a_search_finds_what_the_cycles_said(network_of_today):
    ruth = Member.objects.get(user__email=people.ROLES["practitioner"].email)

    kinds = {hit.kind for found in find(ruth, ["ending"]).found for hit in found.hits}

    assert {"decision", "action", "minutes", "document"} <= kinds


def test_answers_and_reports_came_by_mail_and_one_answer_is_to_check(network_of_today):
    found = Counter(Incoming.objects.values_list("what", "outcome"))

    assert found == {
        ("reply", "done"): 1,
        ("reply", "to_check"): 1,
        ("bounce", "done"): 2,
        ("automatic", "set_aside"): 1,
        ("other", "to_check"): 1,
    }
    assert RsvpChange.objects.filter(door=Door.REPLY).count() == 1


def test_an_address_that_is_gone_gets_no_more_mail(network_of_today):
    graham = Member.objects.get(name="Graham Entwhistle-Rowe")

    assert [each.address for each in StoppedAddress.objects.all()] == [graham.user.email]


def test_people_take_meetings_into_their_calendars_in_every_way_and_links_were_read_lately(network_of_today):
    chosen = Preferences.objects.filter(member__left_on=None)
    assert set(chosen.values_list("calendar_by", flat=True)) == {CalendarBy.FEED, CalendarBy.BOTH}
    assert set(Feed.objects.values_list("read_by", flat=True)) == {"Outlook", "Google Calendar", "Apple Calendar"}
    assert not Feed.objects.filter(read_at__lt=at(TODAY, 0) - timedelta(days=3)).exists()
    assert Invitation.objects.filter(meeting__starts_at__gt=NOW).exists()


def test_whoever_wants_one_mail_a_week_had_no_more_than_one(network_of_today):
    had = Message.objects.filter(name="meetings/digest").values_list("recipient", "created_at")
    weeks = Counter((recipient, at.isocalendar()[:2]) for recipient, at in had)

    assert len({recipient for recipient, _ in weeks}) == 2
    assert set(weeks.values()) == {1}


def test_people_were_reminded_and_the_silent_asked(network_of_today):
    for name in ("meetings/reminder", "meetings/nudge"):
        assert Message.objects.filter(name=name).exists()


def test_supervision_is_offered_in_every_way_and_service_leads_read_counts(network_of_today):
    offered = Offer.objects.open()

    assert set(offered.values_list("format", flat=True)) == {"individual", "group"}
    assert offered.filter(in_person=False, remote=True).exists()
    assert offered.filter(audience="public").exists()
    assert offered.filter(supervisor__standing=Standing.SUPERVISOR_IN_TRAINING, from_on__gt=TODAY).exists()
    assert all(offered.filter(**{column: True}).exists() for column in FOR.values())
    assert CountsEdition.objects.get().parts
    assert set(Appointment.objects.values_list("office", flat=True)) == set(OfficeKind.values)
    assert Appointment.objects.exclude(areas="").exists()
    assert Counter(PlaceRequest.objects.values_list("state", flat=True)) == dict.fromkeys(RequestState, 1)
    full = offered.filter(audience="public").exclude(pk__in=offered.with_a_place(TODAY))
    assert full.get().supervisor.name == "Devan Raghunath"


def test_somebody_leaves_and_is_told_and_a_new_address_waits_and_each_register_has_a_line(network_of_today):
    leavers = Leaving.objects.running()
    assert [each.erase_on > TODAY for each in leavers] == [True, True]
    assert leavers.get(user__member__isnull=False).user.member.left_on < TODAY
    assert RetentionCase.objects.get().state == CaseState.TOLD
    assert NewAddress.objects.waiting().get().user.member.name == "Bronagh McIlvenna"
    for register in (AccessRequest, Complaint, Breach, Export):
        assert register.objects.exists()
    looked = RecordView.objects.filter(member__name="Ruth Pemberton-Hale").values_list("by_name", flat=True)
    assert set(looked) == {"Hannah Okafor", people.OUTSIDERS["auditor"].email}


def test_every_employer_has_its_areas_and_what_a_network_begins_with_is_still_there(network_of_today):
    assert not Organisation.objects.filter(areas=None).exists()
    assert Organisation.objects.filter(name__in=people.EMPLOYERS.values(), predecessors__isnull=False).exists()
    assert RetentionRule.objects.exists()


def test_a_contact_is_away_with_a_deputy_one_is_silent_and_a_member_is_asked_whether_all_is_right(network_of_today):
    away = Contact.objects.get(slug="joining")

    assert contacts_answering.answering(away, TODAY) == Contact.objects.get(slug="coordinator")
    assert contacts_answering.is_silent(Contact.objects.get(slug="supervision"), TODAY)
    assert Member.objects.get(entry_confirmed_on=None, entry_asked_on__isnull=False).name == "Ruth Pemberton-Hale"


@time_machine.travel(NOW)
def test_con_20_a_scanner_that_opens_every_link_of_every_mail_changes_no_fact(network_of_today):
    links, before = links_of_busy_days(), robot.facts()
    pages = robot.one_of_each_page(links)

    answers = robot.scan(links)
    robot.scan(pages.values(), times=50)

    assert len(links) > 300
    assert {"meetings:tap", "meetings:tap answer=room", "members:give_word"} <= pages.keys()
    assert set().union(*answers.values()) == {200, 410}  # the meeting of some links is over
    assert robot.facts() == before


def test_the_same_day_and_seed_give_the_same_rows_to_the_last_column(network_of_today):
    first = everything()

    call_command("demo", today=TODAY, verbosity=0, stdout=StringIO())

    assert everything() == first
