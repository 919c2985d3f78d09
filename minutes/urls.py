"""Addresses of agendas, minutes, actions and documents; the class of each is in the access test."""

from django.urls import URLPattern

app_name = "minutes"
urlpatterns: list[URLPattern] = []
