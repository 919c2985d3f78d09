"""Addresses of members; the class of each is in the access test."""

from django.urls import path

from .views import directory, evidence, joining, overlays, pathway, places, profile, supervisees, supervision, word

app_name = "members"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/check-answers/", joining.check_answers, name="check_answers"),
    path("join/status/", joining.application, name="application"),
    path("join/withdraw/", joining.withdraw, name="withdraw"),
    path("join/<slug:step>/", joining.join_step, name="join_step"),
    path("directory/", directory.directory, name="directory"),
    path("directory/<str:public_id>/", directory.member, name="member"),
    path("profile/", profile.profile, name="profile"),
    path("profile/details/", profile.profile_edit, name="profile_edit"),
    path("profile/sharing/", profile.profile_sharing, name="profile_sharing"),
    path("profile/mail-works-again/", profile.mail_works_again, name="mail_works_again"),
    path("word/<str:token>/", word.give_word, name="give_word"),
    path("pathway/", pathway.pathway, name="pathway"),
    path("pathway/add/", evidence.pathway_add, name="pathway_add"),
    path("pathway/add/<slug:kind>/", evidence.pathway_add_kind, name="pathway_add_kind"),
    path("pathway/evidence/<str:public_id>/", evidence.evidence, name="evidence"),
    path("pathway/evidence/<str:public_id>/change/", evidence.evidence_change, name="evidence_change"),
    path("pathway/evidence/<str:public_id>/take-back/", evidence.evidence_take_back, name="evidence_take_back"),
    path("pathway/supervisors/", supervision.supervisors, name="supervisors"),
    path("pathway/supervisors/member/", supervision.supervisor_member, name="supervisor_member"),
    path("pathway/supervisors/outside/", supervision.supervisor_outside, name="supervisor_outside"),
    path("pathway/supervisors/<str:public_id>/<slug:deed>/", supervision.supervision_deed, name="supervision_deed"),
    path("pathway/ask-again/<str:public_id>/", supervision.ask_again, name="ask_again"),
    path("pathway/supervisees/", supervisees.supervisees, name="supervisees"),
    path("pathway/supervisees/<str:public_id>/", supervisees.supervisee_word, name="supervisee_word"),
    path("supervision/", places.public_offers, name="public_offers"),
    path("supervision/offers/", places.offers_page, name="offers"),
    path("supervision/offers/new/", places.offer_new, name="offer_new"),
    path("supervision/offers/<str:public_id>/", places.offer_change, name="offer_change"),
    path("supervision/offers/<str:public_id>/<slug:deed>/", places.offer_deed, name="offer_deed"),
    path("pathway/away/", overlays.away, name="away"),
    path("pathway/away/<int:pk>/end/", overlays.away_end, name="away_end"),
]
