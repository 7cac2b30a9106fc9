"""What the words of a date mean, by language: months, days of the week and parts of the day as CLDR has them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Literal

from babel import Locale
from babel.dates import format_date

Kind = Literal["month", "month follows", "weekday", "half", "hour", "hour follows", "zone", "nothing"]
# What a word means: ("month", 11), ("weekday", 0) for Monday, ("half", "pm"), ("zone", "-5" hours or the name of a place).
Meaning = tuple[Kind, int | str]
ANY = ""  # a language: whatever is spoken
LONGEST_PHRASE = 4  # words

# The languages of newspapers; babel has 312, and a second would go by until all are read.
_LANGUAGES = """
af am ar ar_SY az be bg bn br bs ca cs cy da de de_AT el en en_GB eo es et eu fa fi fil fo fr fr_CA fy ga gd gl gu ha he hi hr hu hy id
is it ja ka kk km kn ko ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn oc or pa pl ps pt pt_PT rm ro ru si sk sl so sq sr sr_Latn sv sw
ta te th tr uk ur uz uz_Cyrl vi yo zh zh_Hant zu
""".split()

# By kind and value, words that CLDR does not have or that go between the parts of a date.
_OTHERS: dict[Meaning, str] = {
    # One after an hour, one before it.
    ("hour", ""): (
        "h hs hr hrs hour hours o'clock oclock uhr heure heures hora horas uur ura uri ur óra órakor val giờ час часа часов ч"
        " година годин години hodin hodina hod godzina godziny ώρα"
    ),
    ("hour follows", ""): (
        "kl klo klokken klokka klockan ore ora orele godz godzina godziny saat jam pukul pkl lúc الساعة ساعت ώρα hora heure"
    ),
    ("month follows", ""): "tháng thg",
    ("half", "am"): "am a|m ante|meridiem 午前 上午 오전",
    ("half", "pm"): "pm p|m post|meridiem 午後 下午 오후",
    ("half", "noon"): (
        "noon midday mediodía al|mediodía a|mediodía midi à|midi mezzogiorno a|mezzogiorno meio-dia meio|dia ao|meio-dia ao|meio|dia"
        " południe w|południe полдень 正午 정오 kl|middag"
    ),
    # Between two readings, of which the earlier one must not be taken, or of no sure hour.
    ("half", "vague"): (
        "midnight medianoche meia-noite mitternacht minuit mezzanotte północ полночь 深夜 未明 夜 昼 夕方 朝 noche"
        " night tonight overnight dawn evening morning afternoon eod cob eob end|of|day end|of|the|day close|of|business"
    ),
    ("half", "morning"): "de|la|mañana por|la|mañana du|matin le|matin del|mattino di|mattina da|manhã de|la|madrugada"
    " da|madrugada rano утра utra morgens früh",
    ("half", "afternoon"): "de|la|tarde por|la|tarde de|l'après-midi de|l'après|midi del|pomeriggio da|tarde po|południu дня nachmittags",
    ("half", "evening"): "de|la|noche por|la|noche du|soir le|soir di|sera da|noite wieczorem вечера вечером abends",
    # No word of those may move the moment: "before", "after", "until" and "about" are not among them.
    ("nothing", ""): (
        "a à á al as às at ad am an at the alle um de del di do da das dos des den der die d du el en em e et i il im in kell la"
        " las le les los o of om on op på pe på und v w y og och à|las a|las a|la u la kello klo"
        " г год года р рік року в у от на dated date fecha data datum kel "
        "año année anno ano jahr year m published publicado publicada publié publiée pubblicato posted veröffentlicht gepubliceerd"
        " ngày năm ngay nam 公開 掲載 発行 日付 at|the l"
    ),
    ("month", 9): "sept set setiembre sep",
    ("month", 1): "jänner jän janeiro",
    ("month", 3): "mrz mär maerz",
}  # fmt: skip
# Hours east of UTC. Where a name is used in several places, the one farthest west: there the moment comes last.
_OFFSETS = {
    "0": "utc gmt z ut wet uct zulu",
    "1": "cet mez west bst wat",
    "2": "cest mesz eet cat sast",
    "3": "eest msk eat trt",
    "5": "pkt uzt",
    "5.75": "npt",
    "7": "wib ict",
    "8": "hkt sgt awst wita pht myt",
    "9": "jst kst wit",
    "9.5": "acst",
    "10": "aest",
    "10.5": "acdt",
    "11": "aedt",
    "12": "nzst",
    "13": "nzdt",
    "-2.5": "ndt",
    "-3": "art brt uyt adt",
    "-3.5": "nst",
    "-4": "edt ast clt",
    "-5": "est cdt pet cot",
    "-6": "cst mdt",
    "-7": "mst pdt",
    "-8": "pst akdt",
    "-9": "akst",
    "-10": "hst",
}
_PLACES = {"America/New_York": "et", "America/Chicago": "ct", "America/Denver": "mt", "America/Los_Angeles": "pt"}
_PARTS = {"am": "am", "pm": "pm", "noon": "noon", "morning": "morning", "afternoon": "afternoon", "evening": "evening"}

# The scripts of India and its east write vowels as marks, which are no letters to `re`.
_LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u109f\u1780-\u17d3])"
WORD = rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u0483-\u05c7]|['-](?=[^\W\d_]))*"
_WORD = re.compile(WORD)
_MARKS = re.compile("[\u0300-\u036f]")
_UNSEEN = re.compile(
    "[\u0640\u064b-\u065f\u0670\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff]"
)  # Arabic vowels, too


def folded(text: str) -> str:
    """Return a text as its words are looked up: without capitals, accents on Latin and Greek letters, and unseen signs."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text.casefold())).replace("ı", "i")
    text = re.sub("[’ʼ′׳`]", "'", text)
    return unicodedata.normalize("NFC", _MARKS.sub(_kept_mark, text))


