"""The words by which six languages say where to look: in which paper, in which language; patterns over folded text."""

import functools
import re
from dataclasses import dataclass

_ONLY = {
    "en": r"(?:only|just|exclusively) ", "es": r"(?:solo|solamente|unicamente|exclusivamente) ",
    "fr": r"(?:seulement|uniquement|exclusivement) ", "de": r"(?:nur|ausschlie(?:ss|ß)lich|blo(?:ss|ß)) ",
    "pt": r"(?:so|somente|apenas|unicamente) ", "it": r"(?:solo|soltanto|solamente|unicamente) ",
}  # fmt: skip
# What comes before a source and before nothing else.
_ACCORDING = {
    "en": r"according to|as (?:reported|told|written|published|stated|covered) (?:by|in)|(?:reported|published|printed|written|carried|covered|told) (?:by|in)|as per|per|citing|quoting|based on|judging by|from the pages of|(?:did|does|do) (?:they|we) (?:say|report|write) in",
    "es": r"segun|de acuerdo con|conforme a|(?:publicad[oa]s?|recogid[oa]s?|aparecid[oa]s?|informad[oa]s?|contad[oa]s?|escrit[oa]s?) (?:en|por)|en palabras de|(?:como|tal como) (?:publica|informa|cuenta|dice)|citando a?",
    "fr": r"selon|d'apres|(?:publiee?s?|rapportee?s?|parue?s?|ecrite?s?|relatee?s?) (?:dans|par)|a en croire|suivant|comme le (?:rapporte|dit|ecrit)",
    "de": r"laut|gema(?:ss|ß)|nach angaben (?:von|des|der)?|nach (?:bericht|berichten|auskunft) (?:von|des|der)?|zitiert (?:von|nach)",
    "pt": r"segundo|de acordo com|conforme|(?:publicad[oa]s?|noticiad[oa]s?|escrit[oa]s?|relatad[oa]s?) (?:em|por|pel[oa]|n[oa])|nas palavras de|a julgar por",
    "it": r"secondo|stando a|(?:pubblicat[oaie]|riportat[oaie]|scritt[oaie]|uscit[oaie]) (?:in|su|da|sul|sulla|dal|dalla)|a detta di|come (?:riporta|scrive|dice)",
}
# A story's word before "from" or "in": the story stays, the source goes.
_STORIES_IN = {
    "en": r"(?:articles?|stor(?:y|ies)|reports?|news|coverage|pieces?|editorials?|interviews?|columns?|headlines?|anything|something|everything)(?: published| printed)? (?:from|by|in|of)",
    "es": r"(?:articulos?|noticias?|notas?|reportajes?|cronicas?|editorial(?:es)?|entrevistas?|titulares?|algo|todo)(?: publicad[oa]s?)? (?:de|en|por)",
    "fr": r"(?:articles?|reportages?|papiers?|nouvelles|editor(?:ial|iaux)|interviews?|titres?)(?: publies?| parus?)? (?:de|dans|par|d')",
    "de": r"(?:artikeln?|berichten?|meldungen?|beitragen?|nachrichten|interviews?|schlagzeilen)(?: erschienen)? (?:aus|von|in|im|des|der)",
    "pt": r"(?:artigos?|noticias?|reportagens?|materias?|editorial|editoriais|entrevistas?|manchetes?)(?: publicad[oa]s?)? (?:de|em|por)",
    "it": r"(?:articol[oi]|notizi[ae]|servizi|editoriale|interviste|titoli)(?: pubblicat[ie])? (?:di|da|in|su)",
}
# Before a paper this may mean its pages or its house; only the pages are a filter.
_IN = {
    "en": r"in|from", "es": r"en", "fr": r"dans", "de": r"in|im|aus|bei", "pt": r"em", "it": r"in|su",
}  # fmt: skip
_HOUSE = {
    "en": r"work|job|invest|employ|hire|staff|strike|layoff|stake|shares?|reporter|journalist|editor|career|start|intern|confidence|trust|money|fire|lawsuit|change",
    "es": r"trabaj|empleo|invert|invirt|contrat|huelga|despid|accion|periodista|redactor|editor|carrera|empez|confia|dinero|incendio",
    "fr": r"travaill|emplo|invest|embauch|greve|licenci|action|journaliste|redacteur|carriere|commenc|confiance|argent|incendie",
    "de": r"arbeit|invest|angestellt|einstell|streik|entlass|anteil|journalist|redakt|karriere|begann|vertrau|geld|brand",
    "pt": r"trabalh|empreg|invest|contrat|greve|demit|acoes|jornalista|editor|redator|carreira|comec|confia|dinheiro|incendio",
    "it": r"lavor|impieg|invest|assun|sciopero|licenzi|azioni|giornalista|redattore|carriera|cominci|inizi|fiducia|soldi|incendio",
}
_ABOUT = {
    "en": r"(?:about|on|regarding|concerning|of)", "es": r"(?:sobre|acerca de|acerca del|de|del|respecto a|respecto al)",
    "fr": r"(?:sur|a propos de|a propos du|au sujet de|au sujet du|de|du|des)", "de": r"(?:uber|zu|zum|zur|von|vom)",
    "pt": r"(?:sobre|acerca de|acerca d[oa]|a respeito d[eoa]|de|do|da)",
    "it": r"(?:su|sul|sulla|sullo|sui|sugli|sulle|di|del|della|dello|riguardo a)",
}  # fmt: skip
_WHAT_BEFORE = {
    "en": r"what(?: all| else)? (?:did|does|do|has|have|is|was)(?: the)?",
    "es": r"que (?:mas )?(?:dice|dijo|dicen|publico|publica|escribio|escribe|informo|informa|cuenta|conto|reporto|reporta|(?:ha|habia) (?:dicho|publicado|escrito|informado|contado))",
    "fr": r"(?:que|qu'est-ce que|qu')(?: ?)(?:dit|ecrit|rapporte|raconte|publie|a dit|a ecrit|a publie|a rapporte|rapportait|disait|ecrivait|)",
    "de": r"was (?:schreibt|schrieb|sagt|sagte|berichtet|berichtete|meldet|meldete|hat|stand|steht)",
    "pt": r"(?:o )?que (?:diz|disse|escreve|escreveu|publica|publicou|noticia|noticiou|informou|conta|contou|relatou)",
    "it": r"(?:che cosa|cosa|che) (?:dice|diceva|scrive|scriveva|riporta|racconta|pubblica|ha (?:detto|scritto|riportato|pubblicato|raccontato))",
}
_WHAT_AFTER = {
    "en": r" (?:also |just )?(?:report|reported|reporting|say|said|saying|write|wrote|written|publish|published|print|printed|tell|told|know)(?: us)?",
    "es": r"", "fr": r"(?: (?:dit|ecrit|rapporte|raconte|publie|a dit|a ecrit|a publie))?(?:-t-il|-t-elle)?", "de": r"", "pt": r"", "it": r"",
}  # fmt: skip
_WHAT_END = {"de": r"(?: (?:geschrieben|berichtet|gesagt|gemeldet|veroffentlicht))?"}
_REPORTED = {
    "en": "What is reported {}?", "es": "¿Qué se publicó {}?", "fr": "Qu'écrit-on {} ?", "de": "Was wird {} berichtet?",
    "pt": "O que se publicou {}?", "it": "Cosa si scrive {}?",
}  # fmt: skip
_ANYTHING = {
    "en": "What's the latest?", "es": "¿Qué hay de nuevo?", "fr": "Quoi de neuf ?", "de": "Was gibt es Neues?",
    "pt": "Quais as novidades?", "it": "Che novità ci sono?",
}  # fmt: skip
_HOW_MANY = {
    "en": r"(?:how many|number of)(?: \w+)? (?:articles|stories|reports|pieces|items|news items|editorials|columns)",
    "es": r"cuant[oa]s (?:articulos|noticias|notas|reportajes|cronicas|textos|informaciones|editoriales)",
    "fr": r"combien (?:de |d')(?:articles|reportages|papiers|textes|depeches)",
    "de": r"wie ?viele(?: \w+)? (?:artikel|berichte|meldungen|beitrage|texte)",
    "pt": r"quant[oa]s (?:artigos|noticias|reportagens|materias|textos)",
    "it": r"quant[ie] (?:articoli|notizie|servizi|pezzi|testi)",
}
_YES_NO = {
    "en": r"(?:did|does|do|has|have|is|was)", "es": r"(?:ha|han|habia|hay|public[oa]|inform[oa]|dijo|escribio)",
    "fr": r"(?:est-ce que|a-t-on|a)", "de": r"(?:hat|haben|schrieb|schreibt|berichtete|berichtet)",
    "pt": r"(?:tem|ha|publicou|noticiou|escreveu|falou)", "it": r"(?:ha|hanno|aveva)",
}  # fmt: skip
_AFTERWARDS = {
    "en": r"'s (?:coverage|reports?|reporting|stor(?:y|ies)|articles?|account|pages|archive|version)",
    "de": r" (?:zufolge|nach)(?=$|[ ,?.!])",
}
ARTICLES = frozenset(
    "the el la los las le les l il lo i gli o a os as der die das dem den des del al du au aux do da dos das no na nos nas"
    " dello della dell dei degli delle sul sulla sullo sull nel nella nello nell dal dalla dallo dall allo alla all zum zur"
    " im vom beim pelo pela".split()
)
# Articles that hold a preposition, as what comes before a source.
CONTRACTED_IN = frozenset("no na nos nas nel nella nello nell sul sulla sullo sull im".split())
JOINS = re.compile(r",? ?(?:and|or|y|e|o|u|et|ou|und|oder|ed)? ?(?:in|en|dans|em|su|selon|segun|laut|according to)? ?")

