"""Nothing about patients gets in: no NHS number in any spelling, no date of birth; whatever else people write does."""

import random
import re
from datetime import date
from itertools import accumulate

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from members.guard import NHS_NUMBER, is_nhs_number, plain, refuse_patient_data, refuse_patient_data_in_telephone

SPELLINGS = ["0{a} {b} {c}", "0{a}{b}{c}", "(0{a}) {b} {c}", "0{a}-{b}-{c}", "+44 {a} {b} {c}", "+44{a}{b}{c}"]
SPELLINGS += ["+44 (0){a} {b} {c}", "0044 {a} {b}{c}", "+44 (0) {a}{b} {c}", "0{a} {b} {c} 0{a} {b} {c}"]
nine_digits = st.text("0123456789", min_size=9, max_size=9)
SCRIPTS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "০১২৩৪৫৬৭৮৯", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹"]
APART = ["", " ", "-", " - ", "\u00a0", "\u2011", "–", "\u200b", "\u2009", ".", "−", "--", " -- ", "\u3164", "\u2800"]
APART += ["\u034f", "\x01", "     ", "\r\n\r\n", "_", "..."]
# Other signs, between the groups of a number as it is printed, or everywhere the same.
SIGNS = ["/", " / ", "] [", "}{", "\\", "+", "'", "’", "•", " • ", "·", "|", "*", "…", "#", "—/—", "\u3164/"]


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


@example(number="0101000006", others=("", "7 "))  # eleven digits from a nought, as a telephone number has
@given(number=nhs_numbers, others=st.tuples(*[st.sampled_from(["", "7 ", " 2", "12 -", "- 40"])] * 2))
def test_an_nhs_number_is_refused_beside_other_numbers(number, others):
    written = [number, f"{number[:3]} {number[3:6]} {number[6:]}"]

    assert all(is_refused(f"Room {others[0].strip()} {each} {others[1].strip()} on Tuesday") for each in written)


@given(
    number=nhs_numbers,
    groups=st.sampled_from([(3, 3, 4), (3, 7), (5, 5), (1,) * 10, (2, 2, 2, 2, 2), (6, 4)]),
    sign=st.sampled_from(SIGNS),
)
def test_an_nhs_number_is_refused_with_one_sign_between_its_groups(number, groups, sign):
    ends = list(accumulate(groups))

    assert is_refused("see " + sign.join(number[end - size : end] for size, end in zip(groups, ends, strict=True)))


@given(
    number=nhs_numbers, first=st.sampled_from([*SIGNS, ", ", ":"]), last=st.sampled_from([*SIGNS, " ", "-", ", ", ":"])
)
def test_an_nhs_number_as_it_is_printed_is_refused_with_any_signs_between(number, first, last):
    assert is_refused(f"[{number[:3]}{first}{number[3:6]}{last}{number[6:]}]")


@given(
    number=nhs_numbers,
    said=st.sampled_from(["NHS ", "NHS no ", "nhs number: ", "the NHS No. is ", "NHS#"]),
    letters=st.sampled_from(["Ol", "oI", "0i", "o1"]),
    between=st.sampled_from(["", " ", "-", "/", " - ", "  "]),
)
def test_letters_typed_for_digits_hide_no_number_beside_the_word(number, said, letters, between):
    spelled = number.translate(str.maketrans("01", letters))

    assert is_refused(f"{said}{between.join((spelled[:3], spelled[3:6], spelled[6:]))}, please")


@given(number=nhs_numbers, between=st.sampled_from([" then ", " and ", ", followed by ", " x "]))
def test_words_between_the_groups_hide_no_number_beside_the_word(number, between):
    assert is_refused(f"Their NHS number is {between.join((number[:3], number[3:6], number[6:]))}.")


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