def _kept_mark(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1] if match.start() else ""
    return match[0] if "\u0400" <= before <= "\u052f" else ""  # Cyrillic: "й" is no "и"


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded; a full stop parts them: "p.m." is two."""
    return _WORD.findall(folded(text))


def _phrase(text: str) -> str:
    return " ".join(words_of(text))


def meanings(phrase: str) -> Mapping[str, frozenset[Meaning]]:
    """Return what a phrase of up to four folded words means by language, nothing where no language has it in a date."""
    return _vocabulary().get(phrase, {})


@lru_cache(maxsize=1)
def _vocabulary() -> Mapping[str, Mapping[str, frozenset[Meaning]]]:
    # Half a second, once and only where there are dates in words.
    found: dict[str, dict[Meaning, set[str]]] = defaultdict(lambda: defaultdict(set))
    for meaning, phrases in _OTHERS.items():
        for phrase in phrases.split():
            found[_phrase(phrase.replace("|", " "))][meaning].add(ANY)
    for table in (_OFFSETS, _PLACES):
        for zone, names in table.items():
            for name in names.split():
                found[name][("zone", zone)].add(ANY)
    beginnings: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code in _LANGUAGES:
        language, locale = code.partition("_")[0], Locale.parse(code)
        for phrase, meaning in _of_language(locale):
            if phrase and phrase.count(" ") < LONGEST_PHRASE:
                found[phrase][meaning].add(language)
        for month, name in locale.months["format"]["wide"].items():
            # What people shorten a name to: "fév", "dezem".
            word = _phrase(str(name))
            for length in range(3, len(word) if word.isascii() and word.isalpha() else 0):
                beginnings[word[:length]][int(month)].add(language)
    for word, months in beginnings.items():
        if len(months) == 1 and not any(kind == "month" for kind, _ in found[word]):
            for month, languages in months.items():
                found[word][("month", month)] |= languages
    by_language: dict[str, dict[str, set[Meaning]]] = defaultdict(lambda: defaultdict(set))
    for phrase, meant in found.items():
        for meaning, languages in meant.items():
            for language in languages:
                by_language[phrase][language].add(meaning)
    return {p: {code: frozenset(meant) for code, meant in known.items()} for p, known in by_language.items()}


def _of_language(locale: Locale) -> Iterator[tuple[str, Meaning]]:
    for context, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
        for month, name in locale.months[context][width].items():
            if not any(c.isdigit() for c in str(name)):
                yield _phrase(str(name)), ("month", int(month))
        for day, name in locale.days[context][width].items():
            yield _phrase(str(name)), ("weekday", int(day))
        for part, name in locale.day_periods.get(context, {}).get(width, {}).items():
            yield _phrase(str(name)), ("half", _PARTS.get(part.rstrip("0123456789"), "vague"))
    # What becomes of names in a date ("בנובמבר", "azaroaren", "วันพุธที่"), and what always stands between.
    dates = [date(2001, month, 22) for month in range(1, 13)]
    yield from _that_differ(dates, "long", locale, "month", 1)
    yield from _that_differ([date(2001, 1, day) for day in range(22, 29)], "full", locale, "weekday", 0)


def _that_differ(
    dates: Sequence[date], width: str, locale: Locale, kind: Kind, first: int
) -> Iterator[tuple[str, Meaning]]:
    rendered = [words_of(format_date(day, width, locale=locale)) for day in dates]
    everywhere = set.intersection(*(set(words) for words in rendered))
    for value, words in enumerate(rendered, first):
        yield " ".join(word for word in words if word not in everywhere), (kind, value)
    if kind == "month":
        yield from ((word, ("nothing", "")) for word in everywhere)
