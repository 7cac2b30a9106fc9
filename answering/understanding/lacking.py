"""What a question lacks: its topic, its subject or nothing, told by its words alone."""

import re
from collections.abc import Sequence

from answering.understanding.asking_words import asking_words
from answering.understanding.folding import Token, folded, tokens
from answering.understanding.function_words import AUXILIARIES, GENERIC, QUESTION_WORDS, ROLES
from answering.understanding.phrases import is_small, phrases


def own_topic(rest: str, language: str) -> bool:
    """Whether a question names something that it can be about, more than an office that nobody holds by name."""
    return any(phrase.kind != "role" for phrase in phrases(rest, language=language))


def need(rest: str, language: str, *, joined: bool) -> str:
    """Return what a question lacks: "subject", where hardly a word has a topic of its own, "topic" or nothing ("")."""
    if WERE_THERE.match(folded(rest)):
        return "" if len(_content(tokens(rest), language)) > 1 else "subject"
    own = [phrase for phrase in phrases(rest, language=language) if not phrase.after.startswith("viele")]
    if any(phrase.kind == "name" for phrase in own):
        return "topic" if joined and _says_nothing_about(rest, language) else ""
    words = tokens(rest)
    asks = _asks(words, language)
    if not asks:
        return ""
    if any(phrase.kind == "role" for phrase in own) and not any(phrase.kind == "thing" for phrase in own):
        if _says_nothing_about(rest, language):
            return "topic"
        return "topic" if joined and len(_content(words, language)) <= 2 else ""
    content = _content(words, language)
    if any(word.folded.isdigit() for word in words):
        return ""
    if own:
        return "topic" if joined and len(content) <= 1 else ""
    if len(content) > 1 or defines(rest, language):
        return ""
    if not content:
        return "subject"
    if language == "en" and not _VERBAL.fullmatch(content[0].folded) and not joined:
        return ""
    if language == "de" and content[0].capital and words[0].folded not in ("wie", "wieviel", "wieviele") and not joined:
        return ""
    return "subject"


_VERBAL = re.compile(
    r"\w+(?:ed|en|ing)|won|lost|paid|left|came|went|fell|rose|quit|ran|spoke|sold|bought|built|made|took|gave|began|broke|hurt"
    r"|born|responsible|dead|guilty|affected|safe|wrong|caught|found|died|win|wins|lose|pays?|live|lives|resign|die|do|did"
    r"|work|works|leave|begin|finish|change|changes|decide|reopen|open|close|casualties|victims|killed|sure|voted?|against"
)


WERE_THERE = re.compile(r"(?:hubo|houve|(?:ci )?(?:sono|e) stat[oaie]|y a-t-il eu|gab es|were there|was there)\b")


def _asks(words: Sequence[Token], language: str) -> bool:
    if WERE_THERE.match(" ".join(word.folded for word in words[:3])):
        return True
    head = [word.folded for word in words[:3]]
    return any(word in QUESTION_WORDS[language] for word in head) or (
        language in ("en", "de", "fr") and head[:1] != [] and (head[0] in AUXILIARIES[language])
    )


def _content(words: Sequence[Token], language: str) -> list[Token]:
    saying = asking_words(language).saying
    return [
        word
        for word in words
        if not is_small(word, language)
        and word.folded not in GENERIC[language]
        and word.folded not in ROLES[language]
        and word.folded.rstrip("s") not in ROLES[language]
        and not saying.match(word.folded)
    ]


def defines(rest: str, language: str) -> bool:
    """Whether a question asks what a thing is: it has its topic, though a word long."""
    return _DEFINING[language].match(folded(rest)) is not None


_DEFINING = {
    "en": re.compile(r"(?:what|who)(?:'s| is| are| was| were| does| do| causes?| makes?) (?!(?:wrong|happening|going|new|left|next|responsible|to)\b)\w"),
    "es": re.compile(r"(?:que|quien(?:es)?) (?:es|son|era|eran|fue|significa|causa|provoca) \w"),
    "fr": re.compile(r"(?:qu'est-ce que|que signifie|qui (?:est|sont|etait)) \w"),
    "de": re.compile(r"(?:was|wer) (?:ist|sind|war|waren|bedeutet|hei(?:ss|ß)t|verursacht) \w"),
    "pt": re.compile(r"(?:o que|quem) (?:e|sao|era|foi|significa|causa|provoca) \w"),
    "it": re.compile(r"(?:(?:che )?cosa|cos|chi)(?: |')(?:e|sono|era|significa|causa|provoca) \w"),
}  # fmt: skip


def _says_nothing_about(rest: str, language: str) -> bool:
    """Whether a verb of saying ends the question: "What did the minister reply?" leaves open what to."""
    words = tokens(rest)
    saying = asking_words(language).saying
    if language in ("en",):
        return bool(words) and saying.match(words[-1].folded) is not None
    said = [word for word in words if saying.match(word.folded) and not is_small(word, language)]
    own = phrases(rest, language=language)
    return (
        bool(said)
        and all(phrase.kind in ("role", "name") for phrase in own)
        and not any(phrase.after in _ABOUT_WHAT[language] for phrase in own)
        and len(_content(words, language)) - sum(len(phrase.text.split()) for phrase in own if phrase.kind == "name")
        <= 0
    )


_ABOUT_WHAT = {
    "es": {"sobre", "a", "de", "por", "con"}, "fr": {"sur", "a", "de", "pour"}, "de": {"uber", "zu", "von", "gegen"},
    "pt": {"sobre", "a", "de", "por"}, "it": {"su", "a", "di", "per"},
}  # fmt: skip
