"""The words around a question and in the place of one: courtesy, greetings, calls for help and for news of anything.

Patterns over text folded by `folding.folded`, for six languages.
"""

import functools
import re

_COURTESY = {
    "en": """
(?:please|hi|hello|hey|ok|okay|so|well|sorry|excuse me|good (?:morning|afternoon|evening))(?: there)?[,!.:]*
(?:can|could|would|will) you (?:please |kindly )?(?:tell|give|show|find|remind|explain to|explain|get)(?: me| us)?(?: please)?
(?:please )?(?:tell|give|show|find|get|remind) (?:me|us)
(?:i|we)(?:'d| would)? (?:like|love|want|need|wish) to (?:know|see|find out|hear|learn)
(?:can|could|would|will) you (?:please |kindly )?(?=(?:walk|run|take|talk|trace|retrace|recount|summari[sz]e|outline|list|count|update|bring|catch|fill|search|look) )
do you (?:happen to )?know
(?:i was|i am|i'm) (?:just )?wondering
(?:have you )?any idea""",
    "es": """
(?:por favor|hola|buenas|buenos dias|buenas tardes|buenas noches|oye|oiga|bueno|perdon|disculpe|disculpa)[,!.:]*
(?:me |nos )?(?:puede|puedes|podria|podrias|podeis|pueden|podrian)(?: usted)?(?: por favor)? (?:decir|contar|dar|explicar|mostrar|indicar|informar|resumir)(?:me|nos)?
(?:dime|digame|dinos|cuentame|cuenteme|dame|deme|muestrame|muestreme|ensename|explicame|expliqueme)
(?:quisiera|quiero|queria|me gustaria|necesito|desearia) saber
(?:sabes|sabe usted|sabe|sabeis|sabrias)(?= (?:si|que|quien|quienes|cuando|donde|cuanto|cuanta|cuantos|cuantas|como|cual|por que|en que|algo))""",
    "fr": """
(?:s'il (?:vous|te) plait|bonjour|salut|bonsoir|alors|pardon|excusez-moi|excuse-moi)[,!.:]*
(?:pouvez|peux|pourriez|pourrais)[- ](?:vous|tu) (?:me |nous )?(?:dire|donner|expliquer|montrer|raconter|indiquer)
(?:est-ce que )?(?:tu peux|vous pouvez) (?:me |nous )?(?:dire|donner|expliquer|montrer|raconter|indiquer)
(?:dis|dites|donne|donnez|montre|montrez|raconte|racontez|explique|expliquez)[- ](?:moi|nous)
(?:je voudrais|j'aimerais|je souhaite|je veux|je souhaiterais)(?: bien)? savoir
(?:savez-vous|sais-tu|tu sais|vous savez|est-ce que vous savez|est-ce que tu sais)""",
    "de": """
(?:bitte|hallo|guten tag|guten morgen|guten abend|hi|also|moin|entschuldigung|servus|gruss gott)[,!.:]*
(?:kannst|konntest) du (?:mir |uns )?(?:bitte )?(?:sagen|erklaren|verraten|zeigen),?
(?:konnen|konnten) sie (?:mir |uns )?(?:bitte )?(?:sagen|erklaren|verraten|zeigen),?
(?:sag|sage|sagen sie|erklar|erklaren sie|zeig|zeige|zeigen sie|nenn|nenne|nennen sie|gib|geben sie) (?:mir|uns)(?: bitte)?,?
ich (?:mochte|wurde|will|wollte)(?: gern| gerne)? wissen,?
(?:wei(?:ss|ß)t du|wissen sie|wisst ihr)(?: denn| vielleicht)?,?""",
    "pt": """
(?:por favor|ola|oi|bom dia|boa tarde|boa noite|entao|desculpe|desculpa)[,!.:]*
(?:voce |o senhor |a senhora )?(?:me |nos )?(?:pode|podes|poderia|podia|podem|poderias)(?: voce)?(?: por favor)?(?: me| nos)? (?:dizer|contar|dar|explicar|mostrar|informar)(?:-me|-nos)?
(?:diga|diz|conte|conta|da|mostre|mostra|explique|explica)-(?:me|nos)
(?:me|nos) (?:diga|diz|conte|conta|da|de|mostra|mostre|explique|explica)
(?:eu )?(?:gostaria|gostava|queria|quero|preciso)(?: de)? saber
(?:voce )?(?:sabe|sabes)(?: me)?(?: dizer| dizer-me)?(?= (?:se|que|quem|quando|onde|quanto|quanta|quantos|quantas|como|qual|por que|porque|em que|o que))""",
    "it": """
(?:per favore|per piacere|ciao|buongiorno|salve|buonasera|scusa|scusi|allora|senti|senta)[,!.:]*
(?:mi |ci )?(?:puoi|puo|potresti|potrebbe|potete)(?: per favore)? (?:dir|dar|raccontar|spiegar|mostrar)(?:mi|ci|e)
(?:dimmi|mi dica|dicci|raccontami|dammi|mi dia|mostrami|spiegami|mi racconti|mi dici|mi sai dire|sai dirmi|sa dirmi)
(?:vorrei|voglio|volevo|mi piacerebbe) sapere
(?:sai|sapete)(?= (?:se|che|chi|quando|dove|quanto|quanti|quanta|quante|come|qual|perche|in che|cosa))""",
}
_TAIL = {
    "en": r"please|pls|thanks|thank you|right now|now|currently|so far|these days|at the moment|lately|recently|in the archive|in your archive",
    "es": r"por favor|gracias|ahora|actualmente|hasta ahora|por ahora|de momento|ultimamente|recientemente|en el archivo",
    "fr": r"s'il (?:vous|te) plait|merci|maintenant|actuellement|pour l'instant|en ce moment|jusqu'ici|dernierement|recemment|dans les archives",
    "de": r"bitte|danke|jetzt|derzeit|zurzeit|aktuell|bisher|momentan|gerade|zuletzt|im archiv",
    "pt": r"por favor|obrigad[oa]|agora|atualmente|ate agora|por enquanto|de momento|ultimamente|recentemente|no arquivo",
    "it": r"per favore|per piacere|grazie|adesso|ora|attualmente|finora|per ora|al momento|ultimamente|recentemente|nell'archivio",
}


