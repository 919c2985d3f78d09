"""Whatever stands in an address of the desk is answered in words: by the list, or as something that is not there."""

import pytest
from django.contrib import admin
from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.urls import reverse

from dit_network.urls import urlpatterns  # noqa: F401  registers every list
from members import coordinators
from members.models.history import OfficeKind
from tests.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.whole]

# Words, numbers beyond any column, days beyond any calendar, what no text holds.
WRONG = ("x", "9" * 30, f"{'9' * 4400}-01-01", "\x00")
COMMON = ("p", "q", "e", "page", "on", "area", "route", "nonsense", "_facets")
LISTS = ("time_limits", "cohorts", "standings", "gaps")


@pytest.fixture
def desk(client, settings):
    settings.DEMO = True
    client.force_login(make_officer(OfficeKind.COORDINATOR))
    client.raise_request_exception = False
    return client


def parameters(model_admin):
    """What the filters of a list read from an address."""
    for each in model_admin.list_filter:
        if isinstance(each, type) and issubclass(each, SimpleListFilter):
            yield each.parameter_name
            continue
        name = each if isinstance(each, str) else each[0]
        field = get_fields_from_path(model_admin.model, name)[-1]
        yield f"{name}__id__exact" if field.is_relation else f"{name}__exact"
        yield f"{name}__isnull"


def at(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def of_models():
    """What a coordinator may open; the rest is refused before anything of the address is read."""
    names = {name for names in coordinators.PERMISSIONS.values() for name in names}
    return {each: of for each, of in admin.site._registry.items() if f"view_{each._meta.model_name}" in names}


def of_lists():
    """Each filter by itself, because the first wrong one of several is all that a list looks at."""
    for model, model_admin in of_models().items():
        for value in WRONG:
            yield at(model, "changelist"), dict.fromkeys(COMMON, value)
            yield at(model, "changelist"), {"o": value, "p": "99999"}
            yield from ((at(model, "changelist"), {name: value}) for name in parameters(model_admin))
    for name in LISTS:
        yield from ((reverse(f"admin:members_{name}"), dict.fromkeys(COMMON, value)) for value in WRONG)


def of_rows():
    for model in of_models():
        yield from ((at(model, "change", wrong), {}) for wrong in ("x", "9" * 30, "_00"))


def test_no_address_of_the_desk_is_a_fault_of_the_server(desk):
    asked = [*of_lists(), *of_rows()]

    answers = [(address, question, desk.get(address, question).status_code) for address, question in asked]

    assert [each for each in answers if each[2] >= 500] == []
    assert len(asked) > len(of_models()) * 10
