"""The site is the network's own: nothing of the NHS's identity, nothing from elsewhere, nothing inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
STATIC = sorted(path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg", ".html"})
STYLES = [path for path in STATIC if path.suffix == ".css"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if not {"messages", "outbox"} & set(path.relative_to(ROOT).parts)]
OURS = [path for path in STATIC if "vendor" not in path.parts] + TEMPLATES


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", STATIC + TEMPLATES, ids=named)
def test_nothing_of_the_nhs_identity_is_shown(path):
    text = path.read_text(encoding="utf-8")

    # The vendored script knows the class of the header that it would look for; no page has one.
    marks = r"(?i)frutiger|sourceMappingURL|assets\.nhs\.uk|nhsuk-favicon|nhsuk-logo|nhsuk-header__logo|#005eb8"
    assert not re.findall(marks, text)
    assert path.suffix == ".js" or "nhsuk-header" not in text


@pytest.mark.parametrize("path", STATIC + TEMPLATES, ids=named)
def test_nothing_is_fetched_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")

    assert not re.findall(r"""(?i)(?:src|srcset|poster)\s*=\s*["']?(?:https?:)?//""", text)
    assert not re.findall(r"""(?i)<link[^>]+href\s*=\s*["']?(?:https?:)?//""", text)
    assert not re.findall(r"""(?i)(?:@import|url\()\s*["']?(?:https?:)?//""", text)
    assert not re.findall(r"""(?i)\b(?:import|fetch)\b[^;\n]{0,40}["'](?:https?:)?//""", text)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_page_has_anything_inline(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.findall(r"(?i)<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on", text)
    assert all("src=" in tag for tag in re.findall(r"(?i)<script[^>]*>", text))


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_every_picture_that_a_style_names_is_there(path):
    for name in re.findall(r"""url\(["']?(?!data:)([^"')]+)""", path.read_text(encoding="utf-8")):
        assert (path.parent / name).is_file(), name


def test_every_static_file_that_a_template_names_is_there():
    for path in TEMPLATES:
        for name in re.findall(r"""{% static ["']([^"']+)["']""", path.read_text(encoding="utf-8")):
            assert finders.find(name), f"{named(path)}: {name}"


def test_static_files_can_be_collected_under_names_that_change_with_their_content(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert list(tmp_path.glob("dit.*.css"))
    assert list(tmp_path.glob("vendor/nhsuk-frontend.*.css"))


@pytest.mark.parametrize("path", sorted((ROOT / "templates" / "components").glob("*.html")), ids=named)
def test_a_component_says_first_what_it_needs(path):
    assert re.match(r"{# needs .+ #}\n", path.read_text(encoding="utf-8"))


def test_no_list_of_the_admin_hides_its_actions_above_and_below():
    """Django then writes an inline style, which the policy refuses."""
    hidden = [each for each in admin.site._registry.values() if not each.actions_on_top and not each.actions_on_bottom]

    assert hidden == []
