"""Members as coordinators see them: state is read only; each deed has a page that asks why and calls the verb."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from .. import coordinators, directory, joining, leaving, membership, new_addresses, standing
from ..forms.deciding import InviteForm, ReasonForm
from ..guarded_admin import Guarded
from ..models import Evidence, Member, MemberChange, StandingChange
from ..models.member import MemberQuerySet
from . import lost_mailboxes, new_address
from .coordinators import links
from .deciding import by
from .deeds import DEEDS
from .filters import FirstChoiceFilter
from .lists import PathwayLists
from .lost_mailboxes import MailboxFilter
from .pages import desk
from .where_they_stand import where_they_stand
from .yearly import EntryFilter

STATE = ("standing", "joined_on", "left_on", "suspended_on", "registration_checked_on", "listed", "signs_in_as", "role")
REGISTRATION = ("body", "registration_number")
THEIR_OWN = ("phone", "interests", "languages")
Refused = (coordinators.Refused, leaving.Refused, membership.Refused)

# Their thirty days run.
WILL_BE_ERASED = Q(user__leavings__isnull=False, user__leavings__regretted_at=None, user__leavings__done_at=None)


class Unchangeable(admin.TabularInline):
    """Rows to read: what happened stays."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        return False


class EvidenceInline(Unchangeable):
    model = Evidence
    verbose_name_plural = "evidence"
    show_change_link = True
    fields = (
        *("kind", "happened_on", "precision", "pathway", "provider"),
        *("verified_on", "verified_by_name", "verified_against"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).select_related("pathway")


class StandingInline(Unchangeable):
    model = StandingChange
    verbose_name_plural = "history of their standing"
    fields = ("at", "before", "after", "by_name", "why")


class ChangeInline(Unchangeable):
    model = MemberChange
    verbose_name_plural = "what coordinators did"
    fields = ("at", "kind", "by_name", "reason")


class MembershipFilter(FirstChoiceFilter):
    title = "membership"
    parameter_name = "membership"
    rows = {
        "joined": ("in the network", Q(joined_on__isnull=False, left_on=None)),
        "suspended": ("suspended", Q(suspended_on__isnull=False, left_on=None)),
        "applied": ("has applied", Q(joined_on=None)),
        "leaving": ("left, and will be erased", WILL_BE_ERASED),
        "left": ("left", Q(left_on__isnull=False)),
        "all": ("all", Q()),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(value, words) for value, (words, _) in self.rows.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(self.rows.get(self.value(), self.rows["all"])[1])


@admin.register(Member)
class MemberAdmin(Guarded, PathwayLists):
    list_display = ("name", "standing", "area", "profession", "joined_on")
    list_filter = (MembershipFilter, "standing", "area", MailboxFilter, EntryFilter)
    list_select_related = ("area", "profession")
    list_per_page = 50
    search_fields = ("name", "user__email", "registration_number")
    show_full_result_count = False
    actions = None
    readonly_fields = (*STATE, *THEIR_OWN)
    fieldsets = (
        (None, {"fields": ("name", "profession", *REGISTRATION)}),
        ("Where they work", {"fields": ("job_title", "organisation", "organisation_other", "service", "area")}),
        ("What they say of themselves", {"fields": THEIR_OWN}),
        ("State", {"fields": STATE}),
    )
    inlines = (EvidenceInline, StandingInline, ChangeInline)
    change_form_template = "admin/members/member/change_form.html"

    @admin.display(description="signs in as")
    def signs_in_as(self, member: Member) -> str:
        return str(member.user or "has no account")

    @admin.display(description="coordinator", boolean=True)
    def role(self, member: Member) -> bool:
        return bool(member.user and coordinators.is_coordinator(member.user))

    def get_queryset(self, request: HttpRequest) -> MemberQuerySet:
        """For an area's coordinator nobody else exists."""
        return coordinators.members_for(by(request)).order_by("name", "pk")

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        """Nobody corrects their own row here: they have their own page for what is theirs to say."""
        mine = obj is not None and obj.user_id == by(request).pk
        return not mine and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """A registration that changes is no longer checked; a search finds the new words, and what is shown by now."""
        if set(REGISTRATION) & set(form.changed_data):
            obj.registration_checked_on = None
        obj.save(update_fields=[*form.changed_data, "registration_checked_on"])
        directory.refresh(standing.lock(obj))

    def get_urls(self) -> list[URLPattern]:
        deed = self.admin_site.admin_view(self.deed)
        address = self.admin_site.admin_view(self.new_address)
        return [
            path("<int:pk>/deed/<slug:name>/", deed, name="members_member_deed"),
            path("<int:pk>/new-address/", address, name="members_member_new_address"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Enter a colleague: their application begins with what is known, and they are invited to claim it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        now = timezone.now()
        form = InviteForm(request.POST if request.method == "POST" else None, on=timezone.localdate(now))
        if request.method == "POST" and form.is_valid():
            try:
                invited = joining.invite(form.cleaned_data["email"], form.known(), by(request), now)
            except joining.Refused as refused:
                form.add_error("email", refused.reason.label)
            else:
                messages.success(request, f"{invited} is invited: a message is on its way to {invited.user.email}.")
                return HttpResponseRedirect(reverse("admin:members_application_change", args=[invited.pk]))
        context = desk(self, request, "Add a member") | {"form": form}
        return TemplateResponse(
            request, "admin/members/member/invite.html", context, status=422 if form.errors else 200
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context: dict[str, Any] = {"show_save_and_add_another": False}
        if member := self.get_object(request, object_id):
            now, who = timezone.now(), by(request)
            may = super().has_change_permission(request, member)
            context["deeds"] = {
                name: deed.label for name, deed in DEEDS.items() if may and not deed.refusal(member, who, now)
            }
            context |= where_they_stand(member, request.GET, timezone.localdate(now))
            context |= lost_mailboxes.context_for(member.user, now)
            context["new_address"] = new_addresses.running(member.user) if member.user else None
            context["application"] = member.applications.order_by("-pk").first()
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def new_address(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let a new address into the account of a member who lost theirs."""
        member = get_object_or_404(self.get_queryset(request).select_related("user"), pk=pk)
        if not self.has_view_permission(request, member):
            raise PermissionDenied
        return new_address.page(self, request, member.user, reverse("admin:members_member_change", args=[pk]))

    def deed(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask why, then do it and say what came of it."""
        member = get_object_or_404(self.get_queryset(request).select_related("user"), pk=pk)
        if name not in DEEDS:
            raise Http404
        if not super().has_change_permission(request, member):
            raise PermissionDenied
        deed, now = DEEDS[name], timezone.now()
        form = ReasonForm(request.POST if request.method == "POST" else None, needed=name != "check")
        if request.method == "POST" and form.is_valid():
            try:
                deed.verb(member, by(request), form.cleaned_data.get("reason", ""), now)
            except Refused as refused:
                messages.error(request, refused.reason.label)
            else:
                messages.success(request, f"{member}: {deed.label.lower()}. Done.")
            return HttpResponseRedirect(reverse("admin:members_member_change", args=[pk]))
        context = desk(self, request, f"{deed.label}: {member}")
        context |= {"member": member, "deed": deed, "form": form, "refusal": deed.refusal(member, by(request), now)}
        context["further"] = links(member.user) if name in ("appoint", "remove") else ""
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/members/member/deed.html", context, status=status)
