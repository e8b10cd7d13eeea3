/** More of what `compound-parts.ts` holds, by how it stands in compounds; our own lists. */

/** Stand before other parts only: stems of verbs, adjectives, and what comes from Latin and Greek. */
export const FIRST_PARTS = `
  schad- interims-
  aktiv- alternativ- analog- arabisch- aramäisch- arktisch- außer- behinderten- breit- defensiv- demonstrativ- deutsch- diagonal-
  direkt- doppel- dunkel- emotional- endlos- englisch- experimental- extrem- feucht- final- formal- frei- froh- fundamental-
  funktional- gastro- gebrochen- gemein- gesund- global- höher- hohl- horizontal- ideal- immer- indefinit- indikativ-
  infinitesimal- infinitiv- instrumental- integral- intensiv- international- interrogativ- investiv- irrational- kollektiv-
  kommunal- komplex- konditional- konjunktiv- konsekutiv- konservativ- konzessiv- krank- kreativ- kulturell- lateral- lebend-
  legislativ- letzt- liberal- links- live- lokal- maximal- mehr- mental- meso- minimal- mittel- mobil- monumental- mündlich-
  national- neural- nicht- nominal- objektiv- offen- offensiv- optimal- oral- orchestral- ordinal- original- orthogonal- parallel-
  parental- partial- partizipial- passiv- pauschal- personal- positiv- postal- potenzial- präpositional- präventiv- produktiv-
  proportional- pseudo- radial- radikal- radio- rational- reaktiv- rechts- redox- reflexiv- regional- reich- rein- ringel- sakral-
  sauer- scharf- schief- schmal- selbst- semi- skalar- sozial- stark- steil- still- streng- subjektiv- substantiv- tangential-
  taub- tempo- temporal- tief- total- transitiv- trivial- universal- urban- variabel- verbal- vertikal- viral- virtuell- visuell-
  vokal- weit- weiter- wild- zart- zentral- zirkular-
`;

/** Adjectives and participles, which stand at the end only, in any of their forms. */
export const LAST_ADJECTIVES = `
  abbaubar abhängig aktiv alkoholisch alltäglich amerikanisch analytisch anfällig arabisch artig asiatisch ästhetisch atmend atomar
  bedeckt bedingt bedrohend bedroht bedürftig beeinflusst begabt begeistert begleitend begrenzt begründet behaftet behindert
  beladen belastet beliebt berechtigt bereinigt bereit beschränkt besetzt besiedelt beständig bestimmend bestimmt betont betrieben
  bewaffnet beweglich bewegt bewohnt bewusst bezogen bezüglich biologisch blau braun breit bringend britannisch brütend chemisch
  chinesisch christlich deckend dekorativ demokratisch deutsch dicht didaktisch dimensional dokumentarisch dominiert durchflossen
  durchlässig durchströmt durstig dynamisch eckig eigen empfindlich energetisch englisch entsprechend erfahren erfüllend erfüllt
  erhaltend erregend ersetzend erwärmt essbar ethisch europäisch extern fachlich fähig fällig farbig feindlich fern fertig fest
  feucht finanziert flächig fleischfressend fließend flüchtig fördernd formend förmig frei fremd fressend freundlich frisch füllend
  gebend gebildet gebunden geeignet gefährdend gefährdet gefährlich gefertigt gefüllt gegliedert geheizt geleitet gelenkt gemäß
  genau genetisch geografisch geographisch geprägt geprüft gerecht geregelt gerichtet gesättigt geschichtlich geschlechtlich
  geschützt gesellschaftlich gespeist gesteuert gestützt gesund getragen getränkt getrennt getreu getrieben gewandt gewichtet
  gewinnend gezogen giftig gläubig gleich gliedrig grau griechisch großräumig grün gültig haltbar haltig handwerklich
  heilend heilig heiß hemmend historisch hungrig identisch ideologisch industriell inhaltlich intensiv interessiert intern
  irrational italienisch jährig jährlich jüdisch juristisch kalt katholisch kaufmännisch kirchlich klar klassisch klebend
  klimatisch knapp kompetent konform konstant kontinental kontrolliert körnig körperlich kostenlos kräftig krank kreisend kritisch
  kulturell kundig kundlich künstlerisch lang langlebig lastig laufend lebend lebig ledig leer legend leitend lesbar liebend
  liegend literarisch lösend löslich luftig magnetisch männlich mathematisch medizinisch mehrheitlich menschlich methodisch
  militärisch minütig möglich monatig monatlich moralisch motiviert motorisch müde mündig musikalisch mutig nah national neu
  neuzeitlich nördlich notwendig nutzbar nutzend offen olympisch orientiert österreichisch östlich paarig pädagogisch parallel
  pflanzlich pflichtig philosophisch physikalisch politisch polnisch positiv praktisch präzise produzierend prozentig prüfend
  psychologisch rational räumig räumlich reaktiv rechtlich reduzierend reduziert regional reif rein reizend relevant religiös
  resistent richtig römisch rot ruhend rund russisch sauer säulig schädigend schädlich schaffend schenklig scheu schief schneidend
  schnell schulisch schützend schwach schwanger schwarz schwebend schwer seitig sicher sichtbar sichtig sinkend sinnig sonnig
  sozial spaltend spanisch spannend sparend sparsam spezifisch spitz spitzig sportlich sprachig sprachlich spürend stabil städtisch
  ständisch stark statisch steigend steigernd steuernd stiftend stillend stimmig stöckig stofflich strahlend strebend streng
  stündig stündlich stützend suchend süchtig südlich süß symmetrisch synthetisch tägig täglich tätig taub tauglich technisch teilig
  temporal theologisch theoretisch tief tierisch tödlich tolerant tonig trächtig tragend tragisch treibend treu trocken tüchtig
  türkisch überdeckt übergreifend überschreitend umfassend umspannend unabhängig ungebunden unlöslich unterdrückend
  unterstützt untypisch urban ursächlich verachtend verändernd verarbeitend verbindend verbrauchend verbunden verfolgend vergiftet
  vergleichend verheiratet verkehrt verletzend verletzt verliebt vermeidend verschieden verschmutzt versichert versorgend
  verständlich verteilt verträglich verwandt verwertend volljährig waagerecht wachsend warm warnend wechselnd weiblich weich weiß
  weit weltlich wendig wertig westlich widrig willig winklig wirksam wirtschaftlich wissenschaftlich wöchentlich wöchig wohnend
  wüchsig wund zahlig zehrend zeitlich zellig zentral zerstörend zeugend ziehend zielend züchtig zugänglich zulässig
  zusammenhängend zweckig zyklisch
`;

