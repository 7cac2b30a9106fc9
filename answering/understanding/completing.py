"""How a question that leaves something open is made whole by the question before it, in words that a reader would use."""

import re
from dataclasses import dataclass

from answering.understanding.asking_words import asking_words
from answering.understanding.folding import folded, tokens
from answering.understanding.follow_up_words import CONTRACTED, MONTHS, TEMPLATES, follow_up_words
from answering.understanding.function_words import AUXILIARIES, DETERMINERS, PREPOSITIONS, QUESTION_WORDS, ROLES
from answering.understanding.kinds import kind_of
from answering.understanding.phrases import PLACING, Phrase, is_small, on_its_own, phrases

_OUTER = " ¿¡?!.…,;:"
_SUBJECT_FIRST = re.compile(
    r"(?:when|where|why|how|since when|until when|how long|what|cuando|donde|por que|como|que|desde cuando|quand|ou|pourquoi|comment"
    r"|depuis quand|wann|wo|warum|wieso|wie|seit wann|was|quando|onde|o que|por ?que|dove|perche|come|cosa|che cosa)\b(?! (?:many|much|old|high|viele?|alt|hoch|happened|happens|paso|ocurrio|sucedio|geschah|passierte|aconteceu)\b)"
)
_YES_NO = {
    "en": "is are was were do does did has have had will would can could should",
    "es": "es son esta estan fue ha han hay hubo sera", "fr": "est-ce est sont a ont",
    "de": "ist sind war waren hat haben wird werden wurde gibt kann",
    "pt": "e sao esta estao foi ha houve tem sera", "it": "e sono era ha hanno c'e sara",
}  # fmt: skip
_NOMINATIVE = {"en": "he she it they", "de": "er sie es", "fr": "il elle ils elles", "pt": "ele ela eles elas",
    "it": "lui lei loro egli ella", "es": "ella ellos ellas el"}  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """What a conversation is about: its last whole question, that one's topic, the last person spoken of ("").

    `sought` says in the question's words whom it asks for, "who succeeded Teasel"; "" where it asks for nobody.
    """

    question: str
    topic: str
    person: str
    language: str
    sought: str = ""


