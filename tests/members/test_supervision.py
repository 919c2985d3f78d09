"""A trainee names who supervises them; a supervisor gives their word once; an outside one counts once known."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from members import asking, messages, rights, standing, supervision, word_links
from members.models import Evidence, Member, OutsideSupervisor, Supervision
from members.models.evidence import SetAside
from members.stages import Against, EvidenceKind, Standing
from members.supervision import Refusal, Refused, Word
from outbox.models import Message
from tests.factories import (
    make_applicant,
    make_coordinator,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_supervision,
    make_supervisor,
    make_user,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db
BEGAN = date(2025, 9, 1)


def refused(deed, *args, **fields):
    with pytest.raises(Refused) as error:
        deed(*args, **fields)
    return error.value.reason


def name(member, supervisor, began_on=BEGAN, *, shows_pathway=False):
    return supervision.name_supervisor(member, supervisor, began_on, timezone.now(), shows_pathway=shows_pathway)


def name_outside(member, email="olu@practice.example", began_on=BEGAN):
    return supervision.name_outside(member, "Olu Example", email, began_on, timezone.now())


def asked(named, kind=EvidenceKind.TRAINING_CASE, **fields):
    """A fact for which the named supervisor's word was asked some days ago."""
    ago = timezone.now() - timedelta(days=5)
    return make_evidence(named.member, kind, supervision=named, **{"recorded_at": ago, **fields})


def with_role_play():
    member = make_member(name="Amara Okafor")
    make_evidence(member, EvidenceKind.ROLE_PLAY, verified=True)
    return member


def token_of(evidence, named=None):
    return word_links.token_for(evidence.pk, (named or evidence.supervision).pk, timezone.localdate())


# Naming


def test_a_member_names_a_supervisor_of_the_network_who_sees_nothing_until_the_member_says_so():
    member, supervisor = make_member(), make_supervisor(name="Grace Lindqvist")

    named = name(member, supervisor, date(2025, 9, 17))

    assert (named.name, named.began_on, named.shows_pathway) == ("Grace Lindqvist", date(2025, 9, 1), False)
    assert list(Supervision.objects.shown_to(supervisor.user_id, timezone.localdate())) == []


def test_one_cannot_supervise_oneself():
    supervisor = make_supervisor()

    assert refused(name, supervisor, supervisor) == Refusal.ONESELF


@pytest.mark.parametrize(
    "fields",
    [
        {"standing": Standing.ACCREDITED},
        {"standing": Standing.TRAINED},
        {"suspended_on": date(2025, 1, 1)},
        {"left_on": date(2025, 1, 1)},
    ],
)
def test_who_is_no_supervisor_or_may_not_take_part_cannot_be_named(fields):
    supervisor = make_supervisor()
    Member.objects.filter(pk=supervisor.pk).update(**fields)

    assert refused(name, make_member(), supervisor) == Refusal.NOT_SUPERVISOR


def test_somebody_in_training_as_a_supervisor_can_be_named():
    supervisor = make_member(standing=Standing.SUPERVISOR_IN_TRAINING)

    assert name(make_member(), supervisor).supervisor == supervisor


@pytest.mark.parametrize(
    ("began_on", "reason"),
    [
        (timezone.localdate() + timedelta(days=40), Refusal.FUTURE),
        (date(2007, 12, 1), Refusal.BEFORE_DIT),
    ],
)
def test_supervision_begins_neither_in_the_future_nor_before_dit(began_on, reason):
    assert refused(name, make_member(), make_supervisor(), began_on) == reason
    assert refused(name_outside, make_member(), began_on=began_on) == reason
    assert not OutsideSupervisor.objects.exists()


def test_the_same_supervisor_is_named_once_at_a_time_and_again_after_an_end():
    member, supervisor = make_member(), make_supervisor()
    first = name(member, supervisor)
    assert refused(name, member, supervisor) == Refusal.TWICE

    supervision.end(first, member.user, timezone.now())

    assert name(member, supervisor).pk != first.pk


def test_the_same_outside_supervisor_is_named_once_whatever_the_letter_case():
    member = make_member()
    name_outside(member, "Olu@Practice.example")

    assert refused(name_outside, member, "olu@practice.EXAMPLE ") == Refusal.TWICE


