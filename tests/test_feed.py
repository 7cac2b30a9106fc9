"""Feeds become the expected articles, one an entry, and no entry takes another's place or text."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.addresses import fetched_file
from ingest.readers import feed
from ingest.reading import read_articles
from ingest.source_file import SourceFile

_FILES = Path(__file__).parent / "files" / "feed"


def _results(content: str | bytes, name: str = "news/feed.xml") -> list[Article | ArticleError]:
    data = content if isinstance(content, bytes) else content.encode()
    return list(feed.read(SourceFile(Path(), name, packed=data)))


def _articles(content: str | bytes, name: str = "news/feed.xml") -> list[Article]:
    found = _results(content, name)
    assert all(isinstance(result, Article) for result in found), found
    return [result for result in found if isinstance(result, Article)]


def _errors(content: str | bytes) -> list[str]:
    return [str(result) for result in _results(content) if isinstance(result, ArticleError)]


def _rss(*items: str, about: str = "<title>La Gaceta</title><link>https://gaceta.example/</link>") -> str:
    namespaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/"'
    )
    return (
        f'<rss version="2.0" {namespaces}><channel>{about}{"".join(f"<item>{i}</item>" for i in items)}</channel></rss>'
    )


def _atom(*entries: str, about: str = "<title>El Faro</title><id>tag:faro.example,2020:feed</id>") -> str:
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{about}{inner}</feed>'


# -- whole feeds ------------------------------------------------------------------------------------------------------

_EXPECTED: dict[str, list[Article | str]] = {
    "gaceta.rss": [
        "entry 3 (Solo un titular): it has neither content nor summary.",
        Article(
            uri="https://gaceta.example/?p=77",
            body="El molino viejo echa el cierre tras cien años.",
            headline="El molino cierra",
            publisher="La Gaceta, edición sierra",
            published="2024-11-29T08:00:00+00:00",
            language="es",
            url="https://gaceta.example/molino",
            rights="Solo para suscriptores",
        ),
        Article(
            uri="https://gaceta.example/portada.rss#48213",
            body="El puente de Valdelobos abre mañana a las nueve.\n\nCruzarlo costará <nada>, dijo la alcaldesa.",
            headline="Valdelobos estrena puente & plaza",
            publisher="La Gaceta de Valdelobos",
            published="2024-11-30T18:30:00+01:00",
            language="es",
            byline="Lidia Mora, Ramón Gil",
            provider="Agencia Norteña",
            section="Comarca, Obras",
            url="https://gaceta.example/puente",
            rights="© La Gaceta de Valdelobos",
        ),
    ],
    "faro.atom": [
        Article(
            uri="tag:faro.example,2024:11",
            body="A marea baixa <moito> hoxe & mañá.",
            headline="Marea baixa",
            publisher="El Faro & Compañía",
            modified="2024-11-28T12:00:00+00:00",
            language="gl",
            byline="Redacción de El Faro",
            url="https://faro.example/marea",
            rights="CC BY 4.0",
        ),
        Article(
            uri="tag:faro.example,2024:12",
            body="La lonja de Puerto Umbrío vendió más.\n\nSubió un 3 %.",
            headline="La lonja sube",
            publisher="El Faro & Compañía",
            published="2024-12-01T07:00:00+01:00",
            modified="2024-12-02T09:15:00+01:00",
            language="es",
            byline="Olga Rey, Teo Paz",
            section="Economía",
            url="https://faro.example/lonja",
            rights="CC BY 4.0",
        ),
    ],
    "boletin.rdf.xml": [
        Article(
            uri="https://boletin.example/nota/5",
            body="El martes no habrá agua en la calle Mayor.",
            headline="Corte de agua",
            publisher="Ayuntamiento de Arenales",
            published="2024-10-07",
            language="es",
            byline="Servicio de Aguas",
            section="Servicios",
            url="https://boletin.example/nota/5",
        )
    ],
    "antiguo.xml": [
        Article(
            uri="https://radio.example/estacion",
            body="La estación de Peñas reabre en mayo.",
            headline="Vuelve la estación",
            publisher="Radio Peñas",
            language="es",
            url="https://radio.example/estacion",
        )
    ],
}


@pytest.mark.parametrize("name", sorted(path.name for path in _FILES.iterdir()))
def test_a_feed_of_each_kind_becomes_its_articles(name: str) -> None:
    """RSS 2.0 with modules, Atom, RSS 1.0 in Latin-1, RSS 0.91 with Netscape's DOCTYPE: each file has its expectation."""
    found = [reading.result for reading in read_articles([_FILES / name])]
    assert [result if isinstance(result, Article) else str(result) for result in found] == _EXPECTED[name]


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "utf-8", "ISO-8859-5"])
def test_the_declared_encoding_is_taken(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + _rss(
        "<guid>urn:x:1</guid><description>Мост открыт.</description>"
    )
    assert [article.body for article in _articles(text.encode(declared))] == ["Мост открыт."]


def test_utf_8_is_read_as_such_whatever_it_declares() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + _rss("<description>Mañana, «sí».</description>")
    assert [article.body for article in _articles(text)] == ["Mañana, «sí»."]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    data = ('<?xml version="1.0"?>' + _rss("<description>Mañana.</description>")).encode(encoding)
    assert feed.recognises(SourceFile(Path(), "a/b.xml", packed=data))
    assert [article.body for article in _articles(data)] == ["Mañana."]


# -- the text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "body"),
    [
        ("<description>Teaser.</description><content:encoded>Todo.</content:encoded>", "Todo."),
        ("<content:encoded>Todo.</content:encoded><description>Un teaser más largo.</description>", "Todo."),
        ("<description>Teaser.</description><content:encoded>&lt;img src='a'&gt;</content:encoded>", "Teaser."),
        ("<description>Uno.</description><dc:description>Un resumen.</dc:description>", "Uno."),
        ("<dc:description>Un resumen.</dc:description>", "Un resumen."),
        ("<description>Uno.</description><media:content url='a'><media:description>Pie.</media:description></media:content>", "Uno."),
        ("<media:content url='a'><media:description>Pie.</media:description></media:content><description>Uno.</description>", "Uno."),
        ("<description>Dijo &lt;Juan&gt; que 3 &lt; 5 &amp;amp; ya.</description>", "Dijo <Juan> que 3 < 5 & ya."),
        ("<description><![CDATA[Uno&nbsp;<br>dos]]></description>", "Uno\ndos"),
        ("<description>Ma&ntilde;ana&hellip;</description>", "Mañana…"),
        ("<description>Fin\x1f&#8; de l&#xED;nea</description>", "Fin de línea"),
    ],
)  # fmt: skip
def test_the_text_of_an_rss_entry(item: str, body: str) -> None:
    assert [article.body for article in _articles(_rss(item))] == [body]


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<content>Dos &lt; tres &lt;b&gt;</content>", "Dos < tres <b>"),
        ("<content type='html'>Dos &lt;b&gt;tres&lt;/b&gt;</content>", "Dos tres"),
        ("<content type='image/png'>iVBORw0KGgo=</content><summary>Foto.</summary>", "Foto."),
        ("<content src='https://faro.example/todo.html' type='text/html'/><summary>Foto.</summary>", "Foto."),
        ("<summary>Resumen.</summary>", "Resumen."),
    ],
)
def test_the_text_of_an_atom_entry(content: str, body: str) -> None:
    assert [article.body for article in _articles(_atom(f"<id>urn:x:1</id>{content}"))] == [body]


