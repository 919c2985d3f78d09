"""Addresses of members; the class of each is in the access test."""

from django.urls import path

from .views import directory, joining, pathway, profile, supervision

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
    path("word/<str:token>/", supervision.give_word, name="give_word"),
    path("pathway/", pathway.pathway, name="pathway"),
]
