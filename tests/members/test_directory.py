"""The directory: what it shows, what a search finds, and that a hidden value changes nothing at all."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members import directory, rewording
from members.finding import pages, vcard
from members.finding.areas import areas_found
from members.finding.question import OFFERED, SUPERVISORS, Question
from members.folding import findable, fold, with_synonyms
from members.forms.directory import DirectoryForm
from members.models import Area, Member, Organisation, Pathway, Profession
from members.places import offers
from members.stages import EvidenceKind, Standing
from members.switches import EXTRAS, FLAG_OF, SWITCHES, Audience
from tests.factories import make_coordinator, make_evidence, make_member, make_offer, make_supervisor

pytestmark = pytest.mark.django_db
URL = "/directory/"
ON = date(2026, 5, 14)


def names_found(client, **question):
    return [entry.name for entry in client.get(URL, question).context["entries"]]


@pytest.fixture
def viewer(client):
    """Someone eligible, hidden from the lists that these tests look at."""
    member = make_member(name="The viewer", listed=False)
    client.force_login(member.user)
    return member


# Folding


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Élodie   O’NEILL-Smith ", "elodie oneill smith"),
        ("Zoë Müller & Straße", "zoe muller strasse"),
        ("Łukasz Sørensen", "lukasz sorensen"),
        ("ﬁne １２", "fine 12"),
        ("100%_\x00", "100"),
    ],
)
def test_accents_capitals_and_punctuation_do_not_matter(typed, folded):
    assert fold(typed) == folded


def test_the_old_and_the_new_name_of_a_service_find_the_same_people():
    assert "talking therapies" in with_synonyms(fold("Bolton IAPT"))
    assert "iapt" in with_synonyms(fold("NHS Talking Therapies, Bolton")).split()
    assert "iapt" not in with_synonyms(fold("Talking and therapies")).split()
    assert "talkingtherapies" in findable({"service": "Bolton IAPT"}).split()


# Who is in it


def test_only_members_who_may_take_part_and_do_not_hide_are_listed(client, viewer):
    make_member(name="Here")
    make_member(name="Hidden", listed=False)
    make_member(name="Left", left_on=timezone.localdate())
    make_member(name="Suspended", suspended_on=timezone.localdate())
    make_member(name="Applicant", joined_on=None)
    make_member(name="Not verified").evidence.update(verified_on=None, verified_by_name="", verified_against="")

    assert names_found(client) == ["Here"]


def test_a_hidden_member_has_no_page_not_even_for_themselves(client, viewer):
    assert client.get(viewer.get_absolute_url()).status_code == 404


def test_a_page_shows_what_its_owner_shows_and_nothing_else(client, viewer):
    member = make_member(name="Ada", phone="0161 496 0000", interests="Groups", shows_interests=True)

    page = client.get(member.get_absolute_url())

    assert dict(page.context["entry"].lines()) == {
        "Standing": "Trained, waiting for a first case",
        "Area": "Greater Manchester",
        "Interests": "Groups",
    }
    assert b"0161" not in page.content


def test_the_work_address_is_the_verified_one_that_its_owner_signs_in_with(client, viewer):
    member = make_member(shows_email=True)
    member.user.emailaddress_set.create(email="home@personal.example", verified=True)

    shown = directory.shown(member, ON)
    member.user.emailaddress_set.filter(primary=True).update(verified=False)

    assert shown.email == member.user.email
    assert directory.shown(Member.objects.get(pk=member.pk), ON).email == ""


def test_an_offer_of_supervision_stands_only_while_its_owner_is_a_supervisor(client, viewer):
    make_offer(make_member(name="Sue", standing=Standing.SUPERVISOR))
    make_offer(make_member(name="Tom", standing=Standing.TRAINED))
    make_offer(make_member(name="Shy", standing=Standing.SUPERVISOR), audience=Audience.COORDINATORS)

    assert names_found(client, supervision="on") == ["Sue"]
    assert [bool(entry.offers) for entry in client.get(URL).context["entries"]] == [False, True, False]


# Finding


def test_every_word_must_occur_wherever_it_stands(client, viewer):
    make_member(name="Élodie Kowalczyk", service="Talking Therapies Bolton", shows_service=True)
    make_member(name="Elodie Smith")

    assert names_found(client, search="ELODIE") == ["Élodie Kowalczyk", "Elodie Smith"]
    assert names_found(client, search="iapt kowal") == ["Élodie Kowalczyk"]
    assert names_found(client, search="elodie leeds") == []


def test_names_stand_in_their_order_whatever_their_accents_and_capitals(client, viewer):
    for name in ("Zoë Adams", "élodie Baker", "Adam Young", "Łukasz Cole", "Mia Dunn"):
        make_member(name=name)

    assert names_found(client) == ["Adam Young", "élodie Baker", "Łukasz Cole", "Mia Dunn", "Zoë Adams"]


def test_wildcards_of_the_database_are_only_letters(client, viewer):
    make_member(name="Ada")

    assert names_found(client, search="%da") == ["Ada"]  # punctuation is left out, so this asks for "da"
    assert names_found(client, search="a_a") == ["Ada"]  # and this for "a" twice
    assert names_found(client, search="x%a") == []


def test_words_without_a_letter_find_nobody_and_can_be_left_out(client, viewer):
    make_member(name="Ada")

    for field, named in (("search", "the words"), ("language", "the language")):
        page = client.get(URL, {field: "!?"})
        assert (page.context["count"].number, [each.name for each in page.context["loosened"]]) == (0, [named])


def test_filters_narrow_one_another(client, viewer):
    merseyside, psychologist = Area.objects.get(code="merseyside"), Profession.objects.first()
    make_member(name="Both", area=merseyside, profession=psychologist, shows_profession=True)
    make_member(name="Hides it", area=merseyside, profession=psychologist)
    make_member(name="Elsewhere", profession=psychologist, shows_profession=True)
    make_member(name="Accredited", area=merseyside, standing=Standing.ACCREDITED)

    assert names_found(client, area=merseyside.pk) == ["Accredited", "Both", "Hides it"]
    assert names_found(client, area=merseyside.pk, profession=psychologist.pk) == ["Both"]
    assert names_found(client, standing="accredited") == ["Accredited"]


def test_a_choice_that_nobody_shows_is_no_choice(client, viewer):
    organisation = Organisation.objects.create(name="Hidden Trust")
    make_member(organisation=organisation)

    hidden = client.get(URL, {"organisation": organisation.pk})
    unknown = client.get(URL, {"organisation": 987654})

    assert b"Hidden Trust" not in hidden.content
    assert hidden.context["form"].errors == unknown.context["form"].errors
    assert list(hidden.context["entries"]) == []
    page = hidden.content.decode()
    assert ("There is a problem" in page, "Nobody matches" in page) == (True, False)  # nothing was looked for


def test_an_answer_to_htmx_is_only_the_results_under_a_clean_address(client, viewer):
    make_member(name="Ada")

    answer = client.get(URL, {"search": "ada", "area": ""}, headers={"HX-Request": "true"})

    assert (answer["HX-Push-Url"], answer["Vary"].count("HX-Request")) == ("/directory/?search=ada", 1)
    assert b"<html" not in answer.content
    assert b"Ada" in answer.content


@pytest.mark.parametrize("question", ["page=0", "page=x", "page=999", "area=x", "search=" + "a" * 101])
def test_odd_questions_are_answered_in_words(client, viewer, question):
    assert client.get(f"{URL}?{question}").status_code == 200


def test_pages_keep_the_question_and_their_order_forwards_and_back(client, viewer):
    for number in range(41):
        make_member(name=f"Ada {number % 3}")
    everyone = list(Member.objects.visible_to(viewer, timezone.localdate()).by_name())

    first = client.get(URL, {"search": "ada"})
    second = client.get(first.context["later"])
    third = client.get(second.context["later"])
    back = client.get(third.context["earlier"])

    pages = [[entry.public_id for entry in page.context["entries"]] for page in (first, second, third)]
    assert [one for page in pages for one in page] == [member.public_id for member in everyone]
    assert [entry.public_id for entry in back.context["entries"]] == pages[1]
    assert (first.context["earlier"], third.context["later"], "search=ada" in first.context["later"]) == ("", "", True)


def test_a_hidden_person_marks_no_place_in_the_list(client, viewer):
    make_member(name="Ada")
    hidden = make_member(name="Bea", listed=False)
    make_member(name="Cleo")

    assert names_found(client, after=hidden.public_id) == names_found(client, after="nobody") == ["Ada", "Cleo"]


def test_who_opens_pages_entries_and_cards_without_end_is_stopped_and_may_still_search(client, viewer, monkeypatch):
    monkeypatch.setattr(pages, "PAGES_AN_HOUR", 3)
    Member.objects.filter(pk=viewer.pk).update(listed=True)
    member = make_member(name="Ada")
    entry, card = member.get_absolute_url(), reverse("members:card", args=[member.public_id])

    opened = [client.get(page).status_code for page in (f"{URL}?after={member.public_id}", entry, card, entry, card)]

    assert opened == [200, 200, 200, 429, 429]
    assert names_found(client, search="ada") == ["Ada"]
    assert client.get(viewer.get_absolute_url()).status_code == 200  # one's own entry is nobody's to copy


def test_who_searches_for_name_after_name_is_stopped_on_a_page_that_updates_itself_too(client, viewer, monkeypatch):
    monkeypatch.setattr(pages, "SEARCHES_AN_HOUR", 2)
    member = make_member(name="Ada")

    searched = [client.get(URL, {"search": letter}).status_code for letter in "ab"]
    stopped = client.get(URL, {"search": "c"})
    live = client.get(URL, {"search": "d"}, headers={"hx-request": "true"})

    assert [*searched, stopped.status_code] == [200, 200, 429]
    assert "Wait an hour before you search again" in stopped.content.decode()
    assert (live.status_code, live["HX-Refresh"]) == (429, "true")
    assert client.get(member.get_absolute_url()).status_code == 200  # entries have a limit of their own


def test_the_sentence_finds_supervisors_with_a_place_in_an_area_or_online_on_a_day(client, viewer):
    manchester, cumbria = Area.objects.get(code="greater-manchester"), Area.objects.get(code="cumbria")
    sentence = {"standing": "supervisors", "place": "free", "for": "training", "area": manchester.pk, "day": "tuesday"}
    for name, fields in {
        "Near": {"area": manchester, "in_person": True, "remote": False},
        "Online": {"area": cumbria, "in_person": False, "remote": True},
        "Far": {"area": cumbria, "in_person": True, "remote": False},
        "Mondays": {"area": manchester, "in_person": True, "days": 1},
        "Full": {"area": manchester, "in_person": True, "taken": 1},
    }.items():
        make_offer(make_supervisor(name=name), **{"for_training": True, "days": 2, "audience": "members", **fields})

    assert names_found(client, **sentence) == ["Near", "Online"]
    assert names_found(client, **sentence, mode="in_person") == ["Near"]
    assert set(names_found(client, standing="supervisors", place="offered")) == {
        "Near",
        "Online",
        "Far",
        "Mondays",
        "Full",
    }
    assert names_found(client, **{**sentence, "standing": "trained"}) == []  # what is asked of places counts no more


def test_the_map_counts_places_where_they_are_and_those_online_once(client, viewer):
    manchester, cumbria = Area.objects.get(code="greater-manchester"), Area.objects.get(code="cumbria")
    make_offer(make_supervisor(name="Near"), area=manchester, in_person=True, remote=False, audience="members")
    make_offer(make_supervisor(name="Online"), area=cumbria, in_person=False, remote=True, audience="members")
    sentence = {"standing": "supervisors", "place": "offered"}

    both, online = (client.get(URL, {**sentence, **more}) for more in ({}, {"mode": "remote"}))

    found = both.context["areas"]
    assert ({each.area.code: each.found.number for each in found.areas if each.found.number}, found.online.number) == (
        {"greater-manchester": 1},
        1,
    )
    assert names_found(client, **sentence, area=cumbria.pk) == ["Online"]
    assert {each.found for each in online.context["areas"].areas} == {None}
    assert "Online, wherever they are: 1" in online.text


def test_the_map_counts_what_the_list_holds_and_an_empty_list_says_what_to_loosen(client, viewer):
    cumbria = Area.objects.get(code="cumbria")
    make_member(name="Ada", area=cumbria)
    make_member(name="Bea")

    page = client.get(URL, {"search": "bea", "area": cumbria.pk})
    counts = {each.area.code: each.found.number for each in page.context["areas"].areas}

    assert {code: number for code, number in counts.items() if number} == {"greater-manchester": 1}
    assert [(each.name, each.found.number) for each in page.context["loosened"]] == [
        ("the words", 1),
        ("the area", 1),
    ]
    assert all(
        len(client.get(each.address).context["entries"]) == each.found.number for each in page.context["areas"].areas
    )


def test_an_organisation_takes_in_those_at_its_predecessors_and_hidden_ones_never(client, viewer):
    new = Organisation.objects.create(name="New Care")
    old = Organisation.objects.create(name="Old Care", succeeded_by=new, valid_to=date(2020, 1, 1))
    make_member(name="Shows", organisation=old, shows_organisation=True)
    make_member(name="Hides", organisation=old)

    assert names_found(client, organisation=new.pk) == ["Shows"]
    assert names_found(client, search="newcare") == ["Shows"]


def test_languages_and_endorsements_are_found_where_they_are_shown(client, viewer):
    route = Pathway.objects.filter(gives_entry=False, code="dit_cc").first()
    for name, shows in (("Shows", True), ("Hides", False)):
        member = make_member(name=name, languages="Polish, BSL", shows_languages=shows, shows_endorsements=shows)
        make_evidence(member, EvidenceKind.ENDORSEMENT, pathway=route, verified=True)
    make_member(name="Polish Smith", languages="Welsh", shows_languages=True)

    assert names_found(client, language="polish") == ["Shows"]
    assert names_found(client, endorsement=route.pk) == ["Shows"]


def test_a_card_holds_what_is_shown_escaped_and_folded_and_nothing_else(client, viewer):
    member = make_member(
        name="Élodie O’Neill; PhD",
        phone="0161 496 0000",
        job_title="Lead\u2028EMAIL:a@evil.example\x85TEL:1\rX:1",
        shows_job_title=True,
        service="A, B" + "é" * 80,
        shows_service=True,
        shows_email=True,
    )
    raw = client.get(f"/directory/{member.public_id}/card/").content
    text = raw.replace(b"\r\n ", b"").decode()

    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert (text[:26], text[-11:]) == ("BEGIN:VCARD\r\nVERSION:4.0\r\n", "END:VCARD\r\n")
    assert "FN:Élodie O’Neill\\; PhD" in text
    assert [line for line in text.splitlines() if line.startswith(("EMAIL:", "TEL", "X:"))] == []
    assert ("0161" in text, member.user.email in text, "A\\, Béé" in text) == (False, True, True)
    assert b"VERSION:3.0" in client.get(f"/directory/{member.public_id}/card/?version=3.0").content


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@pytest.mark.parametrize(
    ("name", "parts"),
    [("Dr Élodie van der Berg (she)", "van der Berg;Élodie"), ("Anna Smith, PhD", "Smith;Anna"), ("Cher", "Cher;")],
)
def test_an_address_book_sorts_a_card_by_its_family_name(name, parts, version):
    written = vcard.card(directory.shown(make_member(name=name), ON), "-", version=version).decode().splitlines()

    assert f"N:{parts};;;" in written


def test_a_list_of_thirty_costs_as_many_queries_as_a_list_of_one(client, viewer):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    def make_full():
        member = make_member(
            organisation=Organisation.objects.first(),
            profession=Profession.objects.first(),
            **{switch.flag: True for switch in EXTRAS},
        )
        make_evidence(member, EvidenceKind.ACCREDITED, verified=True)

    make_full()
    cost()  # the first page of a session also writes that the session is used
    one = cost()
    for _ in range(29):
        make_full()

    assert cost() == one


def test_eligibility_looks_only_at_each_member_s_own_evidence():
    """By the index on corrections SQLite once read everybody's evidence for each member: a list grew by the square."""
    assert "superseded_by_id=" not in Member.objects.eligible(ON).explain()