@given(st.lists(st.text("abñé <>&\"'0 \n", max_size=30), max_size=5))
def test_no_letter_of_plain_text_is_lost(texts: list[str]) -> None:
    entries = [f"<id>urn:x:{n}</id><content>{_escaped(text)}</content>" for n, text in enumerate(texts)]
    found = {r.uri: r.body for r in _results(_atom(*entries)) if isinstance(r, Article)}
    for number, text in enumerate(texts):
        assert "".join(found.get(f"urn:x:{number}", "").split()) == "".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# -- dates, names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "published", "modified"),
    [
        ("<pubDate>Sat, 30 Nov 2024 18:30:00 EST</pubDate>", "2024-11-30T18:30:00-05:00", None),
        ("<dc:date>2024-11-30</dc:date>", "2024-11-30", None),
        ("<dcterms:issued>2024-11-30</dcterms:issued><dcterms:modified>2024-12-01</dcterms:modified>", "2024-11-30", "2024-12-01"),
        ("<dcterms:modified>2024-12-01</dcterms:modified>", None, "2024-12-01"),
        ("<pubDate>ayer</pubDate>", None, None),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_told_from_that_of_a_change(item: str, published: str, modified: str) -> None:
    [article] = _articles(_rss(f"{item}<description>Uno.</description>"))
    assert (article.published, article.modified) == (published, modified)


@pytest.mark.parametrize(
    ("about", "publisher", "byline"),
    [
        ("<title>La Gaceta</title>", "La Gaceta", ""),
        ("<title>Portada</title><dc:publisher>La Gaceta</dc:publisher>", "La Gaceta", ""),
        (
            "<title>La Gaceta</title><webMaster>Iván Pozo</webMaster><managingEditor>Berta</managingEditor>",
            "La Gaceta",
            "",
        ),
    ],
)
def test_who_keeps_the_site_is_neither_publisher_nor_author(about: str, publisher: str, byline: str) -> None:
    [article] = _articles(_rss("<description>Uno.</description>", about=about))
    assert (article.publisher, article.byline) == (publisher, byline)


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("<author>ana@gaceta.example (Ana Ruiz)</author>", "Ana Ruiz"),
        ("<author>ana@gaceta.example</author>", ""),
        ("<dc:creator>Ana Ruiz &lt;ana@gaceta.example&gt;</dc:creator>", "Ana Ruiz"),
        ("<author>Ana Ruiz (La Gaceta)</author>", "Ana Ruiz (La Gaceta)"),
        ("<author>Ana Ruiz</author><dc:creator>Ana Ruiz</dc:creator>", "Ana Ruiz"),
    ],
)
def test_an_author_is_a_name_and_no_address(author: str, byline: str) -> None:
    assert [a.byline for a in _articles(_rss(f"{author}<description>Uno.</description>"))] == [byline]


