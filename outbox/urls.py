"""The addresses of one's own mail."""

from django.urls import path

from . import views

app_name = "outbox"

urlpatterns = [
    path("", views.mail, name="mail"),
    path("stop/<str:name>/", views.stop, name="stop"),
]
