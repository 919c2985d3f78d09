"""The patient-data guard: free text that holds an NHS number or somebody's date of birth is refused, with advice."""

import re
import unicodedata
from collections.abc import Iterator

from django.core.exceptions import ValidationError

NHS_NUMBER = (
    "This looks like an NHS number. The network holds nothing about patients: take it out. "
    "If it is not an NHS number, write it another way."
)
BIRTH_DATE = "This looks like someone’s date of birth. The network holds nothing about patients: take it out."

# What people put between the digits of one number.
APART = r"[\s.\-()]{0,3}"
DIGITS = re.compile(rf"\d(?:{APART}\d)*")
DAY, MONTH, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:\d{4}|\d{2})"
NAMED_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE_IN_FIGURES = rf"(?:{DAY} ?[-./] ?{MONTH} ?[-./] ?{YEAR}|\d{{4}} ?[-./] ?{MONTH} ?[-./] ?{DAY})"
DATE_IN_WORDS = rf"(?:{DAY}(?:st|nd|rd|th)?(?: of)? ?{NAMED_MONTH}|{NAMED_MONTH} {DAY}(?:st|nd|rd|th)?\b)"
RUN_TOGETHER = r"(?:\d{8}|\d{6})"
# A date with its whole year, so that a time after it makes no number of ten digits.
SPELLED_DATE = rf"(?<!\d)(?:{DAY}[-./]{MONTH}[-./]\d{{4}}|\d{{4}}[-./]{MONTH}[-./]{DAY})(?!\d)"
# A telephone number begins what it stands in: eleven digits from a nought, or a country code and nine or ten more.
TELEPHONE = (
    rf"(?<!\d)(?<!\d[\s.\-(])"
    rf"(?:0(?:{APART}\d){{10}}|(?:\+ ?|00{APART})\d{{1,3}}{APART}(?:\(0\))?(?:{APART}\d){{9,10}})(?!\d)"
)
# As it is printed, three, three and four, with one and the same sign between them that joins no other number.
PRINTED = re.compile(r"(?<!\d)(\d{3})([/,:;·*|] ?)(\d{3})\2(\d{4})(?!\d)")
# Letters that are typed for digits count beside the word alone: elsewhere they are letters.
BESIDE_NHS = re.compile(r"\bnhs\b\D{0,24}?([\doil][\doil .\-]{8,16}[\doil])")
LETTERS = str.maketrans("oil", "011")
SOMETHING_ELSE = re.compile(f"{SPELLED_DATE}|{TELEPHONE}")
BORN = r"(?:\bborn\b|\bbirth(?:day|date)?\b|\bd ?\.? ?o ?\.? ?b\b)"
NEAR = r"[^\n;!?]{0,24}?"
SOME_DATE = rf"(?<!\d)(?:{DATE_IN_FIGURES}|{DATE_IN_WORDS}|{RUN_TOGETHER})(?!\d)"
BORN_ON = re.compile(rf"{BORN}{NEAR}{SOME_DATE}|{SOME_DATE}{NEAR}{BORN}")


def refuse_patient_data(value: str) -> None:
    """Refuse a valid NHS number in any spelling, and a date beside "born"; telephone numbers and postcodes pass.

    Raises ValidationError.
    """
    text = plain(value)
    if holds_nhs_number(text):
        raise ValidationError(NHS_NUMBER, code="nhs_number")
    if BORN_ON.search(text):
        raise ValidationError(BIRTH_DATE, code="birth_date")


def plain(text: str) -> str:
    """Write digits of every script as 0 to 9, every space and dash as one kind, and nothing invisible."""
    return "".join(map(plain_letter, unicodedata.normalize("NFKC", text))).casefold()


def plain_letter(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(letter)
    if kind in ("Zs", "Zl", "Zp") or letter == "\t":
        return " "
    if kind == "Pd" or letter in "_−":
        return "-"
    return "" if kind in ("Cf", "Mn", "Me") else letter


def holds_nhs_number(text: str) -> bool:
    """Say whether a number in this text has ten digits and the check digit of an NHS number."""
    others_found = 1
    while others_found:  # one telephone number may stand behind another
        text, others_found = SOMETHING_ELSE.subn("/", text)
    typed = " ".join(BESIDE_NHS.findall(text)).translate(LETTERS)
    printed_so = ("".join((first, second, last)) for first, _, second, last in PRINTED.findall(text))
    return any(map(is_nhs_number, [*numbers_in(text), *printed_so, *numbers_in(typed)]))


def numbers_in(text: str) -> Iterator[str]:
    """Give what may be one number of ten digits: a whole run of digits, or ten of a longer one as they are printed."""
    for run in DIGITS.findall(text):
        groups = re.findall(r"\d+", run)
        yield "".join(groups)
        yield from groups
        yield from ("".join(three) for three in zip(groups, groups[1:], groups[2:], strict=False) if printed(three))


def printed(groups: tuple[str, ...]) -> bool:
    """As NHS numbers are printed: 943 476 5919."""
    return tuple(map(len, groups)) == (3, 3, 4)


def is_nhs_number(digits: str) -> bool:
    """Modulus 11 over ten digits; a remainder that would need a check digit of ten belongs to no number."""
    if len(digits) != 10:
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - weighed % 11) % 11 == int(digits[9])
