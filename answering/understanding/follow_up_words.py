"""The words by which a question leans on the one before it, in six languages; patterns over folded text."""

import functools
import re
from dataclasses import dataclass

MONTHS = {
    "en": "january|february|march|april|may|june|july|august|september|october|november|december",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    "fr": "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre",
    "de": "januar|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember",
    "pt": "janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
}
_WEEKDAYS = {
    "en": "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "es": "lunes|martes|miercoles|jueves|viernes|sabado|domingo",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "de": "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag",
    "pt": "segunda(?:-feira)?|terca(?:-feira)?|quarta(?:-feira)?|quinta(?:-feira)?|sexta(?:-feira)?|sabado|domingo",
    "it": "lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica",
}
_YEAR = r"(?:1[5-9]|20)\d\d"
_TIME = {
    "en": r"(?:(?:in|on|during|since|until|before|after|by|for|around) )?(?:the )?(?:(?:early|late|mid) )?(?:(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?(?:MONTH)(?: \d{1,2}(?:st|nd|rd|th)?)?,?(?: YEAR)?|(?:the year )?YEAR(?:s|-\d{2,4})?|(?:last|this|next|that) (?:week|month|year|night|spring|summer|autumn|winter|WEEKDAY|weekend|decade|century)|(?:on )?WEEKDAY|yesterday|today|tomorrow|now|(?:\w+ )(?:days|weeks|months|years) ago|(?:the )?(?:year|month|week|day) (?:before|after)(?: that)?)",
    "es": r"(?:(?:en|el|la|durante|desde|hasta|antes de|despues de|para|hacia) )?(?:el |la |los )?(?:(?:\d{1,2} de )?(?:MONTH)(?: (?:de|del) YEAR)?|(?:ano )?YEAR|(?:semana|mes|ano|verano|invierno|otono) (?:pasad[oa]|proxim[oa]|que viene|anterior|siguiente)|(?:est[ea]|proxim[oa]|pasad[oa]) (?:semana|mes|ano|verano|invierno)|(?:pasado )?WEEKDAY|ayer|hoy|manana|ahora|hace \w+ (?:dias|semanas|meses|anos))",
    "fr": r"(?:(?:en|le|la|pendant|depuis|avant|apres|pour|vers|jusqu'en|au mois de) )?(?:l'|le |la |les )?(?:(?:\d{1,2}(?:er)? )?(?:MONTH)(?: YEAR)?|(?:annee )?YEAR|(?:semaine|mois|an|annee|ete|hiver) (?:dernier|derniere|passe|passee|prochain|prochaine|precedente|precedent|suivante)|cett?e? (?:semaine|mois|annee|ete|hiver)|WEEKDAY(?: dernier)?|hier|aujourd'hui|demain|maintenant|il y a \w+ (?:jours|semaines|mois|ans))",
    "de": r"(?:(?:im|in|am|seit|bis|vor|nach|wahrend|um|ab) )?(?:dem |der |den )?(?:jahr |jahre )?(?:(?:\d{1,2}\. )?(?:MONTH)(?: YEAR)?|YEAR|(?:letzte[nsrm]?|vorige[nsrm]?|vergangene[nsrm]?|nachste[nsrm]?|diese[nsrm]?) (?:woche|monat|jahr|sommer|winter|WEEKDAY)|WEEKDAY|gestern|heute|morgen|jetzt|vor \w+ (?:tagen|wochen|monaten|jahren))",
    "pt": r"(?:(?:em|no|na|durante|desde|ate|antes de|depois de|para) )?(?:o |a |os )?(?:(?:\d{1,2} de )?(?:MONTH)(?: de YEAR)?|(?:ano de )?YEAR|(?:semana|mes|ano|verao|inverno) (?:passad[oa]|proxim[oa]|que vem|anterior|seguinte)|(?:nest[ea]|est[ea]|proxim[oa]) (?:semana|mes|ano|verao)|WEEKDAY(?: passad[oa])?|ontem|hoje|amanha|agora|ha \w+ (?:dias|semanas|meses|anos))",
    "it": r"(?:(?:nel|in|a|ad|il|la|lo|durante|dal|da|fino al|prima del|dopo il|per|di|negli) )?(?:l'|il |la |lo )?(?:(?:\d{1,2} )?(?:MONTH)(?: (?:del )?YEAR)?|(?:anno )?YEAR|(?:settimana|mese|anno|estate|inverno) (?:scors[oa]|prossim[oa]|passat[oa]|precedente|seguente)|(?:quest[oa]|scors[oa]|prossim[oa]) (?:settimana|mese|anno|estate)|WEEKDAY(?: scors[oa])?|ieri|oggi|domani|adesso|ora|\w+ (?:giorni|settimane|mesi|anni) fa)",
}
_ALSO = {
    "en": r"(?:ok|okay|well|and|but|so|also)",
    "es": r"(?:vale|bueno|y|e|pero|entonces)",
    "fr": r"(?:ok|d'accord|et|mais|alors)",
    "de": r"(?:ok|okay|und|aber|also)",
    "pt": r"(?:ok|certo|e|mas|entao)",
    "it": r"(?:ok|va bene|e|ed|ma|allora)",
}
_WHAT_ABOUT = {
    "en": r"(?:what|how) about|what(?:'s| is) with|as for|same for|what of|same question for",
    "es": r"que (?:hay|pasa|tal|ocurre) (?:de|con|en)|en cuanto a|respecto a|que tal|lo mismo (?:para|con|de)",
    "fr": r"(?:qu'en est-il|et qu'en est-il) (?:de|pour)|quant a|en ce qui concerne|qu'en est-il a|qu'en est-il",
    "de": r"(?:was ist|wie (?:ist|steht|war|sieht) es|wie ist das|was war) mit|wie sieht es in|und wie ist es (?=in|bei)|wie war es (?=in|bei)|wie ist es (?=in|bei)",
    "pt": r"(?:e )?(?:quanto a|o que (?:dizer|me diz) (?:de|sobre)|que tal|em relacao a)",
    "it": r"(?:che mi dici|cosa mi dici|che ne e) di|(?:per )?quanto riguarda|riguardo a|invece",
}
_MORE = {
    "en": r"(?:(?:can|could) you )?(?:please )?(?:tell me|give me|say|show me|i want to know|i'd like to know|know)? ?(?:some |a bit |a little )?more(?: about)?(?: (?:it|that|this|details?|info|information|on it|on that|on this|about it|about that|about this|about her|about him|about them|her|him|them))*(?: please)?|(?:any )?(?:more|further) (?:details?|info|information)|go on|continue|keep going|details|elaborate|in (?:more )?detail|anything else|what else|what more|tell me everything",
    "es": r"(?:(?:puedes|puede|podrias) )?(?:dime|digame|cuentame|cuenteme|decirme|contarme|dame|quiero saber|hablame|amplia)? ?(?:un poco |algo )?mas(?: (?:detalles|informacion|datos|sobre (?:eso|esto|ello|el tema|ella|el)|de eso|al respecto|por favor|cosas))*|(?:alg[uo]n? )?(?:detalles|algo mas|alguna cosa mas|que mas)|sigue|continua|continue|(?:con )?mas detalle",
    "fr": r"(?:dis|dites|raconte|racontez)(?:-m'en|-moi|-nous-en| m'en) (?:en )?(?:un peu )?(?:plus|davantage)(?: .{0,30})?|(?:un peu )?plus(?: (?:de details|d'informations|d'infos|a ce sujet|la-dessus|sur ca|s'il (?:te|vous) plait))*|(?:en )?(?:savoir|dire) plus(?: .{0,20})?|(?:des |quels )?details|continue|continuez|quoi d'autre|autre chose|developpe|j'aimerais en savoir plus",
    "de": r"(?:(?:kannst|konnen) (?:du|sie) )?(?:mir |uns )?(?:erzahl|erzahle|erzahlen sie|sag|sag mir|gib mir|zeig|wei(?:ss|ß)t du|bitte)? ?(?:mir |uns )?(?:noch |etwas |ein bisschen |bitte )*(?:mehr|weiteres|naheres|genaueres)(?: (?:dazu|daruber|davon|details|infos|informationen|zum thema|bitte|erzahlen|sagen))*|(?:weitere |mehr )?(?:einzelheiten|details|informationen|infos)(?: dazu)?|weiter|mach weiter|was noch|noch etwas|sonst noch (?:was|etwas)|was sonst noch|ausfuhrlicher|genauer",
    "pt": r"(?:(?:pode|podes|poderia) )?(?:me )?(?:conte|conta|diga|diz|fale|fala|da|contar|dizer|falar|quero saber|gostaria de saber)?(?:-me)? ?(?:um pouco |algo )?mais(?: (?:detalhes|informacoes|sobre (?:isso|isto|o assunto|ela|ele)|disso|a respeito|por favor|coisas|alguma coisa))*|(?:quais )?detalhes|continue|continua|o que mais|mais alguma coisa|algo mais",
    "it": r"(?:(?:puoi|puo|potresti) )?(?:dimmi|mi dica|raccontami|dammi|dirmi|raccontarmi|vorrei sapere|voglio saperne)? ?(?:qualcosa |qualcos'altro |un po' )?(?:di )?piu(?: (?:dettagli|informazioni|su questo|a riguardo|in merito|per favore))*|(?:altri |maggiori |piu )?(?:dettagli|informazioni)|continua|vai avanti|(?:che )?cos'altro|cosa ancora|qualcos'altro|altro|dimmi (?:ancora|altro)|approfondisci|saperne di piu",
}
_BARE = {
    "en": r"why(?: not| so| is that| exactly| was that)?|when(?: exactly| was that| is that)?|where(?: exactly| was that)?|how(?: exactly| so| come)?|who|by whom|how many|how much|since when|until when|how long|how long ago|what for|which ones?|how often|from when|by how much|to whom|with whom|for how long|for whom|whose|at what price|in which (?:year|city|country)|what (?:year|day|time)",
    "es": r"por que(?: no| motivo| razon)?|para que|cuando(?: exactamente| fue eso| fue)?|donde(?: exactamente| fue)?|como|quien(?:es)?|por quien|cuant[oa]s?|desde cuando|hasta cuando|(?:durante |por )?cuanto tiempo|cual(?:es)?|con quien(?:es)?|a quien|de quien|en que (?:ano|ciudad|pais|fecha|mes)|que dia|a que precio|para quien",
    "fr": r"pourquoi(?: pas| donc| ca)?|quand(?: exactement| ca)?|ou(?: exactement| ca)?|comment(?: ca)?|qui|par qui|combien|depuis quand|jusqu'a quand|(?:pendant )?combien de temps|(?:le|la)(?:quel|quelle)|lesquels|lesquelles|avec qui|a qui|pour qui|en quelle annee|dans quelle ville|a quel prix|d'ou",
    "de": r"warum(?: nicht| denn| das)?|wieso(?: das| denn)?|weshalb|wann(?: genau| denn| war das)?|wo(?: genau| denn)?|wie(?: genau| das| denn)?|wer(?: genau| denn)?|von wem|wie ?viele?|seit wann|bis wann|wie lange(?: schon)?|welche[rsn]?|mit wem|wem|fur wen|in welchem jahr|in welcher stadt|wohin|woher|wozu",
    "pt": r"por ?que(?: nao| razao| motivo)?|porque|para que|quando(?: exatamente| foi isso| foi)?|onde(?: exatamente| foi)?|como(?: assim)?|quem|por quem|quant[oa]s?|desde quando|ate quando|(?:por |durante )?quanto tempo|qua(?:l|is)|com quem|a quem|de quem|em que (?:ano|cidade|pais)",
    "it": r"perche(?: no| mai)?|come mai|quando(?: esattamente| e stato)?|dove(?: esattamente)?|come|chi|da chi|quant[oaie]|da quando|fino a quando|(?:per )?quanto tempo|qual[ei]|con chi|a chi|di chi|in che anno|in quale (?:anno|citta)|per chi",
}
_ELSE = {
    "en": r"\b(?:who|what|where|when|which|how|whom|anyone|anything|anybody|somebody|nobody|why) else\b|^what other\b|\bothers\?*$|^(?:are|were|is|was) there (?:any )?others?\b",
    "es": r"\b(?:quien(?:es)?|que|donde|cuando|cuant[oa]s|a quien|alguien|algo|alguno) mas\b|^que otr[oa]s?\b",
    "fr": r"\b(?:qui|quoi|ou|que|quand) d'autre\b|\bd'autre\b|^qu[ei] \w+ encore\b|\bencore\?*$",
    "de": r"\b(?:wer|was|wo|wen|wem|wann|jemand)(?: \w+){0,3} (?:noch|sonst)(?= ?(?:\?|$|gesagt|dazu|alles))|\b(?:wer|was|wo|wen|wem|wann) (?:noch|sonst)\b|^was (?:\w+ ){1,3}(?:noch|sonst)\b",
    "pt": r"\b(?:quem|que|onde|quando|quantos|alguem|algo) mais\b|^que outr[oa]s?\b|^quais outr[oa]s?\b",
    "it": r"\b(?:chi|cos|cosa|dove|quando|che|qualcun)'? ?altro\b|^cos'altro\b|^quali altr[ie]\b|\bancora\?*$",
}
# Who or what "she" and "it" are, where nothing before them in the question says so. A pattern finds the pronoun.
_PERSON = {
    "en": r"\b(?:he|she|him|her|his|hers|himself|herself)\b",
    "es": r"\b(?:ella|ellos|ellas|usted)\b|\b(?:de|a|con|sobre|para|por) el(?= ?(?:\?|$|,))|\b(?:su|sus)\b|\bel(?= ?\?*$)",
    "fr": r"(?<!\w)(?:elle|elles|lui|eux)\b|(?<![\w-])ils?\b|-t?-?ils?\b|-t?-?elles?\b|\b(?:son|sa|ses|leur|leurs)\b",
    "de": r"\b(?:er|sie|ihn|ihm|ihnen|ihr|ihre[rsnm]?|sein|seine[rsnm]?|deren|dessen)\b",
    "pt": r"\b(?:ele|ela|eles|elas|dele|dela|deles|delas|nele|nela|lhe|seu|sua|seus|suas)\b",
    "it": r"\b(?:lui|lei|loro|egli|ella|suo|sua|suoi|sue)\b",
}
_THING = {
    "en": r"\b(?:it|its|they|them|their|theirs)\b|\b(?:that|this|these|those|there|so|then|there)(?= ?(?:\?|$))|(?<=^what does )that\b|(?<=^why is )(?:that|this)\b|(?<=^when was )(?:that|this)\b|(?<=^who did )(?:that|this)\b|(?<=^is )(?:that|this)\b|(?<=^was )(?:that|this)\b|\b(?:after|before|since) that\b|\babout (?:that|this)\b",
    "es": r"\b(?:eso|esto|ello|alli|ahi|alla|aquello)\b|(?:(?<=quien )|(?<=quienes )|(?<=cuando )|(?<=que )|(?<=donde )|(?<=como ))(?:lo|la|los|las|le|les)(?= (?:(?:ha|han|habia) [a-z]+|[a-z]+(?:o|aron|ieron|aba|aban))(?: ?\?*$| (?:en|por|a|y|que)\b))",
    "fr": r"\b(?:ca|cela|ceci)\b|\bc'(?:est|etait)\b|\bl'(?:a|ont|avait) \w+|\bla-bas\b|\by en a\b|\ben (?:a|pense|dit|parle)",
    "de": r"\b(?:es|das|dies)(?= ?(?:\?|$|,))|\b(?:das|dies)(?= (?:bedeutet|gesagt|gemacht|getan|passiert|geschehen|heißt|kosten|gekostet|war|ist|finanziert|bezahlt|entschieden))|\bes(?= \w)|\b(?:dazu|daruber|davon|dagegen|daran|damit|dafur|danach|dahinter|dabei|dort|damals|darauf|daraus|darin)\b(?!,)",
    "pt": r"\b(?:isso|isto|aquilo|disso|disto|nisso|la|ali|nisto)\b|(?<=quem )(?:o|a|os|as)(?= [a-z]+(?:ou|eu|iu|aram|eram|iram) ?\?*$)",
    "it": r"\b(?:cio|questo|quello|esso|essa)(?= ?(?:\?|$|,))|\b(?:questo|cio)(?= (?:significa|vuol|e|ha))|\b(?:lo|la|li|le|l)(?= ?'?(?:ha |hanno |aveva )[a-z]+(?:ato|uto|ito|sto|tto|so|ata|uta)\b)|\bci lavora|\bne (?:pensa|dice|parla|penso)",
}
# "It" and its like where they stand for nothing: the weather, what exists, what a clause later says.
_EMPTY = {
    "en": r"\b(?:what time is it|how (?:long|much|far|many|often)\b[\w ]{0,25}\b(?:does|did|will|would) it (?:take|cost|need)s? to|is it (?:true|possible|known|likely|safe|legal|allowed)|(?:is|was|were|are|will) (?:it|there)\b(?! (?:\w+ ?)?\?*$)|(?:does|did) it (?:rain|snow)|it (?:rains|rained|snows|is raining)|it (?:is|was) (?:said|reported|known|possible|true)|how (?:does|did) it come|how is it that|there (?:is|are|was|were)|whose job is it|what is it like)\b",
    "es": r"(?!)",
    "fr": r"\b(?:y a-t-il|il y a|est-il (?:vrai|possible|question|interdit|permis|prevu)|faut-il|il faut|il s'agit|s'agit-il|pleut-il|fait-il|quelle heure est-il|s'est-il passe|se passe-t-il|est-il arrive|suffit-il|vaut-il mieux|existe-t-il|reste-t-il|manque-t-il)\b",
    "de": r"\b(?:gibt es|gab es|es gibt|es gab|geht es|ging es|regnet es|schneit es|kam es zu|kommt es zu|kam es zum|kommt es zum|handelt es sich|wie spat ist es|stimmt es|hei(?:ss|ß)t es|ist es wahr|wird es (?:regnen|warm|kalt)|steht es um|ist es (?:moglich|erlaubt|verboten)|dauert es)\b|\bkonnen sie\b|\bhaben sie\b|\bwissen sie\b",
    "pt": r"(?!)",
    "it": r"(?!)",
}
# A verb whose subject can only be a person, where no subject is said ("¿Cuándo nació?").
_OF_PERSONS = {
    "en": r"\b(?:born|die|died|married|study|studied|live|lives|lived|work|works|worked|resign|resigned|say|said|propose|proposed|think|old)\b",
    "es": r"\b(?:naci|muri|vive|vivi|trabaj|estudi|dimit|renunci|dij|dice|propus|propon|opin|piens|cas[oó]\b|respond|contest|anunci|escrib|pint|gan[oó]\b|jug|edad|anos tiene|anos tenia)",
    "fr": r"\b(?:nee?s?\b|mort|vit\b|vecu|travail|etudi|demissionn|dit\b|propos|pens|marie|repond|annonc|ecrit|age\b)",
    "de": r"\b(?:beruf|gebor|starb|gestorben|lebt|wohnt|arbeit|studier|zuruck|sagt|schlug|vorgeschlagen|denkt|heirat|antwort|alt\b)",
    "pt": r"\b(?:nasce|morre|viv|mora|trabalh|estud|renunci|demit|diss|diz\b|prop|pens|cas(?:ou|ado)|respond|anunci|escrev|idade|anos tem|anos tinha)",
    "it": r"\b(?:nat[oa]\b|mort[oa]\b|viv|abit|lavor|studi|dimess|dimett|dett|dice|propost|propon|pens|sposat|rispost|annunci|scritt|eta\b|anni ha|anni aveva)",
}
TEMPLATES = {
    "en": ("Tell me more about {}", "What is the latest on {}?", " about {}", "What happened next with {}?"),
    "es": ("Cuéntame más sobre {}", "¿Qué hay de nuevo sobre {}?", " sobre {}", "¿Qué pasó después con {}?"),
    "fr": ("Dis-moi plus sur {}", "Quoi de neuf sur {} ?", " sur {}", "Que s'est-il passé ensuite avec {} ?"),
    "de": (
        "Mehr zum Thema {}",
        "Was gibt es Neues zum Thema {}?",
        " zum Thema {}",
        "Wie ging es mit dem Thema {} weiter?",
    ),
    "pt": ("Conte mais sobre {}", "O que há de novo sobre {}?", " sobre {}", "O que aconteceu depois com {}?"),
    "it": ("Dimmi di più su {}", "Che cosa c'è di nuovo su {}?", " su {}", "Cosa è successo dopo a {}?"),
}
# "su" and "il" are one word, as "de" and "el" are.
CONTRACTED = {
    "es": {"de el ": "del ", "a el ": "al "},
    "fr": {"de le ": "du ", "de les ": "des ", "à le ": "au ", "à les ": "aux "},
    "pt": {
        "de o ": "do ", "de a ": "da ", "de os ": "dos ", "de as ": "das ", "em o ": "no ", "em a ": "na ",
        "em os ": "nos ", "em as ": "nas ", "a o ": "ao ", "a os ": "aos ", "a a ": "à ",
    },
    "it": {
        f"{given} {article}": f"{bent}{end}"
        for given, bent in (("su", "su"), ("di", "de"), ("a", "a"), ("da", "da"), ("in", "ne"))
        for article, end in (
            ("il ", "l "), ("lo ", "llo "), ("la ", "lla "), ("l'", "ll'"), ("i ", "i "), ("gli ", "gli "), ("le ", "lle "),
        )
    },
}  # fmt: skip