# The news, of nothing in particular.
NEWS_OF_ANYTHING = re.compile(
    r"(?:the )?(?:latest|newest|recent|today's)?(?: |^)?(?:news|headlines|latest news|latest)|what(?:'s| is) (?:the latest(?: news)?|new|in the news|happening|going on)|any news"
    r"|(?:que hay de nuevo|(?:las )?(?:ultimas )?noticias|novedades|(?:hay )?(?:alguna novedad|novedades))"
    r"|(?:quoi de neuf|(?:les )?(?:dernieres )?(?:nouvelles|actualites|infos))"
    r"|(?:was gibt(?: es|'s) neues|(?:neueste |aktuelle )?nachrichten|neuigkeiten)"
    r"|(?:quais (?:sao )?as novidades|(?:as )?(?:ultimas )?noticias|novidades)"
    r"|(?:che novita ci sono|(?:le )?(?:ultime )?notizie|novita)"
)

GREETING = re.compile(
    r"(?:(?:oh |ok |okay |well |and |y |et |und |e )?(?:"
    r"hello|hi|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day|night)|morning|welcome|(?:many )?thanks|thank you|thank u|thx|ty|cheers"
    r"|bye|goodbye|bye bye|see you|great|perfect|nice|cool|ok|okay|yes|no|test|testing|test test|help|sorry|please help"
    r"|hola|buenas|buenos dias|buenas tardes|buenas noches|buen dia|(?:muchas |mil )?gracias|adios|hasta luego|saludos|vale|si|prueba|ayuda|perfecto|genial|que tal|encantado"
    r"|bonjour|bonsoir|salut|coucou|merci|merci (?:beaucoup|bien)|au revoir|bonne (?:journee|soiree|nuit)|d accord|oui|non|aide|essai|parfait"
    r"|hallo|moin|moin moin|servus|gruezi|gruß gott|gruss gott|guten (?:morgen|tag|abend)|gute nacht|danke|danke (?:schon|sehr)|vielen dank|tschuss|auf wiedersehen|ja|nein|hilfe|super|prima"
    r"|ola|oi|bom dia|boa (?:tarde|noite)|(?:muito )?obrigad[oa]|valeu|tchau|adeus|ate logo|tudo bem|sim|nao|ajuda|teste|otimo"
    r"|ciao|buongiorno|buon giorno|buonasera|buona sera|buona giornata|salve|grazie|grazie mille|mille grazie|arrivederci|aiuto|prova|va bene|perfetto"
    r"|there|everyone|everybody|all|folks|friend|again|a lot|very much|so much|hemeroteca|assistant|bot|amigo|amiga|amigos|a todos|a todas|a tous|tout le monde|zusammen|alle|leute|a tutti|tutti|pessoal|gente|de nuevo|nochmal"
    r") ?)+"
)
HELP = re.compile(
    r"(?:please )?(?:what (?:can|do) you do|what can i (?:ask|do)(?: you| here)?|how does (?:this|it) work|how do i use (?:this|it|you)|who are you|what are you"
    r"|how are you(?: doing)?(?: today)?|can you help(?: me)?|help me|what is this|are you (?:there|a bot|a robot|human)|what do you know|is (?:any|some)(?:one|body) there"
    r"|what kind of questions can i ask|how can you help(?: me)?"
    r"|que (?:puedo|se puede) preguntar(?:te|le)?|que (?:puedes|sabes|sabe|puede)(?: hacer)?|como funciona(?:s| esto)?|quien eres|quien es usted|que eres|como estas|como esta usted|(?:me )?puedes ayudar(?:me)?|ayudame|que es esto"
    r"|que (?:peux tu|pouvez vous|sais tu|savez vous) faire|que puis je (?:te |vous )?demander|comment ca marche|qui es tu|qui etes vous|comment (?:ca va|vas tu|allez vous)|ca va|aide moi|aidez moi|peux tu m aider|pouvez vous m aider|qu est ce que tu peux faire|qu est ce que (?:c est|je peux demander)"
    r"|was kannst du(?: alles)?|was konnen sie(?: alles)?|was kann ich (?:dich |sie |hier )?fragen|wie funktioniert (?:das|es)(?: hier)?|wer bist du|wer sind sie|was bist du|wie geht(?: e)? ?s(?: dir| ihnen)?|kannst du mir helfen|konnen sie mir helfen|hilf mir|helfen sie mir|was ist das(?: hier)?"
    r"|o que (?:voce |tu )?(?:pode|podes|sabe|sabes|consegue)(?: fazer)?|o que (?:posso|se pode) perguntar|como (?:isso |isto )?funciona(?: isso| isto)?|quem (?:e voce|es tu)|como (?:vai|esta|estas)(?: voce)?|pode(?:s)? (?:me )?ajudar(?: me)?|ajude me|me ajuda|o que e isto|o que e isso"
    r"|(?:che )?cosa (?:puoi|sai) fare|che puoi fare|cosa (?:posso|si puo) chiedere|cosa posso chiederti|come funziona(?: questo)?|chi sei|come (?:stai|va)|puoi aiutarmi|mi puoi aiutare|aiutami|cos e questo"
    r")"
)


@functools.cache
def courtesy(language: str) -> tuple[re.Pattern[str], ...]:
    """Return what is said before a question in a language ("en", "es", "fr", "de", "pt", "it"), compiled."""
    return tuple(re.compile(f"(?:{line})(?:, ?| +|(?<= ))(?=.)") for line in _COURTESY[language].strip().splitlines())


@functools.cache
def tail(language: str) -> re.Pattern[str]:
    """Return what is said after a question in a language, compiled."""
    return re.compile(rf"[, ]+(?:{_TAIL[language]})$")
