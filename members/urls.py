"""Addresses of members; the class of each is in the access test."""

from django.urls import path

from .views import directory, profile

app_name = "members"
urlpatterns = [
    path("directory/", directory.directory, name="directory"),
    path("directory/<str:public_id>/", directory.member, name="member"),
    path("profile/", profile.profile, name="profile"),
    path("profile/details/", profile.profile_edit, name="profile_edit"),
    path("profile/sharing/", profile.profile_sharing, name="profile_sharing"),
]
