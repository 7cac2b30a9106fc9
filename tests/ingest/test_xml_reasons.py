import pytest

from archive.errors import ArticleError
from ingest.parsing.xml_file import parse_xml


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty."),
        (b"\n \n", "it is empty."),
        (b"<nitf>" * 100_000, "it is nested too deeply to be read."),
    ],
)
def test_reasons_speak_of_the_file_and_not_of_the_parser_s_options(content: bytes, reason: str) -> None:
    with pytest.raises(ArticleError) as refused:
        parse_xml(content)
    assert str(refused.value) == reason
