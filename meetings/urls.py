"""Addresses of meetings; the class of each is in the access test."""

from django.urls import path

from .views import answer, attendance, certificates, cpd, door, figures, further, guests, needs, notices, pages, polls

app_name = "meetings"
urlpatterns = [
    path("", pages.coming, name="list"),
    path("past/", pages.past, name="past"),
    path("numbers/", figures.figures, name="figures"),
    path("open/", pages.open_events, name="open"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("cpd/", cpd.cpd, name="cpd"),
    path("cpd/statement/", cpd.take_away, name="cpd_take_away"),
    path("cpd/<slug:slug>/reflection/", cpd.reflection, name="cpd_reflection"),
    path("certificates/<str:serial>/", certificates.certificate, name="certificate"),
    path("certificates/<str:serial>/certificate.pdf", certificates.pdf, name="certificate_pdf"),
    path("certificates/<str:serial>/name/", certificates.name, name="certificate_name"),
    path("needs/", needs.needs, name="needs"),
    path("needs/nothing/", needs.nothing, name="needs_nothing"),
    path("polls/<str:public_id>/", polls.poll, name="poll"),
    path("guest/<str:token>/", guests.guest, name="guest"),
    path("<slug:slug>/", pages.detail, name="detail"),
    path("<slug:slug>/programme/", pages.programme, name="programme"),
    path("<slug:slug>/meeting.ics", pages.ics, name="ics"),
    path("<slug:slug>/answer/", answer.answer, name="answer"),
    path("<slug:slug>/guests/", guests.bring, name="bring_guest"),
    path("<slug:slug>/guests/<int:pk>/cancel/", guests.cancel, name="cancel_guest"),
    path("<slug:slug>/decide-by/", further.decide, name="decide"),
    path("<slug:slug>/needs/", needs.who_needs_what, name="who_needs_what"),
    path("<slug:slug>/note/", further.note, name="note"),
    path("<slug:slug>/door/", door.door, name="door"),
    path("<slug:slug>/door/taps/", door.taps, name="taps"),
    path("<slug:slug>/sheet/", attendance.sheet, name="sheet"),
    path("<slug:slug>/attendance/", attendance.typed_back, name="attendance"),
    path("<slug:slug>/attendance/close/", attendance.close, name="close"),
    path("<slug:slug>/attendance/reopen/", attendance.reopen, name="reopen"),
]
