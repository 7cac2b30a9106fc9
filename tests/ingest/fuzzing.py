"""Broken inputs for every reader, the same for the same seed, and what becomes of them in a process that is watched.

python -m tests.ingest.fuzzing FORMAT COUNT [SEED] prints what happened as one JSON object. Takes some milliseconds an input.
"""

import gzip
import io
import json
import random
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.packages import PACKAGES, opened
from ingest.finding.source_file import SourceFile
from ingest.reading import READERS, _reader_of
from tests.packing import tar_gzipped, tarred, zipped
from tests.word_documents import p, r, with_body

SECONDS = 10.0  # of the processor, for one input
_FILES = Path(__file__).parent.parent / "files"
_PAN = "El año próximo subirá más el pan, según el gremio de Ávila."
_PAGE = (
    f"<html><head><title>Sube el pan</title><script type='application/ld+json'>"
    f'{{"@type": "NewsArticle", "headline": "Pan", "datePublished": "2024-11-30"}}</script></head>'
    f"<body><article><p>{_PAN}</p><p>{_PAN}</p></article></body></html>"
)
_RECORD = {
    "titular": "Pan",
    "cuerpo": _PAN,
    "fecha": "2024-11-30T10:00:00+01:00",
    "embargo": None,
    "tags": ["a", {"name": "b"}],
}
_HTTP = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{_PAGE}".encode()
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-11-30T10:00:00Z\r\nWARC-Target-URI: https://g.example/pan\r\n"
    b"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(_HTTP), _HTTP)
)
_LINES = "\n".join(json.dumps(_RECORD, ensure_ascii=False) for _ in range(3))
_JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "El Faro",
    "feed_url": "https://faro.example/feed.json",
    "items": [
        {"id": 7, "title": "Pan", "content_html": f"<p>{_PAN}</p>", "date_published": "2024-11-30", "tags": ["a"]},
        {"id": "8", "url": "/pan", "content_text": _PAN, "authors": [{"name": "Ana"}], "summary": None},
    ],
}
_MAIL = (
    f"From: =?utf-8?q?Pan_de_=C3=81vila?= <pan@g.example>\nSubject: Sube el pan\nDate: Sat, 30 Nov 2024 10:00:00 +0100\n"
    f"Message-ID: <pan@g.example>\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n{_PAN} \n{_PAN}\n> {_PAN}\n-- \nAna\n"
).encode()
_MAIL_IN_PARTS = (
    f"From: Pan <pan@g.example>\nSubject: Fwd: Pan\nDate: Sat, 30 Nov 2024 10:00:00 +0100\nMIME-Version: 1.0\n"
    f"Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n"
    f"--a\nContent-Type: text/plain; charset=utf-8\n\n{_PAN}\n\n--a\nContent-Type: text/html; charset=utf-8\n\n{_PAGE}\n\n--a--\n"
    f"--m\nContent-Type: application/pdf; name=pan.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n"
    f"--m\nContent-Type: message/rfc822\n\nFrom: Ana <a@g.example>\nSubject: Pan\n\n{_PAN}\n--m--\n"
).encode()
_CHANNEL = {
    "name": "El Faro",
    "type": "public_channel",
    "id": 12,
    "messages": [
        {"id": 1, "type": "service", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2024-11-30T10:00:00", "date_unixtime": "1732957200", "text": _PAN},
        {
            "id": 3,
            "type": "message",
            "edited_unixtime": "1",
            "text": [{"type": "bold", "text": "Pan\n"}, _PAN],
            "poll": {"question": "a"},
        },
    ],
}
_ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="P" PHYSICAL_IMG_NR="1"><PrintSpace><TextBlock ID="B">'
    '<TextLine><String CONTENT="El"/><SP/><String CONTENT="gre" SUBS_TYPE="HypPart1" SUBS_CONTENT="gremio"/><HYP CONTENT="-"/></TextLine>'
    '<TextLine><String CONTENT="mio" SUBS_TYPE="HypPart2" SUBS_CONTENT="gremio"/><SP/><String CONTENT="paga."/></TextLine>'
    "</TextBlock></PrintSpace></Page></Layout></alto>"
)
_METS = (
    '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" LABEL="El Faro, 1897-03-04"><dmdSec ID="D">'
    "<mdWrap><xmlData><mods xmlns='http://www.loc.gov/mods/v3'><titleInfo><title>Pan</title></titleInfo></mods></xmlData></mdWrap></dmdSec>"
    '<fileSec><fileGrp ID="ALTO"><file ID="A1"><FLocat xlink:href="file://./alto/1.xml"/></file></fileGrp></fileSec>'
    '<structMap TYPE="LOGICAL"><div TYPE="ISSUE"><div TYPE="ARTICLE" DMDID="D"><fptr><area FILEID="A1" BEGIN="B"/></fptr></div></div>'
    "</structMap></mets>"
)
_RTF = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset238 Arial;}}{\stylesheet{\s1 heading 1;}}{\info{\title Pan}}\pard\s1 Sube el pan\par\pard El gremio de \'c1vila\u8230? {\v oculto}{\footnote Nota}\cell\row}"
_ODT = (
    '<office:document xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:table="b"><office:body><office:text>'
    '<text:h text:outline-level="1">Sube el pan</text:h><text:p>El gremio<text:s text:c="2"/>paga<text:note><text:note-body>'
    "<text:p>Nota</text:p></text:note-body></text:note>.</text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p>"
    "</table:table-cell></table:table-row></table:table></office:text></office:body></office:document>"
)
_EPUB = {
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
    "b.opf": '<package xmlns:dc="d"><metadata><dc:title>El Faro</dc:title><dc:date>2024-11-30</dc:date></metadata><manifest><item id="a"'
    ' href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
    "a.xhtml": f"<html><body><h1>Sube el pan</h1><p>{_PAN}</p></body></html>",
}
_TOML = f'+++\ntitle = "Pan"\ndate = 2024-11-30\ndraft = false\nexpiryDate = 2999-01-01\n+++\n{_PAN}\n'
_EXPORT = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:at="http://purl.org/atompub/tombstones/1.0"><channel><title>El Faro</title><wp:author><wp:author_login>ana</wp:author_login>'
    "<wp:author_display_name>Ana Ruiz</wp:author_display_name></wp:author><at:deleted-entry ref='a:1' when='2024-11-30'><at:comment>No."
    "</at:comment></at:deleted-entry><item><title>Pan</title><guid>https://faro.example/?p=1</guid><wp:status>publish</wp:status>"
    "<wp:post_type>post</wp:post_type><wp:post_date>2024-11-30 10:00:00</wp:post_date><wp:post_date_gmt>2024-11-30 09:00:00"
    f'</wp:post_date_gmt><content:encoded><![CDATA[[caption id="1"]Foto[/caption] {_PAN}]]></content:encoded></item></channel></rss>'
)
_POST = {
    "guid": {"rendered": "https://faro.example/?p=1"}, "status": "publish", "type": "post", "date": "2024-11-30T10:00:00",
    "date_gmt": "2024-11-30T09:00:00", "title": {"rendered": "Pan"}, "content": {"rendered": f"<p>{_PAN}</p>", "protected": False},
}  # fmt: skip
_NASTY: Sequence[bytes] = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\xbd", b"\\ud83d", b"\x1b[31m", b"\r", b"\n\n", b'"', b"'", b"<", b"&x;",
    b"]]>", b"---\n", b"NaN", b"1e999", b"-1", b"9" * 5000, b"20244-05-01T10:00:00Z", b"0000-00-00", b"[" * 3000,
    b"{" * 3000, b"<b>" * 2000, b"> " * 500, b"a" * 100_000, b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    b"../../../etc/passwd", b"http://127.0.0.1:9/x", b"&" * 500, b"*_" * 1000, b"!!python/object/apply:os.system [id]\n",
)  # fmt: skip