def test_two_members_who_name_the_same_address_name_the_same_supervisor():
    both = [name_outside(make_member(), email) for email in ("olu@practice.example", "OLU@practice.example")]

    assert both[0].outside == both[1].outside
    assert OutsideSupervisor.objects.get().email == "olu@practice.example"


def test_ones_own_address_and_that_of_a_member_who_shows_it_are_refused():
    member, other = make_member(), make_supervisor(shows_email=True)

    assert refused(name_outside, member, member.user.email.upper()) == Refusal.OWN_ADDRESS
    assert refused(name_outside, member, other.user.email.title()) == Refusal.IS_MEMBER


@pytest.mark.parametrize("hidden", [{}, {"listed": False, "shows_email": True}, {"left_on": date(2025, 1, 1)}])
def test_nobody_learns_by_trying_addresses_who_is_a_member_but_a_coordinator_confirms_none(hidden):
    other, desk = make_supervisor(**hidden), make_coordinator()

    named = name_outside(make_member(), other.user.email)

    refusal = supervision.refusal_to_confirm(named.outside, supervision.LISTS[0], desk)
    assert refusal == Refusal.NOT_OUTSIDE


def test_ones_own_recovery_address_is_refused_too():
    member = make_member()
    member.user.emailaddress_set.create(email="me@home.example", verified=True)

    assert refused(name_outside, member, "me@home.example") == Refusal.OWN_ADDRESS


def test_only_supervisors_who_show_their_entry_are_offered_and_never_oneself():
    me, shown = make_supervisor(), make_supervisor()
    make_supervisor(listed=False)
    make_supervisor(suspended_on=date(2025, 1, 1))
    make_member()

    assert list(supervision.offered_to(me, timezone.localdate())) == [shown]


# What a supervisor sees, and the end


def test_showing_hiding_and_ending_are_the_supervisees_alone():
    named, now = make_supervision(make_member()), timezone.now()

    for by in (named.supervisor.user, make_coordinator(), make_user()):
        assert refused(supervision.show_pathway, named, by, shown=True) == Refusal.NOT_YOURS
        assert refused(supervision.end, named, by, now) == Refusal.NOT_YOURS


def test_a_supervisor_sees_the_pathway_while_it_is_shown_and_until_the_end():
    member, now = make_member(), timezone.now()
    named = make_supervision(member)
    seen = partial(Supervision.objects.shown_to, named.supervisor.user_id, timezone.localdate(now))

    supervision.show_pathway(named, member.user, shown=True)
    assert list(seen()) == [named]
    supervision.show_pathway(named, member.user, shown=False)
    assert list(seen()) == []
    supervision.show_pathway(named, member.user, shown=True)
    supervision.end(named, member.user, now)

    assert list(seen()) == []
    assert Supervision.objects.get().shows_pathway is False


def test_what_has_ended_is_not_changed_any_more():
    member, now = make_member(), timezone.now()
    named = make_supervision(member, ended_on=date(2025, 1, 1))

    assert refused(supervision.end, named, member.user, now) == Refusal.ENDED
    assert refused(supervision.show_pathway, named, member.user, shown=True) == Refusal.ENDED


def test_an_outside_supervisor_is_shown_nothing():
    member = make_member()
    named = make_supervision(member, outside=make_outside_supervisor())

    assert refused(supervision.show_pathway, named, member.user, shown=True) == Refusal.OUTSIDE


# The word


def test_the_word_of_a_supervisor_in_the_network_counts_at_once():
    named = make_supervision(with_role_play())
    case = asked(named)

    supervision.give_word(case, timezone.now())

    case.refresh_from_db()
    assert (case.verified_by, case.verified_against) == (named.supervisor.user, Against.SUPERVISOR_WORD)
    assert Member.objects.get(pk=named.member_id).standing == Standing.TRAINING_CASES


def test_the_word_of_a_confirmed_outside_supervisor_counts_at_once():
    known = {"confirmed_on": date(2025, 1, 1), "confirmed_by_name": "C", "confirmed_against": Against.BPC_LIST}
    case = asked(make_supervision(with_role_play(), outside=make_outside_supervisor(name="Olu Example", **known)))

    supervision.give_word(case, timezone.now())

    case.refresh_from_db()
    assert (case.verified_by_name, case.said_on) == ("Olu Example", None)


