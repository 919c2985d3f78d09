"""From a proposal to an action that is done: two write at once, one publishes, a member reads, by whatever hands."""

import re
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect

from meetings.words import Duty
from minutes import publishing
from minutes.models import Action, Minutes, Resolution
from minutes.words import ItemState
from tests.factories import (
    make_action,
    make_coordinator,
    make_item,
    make_meeting,
    make_member,
    make_minutes,
    make_past_meeting,
    make_role,
)
from tests.journeys import axe
from tests.journeys.axe import NARROW, WIDE
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def helper(meeting, name, duty=Duty.MINUTE_TAKER):
    return make_role(meeting, duty, make_member(name=name)).member


def address(meeting, page=""):
    return f"/minutes/{meeting.slug}/{page}"


def test_two_write_at_once_it_is_published_read_and_the_action_done_from_home(open_page):
    meeting = make_past_meeting()
    for title in ("Welcome", "Keeping to the focus"):
        make_item(meeting, title=title)
    ben = helper(meeting, "Ben Example")
    ada = helper(meeting, "Ada Example", Duty.COORDINATOR)
    his, hers = open_page(ben.user), open_page(ada.user, NARROW)
    for page in (his, hers):
        page.goto(address(meeting, "write/"))
    text = his.locator("textarea[name=text]")
    beginning = text.input_value()

    text.fill(beginning.replace("# 1. Welcome", "# 1. Welcome\n\nBen wrote this."))
    expect(his.locator("[data-saved]")).to_contain_text(re.compile(r"^Saved \d"))
    hers.locator("textarea[name=text]").fill(f"{beginning}\n\nAda wrote that.")
    expect(hers.locator("[data-saved]")).to_contain_text("Ben Example saved another text")
    hers.get_by_label("New decision").fill("We meet in May.")
    hers.get_by_label("New action: what").fill("Book the room")
    hers.get_by_label("Who").fill("Ben Example")
    hers.get_by_role("button", name="Save", exact=True).click()

    expect(hers.get_by_role("heading", level=1)).to_have_text("Ben Example saved another text meanwhile")
    assert axe.wrong(hers) == []
    hers.get_by_role("button", name="Save this text").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Write the minutes")
    saved = hers.locator("textarea[name=text]").input_value()
    assert ("Ben wrote this." in saved, "Ada wrote that." in saved) == (True, True)
    assert (Resolution.objects.get().text, Action.objects.get().owner) == ("We meet in May.", ben)

    hers.get_by_role("link", name="Read it as members will, and publish").click()
    hers.get_by_role("button", name="Approve and publish").click()
    expect(hers.locator("main")).to_contain_text("until then you can take it back")
    his.goto(address(meeting))
    expect(his.locator("main")).to_contain_text("Ada wrote that.")
    his.goto("/")
    his.get_by_role("button", name="Done : Book the room").click()
    expect(his.get_by_role("button", name="Undo : Book the room")).to_be_visible()
    assert Action.objects.get().done_at


def test_a_bad_connection_loses_no_text_and_what_is_refused_stays_with_its_reason(open_page):
    meeting = make_past_meeting()
    page = open_page(helper(meeting, "Ben Example").user)
    page.goto(address(meeting, "write/"))
    text, status = page.locator("textarea[name=text]"), page.locator("[data-saved]")

    page.context.set_offline(True)
    text.fill("Typed in the tunnel")
    expect(status).to_contain_text("no connection")
    page.context.set_offline(False)
    expect(status).to_contain_text(re.compile(r"^Saved \d"))
    assert Minutes.objects.get().text == "Typed in the tunnel"

    text.fill("Seen 943 476 5919")
    expect(status).to_contain_text("This looks like an NHS number")
    assert text.input_value() == "Seen 943 476 5919"
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    page.goto("/")
    assert warned == ["beforeunload"]


