"""Which language a column of a file means: "es-MX", "spa", "Spanish" and "español" are all "es"."""

_ROWS = """
af afr afrikaans
ar ara arabic árabe arabe العربية
bg bul bulgarian búlgaro български
bn ben bengali bengalí বাংলা
ca cat catalan catalán català
cs ces cze czech checo čeština
cy cym wel welsh galés cymraeg
da dan danish danés dansk
de deu ger german alemán deutsch allemand alemão
el ell gre greek griego ελληνικά
en eng english inglés anglais inglês englisch
es spa spanish español castellano castilian espagnol espanhol spanisch
et est estonian estonio eesti
eu eus baq basque vasco euskera euskara
fa fas per persian farsi persa فارسی
fi fin finnish finés finlandés suomi
fr fra fre french francés français francês französisch
ga gle irish irlandés gaeilge
gl glg galician gallego galego
he heb iw hebrew hebreo עברית
hi hin hindi हिन्दी
hr hrv croatian croata hrvatski
hu hun hungarian húngaro magyar
id ind in indonesian indonesio
is isl ice icelandic islandés íslenska
it ita italian italiano italien
ja jpn japanese japonés 日本語
ka kat geo georgian georgiano ქართული
ko kor korean coreano 한국어
lt lit lithuanian lituano lietuvių
lv lav latvian letón latviešu
mk mkd mac macedonian macedonio македонски
mr mar marathi मराठी
ms msa may malay malayo
nb nob bokmål
nl nld dut dutch neerlandés holandés nederlands
nn nno nynorsk
no nor norwegian noruego norsk
pl pol polish polaco polski
pt por portuguese portugués português portugais
ro ron rum romanian rumano română
ru rus russian ruso русский
sk slk slo slovak eslovaco slovenčina
sl slv slovenian slovene esloveno slovenščina
sq sqi alb albanian albanés shqip
sr srp serbian serbio српски srpski
sv swe swedish sueco svenska
sw swa swahili kiswahili
ta tam tamil தமிழ்
te tel telugu తెలుగు
th tha thai tailandés ไทย
tr tur turkish turco türkçe
uk ukr ukrainian ucraniano українська
ur urd urdu اردو
vi vie vietnamese vietnamita
zh zho chi chinese chino mandarin 中文
"""
_CODES = {name: names[0] for names in map(str.split, _ROWS.strip().splitlines()) for name in names}


def language_code(name: str) -> str | None:
    """Return the lower-case ISO 639-1 code that a code, tag or name of a language stands for, None where it is none.

    A code of two letters that is not in the table is taken at its word.
    """
    words = name.casefold().replace("_", "-").replace("(", " ").split()
    primary = words[0].split("-")[0] if words else ""
    if primary in _CODES:
        return _CODES[primary]
    return primary if len(primary) == 2 and primary.isascii() and primary.isalpha() and primary != "xx" else None
