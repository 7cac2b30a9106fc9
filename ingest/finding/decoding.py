"""From bytes to text, whatever encoding they are in: what the bytes say counts for more than what is said about them."""

import codecs
import re
from collections.abc import Sequence
from contextlib import suppress

from archive.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# charset-normalizer's own scores. Measured on XQuAD and the samples in windows-1251, KOI8-R, windows-1256 and GB 18030:
# right guesses have .18 or more, the usual wrong one (Shift JIS for short KOI8-R) has 0.
_LEAST_COHERENCE = 0.15
_MOST_CHAOS = 0.1
_WESTERN = frozenset("áéíóúüñàèìòùâêîôûäëïöçãõåæøœßýÿÁÉÍÓÚÜÑÀÈÌÒÙÂÊÎÔÛÄËÏÖÇÃÕÅÆØŒ¿¡ªº°«»“”‘’‚„–—…€£§©®·•´½¼¾²³×™\xa0")
_SIGN_IN_WORD = re.compile("[a-zß-ÿ][À-Þ¿¡°£§©®•½¼¾²³×™][a-zß-ÿ]")
# Codecs that may be declared, by the names that browsers know (https://encoding.spec.whatwg.org/#names-and-labels), without
# "-", "_", ":" and "x-". Only those: among Python's codecs are some that are no text encodings (punycode, hex).
_CODECS = {
    label: codec
    for codec, labels in {
        "cp1252": "iso88591 latin1 l1 ascii usascii ansix341968 ansix3.41968 iso885911987 cp819 ibm819 cp1252 windows1252",
        "cp1254": "iso88599 latin5 l5 cp1254 windows1254",
        "cp874": "iso885911 tis620 dos874 windows874 cp874",
        "gb18030": "gb2312 gbk gb18030 chinese csgb2312 gb231280 cp936 ms936 windows936 euccn hzgb2312",
        "big5hkscs": "big5 big5hkscs cnbig5 csbig5 cp950",
        "cp932": "shiftjis sjis mskanji ms932 windows31j csshiftjis cp932",
        "euc_jp": "eucjp cseucpkdfmtjapanese",
        "iso2022_jp": "iso2022jp csiso2022jp",
        "cp949": "euckr ksc56011987 ksc56011989 ksc5601 korean windows949 uhc cp949 cseuckr",
        "koi8_r": "koi8r koi8 cskoi8r", "koi8_u": "koi8u koi8ru", "cp866": "ibm866 cp866 866 csibm866",
        "mac_roman": "macintosh mac macroman", "mac_cyrillic": "maccyrillic macukrainian",
        "iso8859_2": "iso88592 latin2 l2", "iso8859_3": "iso88593 latin3", "iso8859_4": "iso88594 latin4",
        "iso8859_5": "iso88595 cyrillic", "iso8859_6": "iso88596 arabic ecma114", "iso8859_7": "iso88597 greek greek8",
        "iso8859_8": "iso88598 iso88598i hebrew logical visual", "iso8859_10": "iso885910 latin6", "iso8859_13": "iso885913",
        "iso8859_14": "iso885914", "iso8859_15": "iso885915 latin9 l9", "iso8859_16": "iso885916",
    }.items()
    for label in labels.split()
} | {f"{name}{page}": f"cp{page}" for page in (1250, 1251, 1253, 1255, 1256, 1257, 1258) for name in ("windows", "cp")}  # fmt: skip
_MANY_BYTES = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
_SHIFTED = (b"\x1b$B", b"\x1b$@")  # how ISO-2022-JP, which is all ASCII otherwise, goes over to Japanese
# What UTF-8 is mostly used for where a text has little of it. Not all its letters: "É»" in windows-1252 would be one, too.
_USUAL = re.compile("[\u00a0-\u017f\u0218-\u021b\u2010-\u203a\u20ac\u2122]")
_TWICE = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x80-\xbf]")  # "Ã©" and "â€™", as windows-1252 shows it
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SURE = 3  # times as many characters of UTF-8 as bytes that are none
_LITTLE, _LITTLE_USUAL = 100, 4  # a hundredth of a text is little damage where a fourth as much is plainly UTF-8
_FEW_ACCENTS = 3  # of a text so short that its share of them says nothing
_NOT_LATIN = re.compile("[\u0370-\u1fff\u2c80-\ua6ff\ua8e0-\uab2f\uac00-\uffdc]")
_IN_LATIN_WORD = re.compile(
    "(?<=[A-Za-z])[\u0370-\u1fff\u2c80-\ua6ff\ua8e0-\uab2f\uac00-\uffdc]|[\u0370-\u1fff\u2c80-\ua6ff\ua8e0-\uab2f\uac00-\uffdc](?=[A-Za-z])"
)
_LEAST = 16  # bytes, by which UTF-16 is told
_BEGINNING = 4096  # bytes, even: no character of UTF-16 is cut
_FEW = 20  # so many characters that are read to one that is not


