"""What kind of answer a question wants, told by the words that it asks with."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from answering.understanding.asked_in import spoken_language
from answering.understanding.asking_words import AskingWords, asking_words
from answering.understanding.courtesy_words import GREETING, HELP, NEWS_OF_ANYTHING, courtesy, tail
from answering.understanding.folding import folded, tidy, tokens
from answering.understanding.function_words import AUXILIARIES, LANGUAGES, PRONOUNS, QUESTION_WORDS
from answering.understanding.kind_words import ARTICLES, GERMAN_ARTICLE, kind_words

Kind = Literal["fact", "said", "why", "latest", "timeline", "count", "topic", "greeting"]
Asked = Literal["person", "day", "place", "number", "age", "reason", "thing", ""]

# A question of any of these kinds is short; what is longer tells a story of its own and is a fact.
_LONGEST = 400
_TOPIC_WORDS = 6
_OUTER = " \t¿¡?!.…,;:()[]\"'«»*-"
_AFTER_PAUSE = re.compile(r"[,:;.¿(\-] ?(?:¿ ?)?$")


@dataclass(frozen=True)
class KindOfQuestion:
    """The kind, what the answer must hold, and the topic.

    For "fact", "said" and "why" the topic is the question without courtesy; for "greeting", and for news of nothing in
    particular ("What's the latest?"), it is empty.
    """

    kind: Kind
    asks_for: Asked
    topic: str


def kind_of(question: str, *, language: str) -> KindOfQuestion:
    """Return the kind of a question; words of the other languages are tried after those of its own."""
    whole = tidy(question)
    language = spoken_language(whole, otherwise=language)
    languages = [language, *(other for other in LANGUAGES if other != language)] if language in LANGUAGES else LANGUAGES
    if _greets(whole):
        return KindOfQuestion("greeting", "", "")
    short = whole[:_LONGEST]
    told = {own: without_courtesy(short, language=own) for own in languages}
    if any(NEWS_OF_ANYTHING.fullmatch(folded(text)) for text in told.values()):
        return KindOfQuestion("latest", "", "")
    for own in languages:
        if len(whole) <= _LONGEST and (found := _asks_by_pattern(told[own], own)):
            return found
    own = next((own for own in languages if told[own] != short.strip(_OUTER)), languages[0])
    rest = told[own] if len(whole) <= _LONGEST else whole
    if len(whole) <= _LONGEST and _is_bare(rest, whole, language):
        return KindOfQuestion("topic", "", rest)
    for own in languages:
        asks_for = _asks_for(folded(told[own]), own)
        if asks_for is None:
            continue
        words = asking_words(own)
        text = _from_question_word(folded(told[own]), own)
        if asks_for == "reason":
            return KindOfQuestion("why", "reason", _as_question(rest, whole))
        kind: Kind = (
            "said" if asks_for in ("thing", "person", "") and _about_saying(text, words, asks_for, own) else "fact"
        )
        return KindOfQuestion(kind, asks_for, _as_question(rest, whole))
    return KindOfQuestion("fact", "", _as_question(rest, whole))


def without_courtesy(question: str, *, language: str) -> str:
    """Return a question without "could you tell me" and "please", and without the marks around it."""
    text = tidy(question).strip(_OUTER)
    if language not in LANGUAGES:
        return text
    for _ in range(3):
        plain = folded(text)
        matches = (pattern.match(plain) for pattern in courtesy(language))
        start = max((match.end() for match in matches if match), default=0)
        if not start:
            break
        text = text[start:].strip(_OUTER)
    while (match := tail(language).search(folded(text))) and match.start():
        text = text[: match.start()].strip(_OUTER)
    return text


def _greets(text: str) -> bool:
    """Whether nothing but greetings, thanks, a cry for help or no word at all is there."""
    words = re.findall(r"\w+", folded(text[:_LONGEST]))
    if not any(character.isalnum() for character in text):
        return True
    if len(words) > 9:
        return False
    plain = " ".join(words)
    if HELP.fullmatch(plain):
        return True
    return GREETING.fullmatch(plain) is not None


def _asks_by_pattern(text: str, language: str) -> KindOfQuestion | None:
    plain = folded(text)
    words = kind_words(language)
    for kind, patterns in words.kinds:
        for pattern in patterns:
            if match := pattern.fullmatch(plain):
                topic = _topic(text, match, language)
                if topic and not _asks_again(topic, language):
                    return KindOfQuestion(cast(Kind, kind), "number" if kind == "count" else "", topic)
    return None


def _topic(text: str, match: re.Match[str], language: str) -> str:
    start, end = match.span("topic")
    if "when" in match.re.groupindex and match.group("when"):
        topic = text[start:end] + text[match.start("when") : match.end("when")]
    else:
        topic = text[start:end]
    topic = topic.strip(_OUTER)
    if story := kind_words(language).story.search(folded(topic)):
        topic = topic[: story.start()].strip(_OUTER) or topic
    if language == "de":
        return topic[article.end() :] if (article := GERMAN_ARTICLE.match(folded(topic))) else topic
    groups = [match.group(name) for name in match.re.groupindex if name.startswith("on") and match.group(name)]
    swallowed = ARTICLES.get(language, {}).get(groups[-1].split()[-1], "") if groups and groups[-1].split() else ""
    return swallowed + topic


def _asks_again(topic: str, language: str) -> bool:
    """Whether the topic is itself a question ("tell me about who …"): then it is asked, not named."""
    first = tokens(topic)[:1]
    return bool(first) and first[0].folded in QUESTION_WORDS[language] - {"come", "como", "die"}


def _is_bare(text: str, whole: str, language: str) -> bool:
    """Whether a text is a name or topic: few words, none that asks, none that makes a sentence."""
    words = tokens(text)
    if not words or len(words) > _TOPIC_WORDS or len(text) > 80:
        return False
    if language not in LANGUAGES:
        # No list of its question words: a mark of interrogation decides, and length where no spaces part the words.
        return whole[-1:] not in "?؟？;" and (len(words) > 1 or len(text) <= 12)
    plain = [word.folded for word in words]
    asking = _NOT_BARE[language] | (QUESTION_WORDS[language] - _ALSO_JOINING[language])
    return not asking & set(plain) and plain[0] not in _OPENS_SENTENCE[language]


# Question words that also join a name's parts ("los que", "ou") ask only where they begin.
_ALSO_JOINING = {"en": set(), "es": {"como"}, "fr": {"ou"}, "de": set(), "pt": {"como"}, "it": {"come", "che"}}
_ARTICLE_LIKE = {"en": set(), "es": {"su", "sus", "la", "lo", "esta"}, "fr": {"a", "as", "en", "t", "y", "l", "s", "fait"},
    "de": {"sein", "gewesen"}, "pt": {"e", "a", "esta", "o"}, "it": {"e", "c", "la", "ci", "li"}}  # fmt: skip
_NOT_BARE = {language: (AUXILIARIES[language] | PRONOUNS[language]) - _ARTICLE_LIKE[language] for language in LANGUAGES}
_JOINS = {"en": "and but or so then", "es": "y e pero o entonces", "fr": "et mais ou alors", "de": "und aber oder dann",
    "pt": "e mas ou entao", "it": "e ed ma o allora"}  # fmt: skip
_OPENS_SENTENCE = {language: frozenset(_JOINS[language].split()) | QUESTION_WORDS[language] for language in LANGUAGES}


def _asks_for(plain: str, language: str) -> Asked | None:
    """Return what the first question word asks for, None where the language's words ask nothing."""
    words = asking_words(language)
    start = _question_start(plain, language)
    if start is None:
        return None
    if words.why.match(plain, start):
        return "reason"
    for asked, pattern in words.asks:
        if pattern.match(plain, start):
            return cast(Asked, asked)
    return ""


