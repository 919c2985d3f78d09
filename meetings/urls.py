"""Addresses of meetings; the class of each is in the access test."""

from django.urls import URLPattern

app_name = "meetings"
urlpatterns: list[URLPattern] = []