/** Nouns that stand by themselves as well. */
export const MORE_PARTS = `
  abbauer abbrecher abdeckung aberration abfertigung abgleich abgrenzung abhängigkeit abkühlung ablage ableiter ablesung abmeldung
  abonnent abordnung abrieb abschätzung absicherung absonderung absorber absprache abszisse abtretung abwandlung abwertung
  abwicklung adapter addierer adressat affinität afrika afrikaner agenda akquise akzent akzeptanz allel allgemeinheit allüren
  ambiente amerika amerikaner analytik anbindung andenken änderung aneignung anerkennung anfertigung angelegenheit angleichung
  anglistik anlaut anliegen anmerkung annonce annotation anschaffung anschauung anstrengung anwärter anweisung anzahl apparatur
  appellativ äquivalent arabien archäologie archipel archivar artikulation artist assimilation assistenz athletik attest attraktion
  aufgeld aufgliederung aufhängung aufhebung aufheizung auflistung aufschrift aufsteller aufteilung aufwendung aufzeichnung
  ausblick ausfertigung ausgestaltung auslaut auslegung ausprägung ausrichter ausschreibung australien authentizität autorität
  babysitter bariton basket beamtin beauftragter beeinträchtigung befähigung befüllung befund begutachtung behinderter beirat
  belang belehrung bemerkung bemühung benachrichtigung benennung berater berechtigung bereinigung berichterstattung beruhigung
  beschriftung beseitigung besiedelung besitzer besprechung betätigung beteiligter betrachter bezogener bildner
  binomial brecher britannien buffet bündel bürgerschaft center chart coach cocktail corps cup deckel diagnostik didaktiker
  dienstleister dilemma direktion dosierung dozentur dramatik dramaturgie durchführung durchlauf ehrung eigentümer einbau
  einbindung einfall eingliederung einheitlichkeit einladung einlage einschränkung einstufung einwanderer englisch ensemble entgelt
  enthaltung entschädigung entscheider entwertung epidemie erbringung ergänzer erhalt erkundung erledigung ermahnung erteilung
  ester exotik expertise extrakt exzellenz facette fächer faksimile feedback festlegung feststellung figuration findung fixierung
  flanke fliese florist floristik flosse flosser fonds format formulierung fortbildung foyer freigabe friseur fühler fund fundus
  füßer füßler gabe galerist geber gebung geführter gehilfe gelege gelegenheit gemisch genehmigung geographie gerippe germanistik
  gesamtheit geschehen gesuch gewinner glossar graben gramm gremium guide gutachter gutschein halbierende halogen handout
  harmonik hegemonie heraldik hermeneutik heuristik holding hort hundert idiom impression impressum indiz informatik inhaber
  inspektion inspiration instanz institut institution investor journalistik kadenz kader kanon kartei käufer kausalität kehre
  kenntnis kennzeichen kennzeichnung klappe klassifikation klassifizierung klimax klinge kode kodex koeffizient kofaktor kolleg
  kollektion kolloquium kolumne komfort komparation kondition konsole konstanz konstrukt kontinuität konzession koordination
  koordinator körperschaft korrespondenz kritiker kultus kurator laufbahn läufer lavendel legung lehrerin leiden leihe lektion
  lektor lemma lifestyle linguistik lobby lockerung logistik lokalität löser lüftung mappe medikation mentor meteor mittler
  moderatorin möglichkeit monografie monographie musikant mutterschaft näherung narration nationalität navigator nominierung
  normierung notation numerik nutzbarkeit offensive ökonomie olympiade option ordinate organisator parlamentarier partnerin passung
  pauschale periodik persönlichkeit pioniere podest poet poetik pole polymerisation portfolio positionierung prädikat präferenz
  praktik präparat präsidium presse problematik provision prozedur prozession prüfling pseudonym publizistik qualifizierung quartal
  quaste querschnitt räumung realisierung recherche reduzierung referat referendum referent referenz regime registrierung relevanz
  remis renaissance rentabilität repertoire reserve ressort revision reziprozität robe robotik romanik romanistik rückblick
  rückgang rücklage rückmeldung rückschritt rücksicht rücktritt saldo schaffung schreibung schwierigkeit schwung sekante sektion
  sektor senkrechte sensorik sichtung signatur sklaverei spender spot sprecher spüler stagnation stange statik status stegreif
  steigerung stilistik stimulation story streckung sucher support symbolik symposium tagebau tagung taktik teilnahme teilnehmer
  terrain thematik themen therapeut thesaurus touristik tragik trakt transaktion trasse treffer tribunal tribut trope überprüfung
  umbau umgestaltung umkreis umsetzung unterstützer variante verabredung veränderung veranlagung veranschaulichung verbreitung
  verfasstheit vergabe vergehen verknüpfung verlegung verminderung vermutung veröffentlichung verpflegung verrechnung vertonung
  vertrieb verwahrung verweigerung verzehr vogt vokabular vorbehalt vorgabe vorgehen vorhaben vorkommen vorschau vorschrift
  vorschule vorsitzender weise weitergabe wirksamkeit zäsur zehrer zinsen zitierung zögling zulage zurückhaltung zuschnitt
  zusicherung zuteilung zuzug zwischenfall
`;