def _from_question_word(plain: str, language: str) -> str:
    return plain[_question_start(plain, language) or 0 :]


def _question_start(plain: str, language: str) -> int | None:
    """Return where the question word stands: first, after small words, after a pause, or last of all."""
    words = asking_words(language)
    starts = sorted({match.start() for _, pattern in words.asks for match in pattern.finditer(plain)})
    starts += [match.start() for match in words.why.finditer(plain) if match.start() not in starts]
    good = []
    for start in sorted(starts):
        before = re.split(r"[ ']+", plain[:start].strip(" ¿'"))
        leads = len(before) <= 3 and all(word in words.before for word in before if word)
        pauses = _AFTER_PAUSE.search(plain[:start]) is not None
        if leads or pauses or " " not in plain[start:].strip(" ?"):
            good.append((start, leads))
    if not good:
        return None
    # "When the bridge closed, who complained?" asks who.
    first = good[0][0]
    if len(good) > 1 and _SETS_SCENE.match(plain, first):
        later = [start for start, leads in good[1:] if not leads and _AFTER_PAUSE.search(plain[:start])]
        return later[0] if later else first
    return first


_SETS_SCENE = re.compile(r"(?:when|where|cuando|donde|quand|quando|dove|onde|como|come)\b")


def _about_saying(plain: str, words: AskingWords, asks_for: Asked, language: str) -> bool:
    """Whether a question asks for what somebody said: a verb of saying near its question word."""
    if words.said.match(plain):
        return True
    if asks_for == "":
        return False
    reach = 4 if asks_for == "person" else 12
    window = " ".join(plain.split(" ")[:reach])
    if language == "de":
        window = plain  # the verb waits for the end of the sentence
    for found in words.saying.finditer(window):
        before = window[: found.start()].split()
        if before and before[-1] not in _THE[language]:
            return True
    return False


# After one of these a stem is a noun's ("the claim", "la propuesta").
_THE = {"en": {"the", "a", "an", "this", "that", "of"}, "es": {"el", "la", "los", "las", "un", "una", "del", "de"},
    "fr": {"le", "la", "les", "un", "une", "des", "du"}, "de": {"der", "die", "das", "den", "dem", "ein", "eine"},
    "pt": {"o", "a", "os", "as", "um", "uma", "do", "da"}, "it": {"il", "la", "le", "i", "un", "una", "del", "della"}}  # fmt: skip


def _as_question(rest: str, whole: str) -> str:
    """Return the question as it stood, without the courtesy; with its own marks where nothing was taken off."""
    place = whole.rfind(rest)
    if place < 0 or not rest:
        return whole
    tail = whole[place + len(rest) :]
    mark = "?" if "?" in tail and "?" not in rest else ""
    if whole.strip(_OUTER) == rest:
        return whole
    opening = "¿" if "¿" in whole and "¿" not in rest else ""
    return f"{opening}{rest[:1].upper()}{rest[1:]}{mark}"
