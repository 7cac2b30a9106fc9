"""Which article each of a run's readings is: the one that was stored under its identity, or one of its own.

What claims an identity that another text has, in the same run, is another article. So nobody is lost where all pages name the
home page or two exports count from 1; a newer version, which shares its text with the older one, stays the same article.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from archive.ledger import KnownArticle, Seen
from archive.records import Article
from archive.tombstones import Erased
from ingest.reading import Reading
from ingest.stories.alike import (
    RareWords,
    days_agree,
    figures_agree,
    is_open,
    is_retouched,
    same_headline,
    says_the_same,
)
from ingest.stories.claims import Claim, Kind, claim_of, is_front_page
from ingest.stories.shingles import shared_share

ALIKE = 0.3  # of the shorter text's shingles: two versions of a story
SURELY_ALIKE = 0.5  # where nothing but a number says that they are one
_MOST_COMPARED = 50  # of those that share an address or a headline; of more, those of the same text
_MOST_WAITING, _MOST_CHARACTERS = 5_000, 32_000_000


class Books(Protocol):
    """What is known of the articles that are stored; `archive.ledger.Ledger` knows it."""

    def known_articles(self, uris: Sequence[str]) -> dict[str, KnownArticle]:
        """Return those of the articles that are stored, by uri."""

    def seen(self, uris: Sequence[str]) -> dict[str, list[Seen]]:
        """Return where each of the articles was last seen, by uri."""

    def claimed(self, claims: Sequence[str]) -> dict[str, list[str]]:
        """Return the uris of the articles that are known by each of the claims, too."""

    def told(self, uris: Sequence[str]) -> dict[str, Article]:
        """Return what each of the articles says, by uri."""

    def editions(self, uri: str) -> list[str]:
        """Return the uris that begin with this one and "#": those of its further editions are among them."""

    def numbered(self, number: str) -> list[str]:
        """Return the uris of the articles that have that number in whatever file or feed."""


class Identities:
    """Tells, batch by batch, which article each reading is. What cannot be told before all is read waits for `rest`."""

    def __init__(self, books: Books, *, erased: Erased, run: int) -> None:
        self._books = books
        self._erased = erased
        self._run = run
        self._waiting: list[tuple[Reading, Article, Claim]] = []
        self._size = 0
        self.claims: list[tuple[str, str]] = []  # of the last batch: what else its articles are known by
        self._known: dict[str, KnownArticle] = {}
        self._seen: dict[str, list[Seen]] = {}
        self._claimed: dict[str, list[str]] = {}
        self._told: dict[str, Article] = {}
        self._here: dict[str, Article] = {}

    def settle(self, readings: Iterable[Reading]) -> list[Reading]:
        """Return the readings under their articles' identities, but for those that wait; all before must be stored."""
        self.claims = []
        claimed = [
            (one, one.result, claim_of(one.result, one.name)) for one in readings if isinstance(one.result, Article)
        ]
        settled = [one for one in readings if not isinstance(one.result, Article)]
        self._look_up([claim for _, _, claim in claimed])
        for reading, article, claim in claimed:
            uris = self._uris_of(reading, article, claim)
            if uris is None:
                self._waiting.append((reading, article, claim))
                self._size += len(article.body)
            else:
                settled += [self._named(reading, article, claim, uri) for uri in uris]
        if len(self._waiting) > _MOST_WAITING or self._size > _MOST_CHARACTERS:
            settled += self._placed()
        return settled

    def rest(self) -> list[Reading]:
        """Return the readings that waited: all else must be stored."""
        self.claims = []
        return self._placed()

    def _look_up(self, claims: Sequence[Claim]) -> None:
        keys = {key for claim in claims for key in (*claim.families, claim.text, claim.twin) if key}
        self._claimed = self._books.claimed(sorted(keys))
        uris = {name for claim in claims for name in (claim.key, *claim.own, *claim.earlier)}
        uris.update(uri for found in self._claimed.values() for uri in found)
        self._known = self._books.known_articles(sorted(uris))
        self._seen = self._books.seen(sorted(uris))
        self._told, self._here = {}, {}

    # -- one after the other ------------------------------------------------------------------------------------------

    def _uris_of(self, reading: Reading, article: Article, claim: Claim) -> list[str] | None:
        """Return the identity of an article, of all that it cancels, or None where that cannot be told yet."""
        family = self._family(claim)
        group = self._near(family, claim)
        same_text = self._stored(self._claimed.get(claim.text, ())) if claim.kind in (Kind.ROW, Kind.NUMBER) else []
        earlier = self._stored(claim.earlier)
        for uri in dict.fromkeys([*group, *same_text, *earlier]):
            content_hash = replace(article, uri=uri).content_hash
            if self._hash(uri) == content_hash or self._was_seen(uri, reading.source, content_hash):
                return [uri]
        for uri in claim.earlier:
            if not family and not is_front_page(uri) and self._erased.has_name(uri, article):
                return [uri]  # it was erased when its number or its row was its name everywhere
        if claim.kind is Kind.FILE:
            return group[:1] or [claim.key]
        if not article.body:
            return self._canceled(article, claim, [*family, *earlier])
        if claim.kind in (Kind.ROW, Kind.NUMBER):
            return self._record(reading, article, claim, family, same_text)
        if not family:
            if claim.in_records and claim.kind is Kind.ADDRESS and self._is_another_s(claim.key, article):
                return None  # an address that others claim, too, was never the erased one's own
            same = [
                uri for uri in earlier if self._says(uri).url == article.url and self._likeness(uri, article) >= ALIKE
            ]
            return same[:1] or [self._new(article, claim)]
        likely = [uri for uri in group if self._is_version(uri, reading, article, claim)]
        if likely:
            return [max(likely, key=lambda uri: (self._likeness(uri, article), uri))]
        return [self._apart(article, claim)] if all(map(self._is_here, family)) else None

    def _record(
        self, reading: Reading, article: Article, claim: Claim, group: Sequence[str], same_text: Sequence[str]
    ) -> list[str] | None:
        for uri in same_text:
            if says_the_same(self._says(uri), article):
                return [uri]
        for uri in self._stored(claim.earlier):
            if self._is_from(uri, reading.source) and (
                self._likeness(uri, article) == 1.0
                or (same_headline(self._says(uri), article) and self._likeness(uri, article) >= ALIKE)
            ):
                return [uri]
        for uri in self._stored(self._claimed.get(claim.twin, ())):
            # An export that has another name every night, and a correction in it.
            if not self._is_from(uri, reading.source) and self._likeness(uri, article) >= SURELY_ALIKE:
                return [uri]
        near = [*group, *(uri for uri in same_text if self._is_from(uri, reading.source))]
        if any(not self._is_here(uri) for uri in near):
            return None
        return [self._apart(article, claim) if group else self._new(article, claim)]

    def _canceled(self, article: Article, claim: Claim, group: Sequence[str]) -> list[str]:
        """Return all that a notice without a text may mean: none of them may be shown by mistake."""
        if claim.kind is Kind.NUMBER and not group:
            others = self._books.numbered(claim.number)  # an export of another name may hold what this one cancels
            return others if len(others) == 1 else [claim.key]
        named = [uri for uri in group if article.headline and same_headline(self._says(uri), article)]
        return list(dict.fromkeys(named or group)) or [claim.key]

    def _is_version(self, uri: str, reading: Reading, article: Article, claim: Claim) -> bool:
        """Whether an article is a version of the one that is stored under what it claims."""
        stored = self._says(uri)
        by_name, has_headline = claim.kind in (Kind.GLOBAL, Kind.NAME), same_headline(stored, article)
        may_be = by_name or has_headline or not (article.headline and stored.headline)
        if may_be and not (stored.body and is_open(article) and is_open(stored)):
            return True  # what may not be read is not told from what may by a text that says little
        has_version = article.version is not None and stored.version not in (None, article.version)
        is_revised = has_version or bool(article.modified and stored.modified and article.modified != stored.modified)
        if by_name:
            likeness = self._likeness(uri, article)
            tells_nothing = not (article.headline or stored.headline or claim.number) and not self._is_from(
                uri, reading.source
            )
            return likeness >= ALIKE or has_version or has_headline or tells_nothing
        if claim.in_records and not is_revised and (not self._is_here(uri) or self._is_from(uri, reading.source)):
            return False  # two rows of one file may link to one page; what went and what came is looked at in the end
        likeness = self._likeness(uri, article)
        if not days_agree(stored, article):
            return likeness >= ALIKE and has_headline and figures_agree(stored, article)
        return likeness >= ALIKE or (is_revised and has_headline)

    def _new(self, article: Article, claim: Claim) -> str:
        if claim.kind is Kind.NUMBER and self._is_another_s(claim.key, article):
            return self._apart(article, claim)
        return self._apart(article, claim) if self._stored([claim.key]) else claim.key

    def _apart(self, article: Article, claim: Claim) -> str:
        free = [uri for uri in claim.own if not self._has(uri) and not self._is_another_s(uri, article)]
        return free[0] if free else claim.own[-1]

    def _is_another_s(self, uri: str, article: Article) -> bool:
        """Whether an identity is that of an erased article, and not of this one, which has its number or address now."""
        return uri in self._erased and not self._erased.has_name(uri, article)

    def _family(self, claim: Claim) -> list[str]:
        """Return all that are known by what an article claims."""
        return self._stored([claim.key, *(uri for key in claim.families for uri in self._claimed.get(key, ()))])

    def _near(self, family: list[str], claim: Claim) -> list[str]:
        """Return those of a family that an article is held against, one after the other."""
        if len(family) <= _MOST_COMPARED:
            return family
        near = {claim.key, *claim.own, *self._claimed.get(claim.text, ())}
        return [uri for uri in family if uri in near]

    # -- those that waited ---------------------------------------------------------------------------------------------

    def _placed(self) -> list[Reading]:
        """Match what came with what went, the likeliest first; what has no match is an article of its own."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        if not waiting:
            return []
        self._look_up([claim for _, _, claim in waiting])
        claimants = Counter(key for _, _, claim in waiting for key in claim.families)
        pairs: list[tuple[float, int, str]] = []
        families: list[list[str]] = []
        rare: dict[tuple[str, ...], RareWords] = {}
        for number, (reading, article, claim) in enumerate(waiting):
            family = self._family(claim)
            families.append(family)
            unseen = tuple(uri for uri in family if not self._is_here(uri))
            if len(unseen) > _MOST_COMPARED:
                if unseen not in rare:
                    rare[unseen] = RareWords(map(self._says, unseen))
                unseen = tuple(rare[unseen].likeliest(article))
            for uri in unseen:
                score = self._match(uri, reading, article, claim, family=family, claimants=claimants)
                pairs += [(score, number, uri)] if score else []
            if claim.kind in (Kind.ROW, Kind.NUMBER):
                texts = [
                    uri
                    for uri in self._stored(self._claimed.get(claim.text, ()))
                    if self._says(uri).body == article.body
                ]
                pairs += [
                    (3.0, number, uri) for uri in texts if not self._is_here(uri) and self._is_from(uri, reading.source)
                ]
        matched: dict[int, str] = {}
        taken: set[str] = set()
        for _, number, uri in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if number not in matched and uri not in taken:
                matched[number] = uri
                taken.add(uri)
        settled = []
        for number, (reading, article, claim) in enumerate(waiting):
            is_erased = self._is_another_s(claim.key, article) and not families[number] and claimants[claim.key] == 1
            uri = matched.get(number) or (claim.key if is_erased else self._apart(article, claim))
            settled.append(self._named(reading, article, claim, uri))
        return settled

    def _match(
        self,
        uri: str,
        reading: Reading,
        article: Article,
        claim: Claim,
        *,
        family: Sequence[str],
        claimants: Mapping[str, int],
    ) -> float:
        """Return how likely an article is what became of a stored one that was not seen in this run, 0 where it is not."""
        stored, likeness = self._says(uri), self._likeness(uri, article)
        if not days_agree(stored, article):
            return 0.0
        has_headline = same_headline(stored, article)
        is_only_one = len(family) == 1 and all(claimants[key] == 1 for key in claim.families)
        if claim.in_records and claim.kind not in (Kind.GLOBAL, Kind.NAME):
            is_known = claim.kind is Kind.ADDRESS or (claim.kind is Kind.NUMBER and uri == claim.key)
            may_be_it = likeness >= ALIKE and is_retouched(stored.body, article.body)
            if may_be_it and (has_headline or is_known or not (article.headline or stored.headline)):
                return 1.0 + likeness + has_headline
            days = {(one.published or "")[:10] for one in (stored, article)}
            is_same = len(days) == 1 and (is_known or "" not in days)
            return 0.5 if has_headline and is_only_one and is_same else 0.0
        if not claim.in_records and uri in claim.own:
            return 1.0  # the page that this file held
        if not is_only_one:
            return 0.0
        return 1.0 if claim.kind is Kind.GLOBAL or self._is_from(uri, reading.source) or has_headline else 0.0

    # -- what is known -------------------------------------------------------------------------------------------------

    def _named(self, reading: Reading, article: Article, claim: Claim, uri: str) -> Reading:
        """Return a reading under its article's identity, noting by what else that is known from now on."""
        named = replace(article, uri=uri)
        is_unchanged = self._has(uri) and self._hash(uri) == named.content_hash
        if not is_unchanged or uri in claim.earlier:
            # Not under a number of which another may be the next one's: exports that count anew would fill the books.
            keys = [key for key in claim.families if claim.kind is not Kind.NUMBER or key != claim.key]
            if claim.kind in (Kind.ROW, Kind.NUMBER):
                keys += [claim.text, claim.twin if uri == claim.key else ""]
            elif claim.in_records and uri != claim.key:
                keys.append(claim.text)  # one of many at its address
            for key in keys:
                known = self._claimed.setdefault(key, [])
                if key and key != uri and uri not in known:
                    known.append(uri)
                    self.claims.append((key, uri))
        self._here[uri] = named
        self._seen.setdefault(uri, []).append(Seen(reading.source, named.content_hash, self._run, self._run))
        return replace(reading, result=named)

    def _has(self, uri: str) -> bool:
        return uri in self._here or uri in self._known

    def _stored(self, uris: Iterable[str]) -> list[str]:
        return [uri for uri in dict.fromkeys(uris) if self._has(uri)]

    def _says(self, uri: str) -> Article:
        """Return what the article says that has the identity."""
        if uri in self._here:
            return self._here[uri]
        if uri not in self._told:
            self._told |= self._books.told([uri])
        return self._told[uri]

    def _hash(self, uri: str) -> str:
        return self._here[uri].content_hash if uri in self._here else self._known[uri].content_hash

    def _likeness(self, uri: str, article: Article) -> float:
        return shared_share(self._says(uri).body, article.body)

    def _is_here(self, uri: str) -> bool:
        """Whether the article was seen in this run."""
        return uri in self._here or any(one.run == self._run for one in self._seen.get(uri, ()))

    def _is_from(self, uri: str, source: str) -> bool:
        return any(one.source == source for one in self._seen.get(uri, ()))

    def _was_seen(self, uri: str, source: str, content_hash: str) -> bool:
        return any((one.source, one.content_hash) == (source, content_hash) for one in self._seen.get(uri, ()))
