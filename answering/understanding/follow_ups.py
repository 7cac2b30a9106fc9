"""A question that leans on the ones before it, made whole; one that stands by itself is left alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from answering.understanding.asked_in import spoken_language
from answering.understanding.asking_words import asking_words
from answering.understanding.completing import Completer, Subject
from answering.understanding.folding import folded, tidy, tokens
from answering.understanding.follow_up_words import FollowUpWords, follow_up_words
from answering.understanding.function_words import AUXILIARIES, DETERMINERS, LANGUAGES, QUESTION_WORDS
from answering.understanding.kinds import KindOfQuestion, kind_of, without_courtesy
from answering.understanding.lacking import WERE_THERE, defines, need, own_topic
from answering.understanding.names import names_in
from answering.understanding.phrases import PLACING, is_small, person_of, phrases, topic_of

# What leans on another question is short; who writes more says what it is about.
_LONGEST = 200
_WORDS = 16
_REMEMBERED = 20
_OUTER = " ¿¡?!.…,;:"
_BEFORE_THE_DEFINED = 3  # words, as "o que é": "Quem é Clara Voss?", but not "Who is at the head of the ministry?"


@dataclass(frozen=True)
class Turn:
    """A question of a conversation as it was asked, and as it was really asked, where that is known ("" where not).

    `stories` are the articles that its answer rests on, by their uris.
    """

    question: str
    asked: str = ""
    stories: tuple[str, ...] = ()


# Whether the stories of the last answer tell about as much of a question as anything else does.
IsTold = Callable[[str], bool]


def complete(question: str, history: Sequence[Turn], *, language: str, is_told: IsTold | None = None) -> str | None:
    """Return the question as it is really asked, None where it stands by itself or nothing before it completes it.

    `history` is what was asked before it, oldest first; each question is completed by those before it, so that the third
    knows what the first was about. `is_told` decides where the words alone do not.
    """
    if language not in LANGUAGES:
        return None
    subject: Subject | None = None
    for turn in history[-_REMEMBERED:]:
        own = spoken_language(turn.question, otherwise=language)
        asked = tidy(turn.question)
        subject = _remember(asked, tidy(turn.asked) or _complete(asked, subject, own) or asked, subject, own)
    return _complete(tidy(question), subject, language, is_told)


def _remember(asked: str, whole: str, before: Subject | None, language: str) -> Subject | None:
    """Return what a conversation is about after a question: a greeting changes nothing, a person stays in mind."""
    if len(whole) > _LONGEST * 5 or kind_of(whole, language=language).kind == "greeting":
        return before
    if before and asked != whole and whole.rstrip(_OUTER).endswith(")"):  # by a bracket: it is of the same as before
        sought = _sought(whole, language) if _sought(asked, language) else before.sought
        return replace(before, question=whole, language=language, sought=sought)
    topic = topic_of(whole, language=language)
    if not topic:
        return before
    sought = _sought(whole, language) or (before.sought if before and asked != whole else "")
    person = person_of(whole, language=language) or (before.person if before else "")
    return Subject(whole, topic, person, language, sought)


def _sought(whole: str, language: str) -> str:
    """Return "who succeeded Roland Teasel" for a question that asks for somebody: whoever that is, it is no lie.

    "" where the question itself says whom it is about, as "Who is Clara Voss?" and "Who is the mayor?" do.
    """
    words = tokens(whole)
    if kind_of(whole, language=language).asks_for != "person" or not words:
        return ""
    if defines(folded(whole).strip(_OUTER), language):
        first = [p for p in phrases(whole, language=language) if p.kind != "thing"][:1]
        if first and sum(word.end <= first[0].start for word in words) <= _BEFORE_THE_DEFINED:
            return ""
    bare = whole.strip(_OUTER).replace(" (", ", ").removesuffix(")")
    return f"{bare[:1].lower()}{bare[1:]}"


def _complete(question: str, subject: Subject | None, language: str, is_told: IsTold | None = None) -> str | None:
    if subject is None or not question or len(question) > _LONGEST:
        return None
    kind = kind_of(question, language=language)
    words = follow_up_words(language)
    completer = Completer(subject, language)
    text = without_courtesy(question, language=language).strip(_OUTER)
    if _fully(words.more, text) or _fully(words.more, question.strip(_OUTER)):
        return completer.more()
    if kind.kind == "greeting":
        return None
    if kind.kind == "latest" and not kind.topic:
        return completer.latest() if not _announces(text) else None
    rest, joined, asked_about = _without_opener(text, words)
    if not rest:
        return None
    if _fully(words.bare, rest):
        return completer.asked_with(rest)
    if len(tokens(rest)) > _WORDS:
        return None
    if joined or asked_about or _leans_as_fragment(rest, words, language):
        if _NEXT[language].fullmatch(folded(rest)):
            return completer.next()
        if _is_fragment(rest, language):
            resolved = _resolve_pronouns(rest, words, language, completer)
            if resolved and subject.sought and subject.sought in resolved:
                return resolved  # "Her mother (who won the cup)?"
            return completer.instead(_as_fragment(resolved, rest) if resolved else rest)
    asks_other = words.other.search(folded(rest)) is not None
    if asks_other and (swapped := completer.asked_with_other(rest)):
        return swapped
    if resolved := _resolve_pronouns(rest, words, language, completer):
        # "When did they start building the dam at Torgal?": whoever they are, a name that is not of the last story says what of.
        is_new = is_told is not None and _names_something(question, language) and not is_told(question)
        return None if is_new else resolved
    if _has_dangling(rest, language):
        return completer.about(rest)
    lacks = need(rest, language, joined=joined)
    if lacks == "subject" or (asks_other and not own_topic(rest, language)):
        of_person = words.of_persons.search(folded(rest)) is not None
        if WERE_THERE.match(folded(rest)):
            return completer.beside_topic(rest)
        return completer.elliptic(rest, of_person=of_person)
    if lacks == "topic" or (is_told and _may_be_told(question, kind, language) and is_told(question)):
        return completer.about(rest)
    return None


def _may_be_told(question: str, kind: KindOfQuestion, language: str) -> bool:
    """Whether a question that is whole by its words may lean all the same: it names nobody and nothing of its own."""
    asks = kind.kind in ("fact", "said") or (kind.kind == "topic" and question.endswith("?"))
    return asks and not _names_something(question, language)


def _names_something(question: str, language: str) -> bool:
    return any(named.kind == "name" for named in names_in(question, language=language))


def _fully(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.fullmatch(folded(text).strip()) is not None


def _as_fragment(resolved: str, rest: str) -> str:
    bare = resolved.strip(_OUTER)
    return bare if rest[:1].isupper() or bare[:1] != rest[:1].upper() else f"{rest[:1]}{bare[1:]}"


def _announces(text: str) -> bool:
    """Whether a call for news of anything is a headline's ("Latest news") and not a question's ("What's new?")."""
    last = folded(text).split()[-1:]
    return bool(last) and last[0] in (
        "news",
        "noticias",
        "nouvelles",
        "actualites",
        "nachrichten",
        "notizie",
        "headlines",
    )


def _without_opener(text: str, words: FollowUpWords) -> tuple[str, bool, bool]:
    """Return a question without "and" and "what about", and whether they were there."""
    plain = folded(text)
    start = match.end() if (match := words.also.match(plain)) else 0
    joined = start > 0
    about = words.what_about.match(plain, start)
    if about and about.end() < len(plain):
        return text[about.end() :].strip(_OUTER), joined, True
    rest = text[start:].strip(_OUTER)
    return (rest, True, False) if joined and rest else (text, False, False)


def _is_fragment(rest: str, language: str) -> bool:
    """Whether nothing is said: a name, a thing, a place or a day, no verb and no question word."""
    words = tokens(rest)
    if not words or len(words) > 8:
        return False
    plain = [word.folded for word in words]
    if plain[:2] == ["o", "que"] or (len(plain) > 1 and plain[1] in QUESTION_WORDS[language] - _LINKED[language]):
        return False  # "por qué", "o que", "in which"
    verbs = AUXILIARIES[language] - set(_ALSO_SMALL[language].split())
    return (
        plain[0] not in QUESTION_WORDS[language]
        and not any(
            word in verbs or (word in QUESTION_WORDS[language] and word not in _LINKS[language]) for word in plain
        )
        and not _says(rest, language)
    )


# Verbs' forms that are other small words too.
_ALSO_SMALL = {"en": "will", "es": "", "fr": "a as t", "de": "sein", "pt": "e a", "it": "e c"}
_LINKED = {"en": set(), "es": {"como"}, "fr": set(), "de": set(), "pt": {"como"}, "it": {"come"}}
_LINKS = {
    "en": set(),
    "es": {"que", "como"},
    "fr": {"ou", "que", "qui"},
    "de": set(),
    "pt": {"que", "como"},
    "it": {"che", "come"},
}


def _says(rest: str, language: str) -> bool:
    first = tokens(rest)[0]
    return (
        first.folded not in DETERMINERS[language]
        and not first.capital
        and bool(asking_words(language).saying.match(first.folded))
    )


def _leans_as_fragment(rest: str, words: FollowUpWords, language: str) -> bool:
    """Whether a fragment leans without "and": a day, or a place with its preposition, is no topic."""
    if _fully(words.time, rest):
        return True
    first = tokens(rest)[:1]
    return bool(first) and first[0].folded in _LEADS[language] and len(tokens(rest)) <= 4


_LEADS = {"en": {"in", "at", "from", "for", "with", "by"}, "es": {"en", "para", "con", "desde", "por"},
    "fr": {"a", "en", "dans", "pour", "avec", "chez"}, "de": {"in", "im", "bei", "mit", "fur", "aus"},
    "pt": {"em", "no", "na", "para", "com"}, "it": {"a", "in", "nel", "nella", "per", "con"}}  # fmt: skip


def _resolve_pronouns(rest: str, words: FollowUpWords, language: str, completer: Completer) -> str | None:
    """Return the question with its pronoun's noun in its place, None where none of its pronouns is open."""
    plain = folded(rest)
    if words.empty.search(plain):
        return None
    for pattern, of_person in ((words.person, True), (words.thing, False)):
        for match in pattern.finditer(plain):
            if not _has_antecedent(rest, match.start(), match.end(), language):
                return completer.instead_of_pronoun(rest, match.start(), match.end(), of_person=of_person)
    return None


