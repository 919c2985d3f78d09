"""A place is asked for, answered, counted and freed; nothing lies unanswered."""

import re
from contextlib import nullcontext, suppress
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from look import words
from members import gate, link_names, membership, profile, standing, supervision
from members.models import Area, AreaDuty, Consent, Member, Offer, PlaceRequest, RecordView, Supervision
from members.models.history import ChangeKind
from members.models.places import Purpose, RequestState, RequestStep, StepKind
from members.places import by_the_clock, endings, known, offers, requests
from members.places import words as words_of
from members.places.history import history
from members.places.requests import Refusal
from members.stages import CaseMode, EvidenceKind, Standing
from members.switches import Audience
from outbox.models import Message
from tests.factories import (
    make_coordinator,
    make_member,
    make_offer,
    make_supervision,
    make_supervisor,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ON = timezone.localdate(NOW)
S = RequestState


def asked(offer=None, **fields):
    return requests.ask(offer or make_offer(), make_member(**fields), NOW)


def stored(row):
    return type(row).objects.get(pk=row.pk)


def in_its_own_transaction(deed, **given):
    with transaction.atomic():
        deed(**given)


def taken(offer, on=ON):
    return Offer.objects.counted(on).get(pk=offer.pk).taken


def refused(deed, *given):
    with pytest.raises(requests.Refused) as found:
        deed(*given)
    return found.value.reason


def sent_to(member):
    return list(Message.objects.filter(user=member.user).order_by("pk").values_list("name", flat=True))


# Offers


def test_offers_are_seen_only_by_whom_they_are_for_and_while_their_supervisor_supervises():
    supervisor, hidden = make_supervisor(), make_supervisor(listed=False)
    for who in Audience:
        make_offer(supervisor, audience=who)
    make_offer(supervisor, closed_at=NOW, audience=Audience.PUBLIC)
    make_offer(hidden, audience=Audience.PUBLIC)
    make_offer(make_supervisor(suspended_on=ON), audience=Audience.PUBLIC)
    make_offer(make_member(standing=Standing.ACCREDITED), audience=Audience.PUBLIC)

    assert [offers.open_to(who, ON).count() for who in Audience] == [4, 2, 1]


def test_of_one_offer_the_gate_says_what_it_says_of_many():
    made = [make_offer(make_supervisor(listed=listed), audience=who) for who in Audience for listed in (True, False)]

    for viewer in Audience:
        assert [each for each in made if gate.may_see_offer(viewer, each)] == list(
            Offer.objects.shown_to(viewer).order_by("pk")
        )


def test_a_visitor_comes_from_the_training_routes_to_what_supervisors_let_everybody_see(client):
    shown, hidden = make_supervisor(name="Opal Open"), make_supervisor(name="Petra Private")
    make_offer(shown, audience=Audience.PUBLIC, fee_note="No charge")
    make_offer(shown, audience=Audience.MEMBERS, fee_note="By agreement")
    make_offer(hidden, audience=Audience.MEMBERS)

    way = re.search(r'href="([^"]+)">let everybody see', client.get("/training-routes/").text)
    page = client.get(way[1])

    told = [word in page.text for word in ("Opal Open", "No charge", "Petra Private", "By agreement")]
    assert told == [True, True, False, False]


def test_all_that_a_supervisor_can_say_of_an_offer_is_read_by_members(client):
    supervisor, cumbria = make_supervisor(), Area.objects.get(code="cumbria")
    client.force_login(supervisor.user)
    said = {"format": "group", "where": ["in_person", "remote"], "area": cumbria.pk, "days": ["0", "1"], "places": 2}
    said |= {"for_whom": list(Purpose), "fee_note": "No charge.", "audience": Audience.MEMBERS}
    said |= {"from_on_day": "14", "from_on_month": "5", "from_on_year": f"{ON.year + 1}"}

    client.post("/supervision/offers/new/", said)
    client.force_login(make_member().user)
    entry = " ".join(client.get(supervisor.get_absolute_url()).text.split())

    first = words.day(date(ON.year + 1, 5, 14))
    for sentence in (
        "Small group, in person in Cumbria or remotely, on Mondays or Tuesdays",
        "a training case, practitioners after accreditation and those on the way to becoming a supervisor",
        f"2 places free from {first}",
        "Cost: No charge.<",
    ):
        assert sentence in entry


def test_a_supervisor_in_training_is_shown_as_such_before_and_after_one_asks_and_to_visitors(client):
    offer, trainee = make_offer(make_supervisor(), audience=Audience.PUBLIC), make_member(standing=Standing.TRAINED)
    Member.objects.filter(pk=offer.supervisor_id).update(standing=Standing.SUPERVISOR_IN_TRAINING)
    public = client.get("/supervision/").text
    client.force_login(trainee.user)

    entry = client.get(offer.supervisor.get_absolute_url()).text
    page = client.get(f"/supervision/requests/{requests.ask(offer, trainee, NOW).public_id}/").text

    assert Standing.SUPERVISOR_IN_TRAINING.label in public
    assert ["is in training as a supervisor" in each for each in (entry, page)] == [True, True]


def test_one_offer_must_be_all_that_is_looked_for():
    here, there = Area.objects.all()[:2]
    online = make_offer(remote=True, days=1).supervisor
    in_person = make_offer(remote=False, in_person=True, area=here, days=2, taken=1).supervisor

    def found(**asked_for):
        return set(offers.offering(Member.objects.all(), ON, **asked_for))

    assert found(area=here) == {online, in_person}
    assert found(area=there) == found(mode=CaseMode.REMOTE) == found(day=0) == found(has_place=True) == {online}
    assert found(area=here, mode=CaseMode.IN_PERSON) == found(day=1) == {in_person}
    assert found(area=here, mode=CaseMode.IN_PERSON, day=0) == found(purpose=Purpose.AFTER_ACCREDITATION) == set()


def test_who_is_let_see_an_offer_is_kept_with_the_words_and_making_it_twice_is_making_it_once(client):
    supervisor = make_supervisor()
    said = {"format": "group", "remote": True, "for_training": True, "places": 2, "audience": Audience.PUBLIC}

    offer, again = offers.make(supervisor, said, NOW), offers.make(supervisor, said, NOW)
    offers.change(offer, {"audience": Audience.MEMBERS}, supervisor, NOW)

    kept = Consent.objects.order_by("pk").values_list("field", "audience")
    client.force_login(supervisor.user)
    read_again = client.get("/profile/sharing/history/")
    assert again == offer
    assert list(kept) == [(f"offer:{offer.public_id}", who) for who in ("public", "members")]
    assert {each.label for each in read_again.context["chosen"]} == {"An offer of supervision"}
    assert "By choosing this you agree to it; you can take it back at any time." in read_again.text


def test_a_supervisor_never_has_fewer_places_than_are_taken_and_nobody_else_changes_them():
    request = asked()
    offer, supervisor = request.offer, request.offer.supervisor
    requests.accept(request, NOW)

    for by, number, reason in ((supervisor, 0, "TAKEN"), (make_supervisor(), 3, "NOT_YOURS")):
        with pytest.raises(offers.Refused) as found:
            offers.set_places(offer, number, by, NOW)
        assert found.value.reason.name == reason


def test_a_supervisor_is_told_how_many_places_they_have_and_what_frees_one(client):
    offer = make_offer(places=2, taken=1)
    client.force_login(offer.supervisor.user)

    said = [
        client.post(f"/supervision/offers/{offer.public_id}/places/", {"number": number}, follow=True).text
        for number in (2, 1, 0)
    ]

    for words_said, page in zip(
        ("You have 2 places in all.", "You have 1 place in all.", "decline a request for which you hold it"),
        said,
        strict=True,
    ):
        assert words_said in page


@pytest.mark.parametrize(("number", "is_refused"), [(-1, True), (0, False), (30, False), (31, True)])
def test_an_offer_has_thirty_places_at_most_for_every_form_verb_and_hand(number, is_refused):
    offer = make_offer(places=1)

    for deed in (
        lambda: offers.set_places(offer, number, offer.supervisor, NOW),
        lambda: Offer(remote=True, for_training=True, places=number).validate_constraints(),
        lambda: in_its_own_transaction(Offer.objects.filter(pk=offer.pk).update, places=number),
    ):
        with pytest.raises((offers.Refused, ValidationError, IntegrityError)) if is_refused else nullcontext():
            deed()


@pytest.mark.parametrize("state", S)
def test_a_request_says_since_when_it_is_over_exactly_when_it_is_over(state):
    request = asked()
    is_open, day = state in (S.ASKED, S.HELD), ON + timedelta(days=1)

    for answered_at in (None, NOW):
        kept = {"state": state, "answered_at": answered_at, "held_until": day}
        with nullcontext() if (answered_at is None) == is_open else pytest.raises(IntegrityError):
            in_its_own_transaction(PlaceRequest.objects.filter(pk=request.pk).update, **kept)


# Asking


def test_asking_twice_is_asking_once():
    offer, member = make_offer(), make_member()

    first, second = (requests.ask(offer, member, NOW) for _ in range(2))

    assert first == second
    assert sent_to(offer.supervisor) == ["members/place_asked"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"taken": 1}, Refusal.FULL),
        ({"closed_at": NOW}, Refusal.NOT_OPEN),
        ({"audience": Audience.COORDINATORS}, Refusal.NOT_OPEN),
        ({"for_training": False, "for_accredited": True}, Refusal.NOT_FOR_YOU),
    ],
)
def test_nobody_asks_for_what_is_not_offered_to_them(given, reason):
    assert refused(requests.ask, make_offer(**given), make_member(), NOW) == reason


