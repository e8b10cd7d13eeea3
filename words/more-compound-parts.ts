/** More parts of compounds, by their position in them; our own lists, which continue `compound-parts.ts`. */

/** Parts that occur only before others: stems of verbs, adjectives, and parts of Latin or Greek origin. */
export const FIRST_PARTS = `
  dritt- fünft- schalt- viert-
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

/** Adjectives and participles, which occur only at the end, in any of their forms. */
export const LAST_ADJECTIVES = `
 basiert abbaubar abhängig aktiv alkoholisch alltäglich amerikanisch analytisch anfällig arabisch artig asiatisch ästhetisch atmend atomar
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

/** Nouns that are also words by themselves. */
export const MORE_PARTS = `
  abbauer abbrecher abdeckung aberration abfertigung abgleich abgrenzung abgrund abhängigkeit abkühlung ablage ableiter ablesung
  abmeldung abonnent abordnung abrieb abschätzung absicherung absonderung absorber absperrung absprache abszess abszisse abtretung
  abwandlung abwertung abwicklung account achsel adapter addierer adjutant admiral adressat aerobic affinität afrika afrikaner
  agenda akquise aktor akzent akzeptanz akzeptor aldehyd alibi allel allgemeinheit allüren ambiente amerika amerikaner ampere
  analytik anarchie anbindung andenken änderung aneignung anerkennung anfertigung angelegenheit angleichung anglistik animateur
  anlaut anliegen anmerkung annexion annonce annotation anorak anorexie anschaffung anschauung ansiedler anstrengung antimaterie
  anwärter anweisung anzahl apfelsine apparatur appellativ äquivalent arabien archäologie arche archimedes archipel archivar
  aristokrat ärmel artikulation artischocke artist assimilation assistenz athletik attest attraktion aubergine aufgeld
  aufgliederung aufhängung aufhebung aufheizung auflistung aufschrift aufsteller aufteilung aufwendung aufzeichnung ausblick
  ausfertigung ausgestaltung auslaut auslegung auslenkung ausprägung ausrichter ausschreibung australien authentizität autokrat
  autorität avatar avocado azubi babysitter backe backup bandage banner bariton barometer barrikade basilikum basket
  bastion beamtin beauftragter beeinträchtigung befähigung befüllung befund begutachtung behinderter beil beirat belagerung belang
  belehrung bemerkung bemühung benachrichtigung benennung benzol berater berechtigung bereinigung berichterstattung beruhigung
  beschleuniger beschriftung beseitigung besiedelung besitzer besprechung besteck betätigung beteiligter betrachter bewuchs
  bezogener bike bildner binomial biosphäre blässe blockade bluse böschung brause brecher brechung britannien brokkoli brosche
  browser bube buffet bügel bündel bürgerschaft busen button cache celluloid center chart choreograf client cloud coach cocktail
  codec compiler corps couch cutter damm deckel dekret delegierte despot dezernent diagnostik didaktiker dienstleister
  dilemma dipol direktion display dissoziation doge dohle domain donator dosierung dotierung dozentur dramatik dramaturgie 
  durchführung durchlauf edikt editor efeu ehrung eigentümer einbau einbindung einfall eingliederung einheitlichkeit einladung
  einlage einschränkung einstufung einwanderer emoji englisch ensemble enteignung entgelt enthaltung entmachtung entschädigung
  entscheider entwertung epidemie erbringung ergänzer erhalt erkundung erledigung ermahnung eroberer erteilung ester euter exotik
  expertise extrakt exzellenz facette fächer faksimile falte farce faschist fechter feedback fernseher festlegung feststellung
  figuration findung firewall fixierung flanke fliese florist floristik flosse flosser flunder fonds forelle format
  formulierung fortbildung foyer fraktur frame freigabe friseur fühler fund fundus füßer füßler gabe galeere galerist garde
  gazelle gebäck geber gebung gecko geführter gehilfe geiß gelege gelegenheit gemisch genehmigung genick geographie gerippe
  germanistik gesamtheit geschehen geschwulst gestell gesuch gewinner gilde gischt glossar glukose glykogen gong graben gramm
  graphit gräte graupe gremium groove guide gulden gurt gutachter gutschein halbierende halogen handout harfe harmonik haufen
  hegemonie heliosphäre hepatitis heraldik hermelin hermeneutik herold herzog heuristik hocker höcker holding homepage hort hummer
  hundert idiom iltis impression impressum indiz infekt informatik infrarot inhaber inspektion inspiration instanz institut
  institution insulaner interface internat intro investor jahrgang janitschar joch journalistik joystick judo junker kadenz
  kader kaiserin kanon kantate kanüle kanute karate kardinal karies karre kartei käufer kausalität kehre kelvin kenntnis
  kennzeichen kennzeichnung kerker kinn kitz klappe klassifikation klassifizierung klässler klaue klimatologe klimax
  klinge klinke klopfer knebel koala kode kodex koeffizient kofaktor kolleg kollektion kollektor kolloquium kolumne komfort
  komödiant komparation komparse kondition konfetti konsole konstanz konstrukt konterrevolution kontinuität kontrapunkt konzession
  koordination koordinator kordel körperschaft korrespondenz krapfen kraxe kreisel kritiker krokus kufe kuhle kult kultus
  kurator kursus lagune lämpchen lanze lappen lärche lauch laufbahn läufer lavendel legung lehrerin leiden leihe leim leinen
  lektion lektor lemma liane lifestyle linguistik lobby lockerung login logistik lokalität löser lüftung mäander
  magistrat mähne majoran manufaktur mäppchen mappe mark marmot marschall märtyrer maul medikation meißel mentor messenger
  meteor meuterei miene migräne mikrochip miniatur minze mittler modem moderatorin möglichkeit monografie monographie monoxid
  moräne mörtel musikant mutterschaft myzel nachtigall näherung narration nationalität natter navigator nessel network nominierung
  normierung notation nukleus numerik nutzbarkeit offensive ökonomie olympiade option orchidee ordinate organisator ouvertüre pakt
  panter parlamentarier partnerin passung paste patch patrizier pauschale periodik persönlichkeit pfalz pfeiler pfosten pinie
  pioniere platane player plombe plünderung pocke podest poet poetik pole polymerisation popup portfolio positionierung
  posting prädikat präfekt präferenz praktik präparat präsidium presse problematik proklamation prothese provider provision
  prozedur prozession prozessor prüfling pseudonym publizistik pult punsch pupille qualifizierung quartal quaste querschnitt
  quirl quitte radler raffinerie ranzen rassel räumung reagenz realisierung recherche reduzierung referat referendar
  referendum referent referenz regime regiment registrierung rektorin relais relevanz remis renaissance rentabilität
  repertoire republikaner reserve ressort revision revolte reziprozität rheuma rinne ritze robe robotik rodler romanik
  romanistik röteln rotz router rückblick rückgang rücklage rückmeldung rückschritt rücksicht rücktritt ruderer rumpf runzel
  säbel salbei saldo sattel saxofon scanner schacht schaffung scheich schelle schlacke schlick schlund schnalle schnepfe
  schnitzel schoss schote schreibung schülerin schüppe schwankung schwierigkeit schwung screen script sekante sektion sektor
  senator senkrechte sensorik sepsis serviette sichtung siedler signatur silo sklaverei smiley sohle söldner song sopran spaghetti
  span spender spieß spindel sporen sporn spot sprecher spreu springer spüler stadel stagnation stange statik stator status
  steg stegreif steigerung stelze stick stifter stilistik stimulation stoppel story stream streaming streckung stretching strunk
  stürmer substrat sucher support surfer symbolik symposium tablett tagebau tagung taktik teilnahme teilnehmer template terrain
  thematik themen therapeut thermometer thesaurus thread thrombose tiegel tool touristik tracking tragik trailer trakt transaktion
  trasse treffer trespe tribunal tribut trope tropf tröpfchen trophäe truhe tukan tüte tutorial überprüfung ulme umbau umgestaltung
  umkreis umsetzung unterstützer update variante verabredung veränderung veranlagung veranschaulichung verbreitung verdampfer
  verdunster verfasstheit vergabe vergehen verknüpfung verlegung verminderung vermutung veröffentlichung verpflegung verrechnung
  vertonung vertrieb verwahrung verweigerung verzehr videoclip viewer viper viskosität vlies vogt vokabular vorbehalt vorgabe
  vorgehen vorhaben vorkommen vorschau vorschrift vorschule vorsitzender wabe watte webcam weise weitergabe weste widget wiki
  wirksamkeit wisent wlan workshop zapfen zäsur zehrer zeisig zenit zinsen zither zitierung zögling zopf zulage zunder
  zurückhaltung zuschnitt zusicherung zuteilung zuzug zwirn zwischenfall zyste
`;

