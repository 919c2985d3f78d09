"""Signing in through another organisation: off unless its server is named, and then it is in the policy."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[2]
ORGANISATION = {
    "OIDC_SERVER": "https://identity.trust.example/realms/staff",
    "OIDC_NAME": "Trust of Examples",
    "OIDC_CLIENT_ID": "network",
    "OIDC_SECRET": "a secret",
}
SHOW = """
import json, django
django.setup()
from django.conf import settings
from django.urls import reverse
way_in = reverse("openid_connect_login", args=["organisation"])
print(json.dumps([settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"], way_in]))
"""


def test_it_is_off_and_forms_go_nowhere_else(client):
    page = client.get("/accounts/login/").content.decode()

    assert "Sign in through your organisation" not in page
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'"]


def test_a_named_server_has_a_way_in_and_forms_may_go_to_it():
    env = os.environ | ORGANISATION | {"DJANGO_SETTINGS_MODULE": "dit_network.settings.testing"}

    answer = subprocess.run([sys.executable, "-c", SHOW], cwd=ROOT, env=env, capture_output=True, text=True, check=True)

    assert json.loads(answer.stdout) == [
        ["'self'", "https://identity.trust.example"],
        "/accounts/oidc/organisation/login/",
    ]