# -- identity ---------------------------------------------------------------------------------------------------------


def _uris(content: str, name: str = "news/feed.xml") -> list[str]:
    return sorted(article.uri for article in _articles(content, name))


def test_equal_numbers_of_two_feeds_are_two_articles() -> None:
    item = "<guid isPermaLink='false'>7</guid><description>Uno.</description>"
    one, other = (_rss(item, about=f"<title>A</title><link>https://{host}.example/</link>") for host in ("a", "b"))
    assert _uris(one) + _uris(other) == ["https://a.example/#7", "https://b.example/#7"]


def test_a_number_without_a_link_is_no_address() -> None:
    [article] = _articles(_rss("<guid>7</guid><description>Uno.</description>"))
    assert (article.uri, article.url) == ("https://gaceta.example/#7", "")


def test_a_feed_without_an_address_is_told_by_its_file_or_where_it_was_fetched() -> None:
    content = _rss("<guid>7</guid><description>Uno.</description>", about="<title>A</title>")
    assert _uris(content) == ["file:news/feed.xml#7"]
    fetched = fetched_file("https://ana:secreto@a.example/feed.php?n=1#x", content.encode())
    assert [a.uri for a in feed.read(fetched) if isinstance(a, Article)] == ["https://a.example/feed.php?n=1#7"]


def test_entries_that_share_an_id_or_a_page_stay_apart() -> None:
    shared = "<guid>https://a.example/</guid><link>https://a.example/{0}</link><description>{0}</description>"
    assert _uris(_rss(shared.format("uno"), shared.format("dos"))) == ["https://a.example/dos", "https://a.example/uno"]
    live = "<link>https://a.example/directo#{0}</link><description>{0}</description>"
    assert _uris(_rss(live.format("1"), live.format("2"))) == [
        "https://a.example/directo#1",
        "https://a.example/directo#2",
    ]


def test_entries_without_id_and_link_are_known_again_in_another_place() -> None:
    items = [
        f"<title>Nota {n}</title><pubDate>{n} Nov 2024 08:00:00 GMT</pubDate><description>x</description>"
        for n in (1, 2, 3)
    ]
    before, after = _uris(_rss(*items[:2])), _uris(_rss(items[2], *items[:2]))
    assert len(set(after)) == 3
    assert set(before) < set(after)


def test_of_two_versions_of_an_entry_the_later_one_comes_last() -> None:
    versions = [
        f"<id>urn:x:1</id><updated>2024-12-0{day}T00:00:00Z</updated><summary>{day}</summary>" for day in (2, 3, 1)
    ]
    assert [article.body for article in _articles(_atom(*versions))] == ["1", "2", "3"]
    undated = _atom("<id>urn:x:1</id><summary>nuevo</summary>", "<id>urn:x:1</id><summary>viejo</summary>")
    assert [article.body for article in _articles(undated)] == ["viejo", "nuevo"]


# -- damage and malice ------------------------------------------------------------------------------------------------

_WHOLE = "<guid>urn:x:1</guid><title>Uno</title><description>Primero.</description>"


def test_a_damaged_feed_gives_its_whole_entries_and_says_so() -> None:
    content = _rss(_WHOLE, "<guid>urn:x:2</guid><description>Pan & vino.</description>")
    found = _results(content)
    assert sorted(r.body for r in found if isinstance(r, Article)) == ["Pan & vino.", "Primero."]
    assert _errors(content) == [
        "the feed is damaged (not well-formed (invalid token)): 2 of its entries could be read."
    ]