/**
 * Whole words that are never split, in any form: parts cover them only by chance, or people use and search for them as one
 * word. Adverbs, adjectives with a meaning of their own, words from Latin.
 */
export const WHOLE_WORDS = `
  abschnittsweise absatzweise erstrecken verbreiten verbreitet verbreiter alphabetisierung aufrecht ausnahmsweise außerdem außerhalb auszugsweise beispielsweise beziehungsweise botanisch
  byzantinisch eigenartig eigenständig eigentümlich einseitig elektronisch freiwillig gegensatz gegenseitig gegenwärtig gemeinsam gemeinschaftlich gewissermaßen
  gleichfalls gleichgültig gleichmäßig gleichwohl gleichzeitig großzügig gruppenweise hauptsächlich hilfreich immerhin
  international langweilig leichtfertig mehrfach mehrmals merkwürdig monoton möglicherweise näherungsweise neugierig normalerweise
  notwendig obgleich paarweise physiologisch rechtzeitig regelmäßig regeneration prägend restaurieren restaurierung schrittweise selbstständig
  selbständig senkrecht sensibilisierung stellenweise stückweise stufenweise szenario szenarien tagtäglich teilweise
  überwiegend umgekehrt unmittelbar vergleichsweise vielfach vielfältig vielleicht vollständig vorzugsweise waagerecht waagrecht
  weiterhin wenngleich wohlhabend zeitweise zeitweilig zahlreich zugleich zusammenleben zusammenstellung zuständig zwangsweise
`;
