"""Whether an archive is whole: catalog, keyword index, vectors and index compared passage by passage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from archive import schema
from archive.errors import ArchiveError, ArchiveInUseError
from archive.readable import embargo_over, readable
from archive.soundness import DATABASE, has_kept_sizes, holds_passages, look_into
from archive.store import Archive
from archive.writer import stray_indexes

_NAMED = 3  # articles named in a line


@dataclass(frozen=True)
class Damage:
    """One kind of damage, in one line. `uris` are the articles whose passages have to be made anew to mend it."""

    kind: str
    text: str
    uris: tuple[str, ...] = ()


def verify(archive: Archive, *, full: bool = False) -> list[Damage]:
    """Return what is wrong with an archive. The index is asked for a sample of the passages, or for each with `full`.

    For the holder of the archive's lock, or where nobody can write: what changes meanwhile would look damaged.
    """
    found: list[Damage] = []
    checks: list[Callable[[sa.Connection], Iterator[Damage]]] = [
        _file,
        _bodies,
        _passages,
        _vectors,
        _standing,
        _keywords,
        _prints,
        _means,
    ]
    for check in checks:
        try:
            with archive.catalog.reading() as connection:
                found.extend(check(connection))
        except ArchiveInUseError:
            raise  # which is no damage
        except ArchiveError as error:
            found.append(Damage("catalog", str(error)))
        if any(damage.kind == "catalog" for damage in found):
            break  # what else is wrong comes from that
    if not any(damage.kind == "catalog" for damage in found):
        found.extend(_index(archive, full=full))
    return found


def _file(connection: sa.Connection) -> Iterator[Damage]:
    problems = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(3)") if row[0] != "ok"]
    if problems:
        told = "; ".join(line for problem in problems for line in problem.splitlines() if not line.startswith("***"))
        yield Damage("catalog", f"The catalog's file is damaged: {told[:300]}.")


def _bodies(connection: sa.Connection) -> Iterator[Damage]:
    a, b = schema.articles.c, schema.bodies.c
    lost = list(connection.scalars(sa.select(a.uri).where(~sa.exists().where(b.article_id == a.id))))
    if lost:
        yield Damage("bodies", f"{_count(len(lost), 'article')} without text: {_some(lost)}.", tuple(lost))
    if strays := _number(connection, schema.bodies, ~sa.exists().where(a.id == b.article_id)):
        yield Damage("strays", f"{_count(strays, 'text')} of no article.")


def _passages(connection: sa.Connection) -> Iterator[Damage]:
    p, a, b = schema.passages.c, schema.articles.c, schema.bodies.c
    beyond = (p.start < 0) | (p.end <= p.start) | (p.end > sa.func.length(b.body))
    joined = (
        sa.select(a.uri).select_from(schema.articles).join(schema.bodies).join(schema.passages, p.article_id == a.id)
    )
    wrong = list(connection.scalars(joined.where(beyond).distinct()))
    if wrong:
        yield Damage("passages", f"Passages that do not lie in their text: {_some(wrong)}.", tuple(wrong))
    if strays := _number(connection, schema.passages, ~sa.exists().where(a.id == p.article_id)):
        yield Damage("strays", f"{_count(strays, 'passage')} of no article.")
    # What has no letter, or an embargo that has just ended, has no passages and is whole.
    missing = list(
        connection.scalars(
            sa.select(a.uri)
            .select_from(schema.articles.join(schema.bodies))
            .where(
                readable(),
                a.embargoed.is_(None),
                sa.func.trim(b.body, " \n") != "",
                ~sa.exists().where(p.article_id == a.id),
                sa.exists(sa.select(p.number)),
            )
        )
    )
    if missing:
        yield Damage(
            "passages",
            f"{_count(len(missing), 'article')} that may be read cannot be found: {_some(missing)}.",
            tuple(missing),
        )


def _vectors(connection: sa.Connection) -> Iterator[Damage]:
    p, v, a = schema.passages.c, schema.vectors.c, schema.articles.c
    size = connection.scalar(
        sa.select(sa.func.length(v.vector))
        .group_by(sa.func.length(v.vector))
        .order_by(sa.desc(sa.func.count()))
        .limit(1)
    )
    wrong: set[str] = set()
    joined = schema.passages.join(schema.articles).outerjoin(schema.vectors, v.number == p.number)
    after = 0
    while rows := connection.execute(
        sa.select(p.number, a.uri, v.vector).select_from(joined).where(p.number > after).order_by(p.number).limit(2000)
    ).all():
        after = rows[-1].number
        whole = [row for row in rows if row.vector is not None and len(row.vector) == size]
        wrong |= {row.uri for row in rows if row.vector is None or len(row.vector) != size}
        if whole:
            matrix = np.frombuffer(b"".join(row.vector for row in whole), "<f2").reshape(len(whole), -1)
            lengths = np.linalg.norm(matrix.astype(np.float32), axis=1)
            wrong |= {row.uri for row, one in zip(whole, lengths, strict=True) if not 0.9 < one < 1.1}
    if wrong:
        named = sorted(wrong)
        yield Damage("vectors", f"Vectors are missing or damaged: {_some(named)}.", tuple(named))
    if strays := _number(connection, schema.vectors, ~sa.exists().where(p.number == v.number)):
        yield Damage("strays", f"{_count(strays, 'vector')} of no passage.")


def _standing(connection: sa.Connection) -> Iterator[Damage]:
    a, p = schema.articles.c, schema.passages.c
    # What has just expired is on no read already, and loses its passages at the next ingest or question.
    hidden = a.withdrawn.is_not(None) | ~embargo_over()
    shown = list(connection.scalars(sa.select(a.uri).where(hidden, sa.exists().where(p.article_id == a.id))))
    if shown:
        yield Damage("standing", f"Passages of articles that nobody may read: {_some(shown)}.", tuple(shown))


def _keywords(connection: sa.Connection) -> Iterator[Damage]:
    text = "The keyword index does not hold the words of the passages."
    try:
        passages = _number(connection, schema.passages)
        held = connection.exec_driver_sql("SELECT count(*) FROM keywords_docsize").scalar()
        if held != passages:
            yield Damage("keywords", f"The keyword index holds {held:,} of {passages:,} passages.")
            return
        connection.exec_driver_sql("INSERT INTO keywords (keywords, rank) VALUES ('integrity-check', 1)")
        connection.rollback()
    except ArchiveError as error:
        if "malformed" in str(error):
            yield Damage("keywords", text)
        elif "cannot be written" not in str(error):  # where nobody can write, its counts have to do
            raise


def _prints(connection: sa.Connection) -> Iterator[Damage]:
    a, p, own = schema.articles.c, schema.passages.c, schema.prints.c
    namesakes = schema.prints.alias()
    missing = _number(
        connection,
        schema.articles,
        sa.exists().where(p.article_id == a.id) & ~sa.exists().where(own.uri == a.uri),
    )
    left = _number(
        connection,
        schema.prints,
        ~sa.exists(sa.select(a.id).join(schema.passages, p.article_id == a.id).where(a.uri == own.uri))
        | ~sa.exists().where(namesakes.c.uri == own.story),
    )
    if missing or left:
        yield Damage(
            "prints",
            f"{_count(missing + left, 'article')} without a place among the prints of a story, or with a wrong one.",
        )


def _means(connection: sa.Connection) -> Iterator[Damage]:
    a, p, m = schema.articles.c, schema.passages.c, schema.language_means.c
    known = sa.exists().where(m.language == a.language)
    held = sa.select(a.language).join(schema.passages, p.article_id == a.id).where(~known).distinct()
    languages = list(connection.scalars(held))
    if languages and connection.scalar(sa.select(sa.func.count()).select_from(schema.language_means)):
        uris = connection.scalars(sa.select(a.uri).where(a.language.in_(languages)))
        yield Damage("means", f"The means of languages are missing: {', '.join(languages)}.", tuple(uris))


def _index(archive: Archive, *, full: bool) -> Iterator[Damage]:
    vectors, name = archive.catalog.vectors, archive.catalog.note("index")
    if not vectors.count() or (name is None and not vectors.newest_indexed()):  # the first run is not at its end
        return
    folder = archive.folder / str(name)
    if name is None or not folder.is_dir():
        yield Damage("index", f"The index is gone: {folder if name else 'it was never made'}.")
        return
    if archive.catalog.note("index is written") != "1" and not has_kept_sizes(folder, archive.catalog.note("seal")):
        yield Damage("index", "The files of the index are not as long as they were.")
        return
    waiting = set(vectors.unindexed())
    asked = vectors.after(0) if full else vectors.sample()
    numbers = set(asked.numbers.tolist() if full else vectors.numbers())
    keep = np.array([number not in waiting for number in asked.numbers.tolist()], bool)
    asked = type(asked)(asked.numbers[keep], asked.matrix[keep])
    archive.neighbours.close()
    seen = look_into(folder, asked, vectors.texts(asked.numbers.tolist()), lists=True)
    if seen.problem:
        yield Damage("index", f"The index cannot be used: {seen.problem}.")
        return
    listed = set(seen.listed) - waiting
    if gone := numbers - waiting - listed:
        yield Damage("index", f"The index does not list {_count(len(gone), 'passage')} of {len(numbers):,}.")
    if strays := listed - numbers:
        yield Damage("index", f"The index lists {_count(len(strays), 'passage')} that the catalog does not know.")
    if seen.missing:
        yield Damage(
            "index",
            f"{len(seen.missing):,} of {len(asked.numbers):,} passages are not found in the index by their own vectors.",
        )
    if seen.differing:
        yield Damage("index", f"The index keeps {_count(len(seen.differing), 'passage')} otherwise than the catalog.")
    for path in stray_indexes(archive.folder, archive.catalog):
        # Chroma makes a part of one anew where a reader has a folder open that a writer takes away; the next writer removes it.
        if holds_passages(path) and (path / DATABASE).is_file():
            yield Damage("strays", f"{path} is no index of this archive.")


def _number(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(repr(name) for name in names[:_NAMED]) + more