@dataclass(frozen=True)
class FollowUpWords:
    """The compiled patterns of one language."""

    also: re.Pattern[str]
    what_about: re.Pattern[str]
    more: re.Pattern[str]
    bare: re.Pattern[str]
    other: re.Pattern[str]
    person: re.Pattern[str]
    thing: re.Pattern[str]
    empty: re.Pattern[str]
    of_persons: re.Pattern[str]
    time: re.Pattern[str]


@functools.cache
def follow_up_words(language: str) -> FollowUpWords:
    """Return the patterns of a language that has them ("en", "es", "fr", "de", "pt", "it")."""
    time = _TIME[language].replace("MONTH", MONTHS[language]).replace("WEEKDAY", f"(?:{_WEEKDAYS[language]})")
    return FollowUpWords(
        also=re.compile(rf"(?:{_ALSO[language]}\b[ ,]*)+(?:¿ ?)?"),
        what_about=re.compile(rf"(?:{_WHAT_ABOUT[language]})\b *"),
        more=re.compile(_MORE[language]),
        bare=re.compile(_BARE[language]),
        other=re.compile(_ELSE[language]),
        person=re.compile(_PERSON[language]),
        thing=re.compile(_THING[language]),
        empty=re.compile(_EMPTY[language]),
        of_persons=re.compile(_OF_PERSONS[language]),
        time=re.compile(rf"(?<![\w-])(?:{time.replace('YEAR', _YEAR)})(?![\w-])"),
    )