def test_nobody_waits_for_more_than_five_answers_at_once():
    member = make_member()
    first, *_ = [requests.ask(make_offer(), member, NOW) for _ in range(requests.MOST_OPEN)]

    assert refused(requests.ask, make_offer(), member, NOW) == Refusal.TOO_MANY
    requests.withdraw(first, member, NOW)
    assert requests.ask(make_offer(), member, NOW)


def test_nobody_asks_themselves_or_who_supervises_them_already():
    offer, member = make_offer(), make_member()
    make_supervision(member, supervisor=offer.supervisor)

    assert refused(requests.ask, offer, offer.supervisor, NOW) == Refusal.ONESELF
    assert refused(requests.ask, offer, member, NOW) == Refusal.HAS_IT


# Answering


@pytest.mark.parametrize("state", [S.ACCEPTED, S.DECLINED, S.LAPSED, S.WITHDRAWN])
def test_what_is_over_is_answered_no_more(state):
    request = asked()
    PlaceRequest.objects.filter(pk=request.pk).update(state=state, answered_at=NOW)

    for deed in (requests.accept, requests.decline, lambda one, now: requests.hold(one, None, now)):
        assert refused(deed, request, NOW) == Refusal.OVER


def test_an_accepted_place_is_the_supervision_of_the_pathway_and_its_end_frees_the_place():
    request = requests.accept(asked(), NOW)
    full = taken(request.offer)

    supervision.end(request.supervision, request.member.user, NOW)

    named = request.supervision
    assert (named.supervisor, named.member) == (request.offer.supervisor, request.member)
    assert (full, taken(request.offer)) == (1, 0)


