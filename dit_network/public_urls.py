"""The addresses that need no login; a page of words has the name of its row (`Page.slug`)."""

from django.urls import path

from meetings.views import checking
from members.views import contacts

from .views import public

urlpatterns = [
    path("about-dit/", public.about, name="about"),
    path("dit-and-ipt/", public.dit_and_ipt, name="dit_and_ipt"),
    path("the-network/", public.network, name="network"),
    path("when-and-where/", public.when_and_where, name="when_and_where"),
    path("training-routes/", public.training_routes, name="training_routes"),
    path("contacts/", public.contacts, name="contacts"),
    path("contacts/<slug:slug>/", contacts.contact, name="contact"),
    path("contacts/<slug:slug>/sent/", contacts.contact_sent, name="contact_sent"),
    path("certificate/", checking.check, name="certificate_check"),
    path("certificate/<str:serial>/", checking.checked, name="certificate_checked"),
    path("how-to-join/", public.how_to_join, name="how_to_join"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("complaints/", public.complaints, name="complaints"),
    path("complaints/sent/", public.complaint_sent, name="complaint_sent"),
    path("robots.txt", public.robots, name="robots"),
    path(".well-known/security.txt", public.security, name="security"),
]
