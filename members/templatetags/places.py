"""Offers of supervision in words, for templates."""

from datetime import date

from django import template

from ..models import Offer
from ..places import words

register = template.Library()
register.filter("offer_title", words.title)
register.filter("offer_for", words.whom)


@register.filter
def offer_places(offer: Offer, today: str) -> str:
    """How many places are free; `today` is what `{% now %}` says, as 2026-11-25."""
    return words.places(offer, date.fromisoformat(today))


@register.filter
def has_place(offer: Offer) -> bool:
    return words.free(offer) > 0


@register.filter
def is_for(offer: Offer, purpose: str) -> bool:
    """Whether whoever needs supervision for this may ask; where they may not, no button invites them to."""
    return purpose in words.purposes(offer)


@register.filter
def by_one_in_training(offer: Offer) -> bool:
    """Its supervisor is in training as one, which whoever asks for a training case is told before."""
    return offer.for_training and words.in_training(offer)