def test_a_place_is_free_from_the_day_on_which_supervision_will_end_and_nobody_does_anything_for_it():
    request, last = requests.accept(asked(), NOW), ON + timedelta(days=30)
    Supervision.objects.update(ended_on=last)

    found = [
        (taken(request.offer, on), offers.offering(Member.objects.all(), on, has_place=True).exists())
        for on in (last - timedelta(days=1), last)
    ]

    assert found == [(1, False), (0, True)]


def test_an_arrangement_that_was_named_meanwhile_is_the_one_that_counts():
    request = asked()
    named = make_supervision(request.member, supervisor=request.offer.supervisor)

    assert requests.accept(request, NOW).supervision == named


def test_while_the_last_place_is_held_others_stay_in_line_and_are_told_when_it_is_gone():
    offer = make_offer()
    first, second = asked(offer), asked(offer)
    requests.hold(first, None, NOW)

    no_place, waits = refused(requests.accept, second, NOW), stored(second).state
    requests.accept(first, NOW)

    assert (no_place, waits, stored(second).state) == (Refusal.NO_PLACE, S.ASKED, S.LAPSED)
    assert sent_to(second.member) == ["members/place_ended"]


def test_whoever_asked_first_is_told_nothing_untrue_when_the_place_goes_to_who_asked_after_them():
    offer = make_offer()
    first, second = asked(offer), asked(offer)

    requests.accept(second, NOW)

    assert stored(first).why == "The last place went to somebody else."