def test_an_organisation_with_a_new_name_is_found_by_it_at_once(client, settings):
    settings.DEMO = True
    trust = Organisation.objects.create(name="Old Trust")
    shows, hides = make_member(organisation=trust, shows_organisation=True), make_member(organisation=trust)
    client.force_login(make_coordinator())

    answer = client.post(f"/admin/members/organisation/{trust.pk}/change/", {"name": "New Trust"})

    assert answer.status_code == 302
    assert set(directory.found(Member.objects.all(), "new trust")) == {shows}
    assert set(directory.found(Member.objects.all(), "old trust")) == set()
    assert "trust" not in Member.objects.get(pk=hides.pk).search_text


# The gate: one rule for a field of one person and for many


words = st.text("abcdeé ", min_size=1, max_size=12).map(str.strip).filter(bool)
switches = st.fixed_dictionaries({switch.flag: st.booleans() for switch in SWITCHES})


@pytest.mark.whole
class WhatIsHiddenIsAsIfItHadNeverBeenGiven(TestCase):
    def setUp(self):
        self.viewer = make_member(name="zzz", listed=False)
        self.route = Pathway.objects.filter(gives_entry=False).first()

    def everything_to_learn(self, member, asked):
        """All that a member can get out of the directory about this person."""
        member = Member.objects.get(pk=member.pk)
        seen = list(Member.objects.visible_to(self.viewer, ON).values_list("pk", flat=True))
        people = Member.objects.filter(pk__in=seen)
        form = DirectoryForm(QueryDict(), people)
        choices = {name: list(form.fields[name].choices) for name in ("profession", "organisation", "endorsement")}
        drawn = areas_found(Question(standing=SUPERVISORS, place=OFFERED), people, ON, str)
        return (
            directory.shown(member, ON),
            member.search_text,
            {word: directory.found(people, word).count() for word in dict.fromkeys(asked)},
            [(str(value), label) for name in choices for value, label in choices[name]],
            ([(each.area.code, each.found) for each in drawn.areas], drawn.online),
            sorted(people.values_list("area", "standing")),
            Question(endorsement=self.route).among(people, ON).count(),
            list(offers.open_to(Audience.MEMBERS, ON)),
        )

    @given(
        flags=switches,
        texts=st.lists(words, min_size=6, max_size=6),
        other=st.booleans(),
        offer=st.sampled_from(Audience),
    )
    def test_for_every_choice_of_switches(self, flags, texts, other, offer):
        job, service, phone, interests, languages, trust = texts
        member = make_supervisor(
            name="Ada",
            job_title=job,
            service=service,
            phone=phone,
            interests=interests,
            languages=languages,
            profession=Profession.objects.last(),
            organisation=None if other else Organisation.objects.create(name=trust),
            organisation_other=trust if other else "",
            **flags,
        )
        make_evidence(member, EvidenceKind.ENDORSEMENT, pathway=self.route, verified=True)
        make_offer(member, audience=offer, in_person=True, area=member.area)
        asked = [*texts, *(word for text in texts for word in text.split())]
        told = self.everything_to_learn(member, asked)

        for field, flag in FLAG_OF.items():
            if not (flags["listed"] and flags[flag]) and hasattr(Member, field) and field not in ("name", "standing"):
                empty = Member._meta.get_field(field)
                setattr(member, field, None if empty.is_relation else "")
        member.save()
        directory.refresh(member)
        if not (flags["listed"] and flags["shows_endorsements"]):
            member.evidence.filter(kind=EvidenceKind.ENDORSEMENT).delete()
        if not flags["listed"] or offer == Audience.COORDINATORS:
            member.offers.all().delete()

        assert self.everything_to_learn(member, asked) == told

    @given(flags=switches, field=st.sampled_from(sorted(FLAG_OF)))
    def test_the_function_and_the_queryset_agree(self, flags, field):
        member = make_member(**flags)

        alone = directory.shows(member, field)
        among_many = Member.objects.showing(field).filter(pk=member.pk).exists()

        assert alone == among_many


