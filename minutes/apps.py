from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "minutes"

    def ready(self) -> None:
        """What meetings know nothing of: further on their pages, in their invitations, on the desk, by the clock."""
        from meetings import desk as meeting_desk
        from meetings import handing_over as in_hand
        from meetings import messages, sections, topics, undoing
        from meetings.views import tap
        from outbox import schedule

        from . import actions, agenda, carrying, desk, documents, handing_over, naming
        from . import sections as own
        from .admin import today as own_today

        sections.on_meeting_page += [
            own.agenda_section,
            own.minutes_section,
            own.actions_section,
            own.documents_section,
        ]
        tap.DONE["proposed"] = agenda.PROPOSED
        sections.on_tap_page += [own.agenda_by_link, own.actions_by_link]
        meeting_desk.on_desk += [desk.agenda_page, desk.minutes_page, desk.documents_page]
        messages.on_invitation.append(actions.on_invitation)
        topics.on_topics.append(agenda.discussed)
        own_today.put_on_the_desk()
        undoing.on_obstacle.append(documents.hang_on)
        undoing.on_unmade.append(carrying.let_wait)
        schedule.on_tick += [carrying.on_tick, naming.on_tick]
        in_hand.belongings += handing_over.BELONGINGS
        self.add_to_mail()

    def add_to_mail(self) -> None:
        """What can be switched off, and what stands in the mail of the week; what is held about people."""
        self.add_to_rights()
        from meetings.reminding import weekly
        from outbox import topics

        from . import actions, messages, publishing

        topics.known.append(messages.TOPIC)
        weekly.promised.append(actions.in_week)
        weekly.news.append(publishing.happened)

    def add_to_rights(self) -> None:
        """What minutes hold about people, and what of it stands in files."""
        from members import leaving
        from members.rights import holding, sweeping

        from . import holdings, naming, writing
        from . import leaving as own

        holding.holdings += holdings.HOLDINGS
        holding.about_nobody |= holdings.ABOUT_NOBODY
        leaving.effects += [own.effects, naming.effects]
        sweeping.further += [naming.take_away, writing.overtake]
