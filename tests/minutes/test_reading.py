"""Minutes as they are typed, and two texts beside one another."""

from hypothesis import given
from hypothesis import strategies as st

from minutes.comparing import merged, parts
from minutes.reading import Block, blocks

SAID = ["", "# 1. Welcome", "All came.", "We decided to write.", "- one", "- two"]
lines = st.lists(st.sampled_from(SAID), max_size=8)


def test_headings_paragraphs_and_lists_are_what_they_look_like():
    text = "# Present\nAda\nBen\n\n## Sorry\n- Cal\n- Dee\nThat was all. <b>#1</b>"

    assert list(blocks(text)) == [
        Block("heading", ("Present",)),
        Block("paragraph", ("Ada", "Ben")),
        Block("small heading", ("Sorry",)),
        Block("list", ("Cal", "Dee")),
        Block("paragraph", ("That was all. <b>#1</b>",)),
    ]


def test_what_two_people_added_in_two_places_is_all_in_one_text():
    theirs = "# 1\n\nAda wrote this.\n\n# 2\n"
    yours = "# 1\n\n# 2\n\nBen wrote that."

    assert merged(theirs, yours) == "# 1\n\nAda wrote this.\n\n# 2\n\nBen wrote that."


@given(lines, lines)
def test_no_line_that_says_something_is_lost_from_either_text(theirs, yours):
    both = merged("\n".join(theirs), "\n".join(yours)).split("\n")

    for text in (theirs, yours):
        for line in filter(str.strip, text):
            assert both.count(line) >= text.count(line)


@given(lines, lines)
def test_the_parts_of_a_comparison_make_up_both_texts(theirs, yours):
    found = parts("\n".join(theirs), "\n".join(yours))

    assert [line for part in found for line in part.same + part.theirs] == [line for line in theirs if line]
    assert [line for part in found for line in part.same + part.yours] == [line for line in yours if line]
