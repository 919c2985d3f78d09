"""Addresses of one's own calendars; programs read them without a login, so they stand apart and stay short."""

from django.urls import path

from .views import calendar, feeds

app_name = "calendars"
urlpatterns = [
    path("", calendar.mine, name="mine"),
    path("<slug:kind>/", calendar.deed, name="deed"),
    path("<slug:kind>/<str:token>.ics", feeds.feed, name="feed"),
]
