"""The pages of signing in; those of ours come first where they stand in for django-allauth's."""

from allauth.account.views import logout
from allauth.socialaccount.views import login_error
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("account/", views.settings, name="account_settings"),
    path("account/second-step/", views.second_factor, name="account_second_factor"),
    path("account/confirm/", views.confirm_by_code, name="account_confirm_by_code"),
    path("accounts/", RedirectView.as_view(pattern_name="account_settings")),
    path("accounts/login/code/again/", views.another_code, name="account_another_code"),
    path("accounts/password/set/", views.set_password, name="account_set_password"),
    path("accounts/3rdparty/login/error/", login_not_required(login_error), name="socialaccount_login_error"),
    path("accounts/", include("allauth.urls")),
    # The admin's own pages tell nobody of a changed password, and say "log out".
    path("admin/logout/", logout),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
]
