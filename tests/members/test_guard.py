"""Nothing about patients gets in: no NHS number in any spelling, no date of birth; whatever else people write does."""

import re
from datetime import date
from itertools import accumulate

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from members.guard import NHS_NUMBER, is_nhs_number, plain, refuse_patient_data

SPELLINGS = ["0{a} {b} {c}", "0{a}{b}{c}", "(0{a}) {b} {c}", "0{a}-{b}-{c}", "+44 {a} {b} {c}", "+44{a}{b}{c}"]
SPELLINGS += ["+44 (0){a} {b} {c}", "0044 {a} {b}{c}", "+44 (0) {a}{b} {c}", "0{a} {b} {c} 0{a} {b} {c}"]
nine_digits = st.text("0123456789", min_size=9, max_size=9)
SCRIPTS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "০১২৩৪৫৬৭৮৯", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹"]
APART = ["", " ", "-", " - ", "\u00a0", "\u2011", "–", "\u200b", "\u2009", ".", "−"]


def with_check_digit(nine: str) -> str | None:
    return next((nine + digit for digit in "0123456789" if is_nhs_number(nine + digit)), None)


nhs_numbers = nine_digits.map(with_check_digit).filter(bool)


def is_refused(text: str) -> bool:
    try:
        refuse_patient_data(text)
    except ValidationError:
        return True
    return False


@given(
    number=nhs_numbers,
    script=st.sampled_from(SCRIPTS),
    groups=st.sampled_from([(10,), (3, 3, 4), (5, 5), (2, 2, 2, 2, 2), (1,) * 10, (3, 7)]),
    apart=st.sampled_from(APART),
    around=st.tuples(*[st.text("abc xyz,:\n", max_size=20)] * 2),
)
def test_an_nhs_number_is_refused_in_every_spelling(number, script, groups, apart, around):
    ends = list(accumulate(groups))
    spelled = apart.join(number[end - length : end] for length, end in zip(groups, ends, strict=True))
    spelled = spelled.translate(str.maketrans("0123456789", script))

    assert is_refused(f"{around[0]} {spelled} {around[1]}")


@given(
    number=nhs_numbers.filter(lambda number: number[0] != "0"), before=st.integers(1, 99), after=st.integers(1, 9999)
)
def test_an_nhs_number_as_it_is_printed_is_found_between_other_numbers(number, before, after):
    assert is_refused(f"ward {before} {number[:3]} {number[3:6]} {number[6:]} {after}")


@pytest.mark.parametrize(
    "text",
    [
        *[
            "9434765919",
            "NHS9434765919.",
            "(943) 476 5919",
            "943\n476\n5919",
            "0161 496 0000 943 476 5919",
            "9️⃣4️⃣3️⃣ 476 5919",
        ],
        *["943/476/5919", "943, 476, 5919", "943·476·5919", "943:476:5919", "943|476|5919"],
        *["NHS no: 94347659l9", "NHS number 943 476 59I9", "nhs 9434765919"],
    ],
)
def test_an_nhs_number_is_refused(text):
    with pytest.raises(ValidationError, match=re.escape(NHS_NUMBER)):
        refuse_patient_data(text)


@given(nine=nine_digits, wrong=st.integers(1, 9))
def test_ten_digits_with_a_wrong_check_digit_are_no_nhs_number(nine, wrong):
    right = with_check_digit(nine)
    last = (int(right[-1]) + wrong) % 10 if right else wrong

    assert not is_nhs_number(f"{nine}{last}")
    assert not is_refused(f"{nine}{last}")


@given(
    digits=st.text("0123456789", min_size=10, max_size=10),
    spelling=st.sampled_from(SPELLINGS),
)
def test_telephone_numbers_pass(digits, spelling):
    assert not is_refused("Ring " + spelling.format(a=digits[:3], b=digits[3:6], c=digits[6:]) + " after 5")


@given(
    text=st.one_of(
        st.from_regex(r"[A-Z]{2,3}[0-9]{4,6}", fullmatch=True),
        st.from_regex(r"[0-9]{2}[A-Z][0-9]{4}[A-Z]", fullmatch=True),
        st.from_regex(r"[0-9]{7}", fullmatch=True),
        st.from_regex(r"[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}", fullmatch=True),
    )
)
def test_registration_numbers_and_postcodes_pass(text):
    assert not is_refused(f"My number is {text}, as registered")


@given(
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    time=st.times(),
    shape=st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]),
)
def test_dates_and_times_pass(day, time, shape):
    assert not is_refused(f"We met on {day:{shape}} {time:%H:%M} in room 4")


@pytest.mark.parametrize(
    "text",
    [
        "born 12/06/1980",
        "DOB: 12.6.80",
        "d.o.b. 12 June 1980",
        "D O B 12-06-1980",
        "dob 12061980",
        "12 June 1980 (date of birth)",
        "Birthday 1980-06-12",
        "she was born on the 3rd of May",
        "BORN June 5th",
        "born ১২/০৬/১৯৮০",
        "1980-06-12: born in Leeds",
    ],
)
def test_a_date_beside_a_word_of_birth_is_refused(text):
    assert is_refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "The network was born in 2012",
        "I was born in Leeds; I qualified on 12 June 2010",
        "Works with parents around the birth of a child",
        "Stubborn depression, 12 June 2026",
        "Completed on 12 June 2026",
        "",
    ],
)
def test_a_birth_without_a_date_and_a_date_without_a_birth_pass(text):
    assert not is_refused(text)


@given(st.text(max_size=300).filter(lambda text: not any(map(str.isdigit, plain(text)))))
def test_a_text_without_digits_passes(text):
    assert not is_refused(text)
