"""The named people of the demonstration, brought in by the verbs, with the clock of their day."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress

from accounts import addresses
from accounts.models import User
from members import joining, letters, membership, offices, profile, standing
from members.models import Application, Evidence, Member
from members.models.application import DecisionKind
from members.models.history import OfficeKind
from members.places import offers
from members.stages import Against, EvidenceKind

from . import lives, naming, training
from .clock import Clock
from .lives import Lists
from .people import APPLICANTS, MEMBERS, Person

FIRST, SECOND = (person for person in MEMBERS if person.coordinator)


@dataclass(frozen=True)
class Door:
    """What everybody who comes in needs: the time, the lists, and the seed of what is random elsewhere."""

    clock: Clock
    lists: Lists
    seed: int


def welcome(person: Person, application: Application, by: User, door: Door) -> None:
    """Let somebody in who is on a course, as a guest."""
    assert person.begun  # noqa: S101  asked before
    route, begun_on = door.lists.routes[person.route], lives.month(door.clock.day(person.begun))
    course = joining.Course(person.name, route, begun_on, "Anna Freud", Against.PROVIDER)
    application.name = person.name
    letter = letters.suggested(DecisionKind.WELCOME, application, by)
    member = joining.welcome(application, by, course, letter, door.clock.ago(person.sent - 2, 20)).application.member
    assert member  # noqa: S101  made when they were let in
    member.public_id = lives.public_id(door.seed, person)
    member.save(update_fields=["public_id"])


def build(door: Door) -> dict[str, Member]:
    """Bring everybody in; the first two coordinators let each other in."""
    first, second = sign_up(FIRST, door), sign_up(SECOND, door)
    start = door.clock.ago(FIRST.applied + 30)
    offices.appoint_at_set_up(FIRST.email, "Whoever set this demonstration up", start)
    members = {SECOND.key: join(SECOND, second, first, door)}
    appointed_at = door.clock.ago(SECOND.joined - 1)
    offices.appoint(second, OfficeKind.COORDINATOR, (), first, "Shares the work of the coordinators", appointed_at)
    members[FIRST.key] = join(FIRST, first, second, door)
    for person in MEMBERS:
        if person.key not in members:
            members[person.key] = join(person, sign_up(person, door), first, door)
    for person in APPLICANTS:
        apply(person, sign_up(person, door), first, door)
    training.build(members, door.clock, first, door.seed)
    return {person.key: Member.objects.get(pk=members[person.key].pk) for person in MEMBERS}


def sign_up(person: Person, door: Door) -> User:
    """Make someone who has entered the code that we sent them, and perhaps one sent to their address at home."""
    user = known(person.email, lives.begun_at(person, door.clock))
    if person.home:
        EmailAddress.objects.create(user=user, email=person.home, verified=True)
    return user


def known(email: str, since: datetime) -> User:
    """Somebody who has proved their address, and can sign in."""
    user = addresses.enter(email)
    user.date_joined = since
    user.save(update_fields=["date_joined"])
    EmailAddress.objects.filter(user=user).update(verified=True)
    return user


def join(person: Person, user: User, by: User, door: Door) -> Member:
    """Apply, be looked up on the register, be let in, say what members see, and go on with the training."""
    application = send(person, user, door)
    member, now = application.member, lives.decided_at(person, door.clock)
    assert member  # noqa: S101  made when the application was sent
    membership.check_registration(member, by, now)
    checked = {item: lives.AGAINST[EvidenceKind(item.kind)] for item in member.evidence.all()}
    letter = letters.suggested(DecisionKind.APPROVE, application, by)
    joining.approve(application, by, checked, letter, now)
    profile.edit(member, lives.details(person))
    profile.share(member, lives.choices(person), lives.shared_at(person, door.clock))
    go_on(person, member, by, door.clock)
    if person.places is not None:
        offer = offers.make(member, lives.offer(person, member.area), door.clock.ago(20, 18))
        naming.name_offer(offer, lives.token(door.seed, "offer", person.email)[:12])
    return Member.objects.get(pk=member.pk)


def go_on(person: Person, member: Member, by: User, clock: Clock) -> None:
    """Record and verify what they achieved as members."""
    for step in lives.later(person, clock):
        recorded = {"recorded_by": member.user, "recorded_at": step.recorded_at}
        items = [Evidence.objects.create(member=member, **claim, **recorded) for claim in step.claims]
        standing.verify(items, by, step.against, step.verified_at)


def send(person: Person, user: User, door: Door) -> Application:
    """Answer the questions and send the application; the public id, random elsewhere, comes from the seed."""
    application = joining.submit(write(person, user, door), lives.applied_at(person, door.clock))
    assert application.member  # noqa: S101  made when the application was sent
    application.member.public_id = lives.public_id(door.seed, person)
    application.member.save(update_fields=["public_id"])
    return application


def write(person: Person, user: User, door: Door) -> Application:
    application = joining.begin(user, lives.begun_at(person, door.clock))
    for field, value in lives.answers(person, door.clock, door.lists).items():
        setattr(application, field, value)
    application.save()
    return application


def apply(person: Person, user: User, by: User, door: Door) -> None:
    """Someone who is not in yet: waits for a coordinator, was asked for more, or waits for the training."""
    if person.booked:
        waiting = joining.wait_for_training(write(person, user, door), lives.applied_at(person, door.clock))
        if person.begun:
            welcome(person, waiting, by, door)
        return
    application = send(person, user, door)
    if person.asked:
        words = f"Dear {person.name}\n\n{person.asked}\n\n{FIRST.name}\nfor the coordinators"
        joining.ask_more(application, by, words, door.clock.ago(person.applied - 2, 20))