@pytest.mark.parametrize("hands", [Hands.NO_SCRIPT, Hands.KEYBOARD], ids=lambda hands: hands.value)
def test_a_member_proposes_and_whoever_prepares_the_meeting_arranges_and_writes(open_page, hands):
    meeting = make_meeting(starts_at=timezone.now() + timedelta(minutes=30))
    make_item(meeting, title="Welcome", position=1)
    scripts = hands is not Hands.NO_SCRIPT
    member = Person(open_page(make_member().user, java_script_enabled=scripts), "Cal Example", hands)
    taker = Person(open_page(helper(meeting, "Ben Example").user, java_script_enabled=scripts), "Ben Example", hands)

    member.opens(meeting.get_absolute_url())
    member.writes("What should we talk about?", "Endings")
    member.presses("Propose it")
    member.sees("What you proposed")
    taker.opens(address(meeting, "agenda/"))
    taker.presses("Accept : Endings")
    taker.presses("Up : Endings")
    taker.writes("Minutes for Endings", "20")
    taker.presses("Set the minutes for Endings")
    taker.sees("The agenda takes 20 minutes of 2 hours.")
    member.opens(meeting.get_absolute_url())
    member.sees("Endings (20 minutes)")
    taker.opens(address(meeting, "write/"))
    taker.writes("Minutes", "# Endings")
    taker.presses("Save")
    taker.sees("Last saved")

    assert [item.title for item in meeting.agenda.on_the_agenda()] == ["Endings", "Welcome"]
    assert Minutes.objects.get().text == "# Endings"


def filled():
    """A meeting with something of everything, and the one before it."""
    earlier, meeting = (
        make_past_meeting(slug="earlier", title="Network meeting in September"),
        make_meeting(slug="next"),
    )
    proposer = make_member(name="Cal Example")
    for title in ("Welcome", "Endings, waiting lists and the interpersonal affective focus in brief work", "Any other"):
        make_item(meeting, title=title, minutes=45, proposed_by=proposer, state=ItemState.ACCEPTED)
        make_item(earlier, title=title, state=ItemState.REACHED)
    make_item(meeting, title="Carried", carried_from=make_item(earlier, state=ItemState.CARRIED), minutes=30)
    make_item(meeting, title="A reading group on the core texts", proposed_by=proposer)
    make_item(earlier, title="Not reached")
    now = timezone.now()
    make_minutes(earlier, text="# Present\n\nIn the room: 9\nOnline: 4\n\n# 1. Welcome\n\nAll came.\n\n- One\n- Two")
    earlier.resolutions.create(text="We meet in May.", recorded_at=now, recorded_by_name="Ada")
    owner = helper(earlier, "Ada Example", Duty.COORDINATOR)
    make_role(meeting, Duty.COORDINATOR, owner)
    make_action(earlier, owner, text="Book the room at Prestwich", due_on=timezone.localdate() - timedelta(days=1))
    make_action(earlier, owner, text="Write to the library", done_at=now)
    return earlier, meeting, owner


def publish(meeting, at):
    minutes = Minutes.objects.get(meeting=meeting)
    return publishing.publish(meeting, publishing.wording(minutes), make_coordinator(), at)


PAGES = (
    "/",
    "/meetings/next/",
    "/meetings/earlier/",
    "/minutes/propose/",
    "/minutes/actions/",
    "/minutes/next/agenda/",
)
PAGES += ("/minutes/earlier/write/", "/minutes/earlier/publish/", "/minutes/next/propose/")


def wrong_on(page, addresses, keep=lambda page, address: None):
    found = []
    for each in addresses:
        answer = page.goto(each)
        assert answer.status == 200, each
        keep(page, each)
        found += axe.wrong(page)
    return found


def test_axe_finds_nothing_before_anything_is_written(open_page):
    earlier, meeting = make_past_meeting(slug="earlier"), make_meeting(slug="next")
    member = helper(earlier, "Ada Example", Duty.COORDINATOR)
    make_role(meeting, Duty.COORDINATOR, member)

    assert wrong_on(open_page(member.user, WIDE), PAGES) == []


def test_axe_finds_nothing_when_there_is_much_published_and_corrected(open_page):
    earlier, _, owner = filled()
    page = open_page(owner.user, WIDE)

    found = wrong_on(page, PAGES)
    publish(earlier, timezone.now() - timedelta(days=1))
    Minutes.objects.update(text="# 1. Welcome\n\nAll but one came.")
    publish(earlier, timezone.now())
    found += wrong_on(page, [*PAGES, "/minutes/earlier/", "/minutes/earlier/versions/1/"])
    page.goto("/minutes/earlier/write/")
    page.get_by_label("New decision").fill("Seen 943 476 5919")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    found += axe.wrong(page)

    assert found == []


def test_axe_finds_nothing_on_the_desk(open_page):
    with override_settings(DEMO=True):
        earlier, *_ = filled()
        action = make_action(earlier)
        page = open_page(make_coordinator(), WIDE)

        pages = ["/minutes/desk/", "/admin/", "/admin/minutes/action/", f"/admin/minutes/action/{action.pk}/change/"]
        assert wrong_on(page, [*pages, "/minutes/next/agenda/", "/minutes/earlier/publish/"]) == []
