"""Numbers in a text and what they are worth, however they are written: 1.245, 1,245, 1 245; 3.5 million; "two"; XIX."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.understanding.spelling import Word, fold

# Groups of three, or a plain number with a decimal part; any script's digits.
_NUMBER = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?!\d)(?:[.,]\d{1,9}(?!\d))?|\d{1,18}(?:[.,]\d{1,9}(?![\d]))?"
)
_SEPARATOR = re.compile(r"[ \u00a0\u202f.,'’]")
_FOLLOWING = re.compile(r"[\s\u00a0\u202f-]{0,2}([^\W\d_]+)\.?(?:\s+([^\W\d_]+))?")
_DECADE = re.compile(r"s\b|['’]s\b|er\b")

# Where languages disagree (a billion), both.
_MULTIPLIERS: dict[str, tuple[float, ...]] = {}
for _worth, _words in {
    (1e2,): "hundred hundert cent",
    (1e3,): "thousand thousands k mil miles mille mila milliers tausend тысяч тысячи тысяча тыс ألف",
    (
        1e6,
    ): "million millions m mn mln mio millon millones milhao milhoes milione milioni millionen миллион миллиона миллионов млн مليون",
    (
        1e9,
    ): "bn mrd mds md milliard milliards milliarde milliarden miliardo miliardi миллиард миллиарда миллиардов млрд مليار",
    (1e9, 1e12): "billion billions bilhao bilhoes bilioes billon billones billionen",
    (1e12, 1e18): "trillion trillions tn trilhao trilhoes trillon trillones",
    (1e4,): "万 萬",
    (1e8,): "亿 億",
}.items():
    for _word in _words.split():
        _MULTIPLIERS[_word] = _worth
_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt",
    "de": "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "pt": "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove vinte",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать",
}  # fmt: skip
_MORE = {
    1: "una une eine einen einer a an um uma erste first primero primera premier premiere primeiro primeira primo prima первыи",
    2: "duas zweite second segundo segunda deuxieme secondo seconda второи both ambos",
    3: "third tercero tercera tercer troisieme dritte terceiro terceira terzo terza третии",
    4: "fourth cuarto cuarta quatrieme vierte quarto quarta четвертыи",
    5: "fifth quinto quinta cinquieme funfte пятыи",
    6: "sixth sexto sexta sixieme sechste sesto sesta",
    7: "seventh septimo septima septieme siebte setimo setima settimo settima",
    8: "eighth octavo octava huitieme achte oitavo oitava ottavo ottava",
    9: "ninth noveno novena neuvieme neunte nono nona",
    10: "tenth decimo decima dixieme zehnte",
    12: "dozen docena douzaine dutzend duzia dozzina",
    16: "dezasseis", 17: "dezassete", 19: "dezanove",
    30: "thirty treinta trente dreissig trinta trenta тридцать", 40: "forty cuarenta quarante vierzig quarenta quaranta сорок",
    50: "fifty cincuenta cinquante funfzig cinquenta cinquanta пятьдесят", 60: "sixty sesenta soixante sechzig sessenta sessanta шестьдесят",
    70: "seventy setenta siebzig settanta семьдесят", 80: "eighty ochenta achtzig oitenta ottanta восемьдесят",
    90: "ninety noventa neunzig novanta девяносто", 100: "hundred cien ciento cent hundert cem cento сто", 1000: "thousand mil mille tausend тысяча",
}  # fmt: skip
_WORTH: dict[str, int] = {}
for _line in _WORDS.values():
    for _n, _name in enumerate(_line.split()):
        _WORTH[_name] = _n
for _n, _line in _MORE.items():
    for _name in _line.split():
        _WORTH[_name] = _n
_ROMAN = re.compile(r"^(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3})$")
_ROMAN_WORTH = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class Number:
    """A number of a text: `text[start:end]`, and all that it may be worth."""

    start: int
    end: int
    values: frozenset[float]


def numbers_in(text: str) -> list[Number]:
    """Return the numbers written in digits, with the "million" that follows; ambiguous ones with all their values."""
    found = []
    for match in _NUMBER.finditer(text):
        values = _values(match.group())
        end = match.end()
        if following := _FOLLOWING.match(text, end, end + 60):
            factors, length = _factors(following)
            if length:
                values |= {round(value * factor, 6) for value in values for factor in factors}
                end = length
        found.append(Number(match.start(), end, frozenset(values)))
    return found


def values_in(text: str, words: Sequence[Word]) -> frozenset[float]:
    """Return what the numbers of a text may be worth: digits, number words of seven languages and small Roman numbers.

    "1990s" and "90s" count for each other and for the years of the decade.
    """
    values: set[float] = set()
    for number in numbers_in(text):
        values |= number.values
        if _DECADE.match(text, number.end):
            values |= {year for value in number.values for year in _decade(value)}
    before = 0.0
    for word in words:
        worth = _WORTH.get(word.fold)
        if worth is not None:
            values.add(float(worth))
            if 20 <= before < 100 and worth < 10:
                values.add(before + worth)
        elif factors := _MULTIPLIERS.get(word.fold):
            values |= {before * factor for factor in factors if before}
        elif _ROMAN.match(word.spelled):
            values.add(float(_roman(word.spelled)))
        before = float(worth) if worth is not None else 0.0
    return frozenset(values)


def is_decade(text: str, number: Number) -> bool:
    """Whether the number is a decade ("the 1990s")."""
    return bool(_DECADE.match(text, number.end)) and any(value % 10 == 0 for value in number.values)


def _decade(value: float) -> set[float]:
    if value % 10 or not (value < 100 or 1000 <= value < 2100):
        return set()
    return {value + n for n in range(10)} | {value % 100, value}


def _values(written: str) -> set[float]:
    parts = _SEPARATOR.split(written)
    digits = "".join(parts)
    if len(digits) > 18:
        return set()
    values: set[float] = set()
    marks = _SEPARATOR.findall(written)
    if not marks:
        return {float(int(written))}
    if len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]):
        values.add(float(int(digits)))
        if all(mark == " " for mark in marks):
            values |= {float(int(part)) for part in parts}
    if marks[-1] in ".," and (len(marks) == 1 or marks[-1] != marks[0]):
        values.add(round(float(f"{int(''.join(parts[:-1]))}.{_plain(parts[-1])}"), 6))
    return values


def _plain(digits: str) -> str:
    """Return digits of any script as ASCII, leading zeros kept."""
    return "".join(str(int(digit)) for digit in digits)


def _factors(following: re.Match[str]) -> tuple[tuple[float, ...], int]:
    """Return what the words behind a number multiply it with, and where they end; 0 where they do not."""
    first, second = fold(following.group(1)), fold(following.group(2) or "")
    factors = _MULTIPLIERS.get(first)
    if factors is None:
        return (), 0
    if factors == (1e3,) and _MULTIPLIERS.get(second) == (1e6,):  # mil millones
        return (1e9,), following.end(2)
    return factors, following.end(1)


def _roman(written: str) -> int:
    worths = [_ROMAN_WORTH[letter] for letter in written]
    return sum(-n if n < after else n for n, after in zip(worths, [*worths[1:], 0], strict=True))
