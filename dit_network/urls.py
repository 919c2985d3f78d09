"""Every address of the site; each is of one of four classes: public, token, login, admin."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from dit_network import health
from dit_network.views import home

admin.site.index_title = "Your desk"
admin.site.empty_value_display = "none"

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("dit_network.public_urls")),
    path("", include("accounts.urls")),
    path("meetings/", include("meetings.urls")),
    path("calendar/", include("meetings.calendar_urls")),
    path("mail/", include("outbox.urls")),
    path("minutes/", include("minutes.urls")),
    path("", include("members.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("dit_network.demo.urls")))

handler400 = "dit_network.errors.bad_request"
handler403 = "dit_network.errors.forbidden"
handler404 = "dit_network.errors.not_found"
handler500 = "dit_network.errors.server_error"
