"""The registers at the desk: requests about data, complaints, breaches, downloads; what is overdue comes first."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db.models import Field
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from .. import due_dates, exports, registers
from ..forms.registers import NoticedForm, ReceivedForm, WordsForm
from ..guarded_admin import Guarded
from ..models import AccessRequest, Breach, Complaint, Export, ExportStop
from ..names import name_of
from . import retention as schedule
from .columns import moment
from .deciding import by
from .filters import ClosedFilter
from .pages import desk
from .read_only import ReadOnly
from .today import Line, Rank, waiting

if TYPE_CHECKING:
    from accounts.models import User


class Deed(NamedTuple):
    """A press at the desk: with `asks`, the words it needs."""

    label: str
    says: str
    verb: Callable[[Any, "User", str, datetime], object]
    asks: str = ""
    most: int = 300


CLOSE = Deed(
    "Close this matter",
    "It is dealt with. What came of it stays in the register.",
    registers.close,
    "What came of it",
    1000,
)
TELL = CLOSE._replace(label="Close and tell them", says="They get what you write here by e-mail, so write it to them.")
OF_COMPLAINTS = {
    "acknowledge": Deed(
        "Acknowledge it",
        "Within 30 days. If there is an e-mail address, a message tells them that it came; if not, tell them yourself.",
        lambda e, u, w, n: registers.acknowledge(e, u, n),
    ),
    "close": TELL,
}
OF_REQUESTS = {
    "stop": Deed(
        "Stop the clock",
        "While we wait to know who they are or what they mean.",
        lambda e, u, w, n: registers.stop_clock(e, u, n),
    ),
    "start": Deed(
        "Start the clock",
        "They answered. The days of waiting are added.",
        lambda e, u, w, n: registers.start_clock(e, u, n),
    ),
    "extend": Deed("Two months more", "For what is complex. Tell them, and why.", registers.extend, "Why"),
    "close": CLOSE,
}


class Register(Guarded, admin.ModelAdmin):
    """Rows are written down and closed, never deleted."""

    deeds: ClassVar[dict[str, Deed]] = {"close": CLOSE}
    change_form_template = "admin/members/register/change_form.html"
    list_per_page = 50
    search_fields = ("reference", "outcome")
    actions = None

    def get_urls(self) -> list[URLPattern]:
        name = f"members_{self.opts.model_name}_deed"
        return [
            path("<int:pk>/deed/<slug:name>/", self.admin_site.admin_view(self.deed), name=name),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With the presses for whoever may deal with it."""
        may = request.user.has_perm(f"members.change_{self.opts.model_name}")  # type: ignore[union-attr]
        entry = self.get_object(request, object_id) if may else None
        return super().change_view(request, object_id, form_url, {"deeds": self.links(entry) if entry else []})

    @admin.display(description="state", ordering="closed_on")
    def state(self, entry: Any) -> str:
        return registers.state(entry, timezone.localdate())

    def links(self, entry: Any) -> list[tuple[str, str]]:
        done = self.done_already(entry)
        return [(self.at("deed", entry.pk, name), deed.label) for name, deed in self.deeds.items() if name not in done]

    def done_already(self, entry: Any) -> set[str]:
        """The presses that are of no use as it stands."""
        return set()

    def at(self, name: str, *args: object) -> str:
        return reverse(f"admin:members_{self.opts.model_name}_{name}", args=args)

    def deed(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Say what it does; a press does it."""
        if not request.user.has_perm(f"members.change_{self.opts.model_name}"):  # type: ignore[union-attr]
            raise PermissionDenied
        entry, deed = get_object_or_404(self.model, pk=pk), self.deeds.get(name)
        if deed is None:
            raise Http404
        is_sent = request.method == "POST"
        form = WordsForm(request.POST if is_sent else None, label=deed.asks, most=deed.most) if deed.asks else None
        if is_sent and (form is None or form.is_valid()):
            return self.done(request, entry, deed, form.cleaned_data["words"] if form else "")
        context = desk(self, request, f"{deed.label}: {entry}")
        context |= {"entry": entry, "deed": deed, "form": form, "refusal": registers.refusal(entry, by(request))}
        context["back"] = self.at("change", entry.pk)
        return TemplateResponse(request, "admin/members/register/deed.html", context, status=422 if is_sent else 200)

    def done(self, request: HttpRequest, entry: Any, deed: Deed, words: str) -> HttpResponse:
        try:
            deed.verb(entry, by(request), words, timezone.now())
        except registers.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, f"{entry}: {deed.label.lower()}, done.")
        return HttpResponseRedirect(self.at("change", entry.pk))


@admin.register(AccessRequest)
class AccessRequestAdmin(Register):
    deeds: ClassVar = OF_REQUESTS
    form = ReceivedForm
    list_display = ("reference", "kind", "name", "received_on", "due_on", "state")
    when_empty = "Nobody’s request is written down here. One that comes by letter or telephone is added by hand."
    list_filter = (ClosedFilter, "kind")
    search_fields = ("reference", "email")
    fields = ("kind", "name", "email", "received_on")

    def done_already(self, entry: AccessRequest) -> set[str]:
        return {"stop" if entry.clock_stopped_on else "start", "extend" if entry.extended_why else ""}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        later = ("reference", "due_on", "clock_stopped_on", "extended_why", "closed_on", "outcome", "recorded_by_name")
        return (*self.fields, *later) if obj else self.fields

    def save_model(self, request: HttpRequest, obj: AccessRequest, form: Any, change: bool) -> None:
        """Due a calendar month after it came."""
        obj.due_on, obj.recorded_by_name = due_dates.months_after(obj.received_on, 1), name_of(by(request))
        super().save_model(request, obj, form, change)


@admin.register(Complaint)
class ComplaintAdmin(Register):
    deeds: ClassVar = OF_COMPLAINTS
    form = ReceivedForm
    list_display = ("reference", "name", "received_on", "acknowledged_on", "due_on", "state")
    when_empty = (
        "Nobody has complained. What somebody writes on the public page comes here; what comes by letter or telephone "
        "is added by hand."
    )
    list_filter = (ClosedFilter,)
    search_fields = ("reference", "email")
    fields = ("name", "email", "text", "received_on")

    def done_already(self, entry: Complaint) -> set[str]:
        return {"acknowledge"} if entry.acknowledged_on else set()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        later = ("reference", "acknowledged_on", "due_on", "closed_on", "outcome", "recorded_by_name")
        return (*self.fields, *later) if obj else self.fields

    def save_model(self, request: HttpRequest, obj: Complaint, form: Any, change: bool) -> None:
        """To be acknowledged within 30 days of its coming."""
        obj.due_on, obj.recorded_by_name = obj.received_on + due_dates.ACKNOWLEDGED_WITHIN, name_of(by(request))
        super().save_model(request, obj, form, change)


@admin.register(Breach)
class BreachAdmin(Register):
    """Kept even if nobody outside has to be told; its facts may be completed until it is closed."""

    form = NoticedForm
    list_display = ("reference", moment("noticed_at", "noticed"), "due_on", "people", "state")
    when_empty = "No breach has been written down."
    list_filter = (ClosedFilter,)
    fields = ("noticed_at", "happened_at", "what", "people", "is_a_risk", "told_ico_at", "told_people_at", "measures")

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """A moment is typed into two fields, and each says of what it is the day or the time."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, AdminSplitDateTime):
            for widget, part in zip(field.widget.widgets, ("day", "time"), strict=True):
                widget.attrs["aria-label"] = f"{db_field.verbose_name}: {part}"
        return field

    def has_change_permission(self, request: HttpRequest, obj: Breach | None = None) -> bool:
        may: bool = request.user.has_perm("members.change_breach")  # type: ignore[union-attr]
        return may and (obj is None or obj.closed_on is None)

    def save_model(self, request: HttpRequest, obj: Breach, form: Any, change: bool) -> None:
        """The ICO is told within 72 hours of noticing, if it is a risk to people."""
        obj.received_on, obj.due_on = timezone.localdate(obj.noticed_at), due_dates.of_a_breach(obj.noticed_at)
        obj.recorded_by_name = obj.recorded_by_name or name_of(by(request))
        super().save_model(request, obj, form, change)


@admin.register(Export)
class ExportAdmin(ReadOnly):
    list_display = (moment("at", "when"), "who", "what", "people")
    fields = list_display
    search_fields = ("by_name", "what")
    actions = None
    when_empty = "Nobody has taken a list of people out of the site."

    @admin.display(description="by", ordering="by_name")
    def who(self, export: Export) -> str:
        return export.by_name


@admin.register(ExportStop)
class ExportStopAdmin(ReadOnly):
    """One press stops every download at once; another lets them leave again."""

    list_display = (moment("at", "stopped"), "by_name", "why", moment("lifted_at", "lifted"), "lifted_by_name")
    fields = ("why",)
    when_empty = "Downloads have never been stopped."
    actions = ("allow",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.add_exportstop")

    def save_model(self, request: HttpRequest, obj: ExportStop, form: Any, change: bool) -> None:
        obj.pk = exports.stop(by(request), obj.why, timezone.now()).pk

    def has_allow_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.change_exportstop")

    @admin.action(description="Let downloads leave again", permissions=["allow"])
    def allow(self, request: HttpRequest, queryset: Any) -> None:
        exports.allow(by(request), timezone.now())
        self.message_user(request, "Downloads leave again.", messages.SUCCESS)


def lines() -> list[Line]:
    """What is open in the registers, the overdue first; downloads that are stopped; runs that stopped."""
    found = []
    for model, number, late in registers.waiting(timezone.localdate()):
        title = str(model._meta.verbose_name_plural).capitalize()
        address = reverse(f"admin:members_{model._meta.model_name}_changelist") + "?state=open"
        line = waiting(title, address, number, "open")
        found.append(line._replace(says=f"{late} overdue", rank=Rank.NOW) if late else line)
    if stop := exports.stop_in_force():
        found.append(Line("Downloads are stopped", reverse("admin:members_exportstop_changelist"), stop.why, Rank.NOW))
    return found + schedule.lines()
