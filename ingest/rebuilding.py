"""Make anew what is derived from the stored articles, while whoever asks gets the old, whole, until it is done."""

import time

from archive.store import Archive
from ingest.making import cut, embed, mean_of, place_all
from ingest.pipeline import together
from ingest.progress import Model, Progress
from ingest.report import Report
from language.centring import OWN_PASSAGES


def rebuild(archive: Archive, *, model: Model, progress: Progress) -> Report:
    """Make index, keywords and prints anew, and passages and vectors too where another model is to make them.

    With the model that made the vectors no model is loaded. One that was cut off is gone on with. Raises `KeyboardInterrupt`
    where it was to stop.
    """
    began = time.monotonic()
    report = Report()
    with archive.writing(on_wait=progress.waiting) as writer:
        if archive.is_built_with(model.fingerprint):
            writer.rebuild(place=place_all)
        else:
            embedder, reference = model.load()  # before anything is begun: where it cannot be had, all stays as it is
            staging = archive.catalog.staging
            staging.begin(model.fingerprint)
            progress.is_to_do(staging.count_missing)
            for reads in together(staging.missing(), text=lambda read: read.article.body):
                cuts = [cut(read, embedder) for read in reads]
                progress.started(sum(len(one.spans) for one in cuts))
                staging.put(embed(cuts, embedder, on_done=progress.embedded))
                progress.did(len(reads))
                progress.read(len(reads))
                if progress.is_to_stop():
                    raise KeyboardInterrupt
            means = {
                language: mean_of(
                    language,
                    staging.texts_in(language, most=OWN_PASSAGES),
                    count=count,
                    embedder=embedder,
                    reference=reference,
                )
                for language, count in staging.languages().items()
            }
            report.passages = staging.count()
            writer.finish_rebuild(model.fingerprint, means, place=place_all)
    report.seconds = round(time.monotonic() - began, 3)
    return report
