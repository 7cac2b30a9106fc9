"""Cut a body into passages: a few whole sentences each, exact slices of the body."""

from collections.abc import Callable, Sequence

from language.sentences import Span, sentence_spans

# Tokens of the model. XQuAD and the clock chose it together with the number of candidates: see docs/measurements.md.
PASSAGE_TOKENS = 120


def passage_spans(
    body: str,
    *,
    language: str | None,
    count_tokens: Callable[[Sequence[str]], list[int]],
    most: int = PASSAGE_TOKENS,
) -> list[Span]:
    """Return the (start, end) of each passage of `body`, in order.

    Passages begin and end with sentences, hold at most `most` tokens each and differ little in length within one body.
    A single sentence that is longer is cut between words. No character but white space between passages is left out.
    """
    pieces = [
        piece for span in sentence_spans(body, language=language) for piece in _fit(body, span, count_tokens, most)
    ]
    if not pieces:
        return []
    sizes = count_tokens([body[a:b] for a, b in pieces])
    total = sum(sizes)
    target = total / -(-total // most)
    passages: list[Span] = []
    start, size = pieces[0][0], 0
    for position, ((_, end), tokens) in enumerate(zip(pieces, sizes, strict=True)):
        size += tokens
        following = sizes[position + 1] if position + 1 < len(sizes) else None
        if following is None or size + following > most or size + following / 2 > target:
            passages.append((start, end))
            if following is not None:
                start, size = pieces[position + 1][0], 0
    return passages


def _fit(body: str, span: Span, count_tokens: Callable[[Sequence[str]], list[int]], most: int) -> list[Span]:
    """Halve a sentence between words until each part holds at most `most` tokens."""
    start, end = span
    if end - start <= 1 or count_tokens([body[start:end]])[0] <= most:
        return [span]
    middle = (start + end) // 2
    spaces = [i for i in range(start + 1, end - 1) if body[i].isspace()]
    cut = min(spaces, key=lambda i: abs(i - middle), default=middle)
    left_end, right_start = cut, cut
    while left_end > start and body[left_end - 1].isspace():
        left_end -= 1
    while right_start < end and body[right_start].isspace():
        right_start += 1
    return [*_fit(body, (start, left_end), count_tokens, most), *_fit(body, (right_start, end), count_tokens, most)]
