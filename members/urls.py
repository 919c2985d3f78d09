"""Addresses of members; the class of each is in the access test."""

from django.urls import URLPattern

app_name = "members"
urlpatterns: list[URLPattern] = []