# As Ofcom numbers them; in some places, and for some services, ten digits from a nought, or eight.
UK_TELEPHONES = [
    *("0113 496 ####", "(0113) 496 ####", "0161 ### ####", "(0161) ### ####", "0161-###-####", "0161.###.####"),
    *("0161/###/####", "020 7### ####", "(020) 8### ####", "02# #### ####", "029 20## ####", "07### ######"),
    *(
        "07### ### ###",
        "07###-###-###",
        "07#########",
        "01204 ######",
        "01### ### ###",
        "(01539) ######",
        "01539######",
    ),
    *("013873 #####", "015242 #####", "016977 ####", "016977 #####", "01204 #####", "01750 #####", "01905 #####"),
    *("0169 77####", "01204#####", "01204 ## ###", "0800 ######", "0800 ### ###", "0800######", "0500 ######"),
    *("0800 1111", "0845 46 4#", "0300 ### ####", "0303 ### ####", "0345 ### ####", "0845 ### ####", "0808 ### ####"),
    *(
        "0870 ### ####",
        "0900 ### ####",
        "+44 7### ######",
        "+447#########",
        "+44 (0)161 ### ####",
        "+44 (0) 161 #######",
    ),
    *("+44 [0] 161 ### ####", "+44 0161 ### ####", "0044 20 #### ####", "0044 (0)20 #### ####", "+44 1204 #####"),
    *("+44-161-###-####", "+44.161.###.####", "+44 16977 ####", "+44 800 ######", "0161 ### #### ext ####"),
    *(
        "0161 ### #### x###",
        "+44 20 7### #### ext. #####",
        "0161 ### #### or 07### ######",
        "0161 ### ####, 020 #### ####",
    ),
    # Without their nought, where no NHS number begins so.
    *("161 496 ####", "113 496 ####", "20 7### ####", "117 9## ####", "151 4## ####", "28 9### ####", "1539 ######"),
]


@pytest.mark.parametrize("shape", UK_TELEPHONES)
def test_no_telephone_number_of_the_country_is_refused_in_words_or_in_its_field(shape):
    chance = random.Random(shape)
    for _ in range(200):
        spelled = "".join(chance.choice("0123456789") if each == "#" else each for each in shape)
        refuse_patient_data_in_telephone(spelled)
        assert not is_refused(f"Ring {spelled}, please"), spelled


@given(digits=st.text("0123456789", min_size=9, max_size=9), shape=st.sampled_from(["44 7{}", "44 7{} ", "447{}"]))
def test_a_country_code_without_its_plus_passes_in_the_field_of_a_telephone_number(digits, shape):
    assert refuse_patient_data_in_telephone(shape.format(digits)) is None


@pytest.mark.parametrize(
    "text", ["943 476 5919", "9434765919", "９４３ ４７６ ５９１９", "+44 161 496 0000 943 476 5919"]
)
def test_an_nhs_number_is_refused_in_the_field_of_a_telephone_number(text):
    with pytest.raises(ValidationError, match=re.escape(NHS_NUMBER)):
        refuse_patient_data_in_telephone(text)


@given(number=nhs_numbers, digit=st.sampled_from("0123456789"))
def test_the_number_of_a_meeting_by_video_passes_where_it_is_called_one(number, digit):
    ten, eleven = number, number + digit
    spelled = [ten, f"{ten[:3]} {ten[3:6]} {ten[6:]}", eleven, f"{eleven[:3]} {eleven[3:7]} {eleven[7:]}"]
    links = ["https://us02web.zoom.us/j/{}?pwd=abc", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_{}%40v2/0"]

    assert [each for each in spelled if is_refused(f"Meeting ID: {each}, Passcode: 123456")] == []
    assert [link for link in links if is_refused(f"Join at {link.format(ten)} please")] == []
    assert is_refused(f"Join at https://trust.example/{ten}")


@pytest.mark.parametrize(
    "text",
    [
        *("RM1234 of 2024", "£1,234,567,890", "1,234,567.89", "GMC 7654321", "HCPC PYL12345", "NMC 98I1234O"),
        *("ISBN 978-0-306-40615-7", "ODS code RXV", "ODS 0A0", "M13 9PL", "SW1A 1AA", "AB123456C"),
        *("2026-11-25 14:00-15:30", "25/11/2026 to 27/11/2026", "25/11/26 14:30", "25.11.2026, 9.30 to 12"),
        *("25-11-26 14.30", "Sort code 12-34-56 12345678", "ORCID 0000-0002-1825-0097", "Meeting ID 385 112 604 223"),
        *("020 7946 0958 or 07700 900123", "NHS 111", "NHS 111 and 999 since 2020", "NHS Long Term Plan 2019"),
        *("The NHS pays £1,500 of 30 places", "PHQ-9 10 to 14, GAD-7 5", "NHS oil pilot 2026", "+1 212 555 0100"),
        *("0161 496 0000 ext 1234", "0161-496-0000 ext. 123456", "2022/23, 2023/24 and 2024/25"),
    ],
)
def test_whatever_else_holds_digits_passes(text):
    assert not is_refused(text)


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