def test_every_switch_governs_something_and_every_flag_has_a_switch():
    flags = {field.name for field in Member._meta.get_fields() if field.name.startswith("shows_")} | {"listed"}

    assert {switch.flag for switch in SWITCHES} == flags
    assert all(switch.fields for switch in SWITCHES)


def test_every_field_that_a_search_reads_has_a_switch():
    assert set(directory.SEARCHED) <= set(FLAG_OF)


# Standing in words


def accredited(verified_on, against="bpc_list"):
    member = make_member(standing=Standing.ACCREDITED)
    make_evidence(
        member,
        EvidenceKind.ACCREDITED,
        verified_on=verified_on,
        verified_by_name="A coordinator",
        verified_against=against,
    )
    return directory.shown(member, ON).standing_in_words


def test_a_standing_says_when_and_against_what_it_was_confirmed():
    assert accredited(date(2026, 3, 2)) == "Accredited DIT practitioner (confirmed March 2026, BPC list)"


def test_after_twelve_months_a_standing_is_not_rechecked_and_never_expired():
    year_ago = date(2025, 5, 14)

    assert "not rechecked since" not in accredited(year_ago)
    assert accredited(year_ago - timedelta(days=1)) == (
        "Accredited DIT practitioner (confirmed May 2025, BPC list; not rechecked since)"
    )


