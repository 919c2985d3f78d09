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

# The longest text that a field takes; the longest form is many times as long.
LONGEST = 60_000
TOO_LONG = "This text is too long. Shorten it."

# Letters that show nothing.
BLANK = "\u115f\u1160\u2800"
# What people put between the digits of one number.
APART = r"[\s.\-()]{0,9}"
# Any other signs between the groups of a number as it is printed, or between each two of its digits.
SIGNS = r"[^a-z0-9]{1,9}"
DIGITS = re.compile(rf"\d(?:{APART}\d)*")
DAY, MONTH, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:\d{4}|\d{2})"
NAMED_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE_IN_FIGURES = rf"(?:{DAY} ?[-./] ?{MONTH} ?[-./] ?{YEAR}|\d{{4}} ?[-./] ?{MONTH} ?[-./] ?{DAY})"
DATE_IN_WORDS = rf"(?:{DAY}(?:st|nd|rd|th)?(?: of)? ?{NAMED_MONTH}|{NAMED_MONTH} {DAY}(?:st|nd|rd|th)?\b)"
RUN_TOGETHER = r"(?:\d{8}|\d{6})"
# A date with its whole year, or with a time after it, which together make no number of ten digits.
TIME = r"(?:[01]?\d|2[0-3])[.:][0-5]\d"
WHOLE_DATE = rf"{DAY}[-./]{MONTH}[-./](?:\d{{4}}|\d{{2}},?(?: at)? {TIME})|\d{{4}}[-./]{MONTH}[-./]{DAY}"
SPELLED_DATE = rf"(?<!\d)(?:{WHOLE_DATE})(?!\d)"
# A telephone number begins what it stands in: eleven digits from a nought, of which the last is no group of its own
# behind a longer one, or a country code and nine to eleven more.
ALONE_AT_THE_END = "".join(rf"(?<!\d\d[\s.\-()]{{{signs}}}\d)" for signs in range(1, 10))
TELEPHONE = (
    rf"(?<!\d)(?<!\d[\s.\-(])"
    rf"(?:0(?:{APART}\d){{10}}{ALONE_AT_THE_END}"
    rf"|(?:\+ ?|00{APART})\d{{1,3}}{APART}(?:[(\[]0[)\]])?(?:{APART}\d){{9,11}})(?!\d)"
)
# Where people meet by video: these numbers are as long.
VIDEO_HOSTS = r"(?:zoom\.us|zoomgov\.com|teams\.microsoft\.com|teams\.live\.com|webex\.com)"
VIDEO_LINK = rf"\bhttps?://(?:[a-z0-9-]+\.)*{VIDEO_HOSTS}/[^\s<>\"]*"
VIDEO_NUMBER = rf"\b(?:meeting|webinar) id(?: is)?[\s:.#]{{0,3}}\d(?:{APART}\d){{8,12}}(?!\d)"
SOMETHING_ELSE = re.compile(f"{VIDEO_LINK}|{VIDEO_NUMBER}|{SPELLED_DATE}|{TELEPHONE}")
# As it is printed, three, three and four; digit by digit; and in whatever groups with one and the same sign between.
PRINTED = re.compile(rf"(?<!\d)(?=(\d{{3}}{SIGNS}\d{{3}}{SIGNS}\d{{4}})(?!\d))")
ONE_BY_ONE = re.compile(rf"(?<!\d)\d(?:{SIGNS}\d){{9}}(?!\d)")
SAME_SIGN = re.compile(r"(?<!\d)\d+((?: ?[^a-z0-9\s,:.]){1,3} ?)\d+(?:\1\d+)*(?!\d)")
# Beside the word alone: letters that are typed for digits, and words between the groups.
LIKE_DIGITS = re.compile(r"\bnhs\b\D{0,40}?(?<![a-z0-9])([\doil](?:[^a-z0-9]{0,5}[\doil]){9})(?![a-z0-9])")
LETTERS = str.maketrans("oil", "011")
WITH_WORDS = re.compile(r"\bnhs\D{0,40}?(\d{3}\D{0,20}\d{3}\D{0,20}\d{4})(?!\d)")
BEGINS_WITH_A_DATE = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])")
BORN = r"(?:\bborn\b|\bbirth(?:day|date)?\b|\bd ?\.? ?o ?\.? ?b\b)"
NEAR = r"[^\n;!?]{0,24}?"
SOME_DATE = rf"(?<!\d)(?:{DATE_IN_FIGURES}|{DATE_IN_WORDS}|{RUN_TOGETHER})(?!\d)"
BORN_ON = re.compile(rf"{BORN}{NEAR}{SOME_DATE}|{SOME_DATE}{NEAR}{BORN}")


