"""The words by which six languages ask who, when, where, how many, how old, what and why, and for what was said.

Patterns over text folded by `folding.folded`; `asking_words` gives them compiled.
"""

import functools
import re
from dataclasses import dataclass

from answering.understanding.function_words import ROLES

# The order breaks ties: "how old" is an age before "how" is nothing in particular.
_ASKS = {
    "en": (
        ("age", r"how old|(?:at )?what age|what(?: is|'s| was) (?:[\w']+ ){1,3}age"),
        ("day", r"how soon|how long ago|when|(?:what|which) (?:day|date|year|month|week|weekday|time|hour|century|decade|season|evening|morning|weekend)|what(?: is|'s| was| are| were) the (?:\w+ ){0,2}(?:date|dates|day|year|month|deadline|time|birthday|opening hours)"),
        ("number", r"how (?:many|much|long|far|tall|high|big|large|heavy|deep|wide|fast|often|frequently|loud|hot|cold|expensive|thick|strong|steep)|(?:what|which) (?:percentage|percent|per cent|share|proportion|fraction|number|amount|price|sum|size|temperature|rate|score)|(?:at|for|by) what price|what(?: is|'s| was| are| were| will be) the (?:\w+ ){0,2}(?:percentage|share|price|cost|costs|number|population|budget|height|length|width|depth|weight|area|size|distance|speed|temperature|score|result|rate|salary|turnout|magnitude|value|figure|amount|total|capacity|fare|fee|fine|rent|death toll|toll)"),
        ("place", r"where|(?:what|which) (?:city|town|village|country|place|region|district|neighbou?rhood|street|state|province|island|county|venue|location|stadium|port|continent|square|building)|what(?: is|'s| was) the (?:\w+ ){0,2}(?:location|venue|address|birthplace|capital|hometown)"),
        ("person", r"who|whom|whose|(?:what|which)(?: \w+)? (?:ROLES)|what(?: is|'s| was| are| were) the (?:\w+ )?names? of the (?:\w+ )?(?:ROLES)"),
        ("thing", r"what|which"),
        ("", r"how"),
    ),
    "es": (
        ("age", r"(?:cuantos anos|que edad|cual (?:es|era) la edad|a que edad|con cuantos anos|con que edad)(?! (?:hace|dur|estu|trabaj|vivi|pas|lleva))"),
        ("day", r"cuando|(?:que|cual|cuales)(?: es| fue| era| sera)?(?: el| la)?(?: \w+)? ?(?:dia|fecha|ano|mes|semana|hora|siglo|decada|plazo)s?|hace cuanto"),
        ("number", r"cuant[oa]s?|(?:que|cual)(?: es| fue| era| sera)?(?: el| la)?(?: \w+)? ?(?:porcentaje|precio|numero|cantidad|cifra|altura|longitud|distancia|poblacion|presupuesto|coste|costo|tamano|peso|temperatura|resultado|marcador|velocidad|proporcion|sueldo|aforo|profundidad|superficie|participacion)"),
        ("place", r"a?donde|(?:que|cual)(?: es| fue| era)?(?: el| la)? ?(?:ciudad|pueblo|pais|lugar|region|barrio|calle|provincia|isla|sitio|localidad|municipio|estadio|sede|direccion|capital|plaza)"),
        ("person", r"quien(?:es)?|(?:que|cual)(?: es| fue)?(?: el| la)? ?(?:ROLES)|(?:cual es el nombre|como se llama[n]?)(?: del?| la| el| los| las)* (?:ROLES)"),
        ("thing", r"que|cual|cuales"),
        ("", r"como"),
    ),
    "fr": (
        ("age", r"quel(?: est l')? ?age|a quel age"),
        ("day", r"quand|quel(?:le)?s?(?: (?:est|etait|fut|sera|sont))?(?: la| le| l')? ?(?:derniere? )?(?:jour|date|annee|mois|semaine|heure|siecle|delai|dates)|il y a combien de temps"),
        ("number", r"combien|quel(?:le)?s?(?: (?:est|etait|fut|sera|a ete))?(?: la| le| l')? ?(?:pourcentage|prix|nombre|montant|chiffre|hauteur|longueur|distance|population|budget|cout|taille|poids|temperature|resultat|score|vitesse|proportion|part|salaire|profondeur|superficie|taux|loyer|duree)"),
        ("place", r"d?'?ou(?! en\b)|quel(?:le)?s?(?: (?:est|etait))?(?: la| le| l')? ?(?:ville|village|pays|lieu|endroit|region|quartier|rue|province|ile|commune|stade|adresse|capitale|place)"),
        ("person", r"qui(?! s')|qui|quel(?:le)?s?(?: est)?(?: la| le| l')? ?(?:ROLES)|(?:quel est le nom|comment s'appelle(?:nt)?)(?: du| de| la| le| l'| les| des)* ?(?:ROLES)"),
        ("thing", r"(?<!est-ce )que|qu'|quoi|quel(?:le)?s?|lesquel(?:le)?s|laquelle|lequel"),
        ("", r"comment"),
    ),
    "de": (
        ("age", r"wie alt|welches alter|in welchem alter|mit wie ?vielen jahren"),
        ("day", r"wann|welche[rsnm]? (?:tag|datum|jahr|monat|woche|uhrzeit|jahrhundert|jahrzehnt|wochentag)(?:es|s|e)?|(?:was|wie|welches) (?:ist|war|lautet) (?:der|das|die) (?:\w+ )?(?:datum|termin|frist|tag)"),
        ("number", r"wie ?viele?[nrm]?|wie (?:lange?|weit|hoch|gro(?:ss|ß)|teuer|oft|haufig|schwer|schnell|tief|breit|stark|warm|kalt|laut|dick|steil)|welche[rsnm]? (?:anteil|prozentsatz|preis|zahl|summe|betrag|anzahl|gro(?:ss|ß)e|hohe|temperatur)|wie (?:ist|war|lautet|lautete) (?:der|die|das) (?:\w+ )?(?:preis|zahl|ergebnis|hohe|einwohnerzahl|temperatur|miete)|was kostet(?:e|en)?|was (?:hat|haben) [\w ]{1,40} gekostet|um wie ?viel"),
        ("place", r"wo|wohin|woher|welche[rsnm]? (?:stadt|ort|dorf|land|region|viertel|stra(?:ss|ß)e|insel|gemeinde|provinz|stadion|platz|gebaude|bundesland)"),
        ("person", r"wer|wen|wem|wessen|welche[rsnm]? (?:ROLES)|wie hei(?:ss|ß)t (?:der|die|das) (?:\w+ )?(?:ROLES)"),
        ("thing", r"was|welche[rsnm]?|worum|wovon|woran|wofur|womit|woruber|wogegen|wozu|woraus"),
        ("", r"wie"),
    ),
    "pt": (
        ("age", r"quantos anos|que idade|qual (?:e|era) a idade|com quantos anos|com que idade"),
        ("day", r"quando|(?:que|qual|quais)(?: e| foi| era| sera)?(?: o| a)?(?: \w+)? ?(?:dia|data|ano|mes|semana|hora|seculo|decada|prazo)s?|ha quanto tempo"),
        ("number", r"quant[oa]s?|(?:que|qual)(?: e| foi| era| sera)?(?: o| a)?(?: \w+)? ?(?:percentagem|porcentagem|percentual|preco|numero|quantidade|altura|comprimento|distancia|populacao|orcamento|custo|tamanho|peso|temperatura|resultado|placar|velocidade|proporcao|salario|profundidade|area|taxa|aluguel)"),
        ("place", r"a?onde|(?:que|qual)(?: e| foi| era)?(?: o| a)? ?(?:cidade|vila|pais|lugar|local|regiao|bairro|rua|provincia|ilha|municipio|estadio|sede|endereco|capital|praca|estado)"),
        ("person", r"quem|(?:que|qual)(?: e| foi)?(?: o| a)? ?(?:ROLES)|(?:qual e o nome|como se chamam?)(?: d[oa]s?| o| a| os| as)* (?:ROLES)"),
        ("thing", r"(?:o )?que|qual|quais"),
        ("", r"como"),
    ),
    "it": (
        ("age", r"quanti anni(?= (?:ha|aveva|hanno|avra))|che eta|qual(?: e|e) l'eta|a quanti anni|a che eta|quanti anni"),
        ("day", r"quand'?o?|(?:che|quale?|in che|in quale)(?: e| era| sara)?(?: il| la| l')? ?(?:giorno|data|anno|mese|settimana|ora|secolo|decennio|scadenza|termine)|quanto tempo fa"),
        ("number", r"quant(?:o|a|i|e|')|(?:che|quale?)(?: e| era| sara)?(?: il| la| lo| l')? ?(?:percentuale|prezzo|numero|quantita|cifra|altezza|lunghezza|distanza|popolazione|costo|bilancio|peso|temperatura|risultato|punteggio|velocita|stipendio|profondita|superficie|tasso|affitto|durata)"),
        ("place", r"dov(?:e|')|(?:che|quale?|in che|in quale)(?: e| era)?(?: il| la| lo| l')? ?(?:citta|paese|luogo|posto|regione|quartiere|via|provincia|isola|comune|stadio|sede|indirizzo|capitale|piazza)"),
        ("person", r"chi|(?:che|quale?)(?: e)?(?: il| la| l'| lo)? ?(?:ROLES)|(?:qual e il nome|come si chiama(?:no)?)(?: del| della| dell'| il| la| l')* ?(?:ROLES)"),
        ("thing", r"che cosa|cosa|cos'|che|quale?|quali"),
        ("", r"com(?:e|')"),
    ),
}  # fmt: skip
_WHY = {
    "en": r"why|how come|what for|for (?:what|which) reasons?|on what grounds|(?:due to|because of) what|what (?:has |have |had )?(?:caused?|causes|led to|triggered|prompted|provoked|explains|sparked|motivated)\b|what(?: is|'s| are| was| were) (?:the )?(?:\w+ ){0,2}(?:causes?|reasons?|motives?|grounds|explanation)\b|what made",
    "es": r"por que(?! (?:ciudad|pais|calle|carretera))|porque|(?:por|cual|cuales|que)(?: fue| es| fueron| eran| era| son| que| cual)? ?(?:el |la |los |las )?(?:\w+ )?(?:causas?|razon|razones|motivos?)\b|a que se (?:debe|debio|deben|debieron|debia)|debido a que|a causa de que|que (?:causo|provoco|origino|motivo|desencadeno|llevo a|ha causado|ha provocado|ha motivado|explica)\b|para que\b",
    "fr": r"pourquoi|pour (?:quelles? raisons?|quels? motifs?)|a cause de quoi|(?:qu'est-ce qui|qui|que) (?:a |ont )?(?:cause|provoque|declenche|entraine|motive|explique)\b|quel(?:le)?s? (?:est|sont|etait|etaient|fut|a ete) (?:la |le |les |l')(?:\w+ )?(?:causes?|raisons?|motifs?|origine)\b|a quoi (?:est|sont|etait) (?:du|due|dus|dues)|comment (?:se fait-il|expliquer|s'explique)",
    "de": r"warum|weshalb|wieso|weswegen|aus (?:welchem grund|welchen grunden)|(?:was|welches) (?:ist|war|sind|waren) (?:der|die) (?:\w+ )?(?:grund|grunde|ursache|ursachen|ausloser|anlass)\b|was (?:fuhrte zu|verursachte|loste|bewog)|wodurch|wie (?:kommt|kam) es,? dass|was hat [\w ]{1,60} (?:verursacht|ausgelost)",
    "pt": r"por ?que(?: motivo| razao)?|porque|(?:qual|quais|por) (?:foi |e |foram |sao |era |que |qual )?(?:o |a |os |as )?(?:\w+ )?(?:causas?|razao|razoes|motivos?)\b|a que se (?:deve|deveu|devem)|(?:o )?que (?:causou|provocou|motivou|levou|desencadeou|explica)\b",
    "it": r"perche|come mai|per (?:quale|che|quali) (?:motivo|ragione|motivi|ragioni)|(?:qual|quale|quali) (?:e |sono |era |erano |e stata |e stato )?(?:la |il |le |i |l')?(?:\w+ )?(?:causa|cause|ragione|ragioni|motivo|motivi|origine)\b|(?:cosa|che cosa) (?:ha |hanno )(?:causato|provocato|scatenato|spinto|portato)|a (?:che )?cosa (?:e dovut|si deve)|(?:cosa|che cosa) spiega",
}
# Stems of the verbs of saying; what follows a stem does not matter ("propos-ed", "propus-ieron").
_SAYING = {
    "en": r"say|says|said|tell|tells|told|announc|claim|propos|suggest|demand|warn|deny|denie|promis|argu|declar|stated|comment|repl[yi]|respond|answer|think|thought|believ|critici|recommend|admit|insist|call(?:ed|s|ing)? (?:for|on)|complain|accus|pledg|vow|urg(?:e|es|ed|ing)\b|predict|describ|write|writes|wrote|written|mention|stress|emphasi|point(?:ed|s)? out|threaten|conced|confirm|express|ask(?:ed|s)? for|insinuat|assert|report(?:ed|s)\b|reveal|acknowledg|apologi|advis|advocat",
    "es": r"dij|dic[ei]|decia|dicho|declar|afirm|asegur|propus|propon|propuest[oa]\b|respond|contest|anunci|opin|piens|pensa|coment|promet|pid[ie]|pedia|pidi|exig|advirt|advert|senal|explic|sosten|sostuv|sosti|critic|denunci|nego\b|nieg|neg[ao]ron|sugir|suger|sugier|plante|reclam|manifest|expres|reconoc|admit|insist|lament|acus|confirm|predij|recomend|reaccion|escrib",
    "fr": r"dit|disent|disait|dire\b|declar|affirm|assur|propos|repond|annonc|pens|comment[ea]|promet|promis|demand|exig|avert|soulign|expliqu|soutien|souten|critiqu|denonc|nie\b|sugger|reclam|exprim|reconn|admet|admis|insist|regrett|accus|confirm|predi|recommand|reagi|ecrit|ecriv|estim|preconis",
    "de": r"sag|gesagt|antwort|geantwortet|forder|gefordert|schlug|schlagt|schlagen|vorgeschlagen|kundig|angekundigt|versprach|verspricht|versprochen|erklar|mein(?:t|te|ten|en)\b|gemeint|behaupt|warn|gewarnt|kritisier|au(?:ss|ß)er|geau(?:ss|ß)ert|schreib|schrieb|geschrieben|denk|dacht|gedacht|halt [\w ]{0,40}von|erwider|verlang|nannt|beton|beklag|gestand|zugegeben|drohte?|gedroht|bestatig|prognostizier|empf[aoie]hl|empfohlen|reagier|mitgeteilt|teilte|bericht",
    "pt": r"diss|diz|dizem|dito|declar|afirm|assegur|propos|propus|prop[oõ]e|respond|anunci|opin|pensa|acha|coment|promet|pedi|pede|exigi|exige|advert|alert|salient|explic|sustent|critic|denunci|nego|nega|suger|reclam|manifest|express|reconhec|admit|insist|lament|acus|confirm|previ|recomend|reagi|escrev",
    "it": r"dett|dice|dicono|disse|diss|dichiar|afferm|assicur|propo|rispo|annunci|pens|comment|promes|promett|chiest|chiede|chiedono|esig|avvert|sottoline|spieg|sosten|sostien|critic|denunci|nega|suggeri|reclam|espress|esprim|riconosc|ammess|ammett|insist|lament|accus|conferm|predett|raccomand|consigli|reagi|scri",
}
# What X's position is, how X reacted: asks for what was said without a verb of saying.
_SAID = {
    "en": r"what(?: is|'s| was| are| were) (?:the |\w+ ){0,5}(?:position|views?|opinions?|stance|reactions?|response|reply|answer|comments?|statements?|demands|proposals?|criticisms?|message)\b|how (?:did|does|do|has|have) [^,]{1,80}?\b(?:react|respond|reply|answer|justif|comment|describ)|(?:in )?whose words|according to who|(?:the )?(?:quotes?|quotations?|statements?|remarks?|comments?|reactions?) (?:by|from|of|on|about|to) ",
    "es": r"(?:cual|que)(?: es| fue| era| son| fueron) (?:la |el |las |los )(?:\w+ )?(?:respuestas?|reaccion|reacciones|postura|opinion|posicion|declaracion|declaraciones|propuestas?|criticas?|mensaje)\b|como (?:reaccion|respond|contest|justific|valor|calific)|segun quien|(?:las )?(?:citas|declaraciones|palabras|reacciones) (?:de|del|sobre|a|al) ",
    "fr": r"quel(?:le)?s? (?:est|a ete|fut|etait|sont|ont ete) (?:la |le |les |l')(?:\w+ )?(?:reponses?|reactions?|positions?|opinions?|avis|declarations?|propositions?|critiques|message)\b|comment [^,]{1,80}?(?:reagi|repondu|commente|justifie)|selon qui|(?:les )?(?:citations|declarations|propos|reactions) (?:de|du|des|sur|a|au) ",
    "de": r"(?:was|wie|welche) (?:ist|war|lautet|lautete|sind) (?:die |der |das )(?:\w+ )?(?:antwort|reaktion|haltung|meinung|position|stellungnahme|vorschlag|kritik|botschaft|au(?:ss|ß)erung)|wie (?:reagier|antwort|au(?:ss|ß)er|begrunde)|wie hat [^,]{1,80}? (?:reagiert|geantwortet|begrundet)|laut wem|wie steht [^,]{1,60}? (?:zu|zum|zur) |(?:zitate|aussagen|reaktionen) (?:von|vom|der|des|auf|zu) ",
    "pt": r"(?:qual|que|quais)(?: e| foi| era| sao| foram) (?:a |o |as |os )(?:\w+ )?(?:respostas?|reacao|reacoes|posicao|opiniao|postura|declaracao|declaracoes|propostas?|criticas?|mensagem)\b|como (?:reagi|respond|justific|avali)|segundo quem|(?:as )?(?:citacoes|declaracoes|palavras|reacoes) (?:de|do|da|sobre|a|ao) ",
    "it": r"(?:qual|quale|quali)(?: e| e stata| era| sono| sono state) (?:la |il |le |l'|i )(?:\w+ )?(?:rispost[ae]|reazion[ie]|posizione|opinione|parere|dichiarazion[ie]|propost[ae]|critiche|messaggio)\b|come (?:ha |hanno )?(?:reagit|rispos|commentat|giustificat)|secondo chi|(?:le )?(?:citazioni|dichiarazioni|parole|reazioni) (?:di|del|della|su|sul|a|alla) ",
}
_BEFORE = {
    "en": "and but so or by to from in at on with for of until since about under near according as yes no then hence through between after before during over around up",
    "es": "y e pero o a de en con por para desde hasta sobre segun entre del al bajo contra hacia tras pues si no entonces",
    "fr": "et mais ou a de d en avec par pour depuis jusqu sur selon dans chez contre sous vers alors est ce que entre est-ce donc",
    "de": "und aber oder mit von vom an in auf fur seit bis bei uber zu aus nach um durch gegen laut unter vor ab also zwischen",
    "pt": "e mas ou a de em com por para desde ate sobre segundo entre do da o no na ao contra pois entao ha",
    "it": "e ed ma o a di da in con per su fino secondo tra fra del della dal al contro verso allora d",
}


@dataclass(frozen=True)
class AskingWords:
    """The compiled patterns of one language, and the words that may stand before a question word."""

    asks: tuple[tuple[str, re.Pattern[str]], ...]
    why: re.Pattern[str]
    saying: re.Pattern[str]
    said: re.Pattern[str]
    before: frozenset[str]


@functools.cache
def asking_words(language: str) -> AskingWords:
    """Return the patterns of a language that has them ("en", "es", "fr", "de", "pt", "it")."""
    roles = "|".join(sorted(ROLES[language], key=len, reverse=True))
    return AskingWords(
        asks=tuple(
            (asked, re.compile(rf"(?<![\w'])(?:{pattern.replace('ROLES', roles)})(?:\b|(?<='))"))
            for asked, pattern in _ASKS[language]
        ),
        why=re.compile(rf"(?:{_WHY[language]})(?:\b|(?<='))"),
        saying=re.compile(rf"\b(?:{_SAYING[language]})"),
        said=re.compile(_SAID[language]),
        before=frozenset(_BEFORE[language].split()),
    )
