/** More of what `compound-parts.ts` holds, by how it stands in compounds; our own lists. */

/** Stand before other parts only: stems of verbs, adjectives, and what comes from Latin and Greek. */
export const FIRST_PARTS = `
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
  abfrage abhängigkeit ablauf ableiter ablesung abrieb absonderung abszisse abwägung abwandlung addierer afrika afrikaner akquise
  allel allgemeinheit alphabet amerika amerikaner andenken änderung aneignung anlaut annäherung annotation anordnung ansteckung
  anzahl appellativ äquivalent arabien archäologie archipel artikulation assimilation athletik aufenthalt aufgeld aufhängung
  aufheizung auflösung aufsteller aufteilung auslaut ausstoß australien autor bakterium bariton basket bedürfnis befragung
  befüllung begriff begrüßung behinderter belegung benennung berechtigung bereinigung beschriftung beseitigung besiedelung
  betätigung betonung betrachter betrachtung betrüger beugung bewältigung bewegung beweis bewerber bewertung bezeichnung bezogener
  bilanz bildner binomial biotop blatt block brecher brenner brille britannien brücke bruder brut buchung budget bühne bund bündel
  bündnis byte center chart chemie chinese chlorid chronik clique cluster coach code comic container cup darsteller deckel deckung
  deklination delfin delta demenz denker design dialekt didaktik dieb differenz diktat dimension diode dirigent disziplin doping
  dosis dotter dozent dressur drittel drüse durchlauf durchmesser dynastie ebbe ebene echse eigentümer eingliederung einheit
  einsatz einstellung eltern emission empfänger ende endung energie englisch enzym epidemie epoche erbauung erbe ergänzung ergebnis
  erhalt erhaltung erhitzung erleichterung ermittlung ermüdung ernährung erneuerung eroberung eröffnung erosion erreger
  erschließung erstellung erwachsener erwärmung erweiterung erwerb erzeuger erzeugung erzieher erziehung essay ester europa
  europäer evangelium evolution examen exil exkursion exponent express fabel facette fächer fahrer faktor familie fauna feier
  ferien ferment fessel figur finsternis flanke flechte flieger fliese florist flosse flosser flucht flüchtling fluor format formel
  forscher forschung fossil fotografie fraktion frequenz friseur fühler führer füller funk funktion füßer füßler galaxie galerie
  gärung geber gebrauch gebung geburt gedächtnis gefüge geführter gegner gehalt gehilfe geist gelände geländer gelege gemisch
  generation genese geografie geographie geologie geometrie gerade geräusch gericht gesamtheit geschirr geschlecht gesicht
  gestaltung gewächs gewebe gewicht gewinner gewohnheit gewölbe gletscher glied gliederung glossar grafik gramm grammatik graph
  grat gravur griffel größe grube gründer grundlage gründung gruppe guide gummi gymnastik habitat haftung hagel halbierende halde
  halogen haltung händler härte häufigkeit heirat heizung helfer helm hemisphäre herausforderung herrschaft hersteller herstellung
  hirn hirte historie hobby höhle honorar horizont hormon horn hülle hundert hygiene hymne hypothese identität idiom ikone illusion
  import impuls index indianer indien indikator individuum infarkt inhalt inklusion insekt insel integral intelligenz interesse
  interpretation intervall inventar inversion ionen islam isotop jagd japaner jubiläum jude jury justiz kabel kadenz kader kaiser
  kalender kalkül kammer kampagne kandidat kanzel kapitel kapsel karriere karte kartei karton kaskade kasse kasus kategorie
  katholik kehre keil keim kelch kenntnis kern kerze kette keyboard kiefer kimono kino kirsche klammer klappe klasse klausel
  klausur klima klinge knoten koeffizient kollege kollision kolonne kombination komfort komik kommission komödie komparation
  komplement komponist kondensator konferenz konjugation konjunktion konkurrenz konsonant konstante konstellation konstrukt konsum
  kontakt kontext konto kontrast konzept koordinate kopie koralle kreatur kreide kriterium krone kruste kübel küche kugel kultur
  kunde künstler kuppel kurve küste labor ladung länge läufer lauge laut lavendel leasing legende legierung lehre leihe leiter
  leitung lektüre lemma lerner leser lexikon licht lifestyle linguistik linie linse literatur lizenz logarithmus logik logo löser
  löslichkeit lösung lücke lüftung lunge macher magazin magnet makel management mangel mantel märchen marke markierung maschine
  maske masse material mathematik matrix mechanik mechanismus medien melodie membran menge mensch menü merkmal messer messung
  metall metapher meteor methode milieu minderheit mineral ministerium minute mischung missbrauch mission mitte moderator modul
  möglichkeit molekül moment monat monitor monografie monographie monopol moral motiv motor mumie mündung muskel muster mutation
  mutter mythos nachweis näherung nahrung name narration nase navigation nebel neigung nenner nerv netz neuron niederschlag niveau
  nomen norm notation note notiz nukleon nummer nutzen nutzer nutzung oase objekt oboe offizier olympiade oper operation operator
  opfer optik option orakel orbit ordinate ordnung organ organismus orgel orient orientierung ornament ort ozean ozon pädagogik
  panzer papier papst parabel paradox parameter parasit parlament partei partikel partitur partner partnerschaft passage patent
  pause pendel periode person perspektive pfad pfeil pflege pflicht phänomen phase philosophie physik pilot pilz pioniere pixel
  plakat plan planet plasma plastik platte plattform podest pokal polarisation pole politik polizei polymer polymerisation portion
  porträt position potenz prädikat praktikum prämie präparat präposition präsens präsentation präteritum praxis predigt presse
  prinzip prisma probe problem produkt produktion profil prognose programm projekt projektion promotion pronomen propaganda prosa
  protein protest protokoll provinz prozent prozess prüfung psyche psychologie publikum pumpe punkt puppe pyramide quader quadrant
  quadrat qualität quantität quartal quaste quelle querschnitt quote rabatt rahmen rakete ranke rasse rat rätsel raum reaktion
  reaktor realität rebell rechner rechnung recht rede reflex reform regel regelung regierung region register regler reihe reim
  reise religion renaissance rente reportage republik reserve resonanz ressource rest resultat revier revolution rezept
  reziprozität rhythmus richtung ring ritter ritual rolle roman romantik route rübe rücken rückgang ruhe ruine saison salz sammler
  sammlung sänger satellit säule säure schale schaltung schatten schätzung scheibe scheitel schema schicht schiene schiff schlange
  schleife schluss schlüssel schmelze schmerz schnitt schranke schraube schreiben schreiber schreibung schrift schritt schuld
  schule schüler schutz schwelle schwingung schwung sediment segel segment sehne seite sekante sektor sekunde sender senkrechte
  sequenz serie sicherung siedlung signal silbe sinn sitte situation sitzung skala skelett skizze skript software soldat sonate
  sorte soziologie spannung speicher spektrum spender sperre spezies spiegel spieler spitze sprache sprecher sprung spüler spur
  staat stab stadium stamm stärke statistik statue status stegreif stein stellung stengel stern steuer stiel stil stimme stimmung
  stimulation stipendium stoff strategie strauch strecke streckung streifen streit strich strom strophe struktur stufe stunde
  subjekt substanz summe symbol symmetrie symptom synonym syntax synthese system tabelle tafel tagebau tangente tänzer taste
  taucher tausend technik technologie teil teiler teilung tektonik temperatur tempo tendenz tenor term test teufel text textil
  theater thema themen theologie theorie therapie these thron tiefe titel tochter toleranz torte tradition tragödie training
  transport traum treffer treiber trend trennung trichter trieb trommel trope tropfen truppe tumor tunnel turbine turnier tutor
  übung ufer umfang umfrage umgang umgebung umkehr umlauf umlaut umriss umsatz umstellung umwandlung umwelt unfall uniform union
  universum unterricht untersuchung urkunde ursache urteil vakuum variable vektor vene ventil veränderung verarbeitung verb verband
  verbindung verbrauch verbraucher verein verfahren verfall verfassung vergleich verhalten verhältnis verknüpfung verkürzung
  verlauf verlust vermittlung vermögen verordnung vers versicherung version versuch verteilung vertrag verwaltung video viereck
  viertel virus vision vitamin vokabel vokabular vokal volk vorbereitung vorgang vorlage vormund vorrichtung vorschrift vorschule
  vorsilbe vorspiel vorstellung vortrag vulkan waage wachstum wähler wahrheit währung wand wandel wanderung wärme wechsel weise
  welle wert wesen wettbewerb widerstand wiese winkel wirbel wirkung wirt wissen wissenschaft woche wolke wort wunde wunsch würfel
  wurzel wüste zahl zähler zählung zauber zehrer zeichen zeichnung zeile zeit zelle zensur zentrum zerfall zerlegung ziel ziffer
  zirkel zitat zoll zone zucker zug zukunft zunge zusammenhang zusatz zustand zutat zweifel zyklus
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
  weiterhin wenngleich wohlhabend zeitweise zeitweilig zugleich zusammenleben zusammenstellung zuständig zwangsweise
`;
