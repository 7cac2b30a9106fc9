"""The words by which six languages ask for the latest, for a course of events, for a count, for anything, or only greet.

Each table is one pattern a line, over text folded by `folding.folded`, without courtesy and outer punctuation; the whole
question must match. TOPIC stands for what is asked about, ON for a preposition before it (with the article that it may
have swallowed: "del", "au", "sulla"), BARE for a topic of a few words that no question word begins.
"""

import functools
import re
from dataclasses import dataclass

from answering.understanding.function_words import QUESTION_WORDS

_ON = {
    "en": r"(?P<on>(?:on|about|regarding|concerning|with|in|of|from|around|over|for|to|at|behind) )",
    "es": r"(?P<on>(?:(?:sobre|acerca de|en torno a|respecto a|respecto de|con|en|para|por|de|a|del|al|acerca del|en torno al|respecto al) ))",
    "fr": r"(?P<on>(?:(?:(?:au sujet|a propos|autour) )?(?:de|du|des)|concernant|pour|dans|sur|avec|chez|a|au|aux|en) |(?:(?:au sujet|a propos|autour) )?d')",
    "de": r"(?P<on>(?:rund um|zu|zum|zur|uber|bei|beim|von|vom|mit|um|in|im|an|am|auf|wegen|aus|fur|des|der|bezuglich) )",
    "pt": r"(?P<on>(?:sobre|acerca de|acerca do|acerca da|a respeito de|a respeito do|a respeito da|quanto a|quanto ao|com|em|para|de|do|da|dos|das|no|na|nos|nas|a|ao|aos) )",
    "it": r"(?P<on>(?:(?:riguardo |intorno |rispetto |in merito )?(?:su|sul|sullo|sulla|sui|sugli|sulle|di|del|dello|della|dei|degli|delle|a|al|allo|alla|ai|agli|alle|da|dal|dalla|in|nel|nello|nella|nei|negli|nelle|con|col|per|circa|tra|fra)) |(?:riguardo |in merito )?(?:sull|dell|all|dall|nell|d)')",
}
# What a preposition has swallowed: "del puente" is about "el puente".
ARTICLES = {
    "es": {"del": "el ", "al": "el "},
    "fr": {"du": "le ", "des": "les ", "au": "le ", "aux": "les "},
    "pt": {
        **{form: f"{form[-1]} " for form in ("do", "da", "no", "na")},
        **{form: f"{form[-2:]} " for form in ("dos", "das", "nos", "nas", "aos")},
        "ao": "o ",
    },
    "it": {
        **{f"{stem}{end}": f"{article} " for stem in ("su", "de", "a", "da", "ne") for end, article in (
            ("l", "il"), ("llo", "lo"), ("lla", "la"), ("i", "i"), ("gli", "gli"), ("lle", "le"))},
        **{f"{stem}'": "l'" for stem in ("sull", "dell", "all", "dall", "nell")},
        "col": "il ",
    },
}  # fmt: skip
# German topics stand without their article, which the preposition has bent ("zu dem Streik").
GERMAN_ARTICLE = re.compile(r"(?:dem )?(?:thema )(?=\w)|(?:der|die|das|dem|den|des) (?=\w)")

_EN_NEWS = r"(?:news|updates?|developments?|status|state|state of play|situation|information|info|reports?|stories|articles|headlines|coverage|word|progress)"
_ES_NEWS = r"(?:noticias?|novedad|novedades|nuevas|informacion|informaciones|actualizacion|actualizaciones|avances?|desarrollos?|hechos|articulos|estado|situacion)"
_FR_NEWS = r"(?:nouvelles?|nouveautes?|infos?|informations?|actualites?|developpements?|articles|avancees?|evolutions?|etat|situation|actus?)"
_DE_NEWS = r"(?:nachrichten?|neuigkeiten|neue[sn]?|meldungen|entwicklungen?|informationen|infos|artikel|berichte|stand|sachstand|lage|aktuelles|updates?)"
_PT_NEWS = r"(?:noticias?|novidades?|informacao|informacoes|atualizacao|atualizacoes|avancos?|desenvolvimentos?|artigos|situacao|estado)"
_IT_NEWS = r"(?:notizi[ae]|novita|aggiornament[oi]|informazioni|sviluppi|articoli|situazione|stato|nuove)"