def decode(data: bytes, *, declared: Sequence[str] = ()) -> str:
    """Return the text of `data`: by its byte order mark, as UTF-8, as one of `declared`, as western European, else as best told.

    UTF-8 comes first because what is valid in it by chance is very rare, and a wrong declaration is not. Where some bytes do
    not fit what all the others do, U+FFFD stands for them. Raises `ArticleError` where it is no text or cannot be told.
    """
    if encoding := marked_encoding(data):
        try:
            return checked_text(data.decode(encoding))
        except UnicodeDecodeError as error:
            text = data.decode(encoding, "replace")
            if encoding != "utf-8-sig" or text.count("\ufffd") * _FEW > len(text):
                raise ArticleError(f"it begins as {encoding.upper()} and is damaged at byte {error.start}.") from error
            return checked_text(text)
    if b"\0" in data:
        raise ArticleError("it is not text: it has NUL bytes.")
    if any(shift in data for shift in _SHIFTED) and (text := _declared_text(data, "iso2022jp")):
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if is_utf8(data, share=_SURE):
        return data.decode("utf-8", "replace")
    told = next((text for name in declared if (text := _declared_text(data, name))), "")
    return told or (data.decode(encoding_of(data), "replace")).removeprefix("\ufeff")


def marked_encoding(data: bytes) -> str:
    """Return the encoding that a byte order mark at the beginning names, or UTF-16 without one; "" where there is none."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "") or _unmarked_utf16(
        data[:_BEGINNING]
    )


def _unmarked_utf16(start: bytes) -> str:
    """Return which UTF-16 a text is whose every second byte is mostly NUL, as those of Latin letters are, and no other one."""
    if b"\0" not in start:
        return ""
    for encoding, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        if start[1 - high :: 2].count(0) or start[high::2].count(0) * 4 < len(start) or len(start) < _LEAST:
            continue
        with suppress(UnicodeDecodeError):
            text = codecs.getincrementaldecoder(encoding)().decode(start)
            if all(c.isprintable() or c in "\t\r\n" for c in text):
                return encoding
    return ""


def checked_text(text: str) -> str:
    """Return a text. Raises `ArticleError` where it is none."""
    if "\0" in text:
        raise ArticleError("it is not text: it has NUL bytes.")
    return text


def is_utf8(data: bytes, *, share: float = 1, at_most: int = 0) -> bool:
    """Whether data is UTF-8 with damage: `share` times as many characters of it as places that are none, or `at_most` places.

    Half a character at the end is no damage where there are others.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(data)
    beyond = _BEYOND_ASCII.findall(text)
    damaged = beyond.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    whole = len(beyond) - damaged
    if damaged <= at_most:
        # Of two bytes that begin three, as of a quotation mark, no other encoding makes a text's end; of one, most do ("Olé").
        return whole > 0 or at_most > 0 or len(decoder.getstate()[0]) != 1
    if whole >= _SURE * damaged:
        return True
    usual = len(_USUAL.findall(text))
    is_little = damaged * _LITTLE <= len(text) and usual * _LITTLE_USUAL >= damaged
    return (whole >= share * damaged and usual >= damaged) or (share <= 1 and is_little)


def encoding_of(data: bytes) -> str:
    """Return the encoding of what is not UTF-8 throughout; of UTF-8 with damage it is that.

    Raises `ArticleError` where it cannot be told.
    """
    if is_utf8(data):
        return "utf-8"
    # charset-normalizer alone got 41 of 97 pieces of XQuAD in Spanish windows-1252 wrong, mostly as windows-1250; this
    # rule gets all right.
    is_mixed = _TWICE.search(data) is not None
    if not is_mixed and _is_western(data):
        return "cp1252"
    from charset_normalizer import from_bytes  # here because most archives are UTF-8 and never need it

    best = from_bytes(data).best()
    if best is None or best.chaos > _MOST_CHAOS or best.coherence < _LEAST_COHERENCE:
        raise ArticleError("cannot tell its text encoding: save it as UTF-8.")
    if is_mixed and not _NOT_LATIN.search(data.decode(best.encoding)):
        raise ArticleError("a part of it is UTF-8 and a part is not: save it as UTF-8.")
    return best.encoding


def _declared_text(data: bytes, name: str) -> str:
    """Return the text in an encoding that is declared, "" where it does not fit the bytes or makes no words of them."""
    codec = _CODECS.get(re.sub("^(?:x-)+|[-_: ]", "", name.strip().lower()))
    if not codec:
        return ""
    try:
        text = data.decode(codec, "replace" if codec in _MANY_BYTES else "strict")
    except UnicodeDecodeError:
        return ""
    foreign = _NOT_LATIN.findall(text)
    damaged = text.count("\ufffd")
    # Windows-1252 read as Chinese or Russian puts single foreign letters into words: "caf閞ie", "cafйs".
    if damaged * _FEW > len(foreign) or len(_IN_LATIN_WORD.findall(text)) * 2 > len(foreign) > 0:
        return ""
    letters = [c for c in text if c.isalpha()]
    is_disguised = codec == "cp1252" and sum(not c.isascii() for c in letters) > len(letters) / 2  # "Ïðèâåò"
    return "" if is_disguised else text


def _is_western(data: bytes) -> bool:
    """Whether what windows-1252 makes of it looks like a western European language."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = [c for c in text if c.isalpha()]
    accented = sum(not c.isascii() for c in letters)
    odd = any(not c.isascii() and c not in _WESTERN for c in text)
    control = any(c < " " and c not in "\t\n\r\f" for c in text)
    is_foreign = accented > len(letters) / (2 if accented <= _FEW_ACCENTS else 4)  # "Olé", but not "Ìýð"
    return not (odd or control or is_foreign or _SIGN_IN_WORD.search(text))
