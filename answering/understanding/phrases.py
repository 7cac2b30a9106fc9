"""What a question is about, as far as its words tell without a parser: its names, its people, its topic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from answering.understanding.asking_words import asking_words
from answering.understanding.folding import Token, folded, tokens
from answering.understanding.function_words import (
    DETERMINERS,
    FUNCTION_WORDS,
    GENERIC,
    QUESTION_WORDS,
    ROLES,
)
from answering.understanding.kind_words import ARTICLES
from answering.understanding.kinds import kind_of

_JOINS = {
    "en": {"of"},
    "es": {"de", "del"},
    "fr": {"de", "d", "du", "des"},
    "de": {"von", "des", "der", "vom"},
    "pt": {"de", "do", "da", "dos", "das"},
    "it": {"di", "del", "della", "dello", "dei", "degli", "delle", "dell", "d"},
}
_ABOUT = {
    "en": {"about", "on", "regarding", "concerning", "over"},
    "es": {"sobre", "acerca"},
    "fr": {"sur", "concernant"},
    "de": {"uber", "zu", "zum", "zur"},
    "pt": {"sobre", "acerca"},
    "it": {"su", "sul", "sulla", "sullo", "sui", "sugli", "sulle", "sull", "riguardo"},
}
PLACING = {
    "en": {"in", "at", "from", "to", "near", "around"},
    "es": {"en", "desde", "hacia", "hasta"},
    "fr": {"a", "en", "dans", "depuis", "vers", "au", "aux"},
    "de": {"in", "im", "nach", "aus", "bei", "ins"},
    "pt": {"em", "no", "na", "nos", "nas", "desde"},
    "it": {"in", "a", "nel", "nella", "da", "al", "alla"},
}
# Words after a noun that end its phrase: a verb that follows its subject.
_VERB_ENDING = {
    "en": re.compile(r"\w+(?:ed|ing)|open|shut|closed|born|built|made|safe|ready|dead|famous|important|responsible"),
    "es": re.compile(r"\w+(?:ó|aron|ieron|aban|ían|ará|arán|erá|irá)"),
    "fr": re.compile(r"[\w-]+(?:é|ée|és|ées|-ils?|-elles?|-on|-ce)"),
    "de": re.compile(r"(?!)"),
    "pt": re.compile(r"\w+(?:ou|eu|iu|aram|eram|iram|ará|arão)"),
    "it": re.compile(r"\w+(?:ò|ato|ata|ati|uto|uta|erà|arono)"),
}
_GERMAN_BENT = frozenset("dem des einem eines im am zum zur vom beim ins einer diesem".split())
_DO = frozenset("do does did will would can could should shall may might must has have had".split())
_ORDERS = frozenset("tell give show list find name explain describe summarise summarize compare".split())


@dataclass(frozen=True)
class Phrase:
    """A noun with what belongs to it: `text[start:end]`, its article included; `after` is the word before it."""

    text: str
    start: int
    end: int
    kind: Literal["name", "role", "thing"]
    article: str
    after: str


def is_small(token: Token, language: str) -> bool:
    """Whether a word only joins or asks; of a hyphened one ("a-t-il") all parts must."""
    small = FUNCTION_WORDS[language]
    return token.folded in small or all(part in small for part in token.folded.split("-"))


def phrases(text: str, *, language: str) -> list[Phrase]:
    """Return the noun phrases of a question in the order in which they stand."""
    words = tokens(text)
    found = []
    i = 0
    while i < len(words):
        end = _phrase_end(text, words, i, language)
        if end is None:
            i += 1
            continue
        if phrase := _phrase(text, words, i, end, language):
            found.append(phrase)
        i = max(end, i + 1)
    return found


def topic_of(question: str, *, language: str) -> str:
    """Return what a question is about, "" where nothing tells."""
    kind = kind_of(question, language=language)
    if kind.kind in ("latest", "timeline", "count", "topic"):
        return kind.topic
    found = phrases(question, language=language)
    about = [phrase for phrase in found if {phrase.after, folded(phrase.article)} & _ABOUT[language]]
    things = [phrase for phrase in found if phrase.kind == "thing"]
    named = [phrase for phrase in found if phrase.kind == "name"]
    people = [phrase for phrase in found if phrase.kind == "role"]
    for group in (about, things, named, people):
        if group:
            return on_its_own(max(group, key=lambda phrase: (len(phrase.text.split()), phrase.start)), language)
    saying = asking_words(language).saying
    left = [
        token
        for token in tokens(question)
        if not is_small(token, language) and token.folded not in GENERIC[language] and not saying.match(token.folded)
    ]
    return " ".join(token.written for token in left[:4])


def person_of(question: str, *, language: str) -> str:
    """Return whom a question speaks of: a name or an office, "" where it names nobody."""
    for phrase in phrases(question, language=language):
        if phrase.kind == "role" or (phrase.kind == "name" and phrase.after not in PLACING[language]):
            return on_its_own(phrase, language)
    return ""


def on_its_own(phrase: Phrase, language: str) -> str:
    """Return a phrase as it stands alone: "al tranvía" as "el tranvía", "dem Damm" as "Damm"."""
    article = folded(phrase.article)
    rest = phrase.text[len(phrase.article) :].lstrip(" '’")
    if language == "de":
        if article in ("den", "einen"):  # only men and masculine things have it, but in the plural
            return f"{'der' if article == 'den' else 'ein'} {rest}"
        return rest if article in _GERMAN_BENT else phrase.text
    swallowed = ARTICLES.get(language, {})
    contracted = swallowed.get(article) or swallowed.get(f"{article}'")
    return contracted + rest if contracted and phrase.article else phrase.text


def _adjacent(text: str, words: Sequence[Token], i: int) -> bool:
    """Whether word i follows the one before it with nothing but a space or an apostrophe between."""
    return text[words[i - 1].end : words[i].start] in (" ", "'", "’")


def _content(token: Token, language: str) -> bool:
    return not is_small(token, language)


def _phrase_end(text: str, words: Sequence[Token], i: int, language: str) -> int | None:
    """Return where the phrase that begins at word i ends, None where none begins."""
    start = i
    token = words[i]
    determined = token.folded in DETERMINERS[language] and token.written.lower() != "está"
    if determined:
        i += 1
        if i >= len(words) or not _adjacent(text, words, i) or not _content(words[i], language):
            return None
    elif not (token.capital and _content(token, language)) or (start == 0 and token.folded in _ORDERS):
        return None
    if start == 0 and not determined and token.folded in QUESTION_WORDS[language]:
        return None
    i = _run_end(text, words, i, language, determined=determined)
    while i + 1 < len(words) and words[i].folded in _JOINS[language] and _adjacent(text, words, i):
        inner = i + 1
        if words[inner].folded in DETERMINERS[language] and inner + 1 < len(words):
            inner += 1
        if not _content(words[inner], language) or not _adjacent(text, words, inner):
            break
        if not determined and not words[inner].capital:
            break  # "Duarte du tramway": the tram is none of the name
        i = _run_end(text, words, inner, language, determined=True)
    return i


def _run_end(text: str, words: Sequence[Token], i: int, language: str, *, determined: bool) -> int:
    first = i
    while i < len(words) and _content(words[i], language) and (i == first or _adjacent(text, words, i)):
        word = words[i]
        if i > first and not word.capital:
            number = word.folded.isdigit()
            if not determined and not number:
                break
            if _VERB_ENDING[language].fullmatch(word.written.lower()):
                break
            if language == "de" and not number and not any(later.capital for later in words[i : i + 2]):
                break
        i += 1
    if language == "en" and determined and i - first > 1 and not words[i - 1].capital:
        opener = words[first - 2].folded if first >= 2 else ""
        ends = i >= len(words) or not _content(words[i], language)
        if opener in _DO and ends:
            i -= 1  # "did the bridge close": what follows the subject of "did" is the verb
    return i


def _phrase(text: str, words: Sequence[Token], start: int, end: int, language: str) -> Phrase | None:
    first = words[start]
    determined = first.folded in DETERMINERS[language]
    content = [word for word in words[start:end] if _content(word, language)]
    if not content or all(word.folded in GENERIC[language] for word in content):
        return None
    head = [word for word in content if word.folded in ROLES[language]]
    kind: Literal["name", "role", "thing"] = "thing"
    main = content[-1] if language == "en" else content[0]
    if head and (main in head or language == "de"):
        kind = "role"
    elif not determined and first.capital and (language != "de" or len(content) > 1 or start > 0):
        kind = "name"
    if kind == "thing" and language == "en" and head and "of" in {word.folded for word in words[start:end]}:
        kind = "role"
    return Phrase(
        text=text[first.start : words[end - 1].end],
        start=first.start,
        end=words[end - 1].end,
        kind=kind,
        article=first.written if determined else "",
        after=words[start - 1].folded if start else "",
    )
