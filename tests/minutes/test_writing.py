"""Minutes begin from agenda and attendance, are saved as typed, and no text of two is ever lost."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import rsvp
from meetings.models import Role
from meetings.words import Choice, Duty, Presence
from members import rights
from minutes import recording, writing
from minutes.models import Action, Minutes, Resolution
from minutes.words import ItemState
from tests.access.people import show_second_step
from tests.factories import (
    make_action,
    make_attendance,
    make_coordinator,
    make_item,
    make_meeting,
    make_member,
    make_minutes,
    make_past_meeting,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(client):
    coordinator = make_coordinator()
    make_member(user=coordinator, name="Ada Example")
    client.force_login(coordinator)
    show_second_step(client, coordinator)
    return client


def address(meeting):
    return reverse("minutes:write", args=[meeting.slug])


def text(response):
    return " ".join(response.content.decode().split())


def say(meeting, choice, **fields):
    member = make_member(**fields)
    return rsvp.answer(meeting, member, choice, meeting.created_at)


def everything(client, meeting):
    """What a browser would send back of the form as it stands."""
    form = client.get(address(meeting)).context["form"]
    sent = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in sent.items() if value is not None}


def test_minutes_begin_from_the_agenda_and_who_was_there_and_only_who_shows_it_is_named(desk):
    meeting = make_past_meeting()
    for title in ("Welcome", "Keeping to the focus"):
        make_item(meeting, title=title)
    make_attendance(meeting, make_member(name="Ben Example", shows_coming=True))
    make_attendance(meeting, make_member(name="Cal Example"))
    make_attendance(meeting, name="A guest", mode=Presence.ONLINE)
    meeting.rsvps.create(
        member=make_member(name="Dee Example", shows_coming=True),
        choice=Choice.NO,
        place="none",
        answered_at=meeting.created_at,
    )

    page = desk.get(address(meeting))

    assert page.context["form"]["text"].value() == (
        "# Present\n\nIn the room: 2: Ben Example and 1 other\nOnline: 1\nApologies: 1: Dee Example\n\n"
        "# 1. Welcome\n\n\n# 2. Keeping to the focus"
    )
    assert Minutes.objects.count() == 0


def test_looking_saves_nothing_and_the_first_save_is_version_one(desk):
    meeting = make_past_meeting()

    desk.get(address(meeting))
    desk.post(address(meeting), {"text": "# 1. Welcome\r\n\r\nAll came.  ", "version": "0"})

    minutes = Minutes.objects.get()
    assert (minutes.text, minutes.version, minutes.changed_by_name) == ("# 1. Welcome\n\nAll came.", 1, "Ada Example")


def test_saving_as_typed_says_when_and_gives_the_version_to_go_on_with(desk):
    meeting = make_past_meeting()

    first = desk.post(address(meeting), {"text": "One", "version": "0"}, headers=JSON)
    second = desk.post(address(meeting), {"text": "One two", "version": first.json()["version"]}, headers=JSON)
    again = desk.post(address(meeting), {"text": "One two", "version": "0"}, headers=JSON)

    assert [answer.status_code for answer in (first, second, again)] == [200, 200, 200]
    assert second.json()["says"].startswith("Saved ")
    assert (second.json()["version"], again.json()["version"], Minutes.objects.get().version) == (2, 2, 2)


@pytest.mark.parametrize(
    ("typed", "says"),
    [("Seen 943 476 5919", "This looks like an NHS number"), ("n" * 60_001, "Minutes hold up to 60,000 characters")],
)
def test_what_is_refused_stays_in_the_editor_with_its_reason_both_ways(desk, typed, says):
    meeting = make_past_meeting()

    quietly = desk.post(address(meeting), {"text": typed, "version": "0"}, headers=JSON)
    page = desk.post(address(meeting), {"text": typed, "version": "0"})

    assert (quietly.status_code, page.status_code, Minutes.objects.count()) == (422, 422, 0)
    assert says in quietly.json()["says"]
    assert says in text(page)
    assert typed in page.content.decode()


def test_con_21_of_two_who_write_at_once_the_second_sees_both_texts_and_saves_them_with_one_press(desk):
    meeting = make_past_meeting()
    make_minutes(meeting, text="# 1\n\nBen wrote this.\n\n# 2", version=2, changed_by_name="Ben Example")

    page = desk.post(address(meeting), {"text": "# 1\n\n# 2\n\nAda wrote that.", "version": "1", "decision": "Go on"})

    assert page.status_code == 409
    assert "Ben Example saved another text meanwhile" in text(page)
    assert "Only in the text of Ben Example" in text(page)
    assert "Only in your text" in text(page)
    assert '<input type="hidden" name="decision" value="Go on">' in page.content.decode()
    both = page.context["form"].initial
    desk.post(address(meeting), {**both, "decision": "Go on"})
    minutes = Minutes.objects.get()
    assert minutes.text == "# 1\n\nBen wrote this.\n\n# 2\n\nAda wrote that."
    assert (minutes.version, Resolution.objects.get().text) == (3, "Go on")


def test_con_21_while_typing_the_second_is_told_who_saved_and_when_and_nothing_is_overwritten(desk):
    meeting = make_past_meeting()
    make_minutes(meeting, text="Theirs", version=2, changed_by_name="Ben Example")

    answer = desk.post(address(meeting), {"text": "Mine", "version": "1"}, headers=JSON)

    assert (answer.status_code, Minutes.objects.get().text) == (409, "Theirs")
    assert answer.json()["says"].startswith("Not saved: Ben Example saved another text at ")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begun", [True, False], ids=["begun", "not begun"])
def test_con_21_of_five_saves_at_one_moment_one_wins_and_each_of_the_others_gets_both_texts(begun):
    meeting, by, now = make_past_meeting(), make_coordinator(), timezone.now()
    if begun:
        make_minutes(meeting)
    seen = 1 if begun else 0

    results = at_once([partial(writing.keep, meeting, f"Text {n}", seen, by, now) for n in range(5)])

    saved = Minutes.objects.get()
    conflicts = errors(results)
    assert {type(error) for error in conflicts} == {writing.Conflict}
    assert (len(conflicts), saved.version) == (4, seen + 1)
    assert {error.theirs.text for error in conflicts} == {saved.text}
    assert {error.yours for error in conflicts} | {saved.text} == {f"Text {n}" for n in range(5)}


def test_a_decision_and_an_action_are_one_line_each_beside_the_text(desk):
    meeting, owner = make_past_meeting(), make_member(name="Ben Example")

    desk.post(
        address(meeting),
        {
            **{"text": "All came.", "version": "0", "decision": "We meet in May."},
            **{"action": "Book the room", "owner": "ben example", "due": "2027-01-31"},
        },
    )

    action = Action.objects.get()
    assert Resolution.objects.get().text == "We meet in May."
    assert (action.text, action.owner, f"{action.due_on}") == ("Book the room", owner, "2027-01-31")
    assert (action.search_text, action.recorded_by_name) == ("", "Ada Example")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"action": "Book", "owner": "Nobody Known"}, "No member who may take part has this name"),
        ({"owner": "Ben Example"}, "Say what is to be done"),
        ({"action": "Book", "due": "2027-02-30"}, "Enter a real date"),
        ({"decision": "d" * 10_000}, "at most 500 characters"),
        ({"action": "Write about 943 476 5919"}, "This looks like an NHS number"),
    ],
)
def test_a_line_that_cannot_be_taken_is_marked_and_nothing_typed_is_lost(desk, typed, says):
    meeting = make_past_meeting()
    make_member(name="Ben Example")

    page = desk.post(address(meeting), {"text": "The whole text", "version": "0", **typed})

    assert (page.status_code, Action.objects.count(), Resolution.objects.count()) == (422, 0, 0)
    assert says in text(page)
    for value in ("The whole text", *typed.values()):
        assert value in page.content.decode()


def test_somebody_who_was_there_is_meant_when_two_members_have_one_name(desk):
    meeting, there = make_past_meeting(), make_member(name="Ben Example")
    make_member(name="Ben Example")
    make_attendance(meeting, there)

    desk.post(address(meeting), {"text": "T", "version": "0", "action": "Book", "owner": "Ben Example"})

    assert Action.objects.get().owner == there


def test_lines_are_changed_and_emptied_until_published(desk):
    meeting = make_past_meeting()
    kept, gone = [
        meeting.resolutions.create(text=words, recorded_at=timezone.now(), recorded_by_name="A") for words in ("A", "B")
    ]
    action, owner = make_action(meeting), make_member(name="Ben Example")
    emptied = make_action(meeting)
    sent = everything(desk, meeting)

    desk.post(
        address(meeting),
        sent
        | {f"decision_{kept.pk}": "A, and soon", f"decision_{gone.pk}": ""}
        | {f"owner_{action.pk}": owner.name, f"action_{emptied.pk}": ""},
    )

    assert list(Resolution.objects.values_list("text", flat=True)) == ["A, and soon"]
    assert list(Action.objects.values_list("pk", "owner")) == [(action.pk, owner.pk)]


def test_con_21_a_line_that_somebody_else_changed_meanwhile_is_shown_and_not_overwritten(desk):
    meeting = make_past_meeting()
    decision = meeting.resolutions.create(text="A", recorded_at=timezone.now(), recorded_by_name="A")
    sent = everything(desk, meeting)
    Resolution.objects.update(text="A, says Ben")

    page = desk.post(address(meeting), sent | {f"decision_{decision.pk}": "A, says Ada"})

    assert page.status_code == 422
    assert "Somebody changed this meanwhile. It now reads: A, says Ben" in text(page)
    assert "A, says Ada" in page.content.decode()
    assert Resolution.objects.get().text == "A, says Ben"


def test_items_are_ticked_as_discussed_in_the_same_form(desk):
    meeting = make_past_meeting()
    first, second = make_item(meeting), make_item(meeting, state=ItemState.REACHED)
    sent = everything(desk, meeting)

    desk.post(address(meeting), sent | {"reached": [first.public_id]})

    assert [item.state for item in meeting.agenda.order_by("pk")] == [ItemState.REACHED, ItemState.ACCEPTED]
    assert second.public_id in sent["reached_was"]


def test_pressing_save_twice_writes_nothing_twice(desk):
    meeting = make_past_meeting()
    for _ in range(2):
        desk.post(address(meeting), {"text": "T", "version": "0", "decision": "We meet.", "action": "Book"})

    assert (Minutes.objects.get().version, Resolution.objects.count(), Action.objects.count()) == (1, 1, 1)


def test_the_minute_taker_writes_and_does_not_publish(client):
    meeting, member = make_past_meeting(), make_member()
    Role.objects.create(
        meeting=meeting, duty=Duty.MINUTE_TAKER, member=member, given_at=timezone.now(), given_by_name="A test"
    )
    client.force_login(member.user)

    page = client.get(address(meeting))

    assert page.status_code == 200
    assert "A coordinator reads the minutes and publishes them." in text(page)
    assert client.get(reverse("minutes:publish", args=[meeting.slug])).status_code == 403


@pytest.mark.whole
def test_writing_asks_no_more_questions_for_thirty_lines_than_for_one(desk, django_assert_max_num_queries):
    meeting, counts = make_past_meeting(), []
    make_minutes(meeting)
    for number in (1, 29):
        for _ in range(number):
            make_item(meeting)
            make_action(meeting, make_member())
            make_attendance(meeting, make_member())
        desk.get(address(meeting))
        with django_assert_max_num_queries(100) as asked:
            desk.get(address(meeting))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_before_the_meeting_nothing_can_be_ticked(desk):
    meeting = make_meeting()
    make_item(meeting)

    assert "Discussed" not in text(desk.get(address(meeting)))


def test_an_action_that_was_given_up_can_be_promised_anew():
    meeting, by, now = make_past_meeting(), make_coordinator(), timezone.now()
    said = recording.Promise("Book the room", None, None)
    first = recording.promise(meeting, said, by, now)
    assert recording.promise(meeting, said, by, now) == first
    Action.objects.filter(pk=first.pk).update(dropped_at=now)

    again = recording.promise(meeting, said, by, now)

    assert (again.pk != first.pk, list(Action.objects.open())) == (True, [again])


@pytest.mark.django_db(transaction=True)
def test_a_double_press_writes_one_decision_and_one_action():
    meeting, by, now = make_past_meeting(), make_coordinator(), timezone.now()
    said = recording.Promise("Book the room", None, None)
    decide = partial(recording.decide, meeting, "We meet in May.", by, now)

    results = at_once([decide, decide, partial(recording.promise, meeting, said, by, now)] * 2)

    assert (errors(results), Resolution.objects.count(), Action.objects.count()) == ([], 1, 1)


def test_minutes_that_were_open_while_somebody_was_erased_do_not_put_their_name_back(desk):
    member = make_member(name="Zoë Quillfeather")
    minutes = make_minutes(text="Zoë Quillfeather spoke.")
    form = everything(desk, minutes.meeting)

    rights.erase(rights.person_of(member.user), timezone.now())
    saved = desk.post(address(minutes.meeting), {**form, "text": "Zoë Quillfeather spoke. Then Ada did."}, headers=JSON)

    minutes.refresh_from_db()
    assert (saved.status_code, minutes.text) == (409, "a former member spoke.")
    assert saved.json()["says"].startswith("Not saved: The erasure of a former member saved another text")