def test_the_word_of_somebody_who_is_no_supervisor_any_more_is_not_taken():
    named = make_supervision(make_member())
    case = asked(named)
    Member.objects.filter(pk=named.supervisor_id).update(standing=Standing.ACCREDITED)

    assert refused(supervision.give_word, case, timezone.now()) == Refusal.NO_LONGER
    assert Evidence.objects.get(pk=case.pk).verified_on is None


def test_a_no_sets_the_claim_aside_and_its_writer_is_told_why():
    named = make_supervision(make_member(), outside=make_outside_supervisor(name="Olu Example"))
    case = asked(named)

    supervision.deny_word(case, timezone.now())

    case.refresh_from_db()
    letter = Message.objects.get(name="members/set_aside")
    assert (case.set_aside_why, case.set_aside_by_name) == (SetAside.SUPERVISOR, "Olu Example")
    assert letter.recipient == named.member.user.email
    assert "does not confirm it" in letter.text


@pytest.mark.parametrize("first", [supervision.give_word, supervision.deny_word])
@pytest.mark.parametrize("second", [supervision.give_word, supervision.deny_word])
@pytest.mark.parametrize("is_outside", [True, False])
def test_what_is_answered_is_answered_for_ever(first, second, is_outside):
    who = {"outside": make_outside_supervisor()} if is_outside else {"supervisor": make_supervisor()}
    case, now = asked(make_supervision(make_member(), **who)), timezone.now()

    first(case, now)
    before = Evidence.objects.filter(pk=case.pk).values().get()

    assert refused(second, case, now + timedelta(days=1)) == Refusal.DECIDED
    assert Evidence.objects.filter(pk=case.pk).values().get() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_outside", [True, False])
def test_two_clicks_on_the_same_link_at_once_make_one_change_and_one_message(is_outside):
    known = {"confirmed_on": date(2025, 1, 1), "confirmed_by_name": "C", "confirmed_against": Against.BPC_LIST}
    outside = {"outside": make_outside_supervisor(**known)} if is_outside else {}
    named = make_supervision(with_role_play(), **outside)
    case, now = asked(named), timezone.now()

    results = at_once([partial(supervision.give_word, case, now)] * 2)

    assert [error.reason for error in errors(results)] == [Refusal.DECIDED]
    assert named.member.standing_changes.count() == Message.objects.filter(name="members/verified").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_no_at_once_make_one_answer():
    case, now = asked(make_supervision(with_role_play())), timezone.now()

    results = at_once([partial(supervision.give_word, case, now), partial(supervision.deny_word, case, now)])

    case.refresh_from_db()
    assert [error.reason for error in errors(results)] == [Refusal.DECIDED]
    assert (case.verified_on is None) != (case.set_aside_on is None)
    assert Message.objects.filter(name__in=("members/verified", "members/set_aside")).count() == 1


# The link


def test_a_link_leads_to_the_one_fact_that_it_names():
    case = asked(make_supervision(make_member()))

    assert supervision.evidence_behind(token_of(case), timezone.localdate()) == case


def test_an_altered_link_or_one_that_names_another_supervisor_leads_nowhere():
    member = make_member()
    case, other = asked(make_supervision(member)), make_supervision(member)
    token = token_of(case)
    elsewhere = signing.dumps([case.pk, case.supervision.pk], salt="another purpose")

    for wrong in ("", "wrong", token[:-1], token[::-1], f"x{token}", elsewhere, token_of(case, other)):
        assert supervision.evidence_behind(wrong, timezone.localdate()) is None


@pytest.mark.parametrize("content", [None, 5, [], [1], [1, 2, 3], ["x", "y"], {"pk": 1}, [[1], [2]], [None, None]])
def test_a_signed_link_of_another_shape_leads_nowhere(content):
    assert supervision.evidence_behind(word_links.signer().sign_object(content), timezone.localdate()) is None