@pytest.mark.parametrize("cut", range(10, 90, 7))
def test_half_an_entry_is_never_taken_for_a_whole_one(cut: int) -> None:
    content = _rss(
        _WHOLE, "<guid>urn:x:2</guid><description>El puente no se abrirá mañana, al contrario.</description>"
    )
    begin = content.index("urn:x:2") - 14
    found = _results(content[: begin + cut])
    assert [r.body for r in found if isinstance(r, Article)] == ["Primero."]
    assert [str(r) for r in found if isinstance(r, ArticleError)][-1].startswith("the feed is damaged (")


def test_an_entry_that_ends_within_a_category_does_not_end_the_feed() -> None:
    content = _rss(_WHOLE, "<guid>urn:x:2</guid><description>Segundo.</description><category>Obras</item></category>")
    assert "Primero." in [r.body for r in _results(content) if isinstance(r, Article)]


def test_an_entry_that_swallowed_the_next_is_no_article() -> None:
    content = _rss(
        "<guid>urn:x:1</guid><description>Primero.", _WHOLE.replace("x:1", "x:2"), _WHOLE.replace("x:1", "x:3")
    )
    bodies = [r.body for r in _results(content) if isinstance(r, Article)]
    assert all(body == "Primero." for body in bodies)
    assert any("runs into the next one" in error or "is damaged" in error for error in _errors(content))


@pytest.mark.parametrize(
    "content",
    ["", "hola", "<html><body>Uno</body></html>", "<rss", "<rdf:RDF xmlns:rdf='http://x.example/'></rdf:RDF>"],
)
def test_what_is_no_feed_says_so(content: str) -> None:
    with pytest.raises(ArticleError, match="it is neither RSS nor Atom"):
        _results(content)


def test_an_empty_feed_is_a_feed() -> None:
    assert _results(_rss()) == []


def test_entities_of_its_own_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("contraseña")
    dtd = f'<!DOCTYPE rss [<!ENTITY a "{"b" * 1000}"><!ENTITY f SYSTEM "file://{secret}"><!ENTITY z "<rss>">]>'
    content = dtd + _rss(f"<guid>urn:x:1</guid><description>Uno {'&a;' * 1000} &f;</description>")
    said = str(_results(content))
    assert "bbb" not in said
    assert "contraseña" not in said


def test_a_feed_is_told_by_its_first_element() -> None:
    for content in (_rss(), _atom(), "\n <?xml version='1.0'?><!-- rss --><rdf:RDF xmlns:rdf='urn:r'/>"):
        assert feed.recognises(SourceFile(Path(), "a/b.xml", packed=content.encode()))
    for content in ("<newsItem/>", "<html><body>rss</body></html>", "", "rss"):
        assert not feed.recognises(SourceFile(Path(), "a/b.xml", packed=content.encode()))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_feed_broken_anywhere_ends_in_articles_and_reasons(data: st.DataObject) -> None:
    whole = (_FILES / "gaceta.rss").read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    junk = data.draw(
        st.sampled_from(
            [b"<", b"&", b"]]>", b"<![CDATA[", b"</item>", b"<item>", b"\xff", b"&#99999999999;", b"http://[", b"\0"]
        )
    )
    with contextlib.suppress(ArticleError):  # the other permitted outcome
        assert _results(whole[:at] + junk + whole[at:])


# -- what was fetched -------------------------------------------------------------------------------------------------


def test_a_fetched_feed_goes_to_the_feed_reader_whatever_its_address() -> None:
    file = fetched_file("https://gaceta.example/index.html", _rss(_WHOLE).encode())
    assert (file.name, file.suffix) == ("https://gaceta.example/index.html", ".rss")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><head><link rel='alternate' type='application/rss+xml' href='/portada.rss'></head></html>",
         "what lies there is neither RSS nor Atom: its feed is at https://gaceta.example/portada.rss."),
        ("<html><body>Hola</body></html>", "what lies there is neither RSS nor Atom: name the address of an RSS or Atom feed."),
        ("\0\1", "what lies there is neither RSS nor Atom: name the address of an RSS or Atom feed."),
        (" \n", "it is empty: check the address."),
    ],
)  # fmt: skip
def test_what_was_fetched_and_is_no_feed_says_what_to_do(content: str, reason: str) -> None:
    with pytest.raises(ArticleError) as refused:
        fetched_file("https://ana:secreto@gaceta.example/", content.encode())
    assert str(refused.value) == reason