_MEDIA = {
    "en": r"(?:newspapers?|papers?|press|media|articles?|stories|sources?|outlets?|reports?|publications?|news|dailies|texts|journals|coverage)",
    "es": r"(?:periodicos?|diarios?|prensa|medios|articulos?|noticias|fuentes?|textos|publicaciones|reportajes|notas|cabeceras)",
    "fr": r"(?:journaux|journal|presse|medias|articles?|sources?|textes|publications|titres|quotidiens)",
    "de": r"(?:zeitung|zeitungen|presse|medien|artikeln?|quellen|texten?|blattern|berichten?|nachrichten)",
    "pt": r"(?:jornais|jornal|imprensa|meios|artigos?|noticias|fontes?|textos|publicacoes|reportagens|midia)",
    "it": r"(?:giornali|giornale|stampa|media|articoli|notizie|fonti|testi|pubblicazioni|testate|quotidiani)",
}
_LOOK = {
    "en": r"(?:according to|in|from|by|across|using)(?: the)?", "es": r"(?:segun|en|de|por)(?: los| la| las)?",
    "fr": r"(?:selon|dans|d'apres|de|par)(?: les| la| des)?", "de": r"(?:laut|in|aus|nach)(?: der| den)?",
    "pt": r"(?:segundo|em|n[oa]s?|d[eoa]s?)(?: os| a| as)?", "it": r"(?:secondo|su|sui|sulla|in|nei|nella|di|dai|dalla)(?: i| la)?",
}  # fmt: skip
_IN_LANGUAGE = {"en": "in", "es": "en", "fr": "en", "de": "auf", "pt": "em", "it": "in"}
# A language after these is the matter itself: what is said, taught, sung or named in it.
_MATTER = {
    "en": r"\b(?:say|said|speak|speaks|spoken|spoke|talk|sing|sings|sung|sang|write|writes|wrote|written|teach|teaches|taught|translat\w+|called|mean|means|word|words|name|named|lessons?|classes|course|novel|books?|songs?|films?|movie|plays?|speech|signs?|read|reads|poems?|perform\w*|dubbed|subtitl\w*|fluent|spelled|broadcast|available|offered|exam|exams|mass|held|given|schools?|interest|rise|pronounce\w*)\b",
    "es": r"\b(?:dice|decir|habl\w+|cant\w+|escrib\w+|escrit\w+|ense\w+|traduc\w+|llama|significa|palabras?|nombre|clases?|curso|novela|libros?|cancion\w*|peliculas?|discurso|letreros?|lee|leer|poemas?|disponible|ofrec\w+|examen|misa|pronunci\w+|obra)\b",
    "fr": r"\b(?:dit|dire|parl\w+|chant\w+|ecri\w+|enseign\w+|tradui\w+|appelle|signifie|mots?|nom|cours|roman|livres?|chansons?|films?|discours|panneaux|lit|lire|poemes?|disponible|examen|messe|prononc\w+|piece)\b",
    "de": r"\b(?:hei(?:ss|ß)t|sagt|sagen|sprech\w*|spricht|gesprochen|sing\w*|gesungen|geschrieben|unterricht\w*|ubersetz\w*|bedeutet|wort|worter|name|kurs\w*|roman|buch|bucher|lied\w*|film\w*|rede|schilder|lesen|gedicht\w*|verfugbar|prufung|messe|stuck)\b",
    "pt": r"\b(?:diz|dizer|fala\w*|cant\w+|escrev\w+|escrit\w+|ensin\w+|traduz\w*|chama|significa|palavras?|nome|aulas?|curso|romance|livros?|canc\w+|filmes?|discurso|placas|ler|poemas?|disponivel|exame|missa|pronunci\w+|peca)\b",
    "it": r"\b(?:dice|dire|parl\w+|cant\w+|scriv\w+|scritt\w+|insegn\w+|tradu\w+|chiama|significa|parol[ae]|nome|lezion\w+|corso|romanzo|libr[oi]|canzon\w+|film|discorso|cartelli|legge\w*|poesi\w+|disponibile|esame|messa|pronunci\w+|opera)\b",
}