@pytest.mark.parametrize(("days", "leads"), [(0, True), (89, True), (90, True), (91, False)])
def test_a_link_leads_there_for_ninety_days(days, leads):
    case, on = asked(make_supervision(make_member())), timezone.localdate()

    assert (supervision.evidence_behind(token_of(case), on + timedelta(days=days)) == case) is leads


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, Word.ASKED),
        ({"said_on": date(2025, 5, 1)}, Word.SAID),
        ({"verified": True}, Word.COUNTS),
        ({"set_aside_on": date(2025, 5, 1), "set_aside_by_name": "O", "set_aside_why": "supervisor"}, Word.DENIED),
        ({"set_aside_on": date(2025, 5, 1), "set_aside_by_name": "O", "set_aside_why": "taken_back"}, Word.GONE),
        ({"set_aside_on": date(2025, 5, 1), "set_aside_by_name": "O", "set_aside_why": "date"}, Word.GONE),
    ],
)
def test_how_a_word_stands_follows_from_what_became_of_the_fact(fields, word):
    case = asked(make_supervision(make_member()), **fields)

    assert supervision.word_on(case, timezone.localdate()) == word


def test_a_fact_that_was_corrected_asks_for_no_word_any_more():
    named = make_supervision(make_member())
    case = asked(named)
    Evidence.objects.filter(pk=case.pk).update(superseded_by=asked(named, ordinal="B"))

    assert supervision.word_on(Evidence.objects.get(pk=case.pk), timezone.localdate()) == Word.GONE


# Asking once more


def test_asking_once_more_is_a_new_message_with_a_link_of_its_own():
    case, now = asked(make_supervision(make_member(), outside=make_outside_supervisor())), timezone.now()
    messages.word_asked(case, now - timedelta(days=5))

    asking.ask_again(case, case.member.user, now)

    first, second = Message.objects.filter(name="members/word_asked").order_by("pk")
    assert first.recipient == second.recipient == case.supervision.outside.email
    assert "/word/" in second.text


def test_a_supervisor_is_asked_at_most_once_a_day_about_one_fact():
    case, now = asked(make_supervision(make_member())), timezone.now()
    by = case.member.user
    asking.ask_again(case, by, now)

    assert refused(asking.ask_again, case, by, now) == Refusal.ASKED_TODAY
    asking.ask_again(case, by, now + timedelta(days=1))

    assert Message.objects.filter(name="members/word_asked").count() == 2


def test_what_was_recorded_today_was_asked_today():
    case = asked(make_supervision(make_member()), recorded_at=timezone.now())

    assert refused(asking.ask_again, case, case.member.user, timezone.now()) == Refusal.ASKED_TODAY


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_the_same_moment_is_one_message():
    case, now = asked(make_supervision(make_member())), timezone.now()

    results = at_once([partial(asking.ask_again, case, case.member.user, now)] * 2)

    assert [error.reason for error in errors(results)] == [Refusal.ASKED_TODAY]
    assert Message.objects.filter(name="members/word_asked").count() == 1


def test_nobody_asks_about_somebody_elses_fact():
    case = asked(make_supervision(make_member()))

    for by in (make_member().user, case.supervision.supervisor.user, make_coordinator()):
        assert refused(asking.ask_again, case, by, timezone.now()) == Refusal.NOT_YOURS


@pytest.mark.parametrize(
    "fields",
    [
        {"said_on": date(2025, 5, 1)},
        {"verified": True},
        {"set_aside_on": date(2025, 5, 1), "set_aside_by_name": "O", "set_aside_why": "supervisor"},
    ],
)
def test_nothing_is_asked_when_it_is_answered(fields):
    case = asked(make_supervision(make_member()), **fields)

    assert refused(asking.ask_again, case, case.member.user, timezone.now()) == Refusal.NOTHING_TO_ASK


def test_nobody_is_asked_about_what_no_supervisor_sees():
    named = make_supervision(make_member())
    study = asked(named, EvidenceKind.CASE_STUDY)

    assert refused(asking.ask_again, study, named.member.user, timezone.now()) == Refusal.NOTHING_TO_ASK


def test_a_supervisor_whose_account_is_closed_cannot_be_asked():
    named = make_supervision(make_member())
    case = asked(named)
    Member.objects.filter(pk=named.supervisor_id).update(user=None)

    assert refused(asking.ask_again, case, named.member.user, timezone.now()) == Refusal.NO_ADDRESS


