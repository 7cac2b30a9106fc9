"""Everything that can go wrong and that a person can mend.

HemerotecaError               one line: what happened and what to do
├── UsageError                the arguments or settings cannot be used (exit status 2)
├── ArticleError              one file or record cannot become an article; the others go on
├── ModelError                the embedding model cannot be loaded
└── ArchiveError              the archive cannot be opened or written as it is
    └── ModelMismatchError    the vectors were made by another model: rebuild them
"""


class HemerotecaError(Exception):
    """Base of all errors whose message is meant for the user, one line long."""

    exit_status = 1


class UsageError(HemerotecaError):
    """The arguments or settings cannot be used as they are."""

    exit_status = 2


class ArticleError(HemerotecaError):
    """One file or record cannot become an article; `str(error)` is the reason."""


class ModelError(HemerotecaError):
    """The embedding model is missing or damaged."""


class ArchiveError(HemerotecaError):
    """The archive cannot be opened or written as it is."""


class ModelMismatchError(ArchiveError):
    """The archive's vectors were made by another model than the one configured."""
