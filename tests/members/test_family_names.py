"""Names stand in a list under the family name, as people look for them."""

import pytest

from members.family_names import by_family_name, first_letter


def test_a_list_is_in_the_order_of_family_names_folded():
    names = ["Zoë Ábel", "Ada Example", "Dr Élodie van der Berg (she)", "Ian O’Neill", "Cher", "Ben Example, PhD"]

    assert sorted(names, key=by_family_name) == [
        "Zoë Ábel",
        "Cher",
        "Ada Example",
        "Ben Example, PhD",
        "Ian O’Neill",
        "Dr Élodie van der Berg (she)",
    ]


@pytest.mark.parametrize(
    ("name", "letter"), [("Élodie Ábel", "A"), ("Maria de Souza", "D"), ("Dr Ng", "N"), ("Van Morris", "M"), ("", "–")]
)
def test_a_name_stands_under_the_first_letter_of_its_family_name(name, letter):
    assert first_letter(name) == letter