def test_a_supervisor_who_was_erased_can_neither_be_asked_nor_found_on_a_list(client, settings):
    settings.DEMO = True
    named = make_supervision(make_member())
    case = asked(named)
    rights.erase(rights.person_of(named.supervisor.user), timezone.now())
    client.force_login(make_coordinator())

    page = client.get(reverse("admin:members_outsidesupervisor_changelist"))

    assert refused(asking.ask_again, case, named.member.user, timezone.now()) == Refusal.NO_ADDRESS
    assert OutsideSupervisor.objects.get().name not in page.text


# Confirming somebody from outside


def test_a_coordinator_who_finds_them_on_a_list_lets_everything_they_said_count_at_once():
    outside, now, by = make_outside_supervisor(), timezone.now(), make_coordinator()
    cases = [asked(make_supervision(with_role_play(), outside=outside)) for _ in range(2)]
    unsaid = asked(make_supervision(make_member(), outside=outside))
    denied = asked(cases[0].supervision, ordinal="B")
    for case in cases:
        supervision.give_word(case, now)
    supervision.deny_word(denied, now)

    found = supervision.confirm_outside(outside, Against.ANNA_FREUD_LIST, by, now)

    outside.refresh_from_db(), unsaid.refresh_from_db()
    assert found == cases
    assert (outside.confirmed_by, outside.confirmed_against) == (by, Against.ANNA_FREUD_LIST)
    assert unsaid.verified_on is None
    assert Message.objects.filter(name="members/verified").count() == 2


def test_only_a_coordinator_confirms_and_only_against_a_list_and_only_once():
    outside, now, by = make_outside_supervisor(), timezone.now(), make_coordinator()
    confirm = supervision.confirm_outside

    assert refused(confirm, outside, Against.BPC_LIST, make_member().user, now) == Refusal.NOT_COORDINATOR
    assert refused(confirm, outside, Against.COLLEAGUE, by, now) == Refusal.NOT_A_LIST
    assert refused(confirm, outside, "", by, now) == Refusal.NOT_A_LIST
    confirm(outside, Against.BPC_LIST, by, now)
    assert refused(confirm, outside, Against.BPC_LIST, by, now) == Refusal.CONFIRMED


def test_a_coordinator_does_not_confirm_their_own_supervisor():
    by = make_coordinator()
    named = make_supervision(make_member(user=by), outside=make_outside_supervisor())

    assert refused(supervision.confirm_outside, named.outside, Against.BPC_LIST, by, timezone.now()) == (
        Refusal.OWN_SUPERVISOR
    )


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_confirm_at_once_make_one_change():
    case, now = asked(make_supervision(with_role_play(), outside=make_outside_supervisor())), timezone.now()
    supervision.give_word(case, now)
    both = [make_coordinator(), make_coordinator()]
    outside = case.supervision.outside

    results = at_once([partial(supervision.confirm_outside, outside, Against.BPC_LIST, by, now) for by in both])

    assert [error.reason for error in errors(results)] == [Refusal.CONFIRMED]
    assert Message.objects.filter(name="members/verified").count() == 1


# What waits


def test_what_waits_for_a_supervisor_is_what_their_own_supervisees_said_and_they_see_for_themselves():
    named = make_supervision(make_member())
    case = asked(named)
    asked(named, EvidenceKind.CASE_STUDY)
    asked(named, EvidenceKind.SUPERVISION, verified=True)
    asked(named, ordinal="B", set_aside_on=date(2025, 5, 1), set_aside_by_name="O", set_aside_why="date")
    asked(make_supervision(make_member()))
    asked(make_supervision(make_applicant(), supervisor=named.supervisor))

    assert list(supervision.waiting_for(named.supervisor.user, timezone.localdate())) == [case]


def test_a_verification_that_is_undone_asks_for_the_word_again():
    named, now, by = make_supervision(with_role_play()), timezone.now(), make_coordinator()
    case = asked(named)
    supervision.give_word(case, now)

    standing.undo(Evidence.objects.get(pk=case.pk), by, now)

    assert supervision.word_on(Evidence.objects.get(pk=case.pk), timezone.localdate(now)) == Word.ASKED
