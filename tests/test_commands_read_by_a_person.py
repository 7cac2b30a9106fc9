"""What the commands print without --json can be read by a person."""

import pytest

from retrieval.search import Search
from tests.commands import BRIDGE, Call, body_of, calling

call = pytest.fixture(calling)


def test_found_passages_can_be_read_by_a_person(call: Call) -> None:
    status, out, _ = call("retrieval", "¿Cuánto tiempo estará cerrado el puente?", "-k", "2")
    assert status == 0
    assert out.startswith("¿Cuánto tiempo estará cerrado el puente?\n")
    assert "\n1. " in out and "\n2. " in out and "\n3. " not in out
    assert "(El Faro de Lumbre 2025-03-04, es, 0." in out
    assert "cerrará al tráfico durante nueve meses" in out
    assert "{" not in out


def test_an_article_can_be_read_by_a_person(call: Call, sample_search: Search) -> None:
    status, out, _ = call("retrieval", "--article", BRIDGE)
    assert status == 0
    assert out.endswith(body_of(sample_search, BRIDGE) + "\n")
    assert "El Faro de Lumbre 2025-03-04" in out


def test_an_answer_can_be_read_by_a_person(call: Call) -> None:
    status, out, _ = call("answering", "How long will the San Telmo bridge be closed?")
    assert status == 0
    assert "cerrará al tráfico durante nueve meses" in out
    assert "” [1]\n  — El Faro de Lumbre, 4 March 2025, in Spanish" in out
    assert "\n[1] " in out and "https://example.org/" in out
    assert "Correction: Una versión anterior de esta noticia" in out


def test_a_timeline_can_be_read_by_a_person(call: Call) -> None:
    status, out, _ = call("answering", "Timeline of the Torgal dam")
    assert status == 0
    assert out.startswith("Timeline of the Torgal dam\n  In order\n")
    days = [line for line in out.splitlines() if line.endswith(" 2025") and line[0].isdigit()]
    assert days[0] == "20 May 2025" and len(days) == len(set(days)) > 2
    assert out.index("20 May 2025") < out.index("  “") < out.index(days[1])


def test_a_count_can_be_read_by_a_person(call: Call) -> None:
    status, out, _ = call("answering", "¿Cuántos artículos mencionan a Torgal?")
    assert status == 0
    assert out.startswith("¿Cuántos artículos mencionan a Torgal?\n  Contado\n")
    assert "contienen las palabras «Torgal»" in out.split("[1]")[0]


def test_that_there_is_no_answer_can_be_read_by_a_person(call: Call) -> None:
    status, out, _ = call("answering", "¿Cuál es el precio del trigo en Argentina?")
    assert status == 0
    assert "El archivo no contiene una respuesta a esta pregunta. Abarca 67 artículos" in out
    assert out.split("Lo más cercano en el archivo:")[1].count("\n  - ") == 3
    assert "“" not in out.split("Lo más cercano")[0]
