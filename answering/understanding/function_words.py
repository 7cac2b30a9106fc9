"""The small words of six languages: what joins a question together, asks it, greets, or names an office.

All folded (lower case, no accents). They tell a language, a topic and what a question leaves open.
"""

LANGUAGES = ("en", "es", "fr", "de", "pt", "it")


def _table(**rows: str) -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in rows.items()}


QUESTION_WORDS = _table(
    en="who whom whose what which when where why how who's what's where's when's how's",
    es="que quien quienes cual cuales cuando donde adonde como cuanto cuanta cuantos cuantas",
    fr="qui que quoi quel quelle quels quelles quand ou comment pourquoi combien lequel laquelle lesquels lesquelles qu",
    de="wer wen wem wessen was welcher welche welches welchen welchem wann wo wohin woher wie warum weshalb wieso weswegen"
    " wieviel wieviele worum wovon woran wofur womit woruber wogegen wozu woraus",
    pt="quem que qual quais quando onde aonde como quanto quanta quantos quantas porque porquê",
    it="chi che cosa cos quale quali qual quando dove dov come com quanto quanta quanti quante perche quant",
)
DETERMINERS = _table(
    en="the a an this that these those every each all some any no",
    es="el la los las un una unos unas este esta estos estas ese esa esos esas todos todas cada algun alguna del al",
    fr="le la les l un une des ce cet cette ces du au aux chaque tous toutes",
    de="der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jeder jede jedes kein"
    " keine keinen im am zum zur vom beim ins",
    pt="o a os as um uma uns umas este esta estes estas esse essa esses essas aquele aquela do da dos das no na nos nas ao"
    " aos pelo pela cada todos todas",
    it="il lo la i gli le l un uno una questo questa questi queste quel quello quella quei quelle del dello della dei degli"
    " delle dell al allo alla ai agli alle all dal dalla nel nella nei nelle sul sulla ogni tutti tutte",
)
PREPOSITIONS = _table(
    en="of in on at by for from to with about into over under after before since until till during between against among"
    " without within through near around towards upon off than as",
    es="de en a por para con sobre desde hasta entre sin contra tras segun durante ante bajo hacia",
    fr="de d en a par pour avec sur dans depuis jusqu jusque entre sans contre apres avant selon pendant chez sous vers"
    " parmi lors",
    de="von in an auf fur mit uber zu bei aus nach seit bis vor zwischen gegen ohne unter um durch wahrend wegen trotz",
    pt="de em a por para com sobre desde ate entre sem contra apos segundo durante perante sob",
    it="di in a da per con su fra tra senza contro dopo prima secondo durante fino verso sotto d",
)
PRONOUNS = _table(
    en="i you he she it we they me him her us them my your his its our their hers theirs mine yours it's he's she's they're",
    es="yo tu usted ella ello nosotros ellos ellas me te se le les lo nos su sus mi mis",
    fr="je tu il elle on nous vous ils elles me te se lui leur leurs son sa ses mon ma mes y j m t s c",
    de="ich du er sie es wir ihr mich dich ihn uns euch ihm ihnen sich mein dein sein seine seinen seiner ihre ihren ihrer"
    " man",
    pt="eu tu voce ele ela nos eles elas me te se lhe lhes seu sua seus suas meu minha dele dela deles delas",
    it="io tu lui lei noi voi loro mi ti si ci vi gli ne suo sua suoi sue mio mia",
)
AUXILIARIES = _table(
    en="is are was were be been being am do does did done has have had having will would can could shall should may might"
    " must isn't aren't wasn't weren't don't doesn't didn't hasn't haven't won't wouldn't can't couldn't get gets got",
    es="es son fue fueron era eran ser sido esta estan estaba estaban estuvo ha han habia hay hubo habra sera seran tiene"
    " tienen tenia tuvo puede pueden podra va van haber estar tener",
    fr="est sont etait etaient etre ete a ont avait avaient avoir eu sera seront fut furent peut peuvent va vont ai as"
    " aura auront fait font t",
    de="ist sind war waren sein gewesen hat haben hatte hatten gehabt wird werden wurde wurden worden geworden kann konnen"
    " konnte konnten soll sollen sollte muss mussen musste darf will wollen gibt gab",
    pt="e sao foi foram era eram ser sido esta estao estava estavam esteve ha havia houve tem tinha teve tera sera serao"
    " pode podem vai vao ter haver estar",
    it="e sono era erano essere stato stata stati state ha hanno aveva avevano avere avuto sara saranno fu furono puo"
    " possono va vanno c viene vengono",
)
JOINING = _table(
    en="anyone anybody someone somebody nobody anything something nothing everyone and or but so then if because while not also too only just still yet there here now ever already else more again",
    es="alguien nadie algo nada y e o u pero si porque mientras no tambien solo ya aun todavia mas entonces ahora muy aqui alli",
    fr="quelqu rien et ou mais si parce car ne pas aussi seulement deja encore plus alors maintenant tres ici donc",
    de="jemand jemanden niemand etwas nichts viel viele vielen und oder aber wenn weil dass ob nicht auch nur schon noch mehr dann jetzt sehr hier dort als da doch denn",
    pt="alguem ninguem algo nada e ou mas se nao tambem so ja ainda mais entao agora muito aqui ali pois",
    it="qualcuno nessuno niente nulla qualcosa e ed o ma se non anche solo gia ancora piu allora adesso ora molto qui li poi",
)
FUNCTION_WORDS = {
    language: QUESTION_WORDS[language]
    | DETERMINERS[language]
    | PREPOSITIONS[language]
    | PRONOUNS[language]
    | AUXILIARIES[language]
    | JOINING[language]
    for language in LANGUAGES
}
# Words that carry no topic of their own: they are true of any story.
GENERIC = _table(
    en="people person persons man woman time times money cost costs price pay much many long happen happened happens"
    " happening thing things day days year years month months week weeks old age name called exactly reason start end"
    " started ended take place next first last other others",
    es="gente persona personas hombre mujer vez veces dinero costo costara cuesta coste precio anos ano dia dias mes meses"
    " semana semanas edad nombre llama paso pasado ocurrio sucedio cosa cosas exactamente motivo empezo termino otros otras"
    " demas otro otra",
    fr="gens personne personnes homme femme fois argent cout coute coutera prix ans an annee annees jour jours mois semaine"
    " age nom appelle passe arrive chose exactement raison commence fini autre autres",
    de="leute mensch menschen person personen mann frau mal geld kosten kostet kostete gekostet preis jahr jahre jahren tag"
    " tage monat monate woche alter alt name heißt passiert geschah ding genau grund begann endete andere anderen lange",
    pt="gente pessoa pessoas homem mulher vez vezes dinheiro custo custou custa preco anos ano dia dias mes meses semana"
    " idade nome chama aconteceu passou coisa exatamente motivo comecou terminou outro outra outros outras",
    it="gente persona persone uomo donna volta volte soldi costo costa costato prezzo anni anno giorno giorni mese mesi"
    " settimana eta nome chiama successo accaduto cosa esattamente motivo iniziato finito altro altri altra altre",
)
# Offices and bodies that speak in the news: "the mayor" is somebody, though not by name.
ROLES = _table(
    en="mayor mayoress prefect sheriff commissioner minister president premier chancellor governor senator deputy councillor councilor king queen pope"
    " bishop judge prosecutor lawyer spokesperson spokesman spokeswoman secretary ambassador chief chair chairman chairwoman"
    " chairperson director manager boss coach trainer captain player striker goalkeeper athlete cyclist swimmer champion"
    " winner owner founder author writer novelist poet painter artist sculptor musician singer composer conductor actor"
    " actress filmmaker architect engineer scientist researcher biologist geologist historian professor doctor surgeon nurse"
    " teacher farmer fisherman driver pilot inspector officer police union opposition council government company party team"
    " club court ministry authority authorities residents neighbours experts critics parents students workers employers"
    " organisation organization person firm newspaper politician candidate leader head ceo editor journalist curator",
    es="alcalde alcaldesa prefecto comisario comisaria ministro ministra presidente presidenta gobernador gobernadora senador senadora diputado diputada"
    " concejal concejala rey reina papa obispo juez jueza fiscal abogado abogada portavoz secretario secretaria embajador"
    " embajadora jefe jefa director directora gerente entrenador entrenadora capitan capitana jugador jugadora delantero"
    " portero atleta ciclista campeon campeona ganador ganadora dueno duena fundador fundadora autor autora escritor"
    " escritora poeta pintor pintora artista escultor escultora musico cantante compositor directora actor actriz cineasta"
    " arquitecto arquitecta ingeniero ingeniera cientifico cientifica investigador investigadora profesor profesora medico"
    " medica agricultor pescador conductor piloto policia sindicato oposicion ayuntamiento gobierno empresa partido equipo"
    " club tribunal ministerio autoridades vecinos expertos padres estudiantes trabajadores organizacion persona candidato"
    " candidata lider periodista canciller",
    fr="maire mairesse prefet prefete prefecture police ministre president presidente gouverneur senateur senatrice depute deputee roi reine pape eveque juge"
    " procureur procureure avocat avocate secretaire ambassadeur ambassadrice chef cheffe directeur directrice entraineur"
    " entraineuse capitaine joueur joueuse athlete cycliste champion championne gagnant gagnante proprietaire fondateur"
    " fondatrice auteur autrice auteure ecrivain ecrivaine poete peintre artiste sculpteur sculptrice musicien musicienne"
    " chanteur chanteuse compositeur acteur actrice cineaste architecte ingenieur ingenieure scientifique chercheur"
    " chercheuse professeur professeure medecin agriculteur pecheur conducteur pilote police syndicat opposition conseil"
    " gouvernement entreprise parti equipe club tribunal ministere autorites habitants experts parents etudiants salaries"
    " organisation personne candidat candidate porte-parole societe journaliste dirigeant chancelier",
    de="burgermeister burgermeisterin oberburgermeister oberburgermeisterin minister ministerin prasident prasidentin"
    " kanzler kanzlerin gouverneur senator senatorin abgeordnete abgeordneter konig konigin papst bischof richter richterin"
    " staatsanwalt anwalt anwaltin sprecher sprecherin sekretar botschafter botschafterin chef chefin direktor direktorin"
    " leiter leiterin trainer trainerin kapitan spieler spielerin stadtrat gemeinderat rat athlet athletin radfahrer meister"
    " meisterin sieger siegerin besitzer besitzerin grunder grunderin autor autorin schriftsteller schriftstellerin dichter"
    " maler malerin kunstler kunstlerin bildhauer bildhauerin musiker musikerin sanger sangerin komponist schauspieler"
    " regisseur architekt architektin ingenieur ingenieurin forscher forscherin professor professorin arzt arztin bauer"
    " fischer fahrer pilot polizei gewerkschaft opposition regierung firma unternehmen partei verein mannschaft gericht"
    " ministerium behorde behorden anwohner experten eltern studenten arbeiter organisation person kandidat kandidatin"
    " journalist journalistin landrat landratin",
    pt="prefeito prefeita ministro ministra presidente presidenta governador governadora senador senadora deputado deputada"
    " vereador vereadora rei rainha papa bispo juiz juiza procurador procuradora advogado advogada secretario secretaria"
    " embaixador embaixadora chefe diretor diretora treinador treinadora capitao jogador jogadora atleta ciclista campeao"
    " campea vencedor vencedora dono dona fundador fundadora autor autora escritor escritora poeta pintor pintora artista"
    " escultor escultora musico cantor cantora compositor ator atriz cineasta arquiteto arquiteta engenheiro engenheira"
    " cientista pesquisador pesquisadora investigador investigadora professor professora medico medica agricultor pescador"
    " motorista piloto policia sindicato oposicao camara governo empresa partido equipe equipa clube tribunal ministerio"
    " autoridades moradores especialistas pais estudantes trabalhadores organizacao pessoa candidato candidata lider"
    " jornalista porta-voz autarca",
    it="sindaco sindaca prefetto prefetta questore ministro ministra presidente presidentessa governatore governatrice senatore senatrice deputato"
    " deputata consigliere re regina papa vescovo giudice procuratore procuratrice avvocato avvocata segretario segretaria"
    " ambasciatore ambasciatrice capo direttore direttrice allenatore allenatrice capitano giocatore giocatrice atleta"
    " ciclista campione campionessa vincitore vincitrice proprietario proprietaria fondatore fondatrice autore autrice"
    " scrittore scrittrice poeta pittore pittrice artista scultore scultrice musicista cantante compositore attore attrice"
    " regista architetto architetta ingegnere scienziato scienziata ricercatore ricercatrice professore professoressa medico"
    " contadino pescatore autista pilota polizia sindacato opposizione comune consiglio governo azienda partito squadra club"
    " tribunale ministero autorita residenti esperti genitori studenti lavoratori organizzazione persona candidato candidata"
    " portavoce giornalista assessore assessora leader",
)
# Greetings, thanks and farewells; a question of these words alone greets, and each tells its language.
GREETINGS = _table(
    en="hello hi hey hiya howdy greetings thanks thank thx cheers bye goodbye morning afternoon evening good welcome",
    es="hola buenas buenos gracias adios saludos muchas hasta luego dias tardes noches",
    fr="bonjour bonsoir salut merci coucou revoir bonne journee beaucoup au",
    de="hallo moin servus danke tschuss gruezi guten gute tag morgen abend gruss gott danke vielen dank schon",
    pt="ola oi obrigado obrigada tchau bom boa dia tarde noite muito valeu adeus",
    it="ciao buongiorno buonasera salve grazie mille arrivederci buona giornata sera",
)
