"""python -m tests.ingest_by_hand ARGS: the ingest command as it is, with a model made by hand."""

import sys

import ingest.__main__
from tests.model_by_hand import ModelByHand

if __name__ == "__main__":
    vars(ingest.__main__)["LazyModel"] = ModelByHand.chosen
    sys.exit(ingest.__main__.main())
