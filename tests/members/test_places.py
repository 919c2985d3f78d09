"""A place is asked for, answered, counted and freed; nothing lies unanswered."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members import link_names, membership, supervision
from members.models import Area, Consent, Member, Offer, PlaceRequest
from members.models.history import ChangeKind
from members.models.places import Purpose, RequestState
from members.places import by_the_clock, endings, offers, requests
from members.places.history import history
from members.places.requests import Refusal
from members.stages import CaseMode, Standing
from members.switches import Audience
from outbox.models import Message
from tests.factories import make_coordinator, make_member, make_offer, make_supervision, make_supervisor
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ON = timezone.localdate(NOW)
S = RequestState


def asked(offer=None, **fields):
    return requests.ask(offer or make_offer(), make_member(**fields), NOW)


def stored(row):
    return type(row).objects.get(pk=row.pk)


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


def test_one_offer_must_be_all_that_is_looked_for():
    here, there = Area.objects.all()[:2]
    online = make_offer(remote=True, days=1).supervisor
    in_person = make_offer(remote=False, in_person=True, area=here, days=2, taken=1).supervisor

    def found(**asked_for):
        return set(offers.offering(Member.objects.all(), **asked_for))

    assert found(area=here) == {online, in_person}
    assert found(area=there) == found(mode=CaseMode.REMOTE) == found(day=0) == found(has_place=True) == {online}
    assert found(area=here, mode=CaseMode.IN_PERSON) == found(day=1) == {in_person}
    assert found(area=here, mode=CaseMode.IN_PERSON, day=0) == found(purpose=Purpose.AFTER_ACCREDITATION) == set()


def test_who_is_let_see_an_offer_is_kept_and_making_it_twice_is_making_it_once():
    supervisor = make_supervisor()
    said = {"format": "group", "remote": True, "for_training": True, "places": 2, "audience": Audience.PUBLIC}

    offer, again = offers.make(supervisor, said, NOW), offers.make(supervisor, said, NOW)
    offers.change(offer, {"audience": Audience.MEMBERS}, supervisor, NOW)

    kept = Consent.objects.order_by("pk").values_list("field", "audience")
    assert again == offer
    assert list(kept) == [(f"offer:{offer.public_id}", who) for who in ("public", "members")]


def test_a_supervisor_never_has_fewer_places_than_are_taken_and_nobody_else_changes_them():
    request = asked()
    offer, supervisor = request.offer, request.offer.supervisor
    requests.accept(request, NOW)

    for by, number, reason in ((supervisor, 0, "TAKEN"), (make_supervisor(), 3, "NOT_YOURS")):
        with pytest.raises(offers.Refused) as found:
            offers.set_places(offer, number, by, NOW)
        assert found.value.reason.name == reason


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


def test_nobody_asks_themselves_or_who_supervises_them_already():
    offer, member = make_offer(), make_member()
    make_supervision(member, supervisor=offer.supervisor)

    assert refused(requests.ask, offer, offer.supervisor, NOW) == Refusal.ONESELF
    assert refused(requests.ask, offer, member, NOW) == Refusal.HAS_IT


# Answering


@pytest.mark.parametrize("state", [S.ACCEPTED, S.DECLINED, S.LAPSED, S.WITHDRAWN])
def test_what_is_over_is_answered_no_more(state):
    request = asked()
    PlaceRequest.objects.filter(pk=request.pk).update(state=state)

    for deed in (requests.accept, requests.decline, lambda one, now: requests.hold(one, None, now)):
        assert refused(deed, request, NOW) == Refusal.OVER


def test_an_accepted_place_is_the_supervision_of_the_pathway_and_its_end_frees_the_place():
    request = requests.accept(asked(), NOW)
    full = stored(request.offer)

    supervision.end(request.supervision, request.member.user, NOW)

    assert (request.supervision.supervisor, request.supervision.member) == (full.supervisor, request.member)
    assert (full.taken, stored(full).taken) == (1, 0)


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


@pytest.mark.parametrize("days", [0, 57])
def test_a_place_is_held_until_a_day_within_eight_weeks(days):
    assert refused(requests.hold, asked(), ON + timedelta(days=days), NOW) == Refusal.DAY


# Endings


def test_no_request_lies_unanswered():
    request, hours = asked(), timedelta(hours=1)
    for days in (6, 7, 7, 13, 14, 14, 30):
        by_the_clock.run(NOW + timedelta(days=days) + hours)

    assert stored(request).state == S.LAPSED
    assert sent_to(request.offer.supervisor) == ["members/place_asked", "members/place_asked", "members/place_ended"]
    assert sent_to(request.member) == ["members/place_ended"]


def test_a_held_place_goes_back_at_its_day_with_notice_before_also_when_the_clock_was_late():
    request = requests.hold(asked(), None, NOW)
    states = []
    for days in (20, 20, 21, 21):
        by_the_clock.run(NOW + timedelta(days=days))
        states.append((stored(request).state, stored(request.offer).taken))

    assert states == [(S.HELD, 1), (S.HELD, 1), (S.LAPSED, 0), (S.LAPSED, 0)]
    assert sent_to(request.member) == [f"members/place_{name}" for name in ("answered", "hold_ends", "ended")]


@pytest.mark.parametrize("cause", ["closed", "supervisor left", "supervises no more", "trainee left"])
def test_requests_end_by_themselves_with_their_cause(cause):
    request, coordinator = requests.hold(asked(), None, NOW), make_coordinator()
    supervisor = request.offer.supervisor
    if cause == "closed":
        offers.close(request.offer, supervisor, NOW)
    elif cause == "supervises no more":
        type(supervisor).objects.filter(pk=supervisor.pk).update(standing=Standing.ACCREDITED)
        by_the_clock.run(NOW)
    else:
        gone = supervisor if cause == "supervisor left" else request.member
        membership.leave(gone, coordinator, "Asked to", NOW)

    assert stored(request).state == (S.WITHDRAWN if cause == "trainee left" else S.LAPSED)
    assert stored(request.offer).taken == 0
    assert stored(request).why
    assert "answer" not in stored(request).why
    assert history(stored(request))[-1][1].endswith(stored(request).why)
    told = supervisor if cause == "trainee left" else request.member
    assert sent_to(told)[-1] == "members/place_ended"


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
            offer = stored(offer)
            assert offer.taken == offer.requests.taking_a_place(ON).count() <= offer.places

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
    """The control: both read before either writes, and only the constraint or nothing is left to stop them."""
    both_have_read = Barrier(2)

    def unlocked(offer):
        found = Offer.objects.select_related("supervisor__user", "area").get(pk=offer.pk)
        both_have_read.wait(timeout=30)
        return found

    offer = make_offer()
    waiting = [asked(offer), asked(offer)]
    monkeypatch.setattr(endings, "locked", unlocked)
    outcomes = at_once([lambda each=each: requests.accept(each, NOW) for each in waiting])

    accepted = offer.requests.filter(state=S.ACCEPTED).count()
    stopped = ("offer_no_more_taken_than_offered", "deadlock detected")  # by the constraint, or by PostgreSQL itself
    assert accepted == 2 or [any(why in str(each) for why in stopped) for each in errors(outcomes)] == [True]


# From the mail


def link_of(request):
    return f"/supervision/a/{link_names.name('place', request.pk, ON)}/"


def test_looking_at_the_link_changes_nothing_and_one_press_answers(client):
    request = asked()

    seen = client.get(link_of(request))
    before = stored(request).state
    client.post(link_of(request), {"answer": "accept"})
    client.post(link_of(request), {"answer": "decline"})

    assert (seen.status_code, before, stored(request).state) == (200, S.ASKED, S.ACCEPTED)


def test_links_that_a_coordinator_took_back_lead_nowhere():
    request = asked()
    token = link_names.name("place", request.pk, ON)
    assert requests.behind(token, ON) == request

    membership.change(request.offer.supervisor, ChangeKind.LINKS, make_coordinator(), "A forwarded mail", NOW)

    assert requests.behind(token, ON) is None
    later = ON + timedelta(days=1)
    assert requests.behind(link_names.name("place", request.pk, later), later) == request


def test_nobody_answers_their_own_request(client):
    request = asked()
    client.force_login(request.member.user)

    answer = client.post(link_of(request), {"answer": "accept"})
    page = client.post(f"/supervision/requests/{request.public_id}/", {"answer": "accept"})

    assert (answer.status_code, page.status_code, stored(request).state) == (404, 302, S.ASKED)
