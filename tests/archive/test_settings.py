"""The environment decides as it says, a typo in it never passes, and the samples open only where nothing else is meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

import archive.opening
from archive.changes import NewArticle
from archive.errors import ArchiveError, UsageError
from archive.opening import folder_to_open, open_named_or_default
from archive.records import Article, ReadArticle
from archive.settings import read_settings
from archive.store import Archive
from language.choice import EmbeddingModel


def test_without_an_environment_everything_has_a_default() -> None:
    settings = read_settings({"PATH": "/bin", "HOME": "/root"})
    assert settings.archive is None
    assert settings.cache.name == "hemeroteca"
    assert settings.embedding == EmbeddingModel()


def test_what_the_environment_names_is_taken() -> None:
    settings = read_settings(
        {
            "HEMEROTECA_ARCHIVE": "/news/archive",
            "HEMEROTECA_CACHE": "/cache",
            "EMBEDDING_MODEL": "some/model",
            "EMBEDDING_QUERY_PROMPT": "",
            "EMBEDDING_PASSAGE_PROMPT": "passage: ",
        }
    )
    assert (settings.archive, settings.cache) == (Path("/news/archive"), Path("/cache"))
    assert settings.embedding == EmbeddingModel("some/model", "", "passage: ")


def test_private_redirects_are_allowed_by_a_one_and_by_nothing_else() -> None:
    name = "HEMEROTECA_ALLOW_PRIVATE_REDIRECTS"
    assert [read_settings({name: value}).allow_private_redirects for value in ("1", "")] == [True, False]
    assert not read_settings({}).allow_private_redirects
    with pytest.raises(UsageError, match=f"{name} is 'yes': set it to 1, or not at all"):
        read_settings({name: "yes"})


def test_a_nought_and_nothing_else_ends_the_log_of_questions() -> None:
    assert [read_settings({"HEMEROTECA_LOG": value}).keeps_log for value in ("0", "1", "")] == [False, True, True]
    assert read_settings({}).keeps_log
    with pytest.raises(UsageError, match="HEMEROTECA_LOG is 'off': set it to 0"):
        read_settings({"HEMEROTECA_LOG": "off"})


def test_an_empty_name_is_none() -> None:
    settings = read_settings({"HEMEROTECA_ARCHIVE": "", "HEMEROTECA_CACHE": "", "EMBEDDING_MODEL": ""})
    assert settings == read_settings({})


@pytest.mark.parametrize("name", ["HEMEROTECA_ARCHIV", "HEMEROTECA_", "EMBEDDING_MODELL", "EMBEDDING_QUERY_PROMT"])
def test_an_unknown_setting_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match=f"{name}: .*EMBEDDING_MODEL, .*HEMEROTECA_ARCHIVE") as refused:
        read_settings({name: "x", "HEMEROTECA_CACHE": "/cache"})
    assert refused.value.exit_status == 2


@pytest.fixture
def model_folder(tmp_path: Path) -> Callable[[str], Path]:
    def make(weights: str, name: str = "model") -> Path:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}" / name
        (folder / "1_Pooling").mkdir(parents=True)
        (folder / "config.json").write_text("{}")
        (folder / "model.safetensors").write_text(weights)
        (folder / "1_Pooling" / "config.json").write_text("{}")
        return folder

    return make


def test_different_models_have_different_fingerprints(model_folder: Callable[..., Path]) -> None:
    folders = [str(model_folder("weights")), str(model_folder("WEIGHTS")), str(model_folder("weights and more"))]
    choices = [
        EmbeddingModel(),
        EmbeddingModel("one/model"),
        EmbeddingModel("another/model"),
        *(EmbeddingModel(folder) for folder in folders),
    ]
    assert len({choice.fingerprint for choice in choices}) == len(choices)


def test_a_model_is_known_again_wherever_its_folder_lies(model_folder: Callable[..., Path]) -> None:
    first, second = EmbeddingModel(str(model_folder("weights"))), EmbeddingModel(str(model_folder("weights")))
    assert first.name != second.name
    assert first.fingerprint == second.fingerprint
    assert first.fingerprint.startswith("model-")


@pytest.mark.parametrize("name", [None, "some/model", "FOLDER"])
def test_other_prompts_make_other_vectors(name: str | None, model_folder: Callable[..., Path]) -> None:
    if name == "FOLDER":
        name = str(model_folder("weights"))
    prompts = [(None, None), ("", None), (None, ""), ("query: ", None), (None, "passage: "), ("a", "b"), ("b", "a")]
    assert len({EmbeddingModel(name, *pair).fingerprint for pair in prompts}) == len(prompts)


# -- which archive is opened ------------------------------------------------------------------------------------------


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The default archive's folder and the samples', neither made."""
    default, sample = tmp_path / "archive", tmp_path / "sample-archive"
    monkeypatch.setattr(archive.opening, "DEFAULT_ARCHIVE", default)
    monkeypatch.setattr(archive.opening, "SAMPLE_ARCHIVE", sample)
    return default, sample


def _make(folder: Path, *articles: Article) -> None:
    made = Archive.create(folder)
    with made.writing(on_wait=lambda _: None) as writer:
        writer.put([NewArticle(ReadArticle(article, article.content_hash)) for article in articles])
    made.close()


def _opened(named: Path | None) -> tuple[Path, bool]:
    opened = open_named_or_default(named)
    opened.archive.close()
    return opened.archive.folder, opened.is_sample


_ARTICLE = Article(uri="u", body="Nada.", pubstatus="withheld")


@pytest.mark.parametrize("default_is_made", [False, True])
def test_the_samples_are_opened_while_the_default_archive_is_empty(
    homes: tuple[Path, Path], default_is_made: bool
) -> None:
    default, sample = homes
    _make(sample, _ARTICLE)
    if default_is_made:
        _make(default)
    assert folder_to_open(None) == (sample, True)
    assert _opened(None) == (sample, True)


def test_one_article_in_the_default_archive_ends_the_samples(homes: tuple[Path, Path]) -> None:
    default, sample = homes
    _make(sample, _ARTICLE)
    _make(default, _ARTICLE)
    assert _opened(None) == (default, False)


def test_an_archive_that_is_named_is_opened_even_where_it_is_empty(homes: tuple[Path, Path], tmp_path: Path) -> None:
    _, sample = homes
    _make(sample, _ARTICLE)
    _make(tmp_path / "named")
    assert _opened(tmp_path / "named") == (tmp_path / "named", False)


def test_a_named_archive_that_is_not_there_is_no_reason_to_open_another(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    default, sample = homes
    _make(sample, _ARTICLE)
    _make(default, _ARTICLE)
    with pytest.raises(ArchiveError, match=r"There is no archive at .*missing: fill one with `python -m ingest"):
        open_named_or_default(tmp_path / "missing")
    assert not (tmp_path / "missing").exists()


def test_before_the_samples_are_made_the_default_archive_is_missed(homes: tuple[Path, Path]) -> None:
    default, sample = homes
    with pytest.raises(ArchiveError, match=f"There is no archive at {default}:"):
        open_named_or_default(None)
    _make(default)
    assert _opened(None) == (default, False)
    assert not sample.exists()