def refuse_patient_data(value: str) -> None:
    """Refuse a valid NHS number in any spelling, and a date beside "born"; telephone numbers and postcodes pass.

    What is longer than any field is not read, because fields check their length beside this and not before.

    Raises ValidationError.
    """
    if len(value) > LONGEST or len(unicodedata.normalize("NFKC", value)) > 2 * LONGEST:  # one sign may stand for many
        raise ValidationError(TOO_LONG, code="max_length")
    text = plain(value)
    if holds_nhs_number(text):
        raise ValidationError(NHS_NUMBER, code="nhs_number")
    if BORN_ON.search(text):
        raise ValidationError(BIRTH_DATE, code="birth_date")


def refuse_patient_data_in_telephone(value: str) -> None:
    """The same for the field of a telephone number, where a country code may stand without its plus.

    Raises ValidationError.
    """
    refuse_patient_data(re.sub(r"^\s*(?=44\b)", "+", value))


def plain(text: str) -> str:
    """Write digits of every script as 0 to 9, every space and dash as one kind, and nothing invisible."""
    return "".join(map(plain_letter, unicodedata.normalize("NFKC", text))).casefold()


def plain_letter(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(letter)
    if kind in ("Zs", "Zl", "Zp") or letter == "\t" or letter in BLANK:
        return " "
    if kind == "Pd" or letter in "_−":
        return "-"
    is_nothing = kind in ("Cf", "Mn", "Me") or (unicodedata.bidirectional(letter) == "BN" and not letter.isspace())
    return "" if is_nothing else letter


def holds_nhs_number(text: str) -> bool:
    """Say whether a number in this text has ten digits and the check digit of an NHS number."""
    return any(map(is_nhs_number, numbers_in(without_others(re.sub(r"\s+", " ", text)))))


def without_others(text: str) -> str:
    """Take out what is surely another number, from left to right: one telephone number may stand behind another."""
    kept = []
    while found := SOMETHING_ELSE.search(text):
        kept += [text[: found.start()], "x"]
        text = text[found.end() :]
    return "".join([*kept, text])


def numbers_in(text: str) -> Iterator[str]:
    """Give what may be one number of ten digits: a whole run of digits, or ten of a longer one as they are printed."""
    for run in DIGITS.findall(text):
        groups = re.findall(r"\d+", run)
        yield "".join(groups)
        yield from groups
        yield from ("".join(three) for three in zip(groups, groups[1:], groups[2:], strict=False) if printed(three))
    marked = [found.group() for each in (ONE_BY_ONE, SAME_SIGN) for found in each.finditer(text)]
    beside = [found.translate(LETTERS) for found in LIKE_DIGITS.findall(text)]
    for spelled in [*PRINTED.findall(text), *marked, *beside, *WITH_WORDS.findall(text)]:
        yield re.sub(r"\D", "", spelled)


def printed(groups: tuple[str, ...]) -> bool:
    """As NHS numbers are printed: 943 476 5919."""
    return tuple(map(len, groups)) == (3, 3, 4)


def is_nhs_number(digits: str) -> bool:
    """Modulus 11 over ten digits; a remainder that would need a check digit of ten belongs to no number.

    A number below 32 begins with a date of birth, as Scotland gives them: day, month and year. Others there are none,
    and so a telephone number of ten digits from a nought is none.
    """
    if len(digits) != 10 or (digits < "32" and not BEGINS_WITH_A_DATE.match(digits)):
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - weighed % 11) % 11 == int(digits[9])
