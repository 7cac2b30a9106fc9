"""Where formats of XML say what, for `--explain`; docs/ingest.md has the same in tables."""

from collections.abc import Mapping

NITF = {
    "uri": "doc-id/@id-string",
    "version": "du-key",
    "headline": "hl1 or head/title",
    "body": "body.content",
    "published": "date.issue, story.date or date.publication",
    "modified": "revision-history/@norm",
    "publisher": "pubdata/@name, else its holder or provider",
    "provider": "distributor or doc-id/@regsrc",
    "byline": "byline",
    "dateline": "dateline",
    "section": "position.section, tobject.subject or fixture",
    "genre": "tobject",
    "language": "@baselang or xml:lang",
    "rights": "doc.copyright, rights or doc.rights",
    "url": "pubdata/@ex-ref",
    "embargoed": "date.release or ed-msg",
    "pubstatus": "@management-status",
    "correction": "correction/@info",
    "signals": "ed-msg/@msg-type",
    "expires": "date.expire or the end of its rights",
    "ednote": "ed-msg/@info or note",
}
NEWSML_G2 = {
    "uri": "@guid",
    "version": "@version",
    "headline": "headline or itemMeta/title",
    "body": "contentSet",
    "published": "contentCreated, firstCreated or versionCreated",
    "modified": "versionCreated or contentModified",
    "publisher": "copyrightHolder, else its provider",
    "provider": "provider or infoSource",
    "byline": "by or creator",
    "dateline": "dateline or located",
    "section": "subject",
    "genre": "genre",
    "language": "language/@tag or xml:lang",
    "rights": "copyrightNotice and usageTerms",
    "url": "remoteContent/@href",
    "embargoed": "embargoed or edNote",
    "pubstatus": "pubStatus",
    "correction": "edNote",
    "signals": "signal",
    "expires": "expires or rightsInfo/@validto",
    "ednote": "edNote",
}
NEWSML_1 = {
    "uri": "NewsIdentifier",
    "version": "RevisionId",
    "headline": "NewsLines/HeadLine or what its text calls its headline",
    "body": "DataContent",
    "published": "FirstPublished, FirstCreated or ThisRevisionCreated",
    "modified": "ThisRevisionCreated",
    "publisher": "CopyrightHolder, else its provider",
    "provider": "Provider, Source or the sender",
    "byline": "NewsLines/ByLine",
    "dateline": "NewsLines/DateLine or Location",
    "section": "SubjectCode",
    "genre": "Genre",
    "language": "Language",
    "rights": "CopyrightLine or CopyrightHolder, and UsageType",
    "embargoed": "StatusWillChange or a note",
    "pubstatus": "Status or Instruction",
    "signals": "Status and Instruction",
    "expires": "StatusWillChange",
    "ednote": "a note",
}
METS = {
    "uri": "OBJID and the story's ID",
    "headline": "MODS title, LABEL or its printed heading",
    "body": "its blocks",
    "byline": "MODS name",
    "language": "MODS languageTerm",
    "section": "its section's LABEL and its pages",
    "publisher": "the paper's MODS title or LABEL",
    "published": "MODS dateIssued",
}


def around_nitf(places: Mapping[str, str], said: Mapping[str, object]) -> dict[str, str]:
    """Return the places of an item that says `said` itself and the rest in the NITF document within it."""
    return NITF | {name: place for name, place in places.items() if said.get(name)} | {"body": places["body"]}