def _files(*patterns: str) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(_FILES.glob(pattern))]


def seeds() -> dict[str, list[bytes]]:
    """Return small valid inputs by format: the end of a file's name, and what tells its reader from another."""
    texts = {"a.txt": _PAN, "a.jsonl": _LINES, "a.csv": f"titular,texto\nPan,{_PAN}\n", "b/a.html": _PAGE}
    return {
        "wire.iptc": _files("wire_text/*"),
        "plain.txt": [f"Sube el pan\n\n{_PAN}".encode()],
        "markdown.md": [f"---\ntitle: Pan\ndate: 2024-11-30\ntags: [a, b]\n---\n# Pan\n\n{_PAN} *a* [b](c)\n\n| a | b |\n|---|---|\n| c | d |\n".encode(), _TOML.encode()],
        "page.html": [_PAGE.encode()],
        "records.json": [json.dumps([_RECORD, _RECORD], ensure_ascii=False).encode(), json.dumps({"data": {"articles": [_RECORD]}}).encode()],
        "lines.jsonl": [_LINES.encode()],
        "feed.json": [json.dumps(_JSON_FEED, ensure_ascii=False).encode()],
        "wires.json": _files("digital_wires/*.json"),
        "ninjs.json": _files("ninjs/*.json"),
        "table.csv": [f'titular,texto,fecha\nPan,"{_PAN}\n{_PAN}",2024-11-30\nFeria,"a ""b""",\n'.encode()],
        "table.tsv": [f"titular\ttexto\nPan\t{_PAN}\n".encode()],
        "newsml.xml": _files("newsml_g2/*.xml"),
        "newsml1.xml": _files("newsml_1/*.xml"),
        "nitf.nitf": _files("nitf/*"),
        "page.xml": [_ALTO.encode()],
        "packed.issue.zip": [zipped({"alto/1.xml": _ALTO, "mets.xml": _METS})],
        "feed.rss": _files("feed/gaceta.rss", "feed/*.atom", "feed/*.xml"),
        "export.xml": [_EXPORT.encode()],
        "post.json": [json.dumps([_POST]).encode()],
        "crawl.warc": [_WARC * 2, gzip.compress(_WARC) * 2],
        "two-columns.pdf": _files("pdf/*.pdf"),
        "document.docx": [with_body(p(r("Sube el pan")) + p(r(_PAN)) + "<w:tbl><w:tr><w:tc>" + p(r("a")) + "</w:tc></w:tr></w:tbl>")],
        "mail.eml": [_MAIL, _MAIL_IN_PARTS],
        "mails.mbox": [b"".join(b"From a@g.example Tue Mar  4 10:00:00 2025\n%s\n\n" % mail for mail in (_MAIL, _MAIL_IN_PARTS))],
        "bulletin.srt": [f"1\n00:00:01,000 --> 00:00:04,000\n<i>{_PAN}</i>\n\n2\n00:00:05,000 --> 00:00:09,000 X1:1\n- {_PAN}\n- Sí.\n\n".encode() * 3],
        "bulletin.vtt": [f"WEBVTT\nLanguage: es\n\nNOTE x\n\n00:01.000 --> 00:04.000 align:start\n<v Ana>{_PAN}</v>\n\nb\n00:04.000 --> 00:09.000\n{_PAN}\n&amp; <00:05.000><c>más</c>\n\n".encode()],
        "result.json": [json.dumps(_CHANNEL, ensure_ascii=False).encode(), json.dumps({"chats": {"about": "", "list": [_CHANNEL]}}).encode()],
        "note.rtf": [_RTF],
        "note.odt": [zipped({"content.xml": _ODT})],
        "note.fodt": [_ODT.encode()],
        "issue.epub": [zipped(_EPUB)],
        "packed.zip": [zipped(texts)],
        "packed.tar": [tarred(texts)],
        "packed.tgz": [tar_gzipped(texts)],
        "lines.jsonl.gz": [gzip.compress(_LINES.encode())],
    }  # fmt: skip