@dataclass(frozen=True)
class OutletWords:
    """The compiled patterns of one language; those that are matched before a name end where it begins."""

    according: re.Pattern[str]
    stories_in: re.Pattern[str]
    inside: re.Pattern[str]
    house: re.Pattern[str]
    what_before: re.Pattern[str]
    what_after: re.Pattern[str]
    how_many: re.Pattern[str]
    yes_no: re.Pattern[str]
    about: re.Pattern[str]
    afterwards: re.Pattern[str]
    reported: str
    anything: str
    only: str
    media: str
    look: str
    in_language: str
    matter: re.Pattern[str]


@functools.cache
def outlet_words(language: str) -> OutletWords:
    """Return the patterns of a language that has them ("en", "es", "fr", "de", "pt", "it")."""
    only = f"(?:{_ONLY[language]})?"
    about = _ABOUT[language]
    end = _WHAT_END.get(language, "")
    return OutletWords(
        according=re.compile(rf",? ?(?<![\w'])(?:{only}(?:{_ACCORDING[language]})) ?$"),
        stories_in=re.compile(rf"(?<!\w)(?P<keep>(?:{_STORIES_IN[language]})) ?$"),
        inside=re.compile(rf",? ?(?<![\w'])(?:{only}(?:{_IN[language]})) ?$"),
        house=re.compile(rf"\b(?:{_HOUSE[language]})"),
        what_before=re.compile(rf"(?:{_WHAT_BEFORE[language]}) ?$"),
        what_after=re.compile(rf"{_WHAT_AFTER[language]}(?P<about> {about} .+?)?{end} ?[?.!]*$"),
        how_many=re.compile(_HOW_MANY[language]),
        yes_no=re.compile(_YES_NO[language]),
        about=re.compile(rf"(?<!\w){about} "),
        afterwards=re.compile(_AFTERWARDS.get(language, r"(?!)")),
        reported=_REPORTED[language],
        anything=_ANYTHING[language],
        only=only,
        media=_MEDIA[language],
        look=_LOOK[language],
        in_language=_IN_LANGUAGE[language],
        matter=re.compile(_MATTER[language]),
    )