def test_the_directory_is_closed_to_those_who_may_not_take_part(client):
    applicant = make_member(joined_on=None)
    other = make_member()
    client.force_login(applicant.user)

    assert client.get(reverse("members:directory")).status_code == 403
    assert client.get(other.get_absolute_url()).status_code == 403


@pytest.mark.django_db
def test_search_words_that_an_upgrade_makes_otherwise_are_written_once_when_it_is_deployed():
    member = make_member(name="Ada Example", service="Bolton IAPT", shows_service=True)
    now = directory.search_text_of(member)
    as_before = Member.objects.filter(pk=member.pk)
    found = []
    for made_by in ("an older table of synonyms", rewording.mark()):
        cache.set(rewording.MARK, made_by)
        as_before.update(search_text="ada example bolton iapt")
        found.append((rewording.reword(), as_before.get().search_text == now, cache.get(rewording.MARK)))

    assert found == [(1, True, rewording.mark()), (0, False, rewording.mark())]


def test_a_new_synonym_changes_the_mark_of_what_search_words_are_made_by(tmp_path):
    for name in rewording.MADE_BY:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((rewording.HERE / name).read_bytes())
    same = rewording.mark(tmp_path)

    (tmp_path / "data/synonyms.json").write_text('[["IAPT", "Talking Therapies", "IAPTUS"]]')

    assert same == rewording.mark() != rewording.mark(tmp_path)
