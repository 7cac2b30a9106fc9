"""python -m tests.retrieval_by_hand ARGS: the command that finds passages as it is, with a model made by hand."""

import sys

import retrieval.__main__
import retrieval.command_line
from tests.model_by_hand import ModelByHand

if __name__ == "__main__":
    vars(retrieval.command_line)["LazyModel"] = ModelByHand.chosen
    sys.exit(retrieval.__main__.main())
