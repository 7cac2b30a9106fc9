"""What stands above a text and says what it is: YAML between two rules of "---", TOML between "+++", or an object in JSON."""

import json
import re
import tomllib

import yaml
from frontmatter.default_handlers import YAMLHandler

from archive.errors import ArticleError
from ingest.cleaning import clean_line

_YAML = YAMLHandler()
# libyaml crashes the whole process on "[" nested 100,000 deep (measured; 4,000 are fine), where Python's own loader,
# 15 times slower, raises RecursionError.
_SAFE_FOR_LIBYAML = 4000  # characters
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_JSON = re.compile(r"\{\s*\"")
_LONGEST = 1 << 20  # characters
_SPACE = "\ufeff \n\r"


def begins_with_front_matter(content: bytes) -> bool:
    """Whether a file begins with one of the rules."""
    return content.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"---\n", b"---\r\n", b"+++\n", b"+++\r\n"))


def front_matter(text: str) -> tuple[dict[object, object], str]:
    """Return what stands above a text, and the text; nothing where there is none.

    Raises `ArticleError` where it is damaged: what may say that the text is a draft is not read as text.
    """
    text = text.lstrip(_SPACE)
    if text.startswith("+++"):
        return _toml(text)
    if _JSON.match(text):
        return _json(text)
    return _yaml(text) if _YAML.detect(text) else ({}, text)


def _yaml(text: str) -> tuple[dict[object, object], str]:
    # Not frontmatter.parse(): it throws away what stands between two rules ("---") where that is no mapping.
    try:
        matter, content = _YAML.split(text)
    except ValueError:  # a rule at the top and no second one
        return {}, text
    options = {} if len(matter) <= _SAFE_FOR_LIBYAML else {"Loader": yaml.SafeLoader}
    try:
        loaded = _YAML.load(matter, **options)
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ArticleError(
            f"its front matter is not valid YAML{line}: {error.problem}; quote values with ': '."
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: 2024-13-45
        raise ArticleError(f"its front matter is not valid YAML: {clean_line(str(error))}.") from error
    return (loaded, content) if isinstance(loaded, dict) else ({}, text)


def _toml(text: str) -> tuple[dict[object, object], str]:
    match = _TOML.match(text)
    if match is None:
        if re.match(r"\+\+\+[ \t]*\r?\n\s*[\w\"'.-]+\s*=", text):
            raise ArticleError("its front matter has no end: close it with a line of '+++'.")
        return {}, text
    if len(match[1]) > _LONGEST:
        raise ArticleError(f"its front matter is longer than {_LONGEST:,} characters.")
    try:
        return {name: value for name, value in tomllib.loads(match[1]).items()}, text[match.end() :]
    except ValueError as error:
        raise ArticleError(f"its front matter is not valid TOML: {clean_line(str(error))}.") from error


def _json(text: str) -> tuple[dict[object, object], str]:
    try:
        loaded, end = json.JSONDecoder().raw_decode(text)
    except ValueError as error:
        raise ArticleError(f"its front matter is not valid JSON: {clean_line(str(error))}.") from error
    return dict(loaded), text[end:]
