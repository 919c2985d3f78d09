from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        """On the desk: what came back, and where supervisors are missing; places follow what becomes of people."""
        from . import retention, standing
        from .admin import came_back, contacts, gaps, registers, today
        from .admin import lost_mailboxes as lost
        from .admin import yearly as entries
        from .places import requests
        from .retention import known, people

        today.also_for_an_area.append(gaps.lines)
        today.further += [came_back.lines, contacts.lines, lost.lines, entries.lines, registers.lines]
        retention.classes += [*known.CLASSES, *people.PEOPLE]
        standing.on_eligibility_lost.append(requests.release)
        standing.on_supervising_ended.append(requests.supervise_no_more)
        self.add_to_tick()
        self.add_to_rights()
        self.guard_what_is_typed()

    def add_to_tick(self) -> None:
        """By the clock: who asked to be told when they may join, and coordinators while an application waits;
        requests for places do not lie unanswered, and what was kept long enough goes.
        """
        from outbox.schedule import on_tick

        from . import contacts_keeping, joining, leaving, lost_mailboxes, new_addresses, retention, yearly
        from .gaps import editions
        from .places import by_the_clock

        on_tick += [joining.tell_those_who_waited, joining.tell_coordinators]
        on_tick += [contacts_keeping.ask, contacts_keeping.pass_on_lost, lost_mailboxes.tell, yearly.ask, retention.run]
        on_tick += [editions.publish, leaving.on_tick, by_the_clock.run, new_addresses.on_tick]

    def add_to_rights(self) -> None:
        """What members hold about people, with what accounts, the outbox and the libraries below hold."""
        from . import holdings
        from .rights import holding, known

        holding.holdings += [*known.HOLDINGS, *holdings.HOLDINGS]
        holding.about_nobody |= known.ABOUT_NOBODY | holdings.ABOUT_NOBODY

    def guard_what_is_typed(self) -> None:
        """Into the forms below members, too."""
        from accounts import forms

        from .guard import refuse_patient_data

        forms.typed.append(refuse_patient_data)
