"""The documents of a meeting: taken away by members as files, added and taken away by who helps at it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from meetings.access import helped_meeting
from meetings.models import Meeting

from .. import documents as verbs
from ..access import WRITING, document_for
from ..forms.documents import DocumentForm
from ..models import Document, DocumentContent
from ..words import FileType

NOTHING_ACTS = "sandbox; default-src 'none'; frame-ancestors 'none'"


@require_safe
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out a document as a file under our own name, which no browser opens as a page of ours."""
    found = document_for(request, public_id)
    content = get_object_or_404(DocumentContent, document=found)
    response = HttpResponse(bytes(content.data), content_type=verbs.CONTENT_TYPES[FileType(found.file_type)])
    response["Content-Disposition"] = content_disposition_header(True, verbs.file_name(found))
    response["Content-Security-Policy"] = NOTHING_ACTS
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """List the documents of a meeting for whoever adds to them, with the form for one more."""
    meeting = helped_meeting(request, slug, *WRITING)
    if request.method != "POST":
        return shown(request, meeting, DocumentForm())
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        title, file = form.cleaned_data["title"], form.cleaned_data["file"]
        try:
            added = verbs.add(meeting, title, file, timezone.now(), current_user(request))
        except verbs.Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, f"“{added.title}” is with the meeting. Members can read it.")
            return redirect("minutes:documents", meeting.slug)
    return shown(request, meeting, form)


@require_POST
def take_away(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a document from its meeting for good."""
    found = get_object_or_404(Document.objects.select_related("meeting"), public_id=public_id)
    meeting = helped_meeting(request, found.meeting.slug, *WRITING)
    verbs.take_away(found, timezone.now(), current_user(request))
    messages.success(request, f"“{found.title}” is taken away. Nobody can read it here any more.")
    return redirect("minutes:documents", meeting.slug)


def shown(request: HttpRequest, meeting: Meeting, form: DocumentForm) -> HttpResponse:
    context = {"meeting": meeting, "form": form, "documents": verbs.of(meeting)}
    return render(request, "minutes/documents.html", context, status=422 if form.errors else 200)