_LATEST = {
    "en": rf"""
what(?:'s|s| is| are| was| were) (?:the |there )?(?:very )?(?:latest|newest|most recent|recent|current)(?: news)?(?: {_EN_NEWS})? ON TOPIC
what(?:'s|s| is| was)(?: there)? new ON TOPIC
what(?:'s|s| is) (?:the )?(?:news|state of play|state of affairs|status) ON TOPIC
(?:(?:is|are|was|were) there )?(?:any|some) (?:new|recent|latest|fresh|further|more)? ?{_EN_NEWS} ON TOPIC
(?:(?:is|are|was|were) there )?(?:anything|something) (?:new|recent|fresh|further) ON TOPIC
(?:the )?(?:very )?(?:latest|newest|most recent)(?: news)?(?: {_EN_NEWS})? ON TOPIC
(?:the )?(?:recent|current|new|fresh|all the|all) {_EN_NEWS} ON TOPIC
(?:the )?news (?:on|about|regarding|of|from) TOPIC
(?:the )?(?:latest|recent|newest|current) BARE (?:news|updates?|developments?)
BARE:? (?:the )?(?:latest|latest news|news|news updates?|updates?|latest updates?|latest developments)
what(?:'s|s| is| has been)(?: currently| now)? (?:happening|going on|up)(?: now| right now| currently)? ON TOPIC
what (?:do|does|did) (?:we|you|people|anyone|the archive|one) (?:now |already |currently )?know (?:so far )?(?:about|of|on) TOPIC
what is (?:so far |currently |now |already )?known (?:so far )?(?:about|of|on) TOPIC
(?:has|have|did) (?:anything|something|much)(?: new| else)? (?:happened|changed|happen|change|moved) ON TOPIC
(?:how|where) (?:do|does) (?:things|matters|it|we)(?: currently| now)? stand ON TOPIC
where are (?:we|they|things) (?:with|on|regarding) TOPIC
how(?: is|'s| are)(?: things with)? TOPIC (?:going|progressing|coming along|coming on|getting on|shaping up|advancing)
(?:an? |the )?(?:quick |latest |short |brief )?updates? (?:on|about|regarding|for|of) TOPIC
update (?:me|us) (?:on|about) TOPIC
(?:bring|keep|get) (?:me|us) (?:up to (?:date|speed)|posted|updated) (?:on|about|with) TOPIC
(?:catch|fill) (?:me|us) (?:up|in) (?:on|with|about) TOPIC
what (?:has |have )?(?:happened|changed) (?:most recently|recently|lately|last|latest|just now) ON TOPIC
what (?:has |have )(?:just|recently|lately) (?:happened|changed) ON TOPIC
what (?:has |have )?(?:happened|changed) ON TOPIC (?:recently|lately|most recently|of late)""",
    "es": rf"""
(?:que|lo que) (?:se|sabemos|sabes|sabe usted|sabe) ?(?:sabe|conoce)?(?: hoy| ahora| hasta ahora| ya)? ON TOPIC
que (?:hay|tenemos|hubo) de nuevo ON TOPIC
que (?:hay|tenemos|tienes) (?:mas )?nuevo ON TOPIC
(?:que|cuales son las|cuales son los|cual es la|cual es el|que hay de las|hay|alguna|algunas|tienes|tiene|existe|existen)(?: hay| alguna| algunas)? ?(?:ultim[ao]s? |mas recientes? |recientes? |nuev[ao]s? |hay )?{_ES_NEWS}(?: mas recientes?| recientes?| nuev[ao]s?| actual| hay| tienes)? ON TOPIC
(?:las |los |la |el )?(?:ultim[ao]s? )?{_ES_NEWS}(?: mas recientes?| recientes?| de ultima hora| actual| actuales)? ON TOPIC
(?:que es |cual es )?lo (?:ultimo|mas reciente|mas nuevo) (?:que se sabe |que hay |que sabemos )?ON TOPIC
(?:hay )?(?:algo nuevo|algo de nuevo|novedades) ON TOPIC
(?:ha (?:cambiado|pasado)|cambio|hubo)(?: algo| alguna novedad)(?: nuevo)? ON TOPIC
como (?:va|van|sigue|siguen|marcha|marchan|avanza|avanzan|anda|andan|se encuentra|esta la situacion) (?:(?P<on>del?) )?TOPIC
en que (?:punto|estado|situacion|fase) (?:esta|estan|se encuentra|se encuentran|anda) TOPIC
en que (?:quedo|quedaron|va|anda) TOPIC
que (?:esta pasando|pasa|ocurre|sucede|esta ocurriendo|esta sucediendo)(?: ahora)? ON TOPIC
que (?:ha pasado|paso|ha ocurrido) (?:ultimamente|recientemente) ON TOPIC
(?:ponme|pongame|ponnos) al (?:dia|corriente) ON TOPIC
BARE:? (?:ultimas noticias|ultima hora|novedades|noticias)""",
    "fr": rf"""
(?:quoi de neuf|du nouveau|y a-t-il du nouveau|quoi de nouveau|qu'y a-t-il de nouveau|qu'y a-t-il de neuf|rien de nouveau) ON TOPIC
(?:ou|a quel point) en (?:est|sont|etait|est-on|sommes-nous|est-ce)(?: avec| pour| de)? TOPIC
ou (?:on )?en est(?:-on)? ON TOPIC
(?:quelles? (?:est|sont) |quel est )?(?:l'|les |la |le )?(?:toutes )?(?:dernier(?:e|s|es)? |tout dernier(?:e|s|es)? )?{_FR_NEWS}(?: (?:recentes?|actuelle?s?|les plus recentes))? ON TOPIC
(?:y a-t-il|avez-vous|as-tu|il y a) (?:des|du|de|d') ?(?:derni?eres? |nouvelles? )?{_FR_NEWS}(?: recentes?)? ON TOPIC
(?:des|quelles) {_FR_NEWS} ON TOPIC
(?:que|qu'est-ce qu'|qu'est-ce que|qu'|ce qu')(?: ?)(?:sait-on|on sait|savons-nous|nous savons|l'on sait)(?: deja| aujourd'hui)? ON TOPIC
(?:que|qu'est-ce qui) se passe(?:-t-il)?(?: en ce moment| actuellement)? ON TOPIC
comment (?:ca )?(?:avance|avancent|se porte|va|se passe|progresse)(?:-t-elle|-t-il)? TOPIC
le point sur TOPIC
(?:est-ce que quelque chose a|quelque chose a-t-il) (?:change|bouge) ON TOPIC
(?:faites|fais)(?:-moi)? le point sur TOPIC
(?:mets|mettez|tiens|tenez)-moi (?:a jour|au courant) ON TOPIC
BARE:? (?:dernieres nouvelles|dernieres infos|actualites?)""",
    "de": rf"""
(?:was gibt es|was gibt's|gibt es|gibt's|gab es|was gab es|haben sie|hast du|existieren)(?: (?:denn|schon|etwas|was|irgendwelche|irgendetwas|noch))* ?(?:die |das )?(?:neueste[ns]? |letzte[ns]? |aktuelle[ns]? |neue )?{_DE_NEWS} ON TOPIC
(?:was|wie) (?:ist|sind|war|lautet|lauten) (?:das|der|die) (?:neueste[ns]?|aktuelle[nrs]?|letzte[nrs]?|jungste[nrs]?)(?: {_DE_NEWS})? ON TOPIC
wie (?:ist|steht|sieht|lautet) (?:der |die |es |das )?(?:aktuelle |derzeitige |momentane |jetzige )?(?:stand(?: der dinge)?|sachstand|lage|situation|aus|)? ?ON TOPIC
wie (?:weit|steht es|geht es) (?:ist|sind|voran)? ?(?:es |man )?ON TOPIC
wie (?:geht es|lauft es|kommt man|kommen)(?: gerade| derzeit)? ON TOPIC(?: voran| weiter)?
wie (?:weit )?(?:ist|sind) TOPIC (?:vorangekommen|fortgeschritten|gediehen)
was wei(?:ss|ß) (?:man|das archiv)(?: (?:schon|bisher|inzwischen|heute))? ON TOPIC
was wissen wir(?: (?:schon|bisher|inzwischen|heute))? ON TOPIC
was ist(?: (?:schon|bisher|inzwischen|heute))? ON TOPIC bekannt
was ist (?:los|neu) ON TOPIC
(?:hat|tut) sich (?:etwas |was )?ON TOPIC (?:etwas |was )?(?:getan|geandert|verandert|bewegt)?
was (?:passiert|geschieht|tut sich)(?: gerade| derzeit| aktuell)? ON TOPIC
(?:die |das |der )?(?:neueste[ns]? |letzte[ns]? |aktuelle[nrs]? |jungste[ns]? )?{_DE_NEWS} ON TOPIC
(?:das )?(?:neueste|aktuelles) ON TOPIC
wo steh(?:t|en) (?:wir |man )?ON TOPIC
BARE:? (?:neueste nachrichten|aktuelle nachrichten|aktuell|neuigkeiten|nachrichten)""",
    "pt": rf"""
(?:o )?que (?:se sabe|sabemos|se conhece|ja se sabe)(?: hoje| agora| ate agora)? ON TOPIC
(?:o )?que (?:ha|temos|tem) de (?:novo|mais recente) ON TOPIC
(?:quais|que|qual)(?: sao| e| ha| as| os| a| tem)* ?(?:ultim[ao]s? |mais recentes? |recentes? |nov[ao]s? )?{_PT_NEWS}(?: mais recentes?| recentes?| nov[ao]s?| ha| atual)? ON TOPIC
(?:ha|existem|existe|tem|alguma|algumas)(?: alguma| algumas| mais)? ?(?:ultimas |novas |recentes )?{_PT_NEWS}(?: nova| novas| recentes?)? ON TOPIC
(?:ha |tem )?(?:alguma coisa nova|algo novo|algo de novo|alguma coisa de novo) ON TOPIC
(?:as |os |a |o )?(?:ultim[ao]s? )?{_PT_NEWS}(?: mais recentes?| recentes?| de ultima hora| atual)? ON TOPIC
(?:qual e |o que e )?o (?:mais recente|ultimo) (?:que se sabe )?(?:sobre|acerca de|de|do|da) TOPIC
(?:como (?:vai|vao|anda|andam|esta indo|segue|seguem|esta a situacao d[eoa])|a quantas anda|a quantas andam) TOPIC
como esta(?:o)? TOPIC (?:agora|atualmente|neste momento)
(?:mudou|aconteceu)(?: alguma coisa| algo)(?: de novo| nova)? ON TOPIC
em que (?:pe|ponto|estado|fase|situacao) (?:esta|estao|se encontra|se encontram|anda|ficou) TOPIC
(?:o )?que (?:esta acontecendo|se passa|esta a acontecer|esta se passando|acontece)(?: agora)? ON TOPIC
(?:o )?que (?:aconteceu|mudou) (?:recentemente|ultimamente) ON TOPIC
BARE:? (?:ultimas noticias|novidades|noticias)""",
    "it": rf"""
(?:che (?:novita|notizie) (?:ci sono|abbiamo|si hanno)|ci sono(?: delle)? (?:novita|notizie|aggiornamenti|sviluppi)|(?:c'e|che c'e) (?:qualcosa )?di nuovo|qualcosa di nuovo|nulla di nuovo|(?:qualche|alcuna) (?:novita|notizia|aggiornamento)) ON TOPIC
(?:che (?:cosa )?|cosa )?c'e di nuovo ON TOPIC
(?:quali sono |qual e |che )?(?:le |gli |la |lo |l'|i )?(?:piu recenti |recenti |ultim[eaio] |ultimissime )?{_IT_NEWS}(?: piu recenti| recenti| attuale)? ON TOPIC
(?:le )?(?:ultime|ultimissime) ON TOPIC
(?:che cosa|cosa|che) si (?:sa|conosce)(?: oggi| ora| finora)? ON TOPIC
(?:che cosa|cosa|che) sappiamo(?: oggi| ora| finora)? ON TOPIC
a che punto (?:e|sono|siamo|si e|si trova|si trovano|stanno|sta)(?: con| i lavori per)? TOPIC
come (?:va|vanno|procede|procedono|prosegue|proseguono|sta andando|stanno andando|avanza)(?: con)? TOPIC
(?:che cosa|cosa|che) (?:sta succedendo|succede|accade|sta accadendo)(?: ora| adesso)? ON TOPIC
(?:che cosa|cosa) e (?:successo|cambiato) (?:di recente|recentemente|ultimamente) ON TOPIC
(?:e|ci sono) (?:cambiato qualcosa|successo qualcosa|cambiamenti) ON TOPIC
(?:aggiornami|mi aggiorni|fammi il punto|il punto) ON TOPIC
BARE:? (?:ultime notizie|ultima ora|novita|notizie|aggiornamenti)""",
}
_TIMELINE = {
    "en": r"""
what(?: all)? (?:has |have |had )?(?:happened|happen|occurred|transpired)(?: step by step| so far| next| then| afterwards)? (?:to|with|at|in|during|on|over|around) TOPIC
what (?:did |has |have )?(?:become|became) of TOPIC
how (?:did|has|have|had) TOPIC (?:develop|developed|unfold|unfolded|evolve|evolved|progress|progressed|come about|came about|play out|played out|proceed|proceeded|go on|pan out|panned out|change|changed)(?: over time| over the (?:years|months|weeks))?(?P<when> (?:since|between|from|in|during|over|after) .+)?
how (?:did|has) it (?:all )?(?:come|get|got) to TOPIC
(?:the |an? )?(?:full |complete |short |brief |whole )?(?:timeline|time line|chronology|history|sequence of events|course of events|course|chronicle|background|chain of events|story so far) (?:of|for|on|about|in|to) TOPIC
what(?:'s| is| was| were| are) the (?:full |complete )?(?:timeline|chronology|history|sequence of events|course of events|chain of events|course|stages|steps|milestones|key events) (?:of|for|in|on|behind|leading to) TOPIC
BARE:? (?:an? |the )?(?:timeline|chronology|step by step|in chronological order|over time|over the years)
(?:walk|run|take|talk) (?:me|us) through TOPIC
(?:trace|retrace|recount|chronicle|reconstruct) TOPIC
(?:summari[sz]e|outline) (?:the )?(?:events|history|course|story|development) (?:of|around|in|behind) TOPIC
(?:the )?(?:events|developments) (?:of|around|in|leading to) TOPIC in (?:chronological )?order""",
    "es": r"""
que (?:le |les )?(?:ha |habia |han )?(?:paso|pasado|ocurrio|ocurrido|sucedio|sucedido|acontecio|acontecido)(?: despues| luego)? ON TOPIC
que (?:fue|ha sido|sera|se hizo) (?P<on>del?) TOPIC
como (?:se )?(?:ha |han |fue |habia )?(?:evoluciono|evolucionado|evolucionaron|evolucionando|desarrollo|desarrollado|desarrollaron|desarrollando|cambio|cambiado|transcurrio|transcurrido|avanzado|sucedio|sucedido) TOPIC
como fue(?:ron)? (?:la evolucion|el desarrollo|el transcurso|la historia) ON TOPIC
(?:la |una |haz una |hazme una |cual es la |cual fue la )?(?:cronologia|linea de tiempo|linea del tiempo|linea temporal|historia|evolucion|secuencia|trayectoria|historial)(?: completa)?(?: de los hechos)? ON TOPIC
(?:cual es|cual fue|cuales fueron|cuales son) (?:la|el|las|los) (?:evolucion|desarrollo|curso|etapas|fases|hitos|pasos) ON TOPIC
(?:como|de que manera) se llego (?:a|al)(?P<on> ) ?TOPIC
BARE:? (?:cronologia|paso a paso|linea de tiempo|en orden cronologico)""",
    "fr": r"""
(?:que s'est-il passe|qu'est-ce qui s'est passe|que s'est passe|ce qui s'est passe|que s'etait-il passe)(?: ensuite)? ON TOPIC
(?:qu'est-il|qu'est-ce qui est|que leur est-il|que lui est-il) arrive ON TOPIC
(?:qu'est devenue?|que sont devenue?s|qu'est-ce qu'est devenue?|que devient|que deviennent|qu'est-il advenu d[eu]) TOPIC
comment (?:a|ont|s'est|se sont|est-ce qu'a) (?:evolue|developpe|developpee?s?|deroulee?s?|change|progresse|evoluee?s?) TOPIC
comment TOPIC (?:a-t-elle|a-t-il|ont-ils|ont-elles|s'est-elle|s'est-il|se sont-ils|se sont-elles|a|ont) (?:evolue|developpee?s?|deroulee?s?|change)
(?:la |une |quelle est la |quel est le |l'|les )?(?:chronologie|historique|deroulement|deroule|frise chronologique|evolution|histoire|etapes)(?: complete?| des evenements)? ON TOPIC
(?:quelle est|quelle a ete|quelles sont|quelles ont ete|quel a ete) (?:la|l'|les|le) ?(?:evolution|chronologie|histoire|etapes|deroulement) ON TOPIC
comment en est-on arrive ON TOPIC
(?:retrace|retracez|racontez|raconte)(?:-moi)? (?:l'histoire|le deroulement|la chronologie) ON TOPIC
BARE:? (?:chronologie|etape par etape|dans l'ordre chronologique)""",
    "de": r"""
was (?:ist|war)(?: alles| denn| genau)? (?:mit|bei|beim|in|im|an|am|auf|um|zu|nach) TOPIC (?:alles )?(?:passiert|geschehen|vorgefallen|los gewesen)
was (?:ist|war)(?: alles| denn| genau)? (?:passiert|geschehen|vorgefallen) ON TOPIC
was (?:passierte|geschah|ereignete sich|widerfuhr|ist geworden)(?: alles| denn)? ON TOPIC
was (?:wurde|ist) aus TOPIC(?: geworden)?
was (?:passierte|geschah|widerfuhr) (?:der|dem|den) TOPIC
wie (?:entwickelte|entwickelten|entwickelt|entwickeln|verlief|verliefen|veranderte|veranderten)(?: sich)? TOPIC
wie (?:hat|haben) sich TOPIC (?:entwickelt|verandert|zugetragen|abgespielt)
wie (?:ist|sind) TOPIC (?:verlaufen|abgelaufen)
wie ging es mit dem thema TOPIC weiter
wie (?:kam es|ist es) ON TOPIC(?: gekommen)?
(?:die |eine |der )?(?:chronologie|chronik|zeitleiste|zeitachse|entwicklung|verlauf|geschichte|ablauf|hergang|werdegang|vorgeschichte)(?: der ereignisse)? (?:zu |zum |zur |von |vom |uber |bei |beim )?(?:des |der |dem |den |die |das )?TOPIC
was (?:ist|war) (?:die|der) (?:chronologie|entwicklung|verlauf|geschichte|ablauf|vorgeschichte) (?:des |der |von |vom |zu |zum |zur )?TOPIC
BARE:? (?:chronologie|chronik|zeitleiste|der reihe nach|in zeitlicher folge|schritt fur schritt)""",
    "pt": r"""
(?:o )?que (?:lhe |e que )?(?:aconteceu|sucedeu|ocorreu|se passou|tem acontecido|houve|acontecera|tinha acontecido)(?: depois)? ON TOPIC
(?:o )?que (?:e feito|foi feito|sera) (?P<on>d[eoa]s? )TOPIC
(?:o )?que foi (?P<on>d[oa]s? )TOPIC
como (?:se )?(?:tem |tinha |foi )?(?:evoluiu|evoluiram|evoluido|desenvolveu|desenvolveu-se|desenvolveram|desenvolvido|mudou|mudaram|decorreu|desenrolou|desenrolou-se|transcorreu) TOPIC
(?:a |uma |qual e a |qual foi a |faca uma |faz uma )?(?:cronologia|linha do tempo|linha de tempo|historia|historico|evolucao|sequencia|trajetoria)(?: completa)?(?: dos acontecimentos| dos fatos)? ON TOPIC
(?:qual e|qual foi|quais foram|quais sao) (?:a|o|as|os) (?:evolucao|historico|etapas|fases|marcos|cronologia) ON TOPIC
como se chegou ON TOPIC
BARE:? (?:cronologia|passo a passo|linha do tempo|em ordem cronologica|por ordem cronologica)""",
    "it": r"""
(?:che cosa|cosa|cos'|che) ?(?:gli |le )?(?:e|era) (?:successo|accaduto|capitato|avvenuto)(?: dopo| poi)? ON TOPIC
(?:che cosa|cosa|che) (?:successe|accadde|capito|avvenne) ON TOPIC
(?:che (?:fine )?(?:ha|hanno) fatto|che ne e (?:stato )?d(?:i|el|ella|ello)) TOPIC
(?:che cosa|cosa) ne e (?:stato )?ON TOPIC
come (?:si )?(?:e |sono |ha |hanno )(?:evolut[oaie]|sviluppat[oaie]|svolt[oaie]|cambiat[oaie]|andat[oaie]) TOPIC
come si (?:evolse|sviluppo|svolse) TOPIC
(?:la |una |il |l'|qual e la |qual e stata la |le )?(?:cronologia|cronistoria|linea del tempo|linea temporale|storia|evoluzione|sequenza|tappe)(?: completa| degli eventi| dei fatti)? ON TOPIC
(?:qual e|qual e stata|quali sono|quali sono state) (?:la|l'|le|il) ?(?:evoluzione|storia|tappe|fasi|cronologia|percorso) ON TOPIC
come si e arrivati ON TOPIC
(?:ripercorri|ricostruisci) TOPIC
BARE:? (?:cronologia|cronistoria|passo per passo|in ordine cronologico)""",
}
_COUNT = {
    "en": r"""
(?:how many|count(?: the| all)?|(?:what is |what's )?the number of|number of)(?: of the| of your)?(?: (?!of\b)[\w-]+){0,2} STORIES (?!of\b)(?:that |which |there are |are there |there were |were there )?(?:have been |were |are |has been |have |has |do |did |does )?(?:(?:the archive|you|we|they|[\w ]{1,30}) )??(?:have |has |hold |contain )?(?:also |ever )?(?:mention(?:s|ed|ing)?|discuss(?:es|ed|ing)?|cover(?:s|ed|ing)?|talk(?:s|ed|ing)? about|speak about|(?:written |published |carried |printed |run |ran |running |write |publish |print |report(?:ed|ing|s)? |focus(?:ed|ing)? |deal(?:s|ing)? |dealt )?(?:about|on|with|concerning|regarding)|refer(?:s|red|ring)? to|concern|name|naming|cite|quote|contain(?:ing)? the words?|contain(?:ing)?|feature|featuring|touch on|address) TOPIC
(?:in )?how many(?: [\w-]+){0,2} STORIES (?:is|are|was|were|does|do|did|has|have) TOPIC (?:mentioned|named|discussed|covered|cited|quoted|appear|figure|feature|come up|been mentioned|appeared|occur)
how (?:many times|often) (?:is|are|was|were|does|do|did|has|have) TOPIC (?:mentioned|named|been mentioned|been in the news|in the news|in the (?:press|papers|archive)|been named|come up|written about|reported on|been reported on|appear in (?:the )?(?:news|archive|press|papers|articles|stories))(?: in (?:the )?(?:news|archive|press|papers|articles|stories))?
how much (?:coverage|reporting|news) (?:is there|was there|has there been|do you have|exists) (?:on|of|about) TOPIC""",
    "es": r"""
(?:cuant[oa]s|numero de|el numero de|cual es el numero de|cuenta l[oa]s)(?: [\w-]+){0,1} STORIES(?: [\w-]+){0,2}? (?:que )?(?:se )?(?:han |ha |hay |existen |existe |tienes |tiene el archivo |tenemos |estan |son |salieron |aparecieron )?(?:publicado |publicados |publicadas |publicaron |publico |escrito |escribieron |dedicado |dedicados |dedicadas |hacen referencia |se refieren )?(?:mencion\w+(?P<on> al? | )?|cita[nr]?(?P<on> al? | )|nombra[nr]?(?P<on> al? | )|cubre[n]? ?|recoge[n]? ?|(?:habla|hablan|hablaron|trata|tratan|trataron|informan|informaron|ocupan)? ?ON)TOPIC
(?:en cuant[oa]s STORIES|cuantas veces) (?:se )?(?:ha |han |es |son )?(?:menciona|mencionan|mencionado|mencionada|mencionados|habla|hablado|nombra|nombrado|nombrada|cita|citado|citada|trata|aparece|aparecen|aparecido|sale|salen|figura|figuran)(?P<on> del? | al? | )TOPIC(?: en (?:las noticias|la prensa|el archivo|los articulos))?""",
    "fr": r"""
(?:combien (?:de |d')|(?:quel est )?le nombre (?:de |d'))(?:[\w-]+ ){0,1}STORIES(?: [\w-]+){0,1}? (?:qui )?(?:y a-t-il |il y a |existe-t-il |avez-vous |as-tu |a-t-on |ont ete |sont |ont |publie |publies |publiees |ecrits? |consacres? |consacrees? |paru |parus |parues |font (?:mention|reference|etat) |se rapportent |evoques? )*(?:mentionnent |mentionne |evoquent |evoque |citent |cite |concernent |abordent |couvrent |(?:parlent|parle|traitent|traite|portent|porte)? ?ON)TOPIC
dans combien (?:de |d')STORIES (?:est-il question|parle-t-on|on parle|il est question|parle-t-il|est-il fait mention) ON TOPIC
dans combien (?:de |d')STORIES (?:apparait|apparaissent|figure|figurent|est mentionnee?|sont mentionnee?s|est citee?|mentionne-t-on|cite-t-on|evoque-t-on) TOPIC
dans combien (?:de |d')STORIES TOPIC (?:est|sont|apparait|figure|apparaissent)(?:-t)?(?:-(?:il|elle|ils|elles))?(?: (?:mentionnee?s?|citee?s?|evoquee?s?))?
combien de fois (?:est-il question|parle-t-on|on parle|a-t-on parle) ON TOPIC
combien de fois (?:est mentionnee?|est citee?|mentionne-t-on|apparait) TOPIC
combien de fois TOPIC (?:est|a|sont)(?:-t)?(?:-(?:il|elle|ils|elles)) (?:ete )?(?:mentionnee?s?|citee?s?|evoquee?s?)""",
    "de": r"""
(?:wie ?viele|(?:die )?(?:an)?zahl der)(?: [\w-]+){0,1} STORIES (?:gibt es |gab es |sind |wurden |haben wir |hat das archiv |enthalt das archiv |erschienen |handeln |berichten |schreiben |berichteten |befassen sich |beschaftigen sich |drehen sich |sprechen )?(?:im archiv |bisher )?(?:uber|zu|zum|zur|von|vom|mit|um|rund um) TOPIC(?: (?:veroffentlicht|geschrieben|erschienen|berichtet|gedruckt))?
wie ?viele(?: [\w-]+){0,1} STORIES (?:erwahnen|nennen|behandeln|zitieren|thematisieren|enthalten das wort) TOPIC
in wie ?vielen(?: [\w-]+){0,1} STORIES (?:wird|werden|wurde|wurden|ist|sind) (?:von |vom |uber )?TOPIC (?:erwahnt|genannt|behandelt|die rede|berichtet|zitiert|thematisiert|gesprochen|geschrieben)
in wie ?vielen(?: [\w-]+){0,1} STORIES (?:geht es um|kommt|kommen|erscheint|taucht|tauchen|ist die rede von|ist die rede vom) TOPIC (?:vor|auf)
in wie ?vielen(?: [\w-]+){0,1} STORIES (?:geht es um|ist die rede von|ist die rede vom|erscheint|steht etwas uber) TOPIC
wie (?:oft|haufig) (?:wird|werden|wurde|wurden) (?:uber |von |vom )?TOPIC (?:erwahnt|genannt|berichtet|zitiert|geschrieben)
wie (?:oft|haufig) (?:kommt|kommen|taucht|tauchen) TOPIC (?:vor|auf)""",
    "pt": r"""
(?:quant[oa]s|(?:qual e )?o numero de)(?: [\w-]+){0,1} STORIES(?: [\w-]+){0,2}? (?:que )?(?:se )?(?:ha |existem |existe |tem |temos |foram |sao |sairam |fazem referencia |se referem )?(?:publicad[oa]s |escrit[oa]s |publicaram |dedicad[oa]s )?(?:menciona\w* (?:a[os]? (?=\w))?|cita[m]? |citam |abordam |cobrem |referem |(?:fala|falam|falaram|trata|tratam|trataram|informam)? ?ON)TOPIC
(?:em quant[oa]s STORIES|quantas vezes) (?:se )?(?:e |sao |foi |foram )?(?:mencionad[oa]s?|menciona|citad[oa]s?|fala|falou|falado|trata|aparece|aparecem|surge|surgem|figura)(?P<on> d[eoa]s? | )TOPIC(?: n(?:as|os|a|o) (?:noticias|imprensa|arquivo|jornais))?
em quant[oa]s STORIES TOPIC (?:e|sao|foi|foram|aparece|aparecem|surge)(?: (?:mencionad[oa]s?|citad[oa]s?))?
quantas vezes TOPIC (?:e|sao|foi|foram|aparece|aparecem|surge)(?: (?:mencionad[oa]s?|citad[oa]s?))(?: n(?:as|os|a|o) (?:noticias|imprensa|arquivo|jornais))?""",
    "it": r"""
(?:quant[ie]|(?:qual e )?il numero di)(?: [\w-]+){0,1} STORIES(?: [\w-]+){0,2}? (?:che )?(?:ci sono |sono stati |sono state |sono |esistono |hai |abbiamo |si )?(?:pubblicat[ie] |scritt[ie] |dedicat[ie] |usciti |uscite |fanno riferimento |si riferiscono )?(?:menzionano |citano |nominano |riguardano |affrontano |coprono |(?:parlano|parla|trattano|tratta)? ?ON)TOPIC
in quant[ie] STORIES (?:si parla|si tratta|si fa menzione) ON TOPIC
(?:in quant[ie] STORIES|quante volte) (?:viene|vengono|e|sono|e stat[oa]|sono stat[ie]|si)? ?(?:menzionat[oaie]|citat[oaie]|nominat[oaie]|compare|compaiono|appare|appaiono|figura|figurano|menziona|cita|nomina) TOPIC(?: n(?:ei|elle|ell'|egli) (?:giornali|notizie|archivio|articoli))?
quante volte si (?:parla|e parlato) ON TOPIC
(?:in quant[ie] STORIES|quante volte) TOPIC (?:viene|vengono|e|sono|e stat[oa]) (?:menzionat[oaie]|citat[oaie]|nominat[oaie])""",
}
_STORIES = {
    "en": r"(?:articles?|stories|story|news items?|news stories|reports?|pieces|items|texts|columns|headlines|papers|newspapers|outlets|publications|documents|editorials)",
    "es": r"(?:articulos?|noticias?|notas?|reportajes?|cronicas?|textos?|informaciones|piezas|publicaciones|titulares|periodicos|diarios|medios|columnas)",
    "fr": r"(?:articles?|reportages?|papiers?|depeches?|textes?|nouvelles|sujets?|journaux|publications?|titres?|tribunes?)",
    "de": r"(?:artikeln?|berichten?|meldungen?|beitragen?|nachrichten|texten?|zeitungen|schlagzeilen|zeitungsartikeln?|geschichten)",
    "pt": r"(?:artigos?|noticias?|reportagens|reportagem|materias?|textos?|pecas?|publicacoes|jornais|manchetes|colunas)",
    "it": r"(?:articol[oi]|notizi[ae]|servizi|pezzi|testi|pubblicazioni|giornali|testate|titoli|reportage)",
}
_TOPIC = {
    "en": r"""
(?:about|on|regarding|concerning) TOPIC
(?:everything|anything|something|all|more|what) (?:you (?:have|know|'ve got)|there is|the archive (?:has|knows)|do you have|have you got|do you know|does the archive (?:have|hold|say))? ?(?:on|about|regarding) TOPIC
(?:some |all |the |any |find |list |search |search for |show )*(?:articles?|stories|reports?|information|info|pieces|facts|something|anything|everything) (?:on|about|regarding|concerning|mentioning) TOPIC
(?:search|look) for TOPIC
(?:talk|speak) (?:to me )?about TOPIC
what (?:is|was|has been|did they|do they|did we|do we|have we|did you|do you|does it|do the papers|did the papers) (?:being )?(?:reported|written|published|report|write|publish) (?:about|on|of) TOPIC""",
    "es": r"""
(?:sobre|acerca de|de|del|acerca del)(?P<on> )TOPIC
(?:habla|hablame|hableme|hablanos|informame|cuentame|cuenteme) ON TOPIC
(?:todo|algo|mas|que) (?:lo que )?(?:hay|tienes|tiene|sabes|tiene el archivo|tienen|se publico|se ha publicado|se escribe|se escribio|se publica) ?ON TOPIC
(?:todo|algo|mas|informacion|articulos|reportajes|datos|textos|busca articulos|buscar articulos) (?:sobre|acerca de|acerca del|de|del) TOPIC
(?:busca|buscar|busque|buscame) (?:sobre |informacion sobre |algo sobre )?TOPIC""",
    "fr": r"""
(?:sur|a propos de|a propos du|au sujet de|au sujet du|concernant) TOPIC
(?:parle|parlez)(?:[- ](?:moi|nous))? ON TOPIC
(?:tout|quelque chose|plus)(?: ce que (?:vous avez|tu as|vous savez|tu sais|l'on sait|on sait))? (?:sur|a propos de|au sujet de) TOPIC
(?:qu'avez-vous|qu'as-tu|que dit-on|qu'est-ce que vous avez|qu'est-ce que tu as|que dit la presse|qu'ecrit-on|que publie-t-on) ON TOPIC
(?:des |les |tous les |cherche des |trouve des |liste des )?(?:articles?|informations?|reportages?|textes?) ON TOPIC
(?:cherche|cherchez|recherche|trouve|trouvez)(?:[- ]moi)? (?:des articles sur )?TOPIC""",
    "de": r"""
(?:uber|zu|zum|zur|bezuglich) TOPIC
(?:erzahl|erzahle|erzahlen sie|berichte|berichten sie|sprich|sag|sagen sie)(?: mir| uns)?(?: bitte)?(?: etwas| alles| mehr| was)? (?:uber|von|vom|zu|zum|zur) TOPIC
(?:kannst du|konnen sie)(?: mir| uns)?(?: etwas| mehr)? (?:uber|von|zu) TOPIC (?:sagen|erzahlen|berichten)
(?:alles|etwas|mehr|was) (?:uber|zu|zum|zur) TOPIC
(?:was (?:hast du|haben sie|habt ihr|hat das archiv|steht im archiv|gibt es|wird|wurde)) (?:uber|zu|zum|zur) TOPIC(?: (?:berichtet|geschrieben|veroffentlicht))?
(?:such|suche|suchen sie|finde|finden sie|zeig|zeige)(?: nach| mir)?(?: artikel uber| artikel zu)? TOPIC
(?:alle |einige |zeig mir )?(?:artikel|berichte|texte|informationen) (?:uber|zu|zum|zur) TOPIC""",
    "pt": r"""
(?:sobre|acerca d[eoa]|a respeito d[eoa])(?P<on> )TOPIC
(?:fale|fala|fala-me|fale-me|me fale|me fala|conta-me|conte-me)(?: mais)? (?:sobre|de|do|da|acerca de) TOPIC
(?:tudo|algo|mais|(?:o )?que)(?: (?:o que ))? ?(?:ha|tens|tem|voce tem|sabe|sabes|se publicou|se escreve|se escreveu|se diz|foi publicado)? ?(?:sobre|acerca de) TOPIC
(?:informacao|informacoes|artigos|reportagens|textos|dados) (?:sobre|acerca de|de|do|da) TOPIC
(?:procura|procure|busca|busque|pesquisa|pesquise) (?:por |artigos sobre |sobre )?TOPIC""",
    "it": r"""
(?:riguardo (?:a|al|alla|allo)|circa|a proposito d(?:i|el|ella|ello))(?P<on> )TOPIC
(?:su|sul|sulla|sullo)(?P<on> )TOPIC
(?:parlami|parla|parlaci|mi parli|raccontami|informami) ON TOPIC
(?:tutto|qualcosa|altro|di piu|cosa|che cosa)(?: quello che)?(?: (?:hai|avete|c'e|sai|si scrive|si pubblica|e stato scritto|e stato pubblicato))? (?P<on>su|sul|sulla|sullo|sui|sugli|sulle|sull'|riguardo a) ?TOPIC
(?:informazioni|articoli|servizi|testi|dati) ON TOPIC
(?:cerca|cercami|trova|trovami) (?:articoli su |informazioni su )?TOPIC""",
}
_ARTICLE_TAIL = {
    "en": r" (?:story|stories|news|saga)", "es": r"(?!)", "fr": r"(?!)", "de": r"(?!)", "pt": r"(?!)", "it": r"(?!)"
}  # fmt: skip


