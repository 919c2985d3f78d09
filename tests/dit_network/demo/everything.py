"""Every row of a demonstration, to compare one with another."""

from dit_network.demo import network
from meetings.models import Meeting
from members.models import Member


def everything() -> dict[str, list[dict]]:
    """Every row that the demonstration makes; a password that cannot be used is random on purpose."""
    models = {*network.doomed(), *(Meeting.venue.field.related_model, Member.organisation.field.related_model)}
    return {
        model._meta.label: [
            {field: value for field, value in row.items() if field != "password"}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in models
    }
