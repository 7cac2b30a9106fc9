"""The base of everything that can go wrong and that a person can mend, and what can go wrong with the model.

HemerotecaError               one line: what happened and what to do
├── ModelError                the embedding model cannot be loaded
└── ...                       the archive's errors: see archive/errors.py
"""


class HemerotecaError(Exception):
    """Base of all errors whose message is meant for the user, one line long."""

    exit_status = 1


class ModelError(HemerotecaError):
    """The embedding model is missing or damaged."""
