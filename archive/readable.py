"""What may be read at this moment, and what passes filters: the conditions that every look into the catalog keeps to."""

import sqlalchemy as sa

from archive import schema
from archive.records import Filters


def embargo_over() -> sa.ColumnElement[bool]:
    """The condition under which an article's hour has come."""
    return schema.articles.c.embargoed.is_(None) | (
        sa.func.julianday(schema.articles.c.embargoed) <= sa.func.julianday("now")
    )


def not_expired() -> sa.ColumnElement[bool]:
    """The condition under which an article's expiry has not come."""
    return schema.articles.c.expires.is_(None) | (
        sa.func.julianday(schema.articles.c.expires) > sa.func.julianday("now")
    )


def expired() -> sa.ColumnElement[bool]:
    """The opposite, told by the index of the articles that expire at all; what is no date counts as expired."""
    is_still_valid = sa.func.julianday(schema.articles.c.expires) > sa.func.julianday("now")
    return schema.articles.c.expires.is_not(None) & ~sa.func.coalesce(is_still_valid, sa.false())


def readable() -> sa.ColumnElement[bool]:
    """The condition under which an article may be read at this moment."""
    return schema.articles.c.withdrawn.is_(None) & embargo_over() & not_expired()


def passing(filters: Filters) -> list[sa.ColumnElement[bool]]:
    """The conditions under which an article may be read at this moment and passes the filters."""
    c = schema.articles.c
    conditions = [readable()]
    if filters.since:
        conditions.append(c.day >= filters.since)
    if filters.last_day:
        conditions.append(c.day <= filters.last_day)
    if filters.publishers:
        conditions.append(c.publisher.in_(filters.publishers))
    if filters.languages:
        conditions.append(c.language.in_(filters.languages))
    return conditions
