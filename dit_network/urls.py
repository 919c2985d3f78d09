"""Every address of the site; each is of one of four classes (public, token, login, admin), which the access test knows."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("meetings/", include("meetings.urls")),
    path("", include("members.urls")),
    path("admin/", admin.site.urls),
]