class Completer:
    """Completes questions in one language by what the conversation is about."""

    def __init__(self, subject: Subject, language: str) -> None:
        self._subject = subject
        self._language = language
        self._more, self._latest, self._about, self._next = TEMPLATES[language]

    def more(self) -> str:
        """Return the call for more, with its topic."""
        return self._contracted(self._more.format(self._subject.topic))

    def latest(self) -> str:
        """Return the question for the latest, with its topic."""
        return self._contracted(self._latest.format(self._subject.topic))

    def next(self) -> str:
        """Return the question for what came next, with its topic."""
        return self._contracted(self._next.format(self._subject.topic))

    def about(self, rest: str) -> str:
        """Return a question with the topic after it: "What did the minister reply about the Torgal dam?"."""
        said = asking_words(self._language).saying.search(folded(rest))
        tells_about = self._about.split()[0] in folded(rest).split()
        if said and not tells_about and folded(self._subject.topic) not in folded(rest):
            return self._asked(self._contracted(f"{rest}{self._about.format(self._subject.topic)}"))
        return self._beside(rest, self._subject.topic)

    def beside_topic(self, rest: str) -> str:
        """Return a question with the topic beside it: "Were there any casualties (the mill fire)?"."""
        return self._beside(rest, self._subject.topic)

    def elliptic(self, rest: str, *, of_person: bool) -> str:
        """Return a question that leaves out its subject with that at its end, where the language puts it there."""
        if of_person and self._subject.sought:
            return self._beside(rest, self._subject.sought)
        who = self._whom(of_person=of_person)
        plain = folded(rest)
        first = tokens(rest)[0].folded if tokens(rest) else ""
        who_asks = first in ("quien", "quienes", "quem", "chi")
        counts = first in ("cuantos", "cuantas", "quantos", "quantas", "quanti", "quante") and not of_person
        if of_person and not self._subject.person:
            return self._beside(rest, who)
        if (
            self._language in ("es", "pt", "it")
            and not who_asks
            and not counts
            and tokens(plain)[-1].folded not in QUESTION_WORDS[self._language]
        ):
            return self._asked(f"{rest} {who}")
        return self._beside(rest, who)

    def asked_with(self, asking: str) -> str:
        """Return the last question asked with another question word: "Why did the bridge close?"."""
        last = self._subject.question.strip(_OUTER)
        plain = folded(last)
        if self._subject.language != self._language:
            return self._beside(asking, self._subject.topic)
        if kind_of(last, language=self._language).kind in ("latest", "timeline", "count", "topic"):
            return self._beside(asking, self._subject.topic)
        if opened := _SUBJECT_FIRST.match(plain):
            if folded(asking).split()[0] not in ("who", "quien", "qui", "wer", "quem", "chi", "cuanto", "combien"):
                rest = last[opened.end() :].strip()
                if len(rest.split()) > 1 and not _QUANTITY.match(folded(asking)):
                    return self._asked(f"{asking.replace('quê', 'que')} {rest}")
        elif plain.split(" ")[0].split("'")[0] in _YES_NO[self._language].split():
            return self._asked(f"{asking} {last[:1].lower()}{last[1:]}")
        return self._beside(asking, self._subject.topic)

    def asked_with_other(self, rest: str) -> str | None:
        """Return "Who else opposed the tram?" for "Who else?" after "Who opposed the tram?", None where that does not fit."""
        words = tokens(rest)
        last = self._subject.question.strip(_OUTER)
        if self._subject.language != self._language:
            return self._beside(rest, self._subject.topic)
        if not words or any(not is_small(word, self._language) and word.folded not in _OTHER for word in words):
            return None
        first = tokens(last)[:1]
        if words[0].folded == "o" and len(words) > 1 and folded(last).startswith("o que"):
            return self._asked(f"{rest}{last[5:]}")
        if first and first[0].folded == words[0].folded and first[0].folded in QUESTION_WORDS[self._language]:
            remainder = last[first[0].end :]
            if remainder[:1] in "'’":
                return None
            return self._asked(f"{rest}{remainder}")
        return self._beside(rest, self._subject.topic)

    def instead(self, rest: str) -> str:
        """Return the last question with its like replaced: a day by a day, a place by a place, a person by a person."""
        last = self._subject.question.strip(_OUTER)
        if self._subject.language != self._language:
            return self._beside(rest, self._subject.topic)
        time = follow_up_words(self._language).time
        if time.fullmatch(folded(rest)):
            return self._asked(self._at_time(last, rest))
        own = tokens(rest)
        lead = own[0].folded if own else ""
        found = phrases(last, language=self._language)
        leads = lead in PREPOSITIONS[self._language] or lead in PLACING[self._language]
        if leads and not (self._language == "pt" and own[0].written.lower() == "a"):  # there "a" is "the"
            return self._asked(self._at_place(last, rest, found))
        if target := self._like(rest, found):
            return self._asked(self._contracted(self._replaced(last, target, rest)))
        return self._beside(last, rest)

    def instead_of_pronoun(self, rest: str, start: int, end: int, *, of_person: bool) -> str:
        """Return a question with a noun for its pronoun, or beside it where the language would bend the sentence."""
        pronoun = folded(rest[start:end]).strip("-")
        if of_person and self._subject.sought and self._is_person(pronoun, rest):
            return self._beside(rest, self._subject.sought)
        person = of_person and bool(self._subject.person)
        who = self._whom(of_person=of_person)
        if of_person and not person and self._language == "en" and pronoun in ("he", "she"):
            return self.about(rest)
        before, after = rest[:start], rest[end:]
        if self._language == "en":
            return self._english(before, pronoun, after, who)
        if self._language == "fr" and rest[start:end].startswith("-"):
            verb = before.rfind(" ") + 1
            if verb and "'" not in before[:verb].split(" ")[-2] and folded(before[:verb]).strip() not in ("que", "qu"):
                return self._asked(f"{before[:verb]}{who} {before[verb:]}{rest[start:end]}{after}")
            return self._beside(rest, who)
        if self._language == "de" and pronoun in _NOMINATIVE["de"].split():
            return self._asked(f"{before}{who}{after}")
        if self._language == "de" and pronoun in ("dazu", "daruber", "davon"):
            return self._asked(f"{before}zum Thema {_without_article(who)}{after}")
        if pronoun in _NOMINATIVE[self._language].split() and self._language != "de":
            return self._asked(self._contracted(f"{before}{who}{after}"))
        if self._language == "pt" and pronoun[:2] in ("de", "ne") and pronoun.endswith(("le", "la", "les", "las")):
            return self._asked(self._contracted(f"{before}{'de' if pronoun[0] == 'd' else 'em'} {who}{after}"))
        leading = tokens(before)[-1:]
        if pronoun in _NEUTRAL and leading and leading[0].folded in PREPOSITIONS[self._language]:
            return self._asked(self._contracted(f"{before}{who}{after}"))
        clitic = _CLITIC.get(self._language)
        if clitic and pronoun not in _NEUTRAL and (match := clitic.fullmatch(rest)):
            personal = "a " if self._language == "es" and who == self._subject.person else ""
            return self._asked(self._contracted(f"{match[1]}{match[2]} {personal}{who}"))
        return self._beside(rest, who)

    def _is_person(self, pronoun: str, rest: str) -> bool:
        """Whether a pronoun stands for somebody: "sie" is a cable car as often as a woman, "she" never is."""
        of_persons = follow_up_words(self._language).of_persons.search(folded(rest)) is not None
        return of_persons or (self._language == "en" and pronoun not in ("they", "them", "their", "theirs"))

    def _english(self, before: str, pronoun: str, after: str, who: str) -> str:
        following = tokens(after)[:1]
        noun_follows = (
            bool(following)
            and after[:1] == " "
            and following[0].folded
            not in PREPOSITIONS["en"]
            | AUXILIARIES["en"]
            | QUESTION_WORDS["en"]
            | {"and", "or", "exactly", "else", "now", "again"}
        )
        if pronoun in ("his", "its", "their") or (pronoun == "her" and noun_follows):
            return self._asked(f"{before}{who}{_apostrophe(who)}{after}")
        if pronoun in ("they", "them") and who.split(" ")[-1][-1:] != "s":
            return self._beside(f"{before}{pronoun}{after}", who)
        happens = re.match(r" (?:happen|occur|take place|end|start|begin)", after)
        if (
            pronoun in ("that", "this", "these", "those", "there", "so", "then")
            or " that" in pronoun
            or " this" in pronoun
        ):
            return self.about(before.strip() + ("" if pronoun.startswith("about") else f" {pronoun}{after}"))
        if happens and pronoun in ("it", "that"):
            return self._beside(f"{before}{pronoun}{after}", who)
        return self._asked(f"{before}{who}{after}")

    def _at_time(self, last: str, rest: str) -> str:
        matches = list(follow_up_words(self._language).time.finditer(folded(last)))
        if matches:
            old = matches[-1]
            return f"{last[: old.start()]}{self._timed(last[old.start() : old.end()], rest)}{last[old.end() :]}"
        return f"{last} {rest}"

    def _timed(self, old: str, rest: str) -> str:
        """Return a time with the preposition of the one that it replaces, where it brings none: "in 2022", "2023"."""
        year = _YEAR_AFTER.search(old)
        if year and not re.search(r"\d{4}", rest) and _names_month(rest, self._language):
            return f"{rest}{year[0]}"
        brings = len(rest.split()) > 1
        lead = old.split()
        if brings or len(lead) < 2 or not lead[-1][:1].isdigit() or not rest[:1].isdigit():
            return rest
        return " ".join([*lead[:-1], rest])

    def _at_place(self, last: str, rest: str, found: list[Phrase]) -> str:
        language = self._language
        lead = tokens(rest)[0].folded
        for phrase in reversed(found):
            article = folded(phrase.article)
            same = phrase.after == lead or article == lead
            placed = lead in PLACING[language] and (phrase.after in PLACING[language] or article in PLACING[language])
            if not (same or placed):
                continue
            if placed and not same and phrase.kind != "name":
                continue
            start = phrase.start
            if article not in PLACING[language]:
                start = max(last.lower().rfind(" ", 0, max(phrase.start - 1, 0)) + 1, 0)
            return f"{last[:start]}{rest}{last[phrase.end :]}"
        return f"{last} {rest}"

    def _like(self, rest: str, found: list[Phrase]) -> Phrase | None:
        """Return the phrase of the last question that is of the same sort as a fragment."""
        mine = phrases(rest, language=self._language)
        plain = {word.folded for word in tokens(rest)}
        order: tuple[str, ...]
        kind = mine[0].kind if mine else ("role" if plain & ROLES[self._language] else "thing")
        if kind == "name" or (not mine and tokens(rest)[0].capital):
            order = ("name", "role", "thing")
        elif kind == "role":
            order = ("role", "name")
        else:
            order = ("thing", "name")
        shared = [
            phrase for phrase in found if plain & {w.folded for w in tokens(phrase.text)} - DETERMINERS[self._language]
        ]
        for group in (shared, *([p for p in found if p.kind == wanted] for wanted in order)):
            if group:
                return group[0] if kind != "thing" else group[-1]
        return None

    def _replaced(self, last: str, target: Phrase, rest: str) -> str:
        article = folded(target.article)
        given = ""
        if article and on_its_own(target, self._language) != target.text and self._language != "de":
            given = _PREPOSITION.get((self._language, article), "")
        new = f"{given} {rest}" if given else rest
        return f"{last[: target.start]}{new}{last[target.end :]}"

    def _whom(self, *, of_person: bool) -> str:
        return self._subject.person if of_person and self._subject.person else self._subject.topic

    def _beside(self, rest: str, what: str) -> str:
        bare = rest.strip(_OUTER)
        if folded(what) in folded(bare):
            return self._asked(bare)
        return self._asked(f"{bare} ({what})")

    def _contracted(self, text: str) -> str:
        for apart, together in CONTRACTED.get(self._language, {}).items():
            text = re.sub(rf"(?<!\w){re.escape(apart)}", together, text)
        return text

    def _asked(self, text: str) -> str:
        bare = text.strip(_OUTER)
        whole = f"{bare[:1].upper()}{bare[1:]}"
        opening = "¿" if self._language == "es" else ""
        return f"{opening}{whole}{' ?' if self._language == 'fr' else '?'}"