def test_others_stay_in_line_for_a_place_that_is_held_when_the_last_free_one_is_given():
    offer = make_offer(places=2)
    held, taken_at_once, waits = (asked(offer) for _ in range(3))
    requests.hold(held, None, NOW)

    requests.accept(taken_at_once, NOW)

    assert words_of.places(Offer.objects.counted(ON).get(pk=offer.pk), ON) == "Full"
    assert [stored(each).state for each in (held, waits)] == [S.HELD, S.ASKED]


@pytest.mark.parametrize("days", [0, 57])
def test_a_place_is_held_until_a_day_within_eight_weeks(days):
    assert refused(requests.hold, asked(), ON + timedelta(days=days), NOW) == Refusal.DAY


# Endings


def test_no_request_lies_unanswered():
    request, hours, told = asked(), timedelta(hours=1), []
    for days in (6, 7, 7, 13, 14, 14, 30):
        by_the_clock.run(NOW + timedelta(days=days) + hours)
        told.append((len(sent_to(request.offer.supervisor)), stored(request).state))

    assert told == [(1, S.ASKED), *[(2, S.ASKED)] * 3, *[(3, S.LAPSED)] * 3]
    assert sent_to(request.offer.supervisor) == ["members/place_asked", "members/place_asked", "members/place_ended"]
    assert sent_to(request.member) == ["members/place_ended"]


def test_a_request_that_fails_by_the_clock_stops_no_other_and_keeps_nothing_of_what_was_begun():
    broken, other = asked(), asked()

    def fails_after_the_first_step(request, now):
        by_the_clock.nudge(request, now)
        if request.pk == broken.pk:
            raise ValueError

    by_the_clock.each(PlaceRequest.objects.order_by("pk"), fails_after_the_first_step, NOW)

    assert [stored(broken).nudged_at, stored(other).nudged_at] == [None, NOW]
    assert sent_to(broken.offer.supervisor) == ["members/place_asked"]


def test_a_place_is_held_through_its_day():
    request, states = requests.hold(asked(), ON + timedelta(days=14), NOW), []
    for days in (11, 14, 15):
        by_the_clock.run(NOW + timedelta(days=days))
        states.append(stored(request).state)

    assert states == [S.HELD, S.HELD, S.LAPSED]


def test_a_held_place_goes_back_at_its_day_with_notice_before_also_when_the_clock_was_late():
    request = requests.hold(asked(), None, NOW)
    states = []
    for days in (20, 20, 21, 21):
        by_the_clock.run(NOW + timedelta(days=days))
        states.append((stored(request).state, taken(request.offer)))

    assert states == [(S.HELD, 1), (S.HELD, 1), (S.LAPSED, 0), (S.LAPSED, 0)]
    assert sent_to(request.member) == [f"members/place_{name}" for name in ("answered", "hold_ends", "ended")]


def supervise_no_more(supervisor):
    """Their listing as a supervisor is taken back, so that what is left makes them accredited."""
    listed = supervisor.evidence.filter(kind=EvidenceKind.SUPERVISOR)
    listed.update(verified_on=ON)
    standing.undo(listed.get(), make_coordinator(), NOW)
    assert stored(supervisor).standing == Standing.ACCREDITED


