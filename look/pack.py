"""From a bound field to an nhsuk-frontend component: `options` says what it is, `render` makes its HTML."""

from functools import cache
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader

from .forms import DateInput, MonthInput, part_in_error

Options = dict[str, Any]
PASSED_BY_NAME = ("autocomplete", "autocapitalize", "inputmode", "pattern", "placeholder", "spellcheck")
MACROS = {"do-dont-list": "list"}  # all others have the component's name
DJANGO_ROWS = "10"  # what a Textarea says when nobody chose
NEVER_PASSED = ("id", "class", "cols", "heading", "maxlength", "minlength", "required", "rows", *PASSED_BY_NAME)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(component: str, options: Options) -> SafeString:
    """Make the HTML of one nhsuk-frontend component by its own macro."""
    first, *rest = component.split("-")
    macro = MACROS.get(component) or first + "".join(word.capitalize() for word in rest)
    template = _environment().get_template(f"nhsuk/components/{component}/macro.jinja")
    return mark_safe(getattr(template.module, macro)(options))  # noqa: S308  the macros escape what they are given


def options(field: BoundField, *, mark_optional: bool = True) -> tuple[str, Options]:
    """Say which component shows this field, and with which options."""
    widget = field.field.widget
    label = _text(_label(field, mark_optional)) | _size(field)
    if isinstance(widget, (DateInput, MonthInput)):
        return "date-input", _shared(field) | _in_fieldset(label) | _date(field)
    # CheckboxSelectMultiple is a subclass of RadioSelect: it must be asked for first.
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.SelectMultiple)):
        return "checkboxes", _shared(field) | _in_fieldset(label) | _choices(field)
    if isinstance(widget, forms.RadioSelect):
        return "radios", _shared(field) | _in_fieldset(label) | _choices(field)
    if isinstance(widget, forms.CheckboxInput):
        return "checkboxes", _shared(field) | _single_checkbox(field)
    shared = _shared(field) | {"id": field.auto_id, "label": label}
    if isinstance(widget, forms.Select):
        return "select", shared | {"items": _items(field, "selected")}
    shared |= _typed_text(field)
    if isinstance(widget, forms.Textarea):
        limit = getattr(field.field, "max_length", None)
        rows = str(widget.attrs.get("rows", DJANGO_ROWS))
        shared |= {"rows": 5 if rows == DJANGO_ROWS else int(rows)}
        return ("character-count", shared | {"maxlength": limit}) if limit else ("textarea", shared)
    if isinstance(widget, forms.PasswordInput):
        return "password-input", shared
    return "input", shared | {"type": getattr(widget, "input_type", "text")}


def errors(form: forms.BaseForm) -> list[Options]:
    """List what is wrong with a form, each with the address of the input that mends it."""
    whole = [_text(error) for error in form.non_field_errors()]
    hidden = [_text(error) for field in form.hidden_fields() for error in field.errors]
    shown = [_text(e) | {"href": f"#{first_input(field)}"} for field in _as_laid_out(form) for e in said(field)]
    return whole + hidden + shown


def _as_laid_out(form: forms.BaseForm) -> list[BoundField]:
    """The visible fields in the order in which the page shows them."""
    layout = getattr(getattr(form, "helper", None), "layout", None)
    names = [pointer.name for pointer in layout.get_field_names()] if layout else []
    return sorted(form.visible_fields(), key=lambda field: names.index(field.name) if field.name in names else 0)


def said(field: BoundField) -> list[str]:
    """Say what is wrong with a field so that it makes sense away from it: not "This field is required"."""
    bare = str(forms.Field.default_error_messages["required"])
    return [_what_to_do(field) if str(error) == bare else str(error) for error in field.errors]


def _what_to_do(field: BoundField) -> str:
    label, widget = str(field.label), field.field.widget
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{strip_tags(label)}”"
    first, *rest = label.split(" ")
    label = " ".join([first if first[1:].lower() != first[1:] else first.lower(), *rest])
    return f"Choose {label}" if isinstance(widget, (forms.Select, forms.RadioSelect)) else f"Enter {label}"


def first_input(field: BoundField) -> str:
    """Name the input that an error of this field links to: a group's first, or the part of a date that is wrong."""
    if isinstance(field.field.widget, (DateInput, MonthInput)):
        parts = field.field.widget.parts
        return f"{field.auto_id}_{next((part for part in parts if part_in_error(field, part)), parts[0])}"
    return str(field.auto_id)


def _text(value: object) -> Options:
    text = str(value)
    return {"html": text} if hasattr(text, "__html__") else {"text": text}


def _label(field: BoundField, mark_optional: bool) -> str:
    label = str(field.label)
    if field.field.required or not mark_optional:
        return label
    return format_html("{} (optional)", label) if hasattr(label, "__html__") else f"{label} (optional)"


def _size(field: BoundField) -> Options:
    """A field whose widget has the attribute "heading" is the only question of its page: its label is the <h1>."""
    return {"isPageHeading": True, "size": "xl"} if field.field.widget.attrs.get("heading") else {"size": "s"}


def _shared(field: BoundField) -> Options:
    """Options that every component has."""
    widget = field.field.widget
    found: Options = {"idPrefix": field.auto_id, "name": field.html_name}
    found["attributes"] = {name: value for name, value in widget.attrs.items() if name not in NEVER_PASSED}
    if field.help_text:
        found["hint"] = _text(field.help_text)
    if field.errors:
        found["errorMessage"] = {"html": format_html_join(mark_safe("<br>"), "{}", ((e,) for e in said(field)))}
    if field.field.disabled:
        found["disabled"] = True
    return found


def _typed_text(field: BoundField) -> Options:
    """Options of what is typed; a password is never sent back."""
    widget = field.field.widget
    found = {name: widget.attrs[name] for name in PASSED_BY_NAME if name in widget.attrs}
    if "class" in widget.attrs:
        found["classes"] = widget.attrs["class"]
    if getattr(widget, "render_value", True):
        value = widget.format_value(field.value())
        found |= {} if value is None else {"value": value}
    return found


def _in_fieldset(legend: Options) -> Options:
    return {"fieldset": {"legend": legend}}


def _choices(field: BoundField) -> Options:
    return {"items": _items(field, "checked")}


def _items(field: BoundField, chosen: str) -> list[Options]:
    """List a field's choices; the first has the field's own id, which is where an error links to."""
    widget = field.field.widget
    values = widget.format_value(field.value())
    found = []
    for _group, subwidgets, _index in widget.optgroups(field.html_name, values):
        for each in subwidgets:
            item = {"value": str(each["value"]), chosen: bool(each["selected"])} | _text(each["label"])
            if hint := getattr(widget, "hints", {}).get(str(each["value"])):
                item["hint"] = _text(hint)
            found.append(item | ({"disabled": True} if each["attrs"].get("disabled") else {}))
    return found


def _single_checkbox(field: BoundField) -> Options:
    return {"items": [{"value": "on", "checked": bool(field.value())} | _text(field.label)]}


def _date(field: BoundField) -> Options:
    widget = field.field.widget
    values = widget.decompress(field.value()) if not isinstance(field.value(), list) else field.value()
    return {
        "id": field.auto_id,
        "items": [
            {
                "id": f"{field.auto_id}_{part}",
                "name": f"{field.html_name}_{part}",
                "label": part.capitalize(),
                "value": "" if value is None else str(value),
                "width": 4 if part == "year" else 2,
                "error": part_in_error(field, part),
            }
            for part, value in zip(widget.parts, values, strict=True)
        ],
    }
