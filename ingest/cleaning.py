"""Make text from anywhere plain: one kind of space, one kind of line end, nothing invisible, no word lost."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_SPACES = re.compile("[\t\x1c-\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Half of a character that some program cut in two: no encoder takes it, and the replacement mark says that it was there.
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
# Control characters, format characters (but the Arabic and other number signs that are seen), noncharacters. Tag letters
# are kept in the flags of England, Scotland and Wales and nowhere else: elsewhere they are text hidden from the reader.
_INVISIBLE = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f)"
    "|[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# Scripts whose letters a (non-)joiner shapes: Arabic, Syriac, N'Ko, those of India, Myanmar, Khmer, Mongolian.
_SHAPED = "\u0600-\u074f\u0750-\u07ff\u0840-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2"
_EMOJI = "\u00a9\u00ae\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\U000e007f"
_JOINERS = re.compile(
    f"((?<=[{_VIRAMAS}])[\u200c\u200d]|(?<=[{_SHAPED}])[\u200c\u200d](?=[{_SHAPED}])|(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}]))"
    "|[\u200c\u200d]"
)
# Every character that any rule here touches, beside what NFC does: what has none of them is clean, as most text is.
_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufff9-\ufffc"
    "\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    "|  | \n|\n |\n\n\n"
)
_LINE_EDGES = re.compile(" *\n *")
_SPACES = re.compile(" {2,}")
_EMPTY_LINES = re.compile("\n{3,}")


def clean_text(text: str) -> str:
    """Return `text` in NFC with plain spaces, LF line ends, at most one empty line in a row and nothing invisible.

    Letters, digits and marks stay as they are; joiners stay where they shape Persian or Indic letters or an emoji.
    Cleaning what is clean changes nothing.
    """
    if not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text):
        return text.strip()
    # Taking a character out can bring two others together that NFC then composes or reorders: once more until it rests.
    while (cleaned := _cleaned_once(text)) != text:
        text = cleaned
    return cleaned


def clean_line(text: str) -> str:
    """Return `text` cleaned, as a single line."""
    return clean_text(" ".join(clean_text(text).split()))


def _cleaned_once(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    text = _ODD_SPACES.sub(" ", text)
    text = _LONE_SURROGATES.sub("\ufffd", text)
    text = _INVISIBLE.sub(r"\1", text)
    text = unicodedata.normalize("NFC", text)
    if "\u200c" in text or "\u200d" in text:
        # Asked first, for the rule takes most of a cleaning's time and few texts have any.
        text = _JOINERS.sub(r"\1", text)
    text = _LINE_EDGES.sub("\n", text)
    text = _SPACES.sub(" ", text)
    return _EMPTY_LINES.sub("\n\n", text).strip()