_YEAR_AFTER = re.compile(r",? (?:de |del )?(?:1[5-9]|20)\d\d$")


def _names_month(text: str, language: str) -> bool:
    return re.search(rf"\b(?:{MONTHS[language]})\b", folded(text)) is not None


_OTHER = frozenset("else autre altro sonst other others otro otra outro outra".split())
_QUANTITY = re.compile(
    r"(?:how (?:many|much)|cuant[oa]s?|combien|wie ?viele?|quant[oaie]s?|which|welche|cual|qual|quel)\b(?! (?:tiempo|tempo|de temps))"
)
_NEUTRAL = frozenset("eso esto ello aquello ca cela ceci isso isto aquilo cio questo quello".split())
_CLITIC = {
    "es": re.compile(r"(.+ )(?:lo|la|los|las|le|les) ([^ ]+(?: [^ ]+)?)"),
    "pt": re.compile(r"(quem )(?:o|a|os|as) ([^ ]+)", re.IGNORECASE),
    "it": re.compile(r"(.+ )(?:lo |la |li |le |l['’])([^ ]+(?: [^ ]+)?)"),
    "fr": re.compile(r"(qui )l['’]([^ ]+ [^ ]+)", re.IGNORECASE),
}  # fmt: skip
_PREPOSITION = {
    (language, folded(together).strip(" '")): apart.split(" ")[0]
    for language, table in CONTRACTED.items()
    for apart, together in table.items()
}


def _apostrophe(owner: str) -> str:
    """Return the ending of an English possessor: the workers' pay, Clara Voss's paintings."""
    return "'" if owner.endswith("s") and owner.lower().startswith("the ") else "'s"


def _without_article(phrase: str) -> str:
    words = tokens(phrase)
    return phrase[words[1].start :] if len(words) > 1 and words[0].folded in DETERMINERS["de"] else phrase