def _has_dangling(rest: str, language: str) -> bool:
    """Whether a question asks for what came next, without saying after what."""
    return _NEXT[language].search(folded(rest)) is not None and not own_topic(rest, language)


_NEXT = {
    "en": re.compile(r"\b(?:next|then|afterwards?|later|before that|in the end|eventually)$"),
    "es": re.compile(r"\b(?:despues|luego|entonces|al final|antes)$"),
    "fr": re.compile(r"\b(?:ensuite|apres|alors|avant|finalement|a la fin|par la suite)$"),
    "de": re.compile(r"\b(?:dann|danach|spater|davor|schlie(?:ss|ß)lich|am ende|weiter)(?: passiert| geschehen)?$"),
    "pt": re.compile(r"\b(?:depois|entao|em seguida|antes|no fim|a seguir)$"),
    "it": re.compile(r"\b(?:dopo|poi|in seguito|prima|alla fine)$"),
}


def _has_antecedent(rest: str, start: int, end: int, language: str) -> bool:
    """Whether the question itself says whom or what a pronoun at `start` means."""
    before = rest[:start]
    pronoun = folded(rest[start:end])
    neutral = _NEUTRAL.fullmatch(pronoun) is not None
    for phrase in phrases(rest, language=language):
        owned = phrase.end == start - 1 and _OWNS.fullmatch(pronoun) is not None
        if phrase.end > start or owned or phrase.after in PLACING[language]:
            continue
        if not neutral or phrase.kind == "thing":
            return True
    plain = folded(before)
    after = rest[end:]
    if language in _WHO and (who := _WHO[language].match(plain)) and plain[who.end() :].strip():
        # "Who lost his job": whoever it was.
        verb = [word for word in tokens(before[who.end() :]) if not is_small(word, language)]
        return bool(verb) and _POSSESSIVE[language].fullmatch(folded(rest[start:end])) is not None
    comma = after.find(",")
    return comma >= 0 and bool(phrases(after[comma:], language=language)) and "?" not in after[:comma]


# What stands for a fact or a thing and never for somebody; what stands after the thing that it owns.
_NEUTRAL = re.compile(
    r"(?:\w+ )?(?:that|this|these|those|so)|there|then|eso|esto|ello|aquello|alli|ahi|ca|cela|ceci|isso|isto|aquilo|cio|questo|quello"
    r"|das|dies|da\w{2,}|dort"
)
_OWNS = re.compile(r"dele|dela|deles|delas")
_WHO = {
    "en": re.compile(r"who\b"), "es": re.compile(r"quien(?:es)?\b"), "fr": re.compile(r"qui\b"),
    "de": re.compile(r"wer\b"), "pt": re.compile(r"quem\b"), "it": re.compile(r"chi\b"),
}  # fmt: skip
_POSSESSIVE = {
    "en": re.compile(r"his|her|their"), "es": re.compile(r"su|sus"), "fr": re.compile(r"son|sa|ses|leurs?"),
    "de": re.compile(r"sein\w*|ihr\w*"), "pt": re.compile(r"seus?|suas?"), "it": re.compile(r"suo|sua|suoi|sue"),
}  # fmt: skip
