"""Feeds become the expected articles, one an entry: its text, its days and its names."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import feed
from ingest.reading import read_articles
from tests.feed_texts import FILES, articles_of, atom, results_of, rss

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


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_a_feed_of_each_kind_becomes_its_articles(name: str) -> None:
    """RSS 2.0 with modules, Atom, RSS 1.0 in Latin-1, RSS 0.91 with Netscape's DOCTYPE: each file has its expectation."""
    found = [reading.result for reading in read_articles([FILES / name])]
    assert [result if isinstance(result, Article) else str(result) for result in found] == _EXPECTED[name]


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "utf-8", "ISO-8859-5"])
def test_the_declared_encoding_is_taken(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + rss(
        "<guid>urn:x:1</guid><description>Мост открыт.</description>"
    )
    assert [article.body for article in articles_of(text.encode(declared))] == ["Мост открыт."]


def test_utf_8_is_read_as_such_whatever_it_declares() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + rss("<description>Mañana, «sí».</description>")
    assert [article.body for article in articles_of(text)] == ["Mañana, «sí»."]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    data = ('<?xml version="1.0"?>' + rss("<description>Mañana.</description>")).encode(encoding)
    assert feed.recognises(SourceFile(Path(), "a/b.xml", packed=data))
    assert [article.body for article in articles_of(data)] == ["Mañana."]


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
    assert [article.body for article in articles_of(rss(item))] == [body]


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
    assert [article.body for article in articles_of(atom(f"<id>urn:x:1</id>{content}"))] == [body]


@given(st.lists(st.text("abñé <>&\"'0 \n", max_size=30), max_size=5))
def test_no_letter_of_plain_text_is_lost(texts: list[str]) -> None:
    entries = [f"<id>urn:x:{n}</id><content>{_escaped(text)}</content>" for n, text in enumerate(texts)]
    found = {r.uri: r.body for r in results_of(atom(*entries)) if isinstance(r, Article)}
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
    [article] = articles_of(rss(f"{item}<description>Uno.</description>"))
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
    [article] = articles_of(rss("<description>Uno.</description>", about=about))
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
    assert [a.byline for a in articles_of(rss(f"{author}<description>Uno.</description>"))] == [byline]


def test_rss_1_0_is_read_from_its_own_suffix(tmp_path: Path) -> None:
    (tmp_path / "boletin.rdf").write_bytes((FILES / "boletin.rdf.xml").read_bytes())
    (tmp_path / "menu.rdf").write_text("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", "utf-8")
    found = [reading.result for reading in read_articles([tmp_path])]
    assert [result.headline for result in found if isinstance(result, Article)] == ["Corte de agua"]
    assert len(found) == 2
