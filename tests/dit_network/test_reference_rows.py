"""The suite's own ground: the reference rows are there for every test, whatever ran before it."""

import pytest
from django.db import connection

from dit_network.demo import network
from members.models import Area


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_the_reference_rows_are_there_again_after_a_test_with_real_transactions(time):
    assert Area.objects.exists()
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_the_reference_rows_are_there():
    assert Area.objects.exists()


@pytest.mark.django_db
def test_a_demonstration_keeps_all_that_a_network_begins_with():
    doomed = {model._meta.label for model in network.doomed() if model._base_manager.exists()}

    assert doomed <= {"dit_network.HistoricalPage"}  # who edited a page goes with the people