def broken_inputs(format_name: str, count: int, *, seed: int = 0) -> Iterator[bytes]:
    """Yield broken inputs of a format."""
    rng = random.Random(f"{format_name} {seed}")
    whole = seeds()[format_name]
    for _ in range(count):
        content = rng.choice(whole)
        if content.startswith(b"PK") and rng.random() < 0.7:
            yield _broken_inside(content, rng)
        else:
            yield _broken(content, rng, whole)


def _broken(content: bytes, rng: random.Random, whole: Sequence[bytes]) -> bytes:
    for _ in range(rng.randint(1, 4)):
        content = rng.choice(_WAYS)(content, rng, whole)[: 1 << 20]
    return content


def _broken_inside(content: bytes, rng: random.Random) -> bytes:
    """Return a zip that is whole and one of whose entries is broken."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _broken(data, rng, [data]) if name == chosen else data)
    return packed.getvalue()


def _part(content: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randint(0, len(content))
    return start, min(len(content), start + rng.choice((1, 8, 64, 1024)))


def _flipped(content: bytes, rng: random.Random, whole: Sequence[bytes]) -> bytes:
    data = bytearray(content)
    for _ in range(rng.choice((1, 3, 20)) if data else 0):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def _cut_off(content: bytes, rng: random.Random, whole: Sequence[bytes]) -> bytes:
    return content[: rng.randint(0, len(content))]


def _without_a_part(content: bytes, rng: random.Random, whole: Sequence[bytes]) -> bytes:
    start, end = _part(content, rng)
    return content[:start] + content[end:]


def _with_a_part_again(content: bytes, rng: random.Random, whole: Sequence[bytes]) -> bytes:
    start, end = _part(content, rng)
    return content[:start] + content[start:end] * rng.choice((2, 5, 200)) + content[end:]


def _nested(content: bytes, rng: random.Random, whole: Sequence[bytes]) -> bytes:
    start, end = _part(content, rng)
    return content[:start] + rng.choice(whole) + content[end:]


def _with_something_nasty(content: bytes, rng: random.Random, whole: Sequence[bytes]) -> bytes:
    start, end = _part(content, rng)
    return content[:start] + rng.choice(_NASTY) + content[rng.choice((start, end)) :]


def _in_another_encoding(content: bytes, rng: random.Random, whole: Sequence[bytes]) -> bytes:
    encoding = rng.choice(("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "cp1251", "shift_jis"))
    return content.decode("utf-8", "replace").encode(encoding, "replace")


_WAYS: Sequence[Callable[[bytes, random.Random, Sequence[bytes]], bytes]] = (
    _flipped, _cut_off, _without_a_part, _with_a_part_again, _nested, _with_something_nasty, _in_another_encoding,
)  # fmt: skip


# -- in a process that is watched -------------------------------------------------------------------------------------

# What a reader has no business with. Reading a module's own files is none of it.
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "shutil.",
)
# dateparser, which trafilatura brings along, asks for the machine's own zone, and zones by name are looked up there.
_ZONES = (
    "/etc/timezone",
    "/etc/localtime",
    "/etc/sysconfig/clock",
    "/etc/conf.d/clock",
    "/usr/share/zoneinfo",
    "/var/db/zoneinfo",
)
_OWN = tuple(
    str(Path(place).resolve()) for place in {sys.prefix, sys.base_prefix, *sys.path[:1], str(_FILES.parent.parent)}
)


@dataclass
class Outcome:
    """What became of the inputs; `wrong` names what should not have happened, with the number of its input."""

    inputs: int = 0
    articles: int = 0
    errors: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def run(format_name: str, count: int, *, seed: int = 0) -> Outcome:
    """Read broken inputs of a format and return what became of them; watched until the process ends."""
    outcome = Outcome()
    for content in seeds()[format_name]:  # what is imported at the first use is imported now
        outcome.articles += sum(isinstance(result, Article) for result in _results(format_name, content))
    if not outcome.articles:
        outcome.wrong.append("the whole inputs give no article")

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN) or (event == "open" and not _is_own(arguments)):
            outcome.wrong.append(f"{outcome.inputs}: {event} {arguments!r:.200}")

    sys.addaudithook(watch)
    for content in broken_inputs(format_name, count, seed=seed):
        began = time.process_time()
        try:
            for result in _results(format_name, content):
                outcome.articles += isinstance(result, Article)
                outcome.errors += isinstance(result, ArticleError)
        except (ArticleError, RecursionError):  # the two that are foreseen where readers are called
            outcome.errors += 1
        except Exception:  # any other is what is looked for
            outcome.wrong.append(f"{outcome.inputs}: {traceback.format_exc(limit=-3)}")
        took = time.process_time() - began
        outcome.slowest = max(outcome.slowest, took)
        if took > SECONDS:
            outcome.wrong.append(f"{outcome.inputs}: took {took:.1f} s")
        outcome.inputs += 1
    return outcome


def _results(format_name: str, content: bytes) -> Iterator[Article | ArticleError]:
    file = SourceFile(Path("/nowhere") / format_name, f"news/{format_name}", packed=content)
    if file.suffix not in PACKAGES:
        yield from _reader_of(file).read(file)
        return
    for _, entry in opened(file, suffixes=READERS):
        if isinstance(entry, ArticleError):
            yield entry
        else:
            try:
                yield from _reader_of(entry).read(entry)
            except (ArticleError, RecursionError) as error:
                yield ArticleError(str(error))


def _is_own(arguments: tuple[object, ...]) -> bool:
    path = arguments[0]
    return isinstance(path, int) or str(Path(str(path)).resolve()).startswith(_OWN + _ZONES)


if __name__ == "__main__":
    print(json.dumps(asdict(run(sys.argv[1], int(sys.argv[2]), seed=int(sys.argv[3]) if sys.argv[3:] else 0))))
