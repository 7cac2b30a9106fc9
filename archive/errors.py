"""What can go wrong with arguments, articles and archives, and what a person can mend.

HemerotecaError               one line: what happened and what to do (language/errors.py)
├── UsageError                the arguments or settings cannot be used (exit status 2)
├── ArticleError              one file or record cannot become an article; the others go on
└── ArchiveError              the archive cannot be opened or written as it is
    ├── ArchiveInUseError     another program holds its catalog: try again later
    └── ModelMismatchError    the vectors were made by another model: rebuild them
"""

from language.errors import HemerotecaError


class UsageError(HemerotecaError):
    """The arguments or settings cannot be used as they are."""

    exit_status = 2


class ArticleError(HemerotecaError):
    """One file or record cannot become an article; `str(error)` is the reason."""


class ArchiveError(HemerotecaError):
    """The archive cannot be opened or written as it is."""


class ArchiveInUseError(ArchiveError):
    """Another program has held the archive's catalog for too long."""


class ModelMismatchError(ArchiveError):
    """The archive's vectors were made by another model than the one configured."""
