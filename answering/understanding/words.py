"""Short lists of words that are no names, although they begin with a capital or stand inside one."""

import functools

from babel import Locale, UnknownLocaleError

from answering.understanding.spelling import fold

# What may stand between two words of one name.
CONNECTORS = frozenset(
    """
    of the and de la las los el lo le les du des del dei degli della delle di da do dos das dal e y et und i von van der den dem
    zu zum zur vom bin ibn ben al el ul a o y ter ten af av d l dell
    """.split()
)
# Connectors that join what they stand between into one name, and are no part of ordinary phrases between two names.
JOINING = {
    "en": frozenset("of de la las los le du des del della di da do dos das van von der den bin ibn al ter".split()),
    "es": frozenset("de del la las los van von der den bin ibn al da do dos du".split()),
    "fr": frozenset("de du des la le les van von der den bin ibn al da do dos del di".split()),
    "de": frozenset("de la los le du del della di da do dos van von bin ibn al".split()),
    "pt": frozenset("de da do das dos van von der den bin ibn al del la di du".split()),
    "it": frozenset("di de del della dei degli delle da dal van von der den bin ibn al la du do dos".split()),
}

# Words that begin a question or sentence: question words, verbs, prepositions, adverbs; never a name by their capital alone.
_STARTERS_OF = {
    "en": """
    what who whom whose which when where why how is are was were am be been being do does did done has have had having can could
    will would shall should may might must if in on at by for from to of with without about after before during since until
    under over between among against according the a an this that these those there here it its he she they we you his her
    their our your my and or but so then than as also not no yes please tell show give list name find describe explain
    compare summarize summarise define identify state mention let say says said i me us any some all each every both many
    much more most few other another such only even still yet today yesterday tomorrow tonight meanwhile however later
    earlier once while whether because although though despite through throughout near across around above below behind
    inside outside within into onto upon per via like unlike besides except instead apart out up down off again ever never
    always often sometimes usually recently currently now just one two three four five six seven eight nine ten first second
    third last next new former late acting mr mrs ms dr hello hi thanks thank good news latest update updates timeline
    history summary question born died made make get got go went come came see
    """,
    "es": """
    que quien quienes cual cuales cuando donde adonde por como cuanto cuanta cuantos cuantas es son era eran fue fueron ser
    estar esta estan estaba ha han habia hay hubo tiene tienen tenia puede pueden podria debe si en de del desde hasta para con
    sin sobre tras entre segun durante ante bajo contra hacia mediante a al el la los las lo un una unos unas este esta estos
    estas ese esa esos esas aquel aquella su sus mi tu nuestro y e o u pero no tambien ya ayer hoy manana mientras luego
    despues antes entonces ademas aunque porque pues asi dime dame cuenta explica muestra describe enumera nombra menciona
    busca resume compara haz cuentame explicame hola gracias buenos buenas noticias ultimas ultimos primer primera primero
    segundo segunda dos tres cuatro cinco qué cuál quién cómo dónde nuevo nueva ex san
    """,
    "fr": """
    que quoi qui quel quelle quels quelles quand ou comment pourquoi combien lequel laquelle est sont etait etaient fut furent
    a ont avait avaient aura peut peuvent doit y en dans de du des depuis jusque pour avec sans sur sous selon entre apres
    avant pendant durant contre vers chez par parmi d apres le la les l un une ce cet cette ces son sa ses mon ton notre leur
    leurs il elle ils elles on nous vous je et mais donc or ni car si ne pas aussi hier aujourd hui demain alors ensuite
    puis cependant lors lorsque tandis dis donne montre explique decris liste cite nomme trouve resume compare raconte
    bonjour merci dernieres derniers nouvelles premier premiere deux trois quatre cinq nouveau nouvelle est-ce qu au aux quoi
    """,
    "de": """
    was wer wen wem wessen wann wo wohin woher warum weshalb wieso wie wieviel wieviele welche welcher welches welchen welchem
    womit wovon wofur woran woraus worum worin wozu wodurch ist sind war waren sei wird werden wurde wurden hat haben hatte
    hatten kann konnte konnen muss musste soll sollte darf will wollte gibt gab es in im an am auf aus bei beim mit nach
    seit von vom vor zu zum zur uber unter durch fur gegen ohne um bis zwischen wahrend wegen trotz laut gemass neben hinter
    der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jener jene sein seine ihr ihre
    unser und oder aber denn wenn ob als dass weil obwohl nicht auch noch schon nur gestern heute morgen dann danach zuvor
    inzwischen er sie wir ihr man ich du sag sage nenne zeige erklare beschreibe liste finde gib vergleiche fasse erzahl
    hallo danke neueste neues neue aktuelle erste zweite dritte zwei drei vier funf herr herrn frau fraulein
    """,
    "pt": """
    o que quem qual quais quando onde como por quanto quanta quantos quantas e sao era eram foi foram ser estar esta estao
    tem tinha ha houve pode podem deve em no na nos nas de do da dos das desde ate para com sem sobre apos entre segundo
    durante ante sob contra a as os um uma uns umas este esta estes estas esse essa isso aquele seu sua seus suas meu nosso
    mas ou nem se nao tambem ja ontem hoje amanha enquanto depois antes entao alem embora porque pois assim diga me de
    mostre explique descreva liste cite nomeie encontre resuma compare conte ola obrigado bom boa noticias ultimas ultimos
    primeiro primeira dois duas tres quatro cinco novo nova ao aos
    """,
    "it": """
    che cosa chi quale quali quando dove come perche quanto quanta quanti quante e sono era erano fu furono essere stare sta
    ha hanno aveva c puo possono deve in nel nella nei nelle nello di del della dei delle dello da dal dalla dai per con
    senza su sul sulla sui tra fra secondo durante contro verso dopo prima fino a al alla ai alle allo il lo la i gli le un uno una
    questo questa questi queste quel quella suo sua suoi loro mio nostro ma o se non anche gia ieri oggi domani mentre poi
    allora inoltre sebbene cosi dimmi dammi mostra spiega descrivi elenca cita nomina trova riassumi confronta racconta ciao
    grazie buongiorno notizie ultime ultimi primo prima due tre quattro cinque nuovo nuova qual cos dov com l d
    """,
    "ru": """
    кто что какои какая какое какие какому каким какую когда где куда откуда почему зачем как сколько чеи чья чье в во на с со из от
    до по о об к у за под над при для без через после перед между и а но или если не ли был была было были есть это этот
    эта эти он она они мы вы я его ее их согласно кому кем чем чему ком чем кого чего каком какого каких скольким
    """,
}
STARTERS = frozenset(fold(word) for words in _STARTERS_OF.values() for word in words.split())
# Little words that in a heading's style ("What Did Voss Say") bear a capital they bear nowhere else.
FUNCTION_WORDS = frozenset(
    """
    what who which when where why how is are was were did does do has have had can could will would should about say said
    says get from with into that this their his her its after before between during against for if not
    """.split()
)
# Little words that headings leave small.
PARTICLES = frozenset(
    "a an the and or of in on at to for by with from as de del la el los las y en du des et le les da do e di il".split()
)
# Capitals that are no names.
NO_ACRONYMS = frozenset(
    "tv ceo cfo cto pm mp mps mep meps am ad bc bce ce dna rna gdp vat iva pib bip usd eur ok id pc hd km kg faq q a i ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi adn pil tva mwst covid".split()
)
# A number behind one of these need not stand in the story: more than 100 may be 112, between 2019 and 2021 may be 2020.
BOUNDS = frozenset(
    """
    than least most over under above below between from to until till since before after about around nearly almost
    approximately roughly least exceeding through by mas menos desde hasta entre antes despues sobre casi
    unos unas alrededor aproximadamente a plus moins environ presque entre depuis avant apres jusqu jusque
    als mindestens hochstens uber unter zwischen seit vor nach bis rund etwa fast circa ab mais cerca quase ate depois
    decada decadas decennie annees anni jahrzehnt с по до после около более менее между
    di piu meno quasi tra fra dal dopo prima fino oltre almeno
    """.split()
)


@functools.cache
def calendar_words(language: str) -> frozenset[str]:
    """Return the folded names of months and weekdays, long and short."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError, TypeError):
        locale = Locale.parse("en")
    names = [
        name
        for kind in (locale.months, locale.days)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in kind[context][width].values()
    ]
    return frozenset(fold(str(name)).strip(".") for name in names) - {""}
