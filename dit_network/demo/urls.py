"""Addresses of the demonstration; the site has them only under DEMO."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views


class LetterName(StringConverter):
    """What `mail.keep` calls a message; nothing else reaches the file system."""

    regex = r"[0-9]{1,20}-[0-9a-f]{8}"


register_converter(LetterName, "letter")

urlpatterns = [
    path("people/", views.people, name="demo_people"),
    path("people/<slug:role>/", views.sign_in, name="demo_sign_in"),
    path("mail/", views.mail, name="demo_mail"),
    path("mail/<letter:name>/", views.mail_message, name="demo_mail_message"),
    path("mail/<letter:name>/html/", views.mail_html, name="demo_mail_html"),
    path("mail/<letter:name>/calendar/<slug:partstat>/", views.calendar_answer, name="demo_calendar_answer"),
]
