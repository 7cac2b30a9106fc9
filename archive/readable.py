"""What may be read at this moment: the one condition that every look into the catalog keeps to."""

import sqlalchemy as sa

from archive import schema


def embargo_over() -> sa.ColumnElement[bool]:
    """The condition under which an article's hour has come."""
    return schema.articles.c.embargoed.is_(None) | (
        sa.func.julianday(schema.articles.c.embargoed) <= sa.func.julianday("now")
    )


def readable() -> sa.ColumnElement[bool]:
    """The condition under which an article may be read at this moment."""
    return schema.articles.c.withdrawn.is_(None) & embargo_over()
