from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        """What lower apps and modules decide has consequences here, which they know nothing of."""
        from members import retention, standing
        from outbox import inbox, schedule, topics

        from . import by_the_clock, mail_topics, notices, polls, preferences, replies, roles, rsvp, undoing
        from . import retention as kept
        from .invitations import settling
        from .reminding import stale
        from .series import remembering

        schedule.on_tick += by_the_clock.JOBS
        topics.known[:0] = mail_topics.TOPICS
        topics.always += mail_topics.ALWAYS
        topics.ways += mail_topics.WAYS
        standing.on_eligibility_lost += [settling.take_from, rsvp.release, roles.release]
        preferences.on_chosen.append(settling.follow_choice)
        undoing.on_unmade += [remembering.forget_empty, polls.reopen]
        rsvp.on_answer.append(stale.of_answer)
        undoing.on_obstacle.append(notices.hang_on)
        undoing.on_undoing.append(remembering.put_back)
        inbox.on_mail.append(replies.arrived)
        retention.classes += kept.CLASSES
        self.add_to_pages()
        self.add_to_record_views()
        self.add_to_rights()
        self.add_to_ahead()
        self.add_to_what_is_in_hand()

    def add_to_rights(self) -> None:
        """What meetings hold about people."""
        from members import leaving, switches
        from members.retention import people
        from members.rights import holding, sweeping

        from . import certificates, holdings, kept_certificates
        from . import leaving as own
        from .models import Guest

        people.known_by_address.append(Guest)
        holding.holdings += holdings.HOLDINGS
        holding.about_nobody |= holdings.ABOUT_NOBODY
        leaving.effects.append(own.effects)
        leaving.on_leaving.append(own.dead_links)
        leaving.on_asked.append(kept_certificates.on_erasure_asked)
        read = switches.WORDINGS.get(certificates.WORDING_VERSION, ())
        switches.WORDINGS[certificates.WORDING_VERSION] = (*read, *certificates.WORDING)
        holding.further_names.append(holdings.names)
        holding.further_addresses.append(holdings.addresses)
        sweeping.THEIR_OWN["meetings_invitation"] = "recipient"
        sweeping.WANTED["meetings_certificate"] = ("name", "member_id")

    def add_to_ahead(self) -> None:
        """What the clock writes besides reminders, for the preview of it."""
        from .reminding import ahead, others

        ahead.on_ahead += [others.invitations, others.questions, others.unconfirmed]

    def add_to_what_is_in_hand(self) -> None:
        """What a member who lost their mailbox looks after here."""
        from members import lost_mailboxes

        from . import handing_over

        lost_mailboxes.in_hand.append(handing_over.things_of)

    def add_to_record_views(self) -> None:
        """What waits here for a coordinator is their queue, and nobody is told that it was opened."""
        from members import record_views

        from .admin.replies import waits

        record_views.waits["meetings.calendarreply"] = waits

    def add_to_pages(self) -> None:
        """What stands on the desk's first page, on the page of a meeting, and above a meeting on the desk."""
        from members.admin import coordinators, deeds, today
        from members.models.history import ChangeKind

        from . import desk, guests, helping, own_certificates, sections, tapping, who_does_what
        from .admin import today as own
        from .admin.ahead import ahead_line
        from .admin.certificates import of_meeting
        from .admin.figures import figures_line
        from .admin.handing_over import link
        from .admin.replies import reply_lines

        today.to_do += [*own.TO_DO, ahead_line]
        today.further += [figures_line, reply_lines]
        sections.on_meeting_page += [
            guests.section,
            helping.for_helpers,
            who_does_what.section,
            own_certificates.on_meeting,
        ]
        desk.on_desk[:0] = [own.series_of, helping.sheet, helping.door, helping.attendance, of_meeting]
        coordinators.on_coordinator.append(link)
        deeds.DEEDS["links"] = deeds.Deed(
            "Take back links in mails",
            "For when somebody else has their messages. Every link in what they have had so far leads nowhere, and an "
            "answer of their calendar to an older invitation may be for you to check. New messages carry new links.",
            deeds.changing(ChangeKind.LINKS),
            tapping.take_back_for,
        )