@dataclass(frozen=True)
class KindWords:
    """The compiled patterns of one language, in the order in which the kinds are tried."""

    story: re.Pattern[str]
    kinds: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]


@functools.cache
def kind_words(language: str) -> KindWords:
    """Return the patterns of a language that has them ("en", "es", "fr", "de", "pt", "it")."""
    questions = "|".join(sorted(QUESTION_WORDS[language]))
    bare = rf"(?P<topic>(?!(?:{questions})\b)(?:[^ ]+ ){{0,5}}?[^ :]+)"

    def compiled(table: str) -> tuple[re.Pattern[str], ...]:
        found = []
        for line in table.strip().splitlines():
            spelled = line.replace("ON TOPIC", "ONTOPIC").replace("ON", _ON[language])  # ON ends in its own space
            for word, pattern in (("STORIES", _STORIES[language]), ("TOPIC", "(?P<topic>.+?)"), ("BARE", bare)):
                spelled = spelled.replace(word, pattern)
            parts = spelled.split("(?P<on>")  # a pattern may hold several places for a preposition
            numbered = [part if not i else f"(?P<on{i}>{part}" for i, part in enumerate(parts)]
            found.append(re.compile("".join(numbered)))
        return tuple(found)

    return KindWords(
        story=re.compile(f"{_ARTICLE_TAIL[language]}$"),
        kinds=(
            ("count", compiled(_COUNT[language])),
            ("latest", compiled(_LATEST[language])),
            ("timeline", compiled(_TIMELINE[language])),
            ("topic", compiled(_TOPIC[language])),
        ),
    )