CAUSES = {
    "closed": lambda request: offers.close(request.offer, request.offer.supervisor, NOW),
    "supervises no more": lambda request: supervise_no_more(request.offer.supervisor),
    "supervises no more since a day passed": lambda request: (
        Member.objects.filter(pk=request.offer.supervisor_id).update(standing=Standing.ACCREDITED),
        by_the_clock.run(NOW),
    ),
    "supervisor hid": lambda request: profile.share(request.offer.supervisor, {"listed": False}, NOW),
    "supervisor suspended": lambda request: membership.suspend(
        request.offer.supervisor, make_coordinator(), "Why", NOW
    ),
    "supervisor left": lambda request: membership.leave(request.offer.supervisor, make_coordinator(), "Why", NOW),
    "trainee left": lambda request: membership.leave(request.member, make_coordinator(), "Why", NOW),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_requests_end_by_themselves_at_once_with_their_cause(cause):
    request = requests.hold(asked(), None, NOW)
    supervisor = request.offer.supervisor

    CAUSES[cause](request)

    assert stored(request).state == (S.WITHDRAWN if cause == "trainee left" else S.LAPSED)
    assert taken(request.offer) == 0
    assert stored(request).why
    assert "answer" not in stored(request).why
    assert history(stored(request), "Ada")[-1][1].endswith(stored(request).why)
    told = supervisor if cause == "trainee left" else request.member
    assert sent_to(told)[-1] == "members/place_ended"


def test_who_left_supervises_nobody_and_offers_nothing_also_where_a_coordinator_records_it():
    supervisor, trainee, own = make_supervisor(), make_member(), make_supervisor()
    offer, by = make_offer(supervisor), make_coordinator()
    for one, other in ((trainee, supervisor), (supervisor, own)):
        make_supervision(one, supervisor=other, shows_pathway=True)

    membership.leave(supervisor, by, "Moved to Kent", NOW)
    membership.come_back(supervisor, by, "They moved back", NOW)

    assert not Supervision.objects.running(ON).exists()
    assert sent_to(trainee) == ["members/supervisor_left"]
    assert (stored(offer).closed_at, sent_to(own)) == (NOW, [])


@pytest.mark.parametrize("cause", ["trainee left", "supervisor left", "supervisor hid"])
def test_whatever_ends_several_requests_locks_their_offers_in_one_order(cause):
    """Seen by the order in which they end: in opposite orders each of two deeds would wait for the other."""
    member, supervisor = make_member(), make_supervisor()
    ones = [requests.ask(make_offer(supervisor), member, NOW) for _ in range(3)]

    CAUSES[cause](ones[0])

    keys = Message.objects.filter(name="members/place_ended").order_by("pk").values_list("key", flat=True)
    assert [key.split(":")[1] for key in keys] == [str(each.pk) for each in ones]


# Counting


class TakenIsWhatIsCounted(TestCase):
    deeds = st.lists(st.tuples(st.sampled_from(range(8)), st.integers(0, 2)), max_size=14)

    @pytest.mark.whole
    @given(places=st.integers(0, 2), deeds=deeds)
    def test_for_any_deeds(self, places, deeds):
        offer, members = make_offer(places=places), [make_member() for _ in range(3)]
        for number, who in deeds:
            member = members[who]
            request = PlaceRequest.objects.filter(member=member).order_by("-pk").first()
            with suppress(requests.Refused, offers.Refused, supervision.Refused):
                self.do(number, offer, member, request)
            assert taken(offer) == offer.requests.taking_a_place(ON).count() <= stored(offer).places

    def do(self, number, offer, member, request):
        if number == 0:
            requests.ask(offer, member, NOW)
        elif number == 1:
            offers.set_places(offer, offer.places + 1, offer.supervisor, NOW)
        elif number == 2:
            offers.set_places(offer, offer.places - 1, offer.supervisor, NOW)
        elif request and number == 7 and request.supervision:
            supervision.end(request.supervision, member.user, NOW)
        elif request and number < 7:
            deeds = [requests.accept, lambda one, now: requests.hold(one, None, now), requests.decline]
            deeds.append(lambda one, now: requests.withdraw(one, member, now))
            deeds[number - 3](request, NOW)


def accepted_at_once():
    """How many are accepted of two who were first in line for one place."""
    offer = make_offer()
    waiting = [asked(offer), asked(offer)]
    at_once([lambda each=each: requests.accept(each, NOW) for each in waiting])
    return offer.requests.filter(state=S.ACCEPTED).count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_are_accepted_at_once_do_not_share_the_last_place():
    assert [accepted_at_once() for _ in range(5)] == [1] * 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_have_found_it_free(monkeypatch):
    """The control: both read before either writes, and nothing else stops them."""
    both_have_read = Barrier(2)

    def unlocked(offer, now):
        found = endings.counted(offer, now)
        both_have_read.wait(timeout=30)
        return found

    offer = make_offer()
    waiting = [asked(offer), asked(offer)]
    monkeypatch.setattr(endings, "locked", unlocked)
    outcomes = at_once([lambda each=each: requests.accept(each, NOW) for each in waiting])

    assert taken(offer) == 2 or ["deadlock detected" in str(each) for each in errors(outcomes)] == [True]


# Pages


def queries_for(client, user, address):
    client.force_login(user)
    client.get(address)  # the first page of a session also writes that the session is used
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.whole
def test_pages_of_offers_and_requests_cost_as_many_queries_for_thirty_as_for_one(client, settings):
    settings.DEMO = True  # what opens the desk is tested with the accounts
    supervisor, coordinator, member = make_supervisor(), make_coordinator(), make_member()
    request = asked(make_offer(supervisor, audience=Audience.PUBLIC, places=30))
    pages = [
        (supervisor.user, "/supervision/offers/"),
        (supervisor.user, f"/supervision/requests/{request.public_id}/"),
        (member.user, "/supervision/"),
        (member.user, "/directory/?standing=supervisors&place=free"),
        (coordinator, "/admin/members/offer/"),
        (coordinator, "/admin/members/placerequest/?state=all"),
    ]
    for_one = [queries_for(client, *page) for page in pages]

    for number in range(29):
        make_offer(supervisor if number < 11 else None, audience=Audience.PUBLIC)
        said = {"member": make_member(), "purpose": Purpose.TRAINING_CASE, "asked_at": NOW}
        PlaceRequest.objects.create(offer=request.offer, **said)
    held = {"kind": StepKind.HELD, "at": NOW, "until": ON}
    RequestStep.objects.bulk_create(RequestStep(request=request, **held) for _ in range(30))

    assert [queries_for(client, *page) for page in pages] == for_one


def test_whoever_asked_finds_all_that_they_wait_for_beside_their_supervisors(client):
    member = make_member()
    make_supervision(member)
    waiting, held, over = (requests.ask(make_offer(), member, NOW) for _ in range(3))
    requests.hold(held, None, NOW)
    requests.decline(over, NOW)
    client.force_login(member.user)

    page = client.get("/pathway/supervisors/").text

    shown = [f"/supervision/requests/{each.public_id}/" in page for each in (waiting, held, over)]
    assert shown == [True, True, False]


def test_a_button_asks_only_where_asking_would_not_be_refused(client):
    supervisor = make_supervisor(name="Grace")
    fits = make_offer(supervisor)
    make_offer(supervisor, for_training=False, for_supervisors=True)
    make_offer(supervisor, taken=1)
    own = make_offer(make_supervisor(), for_supervisors=True, for_accredited=True)

    supervised = make_member()
    make_supervision(supervised, supervisor=supervisor)

    for viewer, offered in ((make_member(), [fits, own]), (supervised, [own]), (own.supervisor, [])):
        client.force_login(viewer.user)
        pages = [client.get(each) for each in ("/directory/", supervisor.get_absolute_url())]
        for page, shown in zip(
            pages, (offered, [each for each in offered if each.supervisor == supervisor]), strict=True
        ):
            assert all(f"/supervision/ask/{each.public_id}/" in page.text for each in shown)
            assert page.text.count("/supervision/ask/") == len(shown)


def test_who_asks_too_late_comes_back_to_what_they_asked_the_directory_and_nowhere_else(client):
    offer, question = make_offer(taken=1), "/directory/?standing=supervisors&place=free"
    client.force_login(make_member().user)
    entry = offer.supervisor.get_absolute_url()

    came = [
        client.post(f"/supervision/ask/{offer.public_id}/", {"back": back})["Location"]
        for back in (question, entry, "/leave/", "https://elsewhere.example/directory/", "")
    ]

    assert came == [question, entry, *["/directory/"] * 3]
    assert 'name="back" value="/directory/?place=free"' in shows_a_button(client, "/directory/?place=free")


def shows_a_button(client, address):
    make_offer()
    return client.get(address).text


def on_the_desk(client, user, address, **question):
    client.force_login(user)
    return client.get(f"/admin/members/{address}", question)


def test_coordinators_see_a_request_that_nobody_answers_and_never_its_note(client, settings):
    settings.DEMO = True
    request, coordinator = asked(), make_coordinator()
    requests.add_note(request, request.member, "Zqnotezq", NOW)
    listed = on_the_desk(client, coordinator, "placerequest/")
    found = on_the_desk(client, coordinator, "placerequest/", q="Zqnotezq", state="all")
    page = on_the_desk(client, coordinator, f"placerequest/{request.pk}/change/")

    assert [[row.pk for row in each.context["cl"].result_list] for each in (listed, found)] == [[request.pk], []]
    assert request.offer.supervisor.name in page.text
    assert all("Zqnotezq" not in each.text for each in (listed, page))
    looked = RecordView.objects.order_by("member").values_list("member", "page")
    assert dict(looked) == {
        request.member.pk: "Your request for a place",
        request.offer.supervisor.pk: "A request for a place with you",
    }


def test_a_coordinator_of_an_area_sees_what_its_people_offer_and_ask_for(client, settings):
    settings.DEMO = True
    here, there = Area.objects.all()[:2]
    coordinator = make_coordinator()
    AreaDuty.objects.create(user=coordinator, area=here)
    ours = requests.ask(make_offer(make_supervisor(area=there)), make_member(area=here), NOW)
    theirs = requests.ask(make_offer(make_supervisor(area=here)), make_member(area=there), NOW)

    pages = [on_the_desk(client, coordinator, each) for each in ("offer/", "placerequest/")]

    assert [[row.pk for row in page.context["cl"].result_list] for page in pages] == [[theirs.offer.pk], [ours.pk]]
    shut = on_the_desk(client, coordinator, f"placerequest/{theirs.pk}/change/")
    assert shut.status_code in (302, 404)


# From the mail


def test_a_supervisor_who_hides_what_is_hidden_already_or_another_field_answers_as_before():
    request = asked()

    profile.share(request.offer.supervisor, {"phone": True, "listed": True}, NOW)

    assert stored(request).state == S.ASKED


def test_each_time_that_a_place_is_held_is_kept():
    request = asked()
    for at, weeks in ((NOW, 1), (NOW + timedelta(days=5), 4)):
        requests.hold(request, timezone.localdate(at) + timedelta(weeks=weeks), at)
    by_the_clock.run(NOW + timedelta(days=31))

    said = [line for _, line in history(stored(request), "Ada")]

    days = [words.day(ON + timedelta(days=each)) for each in (7, 33)]
    assert said[1:] == [f"Held until {days[0]}", f"Held until {days[1]}", "Both were told that the day is near"]


def link_of(request):
    return f"/supervision/a/{link_names.name('place', request.pk, ON)}/"


def test_looking_at_the_link_changes_nothing_and_one_press_answers(client):
    request = asked()

    seen = client.get(link_of(request))
    before = stored(request).state
    client.post(link_of(request), {"answer": "accept"})
    client.post(link_of(request), {"answer": "decline"})

    assert (seen.status_code, before, stored(request).state) == (200, S.ASKED, S.ACCEPTED)


@pytest.mark.parametrize(("answer", "state"), [("accept", S.ACCEPTED), ("decline", S.DECLINED), ("hold", S.HELD)])
def test_whoever_presses_twice_is_not_told_that_their_answer_was_not_taken(client, answer, state):
    request = asked()
    client.force_login(request.offer.supervisor.user)

    for page in (link_of(request), f"/supervision/requests/{request.public_id}/") * 2:
        done = client.post(page, {"answer": answer, "weeks": "2"}, follow=True)
        assert (done.status_code, [str(each) for each in done.context["messages"]]) == (200, [])

    assert "not taken" not in done.text
    assert (stored(request).state, request.steps.count()) == (state, int(state == S.HELD))


def test_links_that_a_coordinator_took_back_lead_nowhere():
    request = asked()
    token = link_names.name("place", request.pk, ON)
    assert requests.behind(token, ON) == request

    at = NOW + timedelta(seconds=1)
    membership.change(request.offer.supervisor, ChangeKind.LINKS, make_coordinator(), "A forwarded mail", at)

    assert requests.behind(token, ON) is None
    later = ON + timedelta(days=1)
    assert requests.behind(link_names.name("place", request.pk, later), later) == request


def test_links_of_requests_that_come_after_links_were_taken_back_are_good_the_same_day():
    old = asked()
    at = NOW + timedelta(seconds=1)
    membership.change(old.offer.supervisor, ChangeKind.LINKS, make_coordinator(), "A forwarded mail", at)

    new = requests.ask(make_offer(old.offer.supervisor), make_member(), NOW + timedelta(seconds=2))

    found = [requests.behind(link_names.name("place", each.pk, ON), ON) for each in (old, new)]
    assert found == [None, new]


def test_nobody_answers_their_own_request(client):
    request = asked()
    client.force_login(request.member.user)

    answer = client.post(link_of(request), {"answer": "accept"})
    page = client.post(f"/supervision/requests/{request.public_id}/", {"answer": "accept"})

    assert (answer.status_code, page.status_code, stored(request).state) == (404, 302, S.ASKED)


def test_both_sides_read_each_others_hidden_name_while_a_request_is_open_and_two_weeks_after(client):
    request = asked(make_offer(make_supervisor(name="Sue Hidden")), name="Ada Hidden", listed=False)
    asker, supervisor = request.member, request.offer.supervisor
    Member.objects.filter(pk=supervisor.pk).update(listed=False)
    sides = (asker.pk, supervisor.pk)

    def read(reader, on):
        names = known.names(reader, [stored(request)], on)
        return [names[pk] for pk in sides]

    both, open_ones = ["Ada Hidden", "Sue Hidden"], ON + timedelta(days=99)
    assert [read(request.member, open_ones), read(request.offer.supervisor, open_ones)] == [both, both]
    requests.decline(request, NOW)
    assert read(supervisor, ON + timedelta(days=14)) == both
    assert read(supervisor, ON + timedelta(days=15)) == ["A member", "Sue Hidden"]
    assert read(asker, ON + timedelta(days=15)) == ["Ada Hidden", "A member"]
    PlaceRequest.objects.filter(pk=request.pk).update(answered_at=NOW - timedelta(days=15))
    for reader, address in (
        (supervisor, "/supervision/offers/"),
        (asker, f"/supervision/requests/{request.public_id}/"),
    ):
        client.force_login(reader.user)
        page = client.get(address).content.decode()
        assert "A member" in page
        assert {"Ada Hidden", "Sue Hidden"} - {reader.name} <= {each for each in both if each not in page}


def test_what_goes_with_a_hidden_name_is_read_of_a_request_for_as_long_as_the_name(client):
    cumbria = Area.objects.get(code="cumbria")
    request = asked(name="Ada Hidden", listed=False, area=cumbria, standing=Standing.TRAINING_CASES)
    asker, supervisor = request.member, request.offer.supervisor
    Member.objects.filter(pk=supervisor.pk).update(listed=False)
    theirs = ("Ada Hidden", "Cumbria", Standing.TRAINING_CASES.label, "place free")

    def reads(reader):
        client.force_login(reader.user)
        page = client.get(f"/supervision/requests/{request.public_id}/").text
        return [each in page for each in theirs]

    assert [reads(supervisor), reads(asker)] == [[True] * 4] * 2
    requests.decline(request, NOW)
    PlaceRequest.objects.update(answered_at=NOW - timedelta(days=15))
    assert [reads(supervisor), reads(asker)] == [[False, False, False, True], [True, True, True, False]]