/**
 * Whole words, in any form, that parts cover by chance, or that are said and looked for as one: adverbs, adjectives of their own
 * meaning, words from Latin.
 */
export const WHOLE_WORDS = `
  abschnittsweise absatzweise alphabetisierung aufrecht ausnahmsweise außerdem außerhalb auszugsweise beispielsweise beziehungsweise botanisch
  byzantinisch eigenartig eigenständig eigentümlich einseitig elektronisch freiwillig gegenseitig gegenwärtig gemeinsam gemeinschaftlich gewissermaßen
  gleichfalls gleichgültig gleichmäßig gleichwohl gleichzeitig großzügig gruppenweise hauptsächlich hilfreich immerhin
  international langweilig leichtfertig mehrfach mehrmals merkwürdig monoton möglicherweise näherungsweise neugierig normalerweise
  notwendig obgleich paarweise physiologisch rechtzeitig regelmäßig regeneration restaurieren restaurierung schrittweise selbstständig
  selbständig senkrecht sensibilisierung stellenweise stückweise stufenweise szenario szenarien tagtäglich teilweise
  überwiegend umgekehrt unmittelbar vergleichsweise vielfach vielfältig vielleicht vollständig vorzugsweise waagerecht waagrecht
  weiterhin wenngleich wohlhabend zeitweise zeitweilig zahlreich zugleich zusammenleben zusammenstellung zuständig zwangsweise
`;
