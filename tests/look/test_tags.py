"""The tags of our look: pages of a list, rows of a table, what to do."""

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from look.templatetags import look
from tests.look.html import tags_and_words


def links(number, pages=20, question="q=Ana+B&area=gm"):
    page = Paginator(range(pages * 10), 10).page(number)
    html = look.page_links(RequestFactory().get(f"/directory/?{question}"), page)
    return [dict(each[1])["href"] for each in tags_and_words(html) if isinstance(each, tuple) and each[0] == "a"]


def test_pages_keep_the_search_and_the_filters_in_their_address():
    assert links(1, pages=2) == ["?q=Ana+B&area=gm&page=1", "?q=Ana+B&area=gm&page=2", "?q=Ana+B&area=gm&page=2"]


def test_a_page_number_that_is_in_the_address_is_replaced():
    assert links(2, pages=2, question="page=2") == ["?page=1", "?page=1", "?page=2"]


def test_many_pages_are_shortened_in_the_middle():
    assert [link.rpartition("=")[2] for link in links(10)] == ["9", "1", "9", "10", "11", "20", "11"]


def test_one_page_needs_no_links():
    assert look.page_links(RequestFactory().get("/"), Paginator([1], 10).page(1)) == ""


def test_each_cell_of_a_table_says_the_name_of_its_column():
    html = render_to_string(
        "components/table.html", {"caption": "Fees", "columns": ["Route", "Fee"], "rows": [["Five days", "£4,650"]]}
    )

    assert 'data-label="Fee"' in html
    assert ("th", [("class", "nhsuk-table__header"), ("role", "rowheader"), ("scope", "row")]) in tags_and_words(html)


def test_a_row_with_a_cell_too_many_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="zip"):
        look.under(["a", "b"], ["Column"])


def test_what_not_to_do_is_said_in_words_and_not_by_the_cross_alone():
    words = [
        each for each in tags_and_words(look.do_list("Don’t", ["share names"], dont=True)) if isinstance(each, str)
    ]

    assert "do not share names" in words
