/**
 * The parts of German compounds in school media, in lower case and singular; our own list. A part with a hyphen at its end
 * occurs only at the beginning or in the middle of a compound (stems of verbs, adjectives). The list has no compounds, and
 * no words that are mostly endings or occur in other words by chance (Bart in vereinbart, Ehe in Drehen).
 */

/** All parts of fewer than four letters. */
export const SHORT_PARTS = `
  abc abo ahn akt alm alt- alu amt app arm art ast axt bad bär bau bio box bus cd dj dna dom dur ego ehe- ei- eid eis
  emu erd- erz ess- fan fee fuß gas gen geo- gut- hai heu hit hof hör- huf hut ich- irr- jet job jod kap klo kot kuh kür
  lid lob lok lot mai mal- maß mut nah- näh- neu- nil not ohr öko- öl oma opa ort ost pc po pol pop rad rap rat reh roh-
  rom rot- ruf sau see seh- sex ski sog süd- süß- tag tal tat tau tee tod ton tor tot- tür typ ufo uhr uhu uni uno
  usa usb uv- wal web weg wut zar zeh zoo zug
`;

export const PARTS = `
  abakus abbau abbildung abbruch abdruck abend abenteuer aberglaube abfahrt abfall abfluss abfolge abfrage abgabe
  abgang abgas abgeordneter abhang abhilfe abitur abiturient abkommen abkunft abkürzung ablagerung ablauf ableger
  ablehnung ableitung ablösung abnahme abonnement abrechnung abreise abriss abruf abrüstung absage absatz abschaffung
  abschied abschirmung abschluss abschnitt abschuss absender absicht absolutismus absolvent absorption abstammung
  abstand abstieg abstimmung absturz abtei abteil abteilung abtrag abtreibung abwägung abwasser abwehr abweichung
  abzeichen abzug achse achterbahn achtung acker addition adel ader adjektiv adler adoption adresse adverb aerosol
  affe agent agentur aggregat aggression agrar- ahorn airbag akademie akademiker akkord akku akkumulator akkusativ
  akne akrobat akrobatik aktie aktin aktion aktivierung aktivität akustik alarm album alge algebra algorithmus
  alimente alkali alkan alkohol allee allegorie allergie allianz alltag almosen alpen alpha alphabet altar alten-
  alter alternative altertum aluminium amateur amboss ameise amid amin amino- ammoniak amnestie amöbe ampel amphibie
  amphitheater amplitude amsel amulett analyse anamnese ananas anatomie anbau anbieter andacht anekdote anemone
  anfall anfang anfänger anforderung anfrage angabe angebot angel angestellter angler angriff angst anhang anhänger
  anhöhe anhörung animation anion anker anklage ankunft anlage anleitung anmeldung annäherung annahme anode anordnung
  anpassung anrede anregung anreiz anruf ansager ansatz anschlag anschluss ansicht ansprache anspruch anstalt
  ansteckung anstieg antarktis anteil antenne anthrax anthropologie anti- antibiotikum antike antisemitismus antonym
  antrag antreiber antrieb antwort anwalt anwender anwendung anwesenheit anzeige anziehung anzug aorta apartheid
  apfel aphorismus apostel apotheke apparat appell applaus aprikose april aquädukt aquarell aquarium äquator
  äquivalenz araber arbeit arbeiter arbeitgeber arbeitsloser architekt architektur archiv arena argon argument
  argumentation arie aristokratie arithmetik arktis armee armut aroma arrangement arterie artikel arznei arzt ärztin
  asche asien aspekt asphalt assel assistent assoziation asteroid ästhetik asthma astrologie astronaut astronomie
  asyl atelier atem athlet atlantik atlas atmen atmosphäre atmung atoll atom attacke attentat attribut audio-
  auerhahn aufbau aufbereitung aufbewahrung aufenthalt auferstehung auffang- auffassung aufforderung auffrischung
  aufführung aufgabe aufguss aufklärer aufklärung auflage auflauf auflösung aufnahme aufprall aufräum- aufruf
  aufrüstung aufsatz aufseher aufsicht aufstand aufsteiger aufstellung aufstieg auftakt auftrag auftraggeber auftrieb
  auftritt aufwand aufzug auge august auktion aula ausbau ausbeutung ausbildung ausbreitung ausbruch ausdauer
  ausdehnung ausdruck auseinandersetzung ausfall ausflug ausfuhr ausführung ausgabe ausgang ausgleich ausgrabung
  ausgrenzung auskunft auslagerung ausland auslese auslöser auslösung ausnahme ausnutzung ausrede ausrichtung
  ausrottung ausruf ausrüstung aussage ausschlag ausschluss ausschnitt ausschuss außen- außenseiter äußerung aussicht
  aussprache ausstattung ausstellung ausstieg ausstoß austausch auster auswahl auswanderer auswanderung ausweis
  auswertung auswirkung auszählung auszeichnung auszug auszugleichen autismus auto autokratie automat automatik
  automatisierung autonomie autor avantgarde azteke baby bach backen bäcker bäckerei badminton bagger bahn bahre
  bakterie bakteriologe bakterium balance balkan balken balkon ball ballade ballast ballett ballon ballung balz
  bambus banane band bande bandit bank bankier bann barbar barde barock barren barriere barsch barte basalt basar
  base basilika basis basketball bass bastel- basteln bastler batterie bauch bauer baum bauweise bayern beamer
  beamter bearbeitung beatles beatmung beben becher becken bedarf bedeutung bedienung bedingung bedrohung bedürfnis
  beeinflussung beere beet befall befehl befestigung befinden befragung befreiung befruchtung befugnis begabung
  begegnung begehren begeisterung beginn begleit- begleiter begleitung begräbnis begrenzung begriff begründung
  begrüßung behaarung behälter behandlung behauptung beherrschung behinderung behörde beichte beigabe beihilfe
  beilage bein beispiel beitrag beitritt bekämpfung bekanntschaft bekehrung bekenntnis bekleidung beladung belag
  belastbarkeit belastung beleg belegung beleidigung beleuchtung beliebtheit belohnung belüftung bemessung
  benachteiligung benimm- benotung benutzer benutzung benzin beobachtung bepflanzung beratung berechnung bereich
  bereicherung bereitschaft berg bergung bericht berichterstatter bernstein beruf berufung berührung besatzung
  beschaffung beschäftigung bescheid beschichtung beschleunigung beschluss beschneidung beschränkung beschreibung
  beschuss beschwerde besen besetzung besiedlung besinnung besitz bestand bestattung bestäuber bestäubung bestellung
  bestie bestimmer bestimmung bestrafung bestrahlung bestseller besuch besucher beta beteiligung beton betonung
  betrachtung betrag betreiber betreibung betreuer betreuung betrieb betrug betrüger bett beuge beugung beule beute
  beutel beutler bevölkerung bevormundung bewahrung bewältigung bewässerung beweglichkeit bewegung beweis bewerber
  bewerbung bewerter bewertung bewilligung bewirtschaftung bewohnbarkeit bewohner bewunderung bewusstsein bezahl-
  bezahlung bezeichnung beziehung bezirk bezug biathlon bibel biber bibliothek bibliothekar biegung biene bier bikini
  bilanz bilanzierung bild bildhauer bildung binär- binde- binder bindfaden bindung binnen- binom binomial- biografie
  biograph biographie biologe biologie bionik biotop birke birne bischof bison biss bitte bläschen blase bläser blatt
  blau- blech blei blende blick blinddarm blindenhund blinder blindheit blitz block blog blogger blues bluff blume
  blut blüte bluter blutung bock boden bodybuilder bogen bohne bohrer bohrung boje bologna bolschewik bombardement
  bombe bonbon bonus boom boot bord borke börse borste botanik bote botschaft botschafter bottich bowle boxer boykott
  brache branche brand brandung bratsche bratwurst brauch brauer brauerei braun- braut bräutigam brei breite bremse
  bremsung brenn- brenner brennnessel brett brevier brexit brief brigade brikett brille brise brom bronchie bronze
  broschüre brot bruch brücke bruder brunnen brust brut brüter brutto- bubble buch buche bücherei büchse buchstabe
  bucht buchung buckel buddha buddhismus buddhist budget büffel bühne bulle bumerang bummel bund bündnis bunker
  buntspecht buntstift burg bürger burgund büro bürokratie bürste busch buße butan butter bypass byte byzanz café
  calcium camera camp camping campus carbid carbon carbonat cäsar castor cello celsius cent cerebral- chamäleon
  champignon champion chance chanson chaos charakter charta charts chat chatbot check chef chemie chemikalie chemiker
  china chinese chip chirurgie chlor chlorid chloro chlorophyll chloroplast cholera cholesterin chor choral christ
  christentum christus chrom chromatografie chromosom chronik city clan clip clique clown cluster code cola collage
  collie comedy comic computer container controller cookie cooking copy cousin cowboy creme crew curry cursor cyanid
  cyber- dach dachs dackel damast dame dämmerung dämmung dämon dampf dampfer dämpfer damwild dank darlehen darm
  darsteller darstellung darwin daseins- datei daten dativ dattel datum dauer dauerhaft daumen daune debatte deck
  decke deckung defekt definition defizit degen degeneration dehnung deich deklaration deklination dekolonisation
  dekoration delegation delfin delikt delta demenz demo demographie demokratie demonstrant demonstration demontage
  denk- denken denker denkmal denkweise deponie deportation depot depression derivat desert design desinfektion
  deskription desktop destillation detail detektiv detektor deutsche deutschland deutung devise dezember dezernat
  dezibel dezimal- diabetes diagnose diagonale diagramm dialekt dialektik dialog diamant diät dichte dichter dichtung
  dickdarm dickicht didaktik dieb diebstahl diener dienst diesel differential- differenz differenzial-
  differenzierung diffusion digital- diktat diktator diktatur dimension dimmer ding dino diode dioxid diözese diplom
  diplomat diplomatie direktor dirigent disco discounter diskette diskriminierung diskurs diskussion disput distanz
  distanzierung distel disziplin dividend division docht dogma doktor doku dokument dokumentar- dokumentation dolch
  dolmetscher domäne dominanz domino dompteur donau donner donut doping doppel dorf dorn dorsch dose dosis dossier
  dotter download dozent drache dragee draht drama dramatisch dramaturg drang dreh- drehung drei- dreieck dress
  dressierung dressur drill drilling dring- drittel droge drohne drohung dromedar drossel druck drucker druckerei
  drüse dschungel dual- dualismus duell duett duft düne dung dünge- dünger dunkel dunkelheit dünn- dunst duplikat
  durch- durchbruch durchfall durchgang durchlässigkeit durchmesser durchsage durchschnitt durst dusche düse dynamik
  dynamit dynamo dynastie ebbe ebene eber echo echse ecke eckpunkt edel- effekt effizienz egel egoismus eheleute ehre
  ehrgeiz ehrlichkeit eiche eichel eichhörnchen eidechse eier eifel eifer eigen- eigenschaft eigentum eignung eimer
  einband einbettung einbruch eindruck einfach- einfluss einführung eingabe eingang eingriff einheit einhorn einkauf
  einkommen einkreis- einleitung einmaleins einnahme einordnung einrichter einrichtung einsamkeit einsatz
  einschätzung einschulung einsiedler einsparung einspruch einstein einstellung einstiegs- einteilung eintrag
  eintritt einwand einwanderung einweg- einweihung einwilligung einwohner einzahlung einzel- einzeller einzug eisen
  eiter eiweiß ekel ekzem elch elefant elektriker elektrizität elektro- elektrode elektrolyse elektrolyt elektron
  elektronik element elementar- elfe elite ellbogen ellipse elster eltern email emanzipation embargo embryo emigrant
  emigration emission emotion empathie empfang empfänger empfängnis empfehlung empfindung empirismus emulsion ende
  endlager endoskop endpunkt endung energetik energie engagement engel england engländer enkel entdecken entdecker
  entdeckung ente entfaltung entfernen entfernung enthalpie entlassung entlastung entleerung entlohnung
  entnazifizierung entropie entscheidung entsorgung entspannung entstehen entstehung entwässerung entwickler
  entwicklung entwurf entzug entzündung enzian enzyklopädie enzym epik epilepsie episode epoche epos erbauer erbauung
  erbe erbgang erbgut erbin erbse erde erdrutsch ereignis erfahrung erfassung erfinder erfindung erfolg erfüllung
  ergänzung ergebnis ergebnisse ergonomie erhaltung erhebung erhitzung erhöhung erholung erinnerung erkältung
  erkenntnis erkennung erker erklär- erklärung erkrankung erlaubnis erlebnis erleichterung erlöser erlösung
  ermächtigung ermittlung ermordung ermüdung ernährer ernährung erneuerung ernte eroberung eröffnung erosion
  erpressung erreger erregung errichtung ersatz erscheinung erschließung erschöpfung ersparnis erst- erste-hilfe
  erstellung ertrag eruption erwachsene erwachsener erwärmung erwartung erweiterung erwerb erzähl- erzähler erzählung
  erzeugen erzeuger erzeugnis erzeugung erzieher erziehung esche esel eskimo essay essen essig estrich etage etat
  ethan ethanol ethik ethnie etikett etüde etui eukalyptus euklid eule euro europa europäer evangelist evangelium
  event evolution ewigkeit examen exil existenz exkursion exot expansion expedition experiment experte explosion
  exponat exponent exponential- export express expressionismus extraktion extrem extremismus extremist extremität
  fabel fabrik fabrikant fach fachleute fackel faden fähigkeit fahne fahr- fähre fahren fahrer fahrt fährte fairness
  fake- fakt faktor falke fall falle fälligkeit falsch- fälscher fälschung falten- falter faltung falz familie fang
  fango fantasie farbe farm farmer farn fasan fasching faschismus faser fass fassade fassung fasten- fastnacht faul-
  fäulnis fauna faust feature februar feder fehde fehl- fehler fehlerhaft feier feige feile fein- feind feld feldspat
  fell fellow fels felsen femininum feminismus feminist fenchel fenster ferien ferkel ferment fern- ferner fernseh-
  fernsehen fernweh ferse fertigkeit fertigung fessel fest festigkeit festival festung fetisch fett feuchte
  feuchtigkeit feuer feuilleton fichte fieber figur fiktion filiale film filter filz finanz finanzierung finger fink
  finne finster- finsternis firma fisch fischer fischerei fiskus fitness fixstern fjord flach- fläche flachs flagge
  flamme fläschchen flasche flaute flechte fleck fledermaus fleisch flexion flieder fliege flieger flieh- fließ-
  flipper flocke floh flora florenz floskel floß flöte flotte fluch flucht flüchtling flug flügel fluid fluor fluorid
  flur fluss flüssigkeit flüster- flut föderalismus fohlen föhn fokus folge folie folklore follower folter fontäne
  förder- förderer förderung forderung form formel formular formung forscher forscherin forschung forst fortbewegung
  fortpflanzung fortsatz fortschritt forum fossil fossilien foto fotograf fotografie foul fracht fracking frage
  fragment fraktal fraktion franken frankreich franzose französisch- frau freestyle freibad freihandels- freiheit
  freiwilliger freiwilligkeit freizeit fremd- fremdheit frequenz fressfeind freund freundin freundschaft frevel
  friede frieden frieren frisch- frisör frist frisur front frontal- frosch frost frucht fruchtbarkeit früh-
  frühblüher frühling frühstück fuchs fuge fügung führer führung füll- füller füllung fund- fundament fünfeck funk
  funke funktion furche furcht fürsorge fürsprecher fürst fusion fussel futter futur futurismus gabel gabelung gähnen
  galapagos galaxie galerie galle gallien gallier galvanik gamer gaming gamma gang gans ganzzahl garage garantie
  garderobe gardine garn garnele garten gärtner gärung gasse gast gaststätte gattung gaul gaumen gauner gebär-
  gebärde gebäude gebell gebet gebiet gebirge gebiss gebot gebrauch gebühr gebunden- geburt gedächtnis gedanke
  gedenken gedenkstätte gedicht geduld gefahr gefährdung gefährte gefälle gefallen gefangener gefangenschaft
  gefängnis gefäß gefieder geflügel gefolge gefrier- gefüge gefühl gegen- gegend gegenstand gegenteil gegenwart
  gegner gehalt gehäuse gehege geheim- geheimnis gehen gehirn gehör gehorsam gehweg geier geige geisel geißel geist
  gelage gelände geländer gelatine gelbfieber geld gelehrter gelenk geliebter geltung gemälde gemeinde gemeinschaft
  gemenge gemüse gemüt- genauigkeit gendarm gendern general generation generator genese genetik genie genitiv genom
  genosse genossenschaft genre genuss geode geografie geologe geologie geometrie gepäck gepard gerade geradeaus gerät
  geräusch gerechtigkeit gericht germane germanien gerste geruch gerüst gesamt- gesandter gesang geschäft geschenk
  geschichte geschick geschicklichkeit geschirr geschlecht geschmack geschoss geschütz geschwindigkeit geschwister
  geschworener geschwür geselle gesellschaft gesetz gesetzgebung gesicht gespenst gespräch gestalt gestaltung gestank
  geste gestehung gestein gestik gestirn gesträuch gestrüpp gesundheit getränk getreide getriebe getto gewächs
  gewährung gewalt gewand gewandtheit gewässer gewebe gewehr geweih gewerbe gewerkschaft gewicht gewinn gewinnung
  gewissen gewitter gewohnheit gewöhnung gewölbe gewürz gezeiten ghetto ghost gicht giebel gier gießkanne gift gipfel
  gips giraffe giro gitarre gitter gladiator glanz glas glasur glätte glatze glaube gläubiger gleich- gleichheit
  gleichung gleis gleit- gletscher glied gliederung gliedmaßen glitzer globalisierung globuli globus glocke glosse
  gluck glück glucose glüh- glut gnade gneis gnom gold gorilla gospel gotik gott gouverneur grab grabmal grad
  gradient graf graffiti graffito grafik grafit grammatik grammatiker granate granit granulat graph graphik gras grat
  gravitation gravur grazie gregor greif- greis grenze grenzer grieche gries griff griffel grill grille grimasse
  grippe grobian groß- größe grotte grube grübel- gruft grün- grund gründer grundlage gründung gruppe gruß guillotine
  gültigkeit gummi gurke gürtel guru guss gutachten güte güter- guthaben gymnasiast gymnasium gymnastik haar habgier
  habitat habsburg hack- hacker hafen hafer haft- häftling haftung hagebutte hagel hahn haiku häkel- haken halb-
  halde halle halm hals haltbarkeit halte- halter haltung hamburger hammer hampelmann hamster hand handel handelnder
  handhabung händler handlung handwerk handwerker handy hang hannover hanse hardware harke harmonie harmonika harn
  härte harz hase haselnuss hass haube häufigkeit haupt- haus häuschen haushalt haut hebamme hebel heber hebräer
  hecht heck hecke hedonismus heer hefe heft heide heidelbeere heidentum heil- heiland heiler heilige heilung heim
  heimat heimlichkeit heimweh heirat heiß- heiterkeit heiz- heizung hektar hektik held heldin helfer helium hell-
  hellas hellenismus helligkeit helm hemd hemisphäre hemmung hengst henne heranwachsender herausforderung herberge
  herbst herd herde hering herkules herkunft heroin herr herrschaft herrscher hersteller herstellung herz hessen
  hetze heuschrecke hexe hieroglyphe hilfe himbeere himmel hindernis hindu hinduismus hinrichtung hinter- hinweis
  hirn hirsch hirse hirt hirte histogramm historie historiker historiograf hitler hitze hobby hobel hoch- höchst-
  hochzeit hockey hoden hoffnung höflichkeit höhe hoheit höhle holland hölle holocaust holunder holz homonym
  homöopathie homosexualität honig honorar hopfen horde hören hörer hörigkeit horizont hormon horn hornisse horoskop
  horror hose hospital hotel hubschrauber hüfte hügel hugenotte huhn hülle hülsenfrucht humanismus humanist hummel
  humor humus hund hundertjährig- hunger hunne hupe hürde hure husten hütte hyäne hyazinthe hybrid- hydrat hydraulik
  hydrid hydro- hydroxid hygiene hymne hyper- hyperbel hypnose hypotenuse hypothese hysterie ideal idealismus idee
  identifikation identität ideologie idol idyll igel iglu ikone illusion illustration image imam imitation imker
  immigrant immigration immobilie immun- imperativ imperator imperialismus imperium impf- impfung import
  impressionismus improvisation impuls inbegriff inder index indianer indien indigo indikativ indikator individuum
  indonesien induktion industrialisierung industrie inertia infanterie infarkt infektion infinitiv inflation
  influencer information infrarot- infrastruktur infusion ingenieur ingwer inhalt initiative inka inklusion inland
  innen- innovation innung inquisition insasse inschrift insekt insel instabilität installation instinkt instruktion
  instrument insulin inszenierung integral integration intelligenz intensität interaktion interesse internationale
  internet interpretation interpunktion intervall interview intonation intrige invasion inventar inversion
  investition ionen iran irland ironie irrtum islam isobar isolation isolator isolierung isotop israel israelit
  italien jacke jackpot jagd jäger jaguar jahr jahrhundert jahrzehnt januar japan japaner jargon jazz jena jenseits
  jesus jogging joghurt jongleur joule journal journalist jubel jubiläum jude judentum jugend jugendlicher juli junge
  jungfern- jungfrau juni jupiter jura jury justierung justiz juwel kabarett kabarettist kabel kabine kabinett kachel
  kadaver käfer kaffee käfig kahn kaiser kajak kakao kakerlake kaktus kalb kalender kaliber kalif kalium kalk kalkül
  kalkulation kalmar kalorie kalt- kälte kambium kamel kamera kamerad kamille kamin kamm kammer kampagne kampf kanal
  kanalisation kandidat kaninchen kanne kannibale kanone kante kantine kanton kantor kanu kanzel kanzler kapazität
  kapelle kapillar- kapital kapitalismus kapitalist kapitel kapitulation kappe kapsel kapuze karavane karawane karbon
  karfreitag karikatur karneval karo karosserie karotte karpfen karren karriere karst karte kartell karthago
  kartierung kartoffel karton karussell käse kaserne kasino kaskade kasse kassette kastanie kaste kastell kasten
  kasus katalog katalysator katalyse katastrophe kategorie kater kathedrale kathete kathode katholik kation kätzchen
  katze kauf kaugummi kausal- kaution kavallerie kegel kehle kehrwert keil keim keks kelch kelle keller kelte keltern
  kenn- keramik kerbe kern kerosin kerze kessel kette ketzer keule keyboard kibbuz kiefer kies killer kilo kilogramm
  kimono kind kindheit kinematik kinetik kino kiosk kipp- kirche kirmes kirsche kissen kiste kita kittel klage kläger
  klammer klang klaps klär- klarinette klärung klasse klassik klassiker klassizismus klatsch klausel klausur klavier
  klebe- kleber klebstoff klee kleid kleidung klein- kleister klemme klerus klette kletter- kletterer klick klima
  klimatisch klingel klinik klippe klischee klon klopf- kloster klotz klub klug- klumpen knabe knall knautschzone
  knecht kneipe knete knick- knie knirps knoblauch knochen knochenmark knolle knopf knorpel knospe knoten koalition
  kobold koch kochen köder koffer kohäsion kohl kohle kohlrabi kohlweißling koje kokain kokon kokos kolben kolibri
  kolik kollege kollektiv kollision köln kolonial- kolonialismus kolonie kolonist kolonne kolumbus koma kombi-
  kombination komet komik komiker komitee komma kommandant kommando kommentar kommissar kommission kommode kommune
  kommunikation kommunismus kommunist komödie kompanie komparativ kompass kompetenz komplement komplex komplexität
  komplize komplott komponente komponist komposition kompost kompott kompressor kompromiss kondensation kondensator
  kondom kondor konferenz konfession konfirmation konfitüre konflikt konfuzius kongress könig königin konjugation
  konjunktion konjunktiv konjunktur konkurrent konkurrenz konsens konsequenz konservativer konserve konservierung
  konsonant konstante konstellation konstitution konstrukteur konstruktion konsul konsulat konsum konsument kontakt
  kontamination kontext kontinent kontinental- konto kontra- kontrakt kontraktion kontrast kontrolle kontroverse
  kontur konvektion konvention konvergenz konversation konvex konzentrat konzentration konzept konzern konzert konzil
  kooperation koordinate kopernikus kopf kopie kopier- kopplung koralle koran korb korea korken kormoran korn körper
  korrektur korrosion korruption kosinus kosmetik kosmonaut kosmopolit kosmos kost kosten kostüm krabbe krach krad
  kraft kräfte- kragen krähe krake kralle krampf kran kranich kraniche kranke krankheit kranz krater kratz- kraut
  kräuter krawall krawatte kreationismus kreativität kreatur krebs kredit kreide kreis krematorium krempe kresse
  kreuz kreuzigung kreuzung kriech- kriechen krieg krieger krimi kriminalist kriminalität kriminalroman krimkrieg
  krise kristall kriterium kritik kroatien krokodil krone kröte krücke krug krümel krümmung kruste kuba kübel kubik
  kubismus kubus küche kuchen kuckuck kugel kühl- küken kulisse kultur kumpel kunde kündigung kunst künstler kupfer
  kuppel kürbis kurfürst kurfürsten kurier kurs kurve kurz- kürzel kurzsichtigkeit kuscheltier kuss küste kutsche
  kutter kybernetik labor laborant labyrinth lacher lachs lack lactose lade- laden ladung lage lager lähmung laich
  laie lakritze laktose lametta lamm lampe land landnahme landschaft landung lang- länge langeweile laptop lärm larve
  laser lasso last laster latein latenz laterne latex latte laub laube lauf laufen lauge laune laus lauscher laut
  lava lawine layout lazarett leasing lebe- leben lebendigkeit leber leck leckerei leder leer- legasthenie legende
  legierung legion legislative legislatur leguan lehen lehm lehne lehre lehrer lehrling leib leibeigener leiche
  leichnam leicht- leichtathletik leid leidenschaft leih- leine leiste leistung leit- leiter leiterin leitung lektüre
  lemming lemur lenk- lenkung lenz leopard lepra lerche lern- lernen lernender lerner lesbe lese- leser lessing
  lesung leuchte leuchter leugner leukämie lexikon libelle liberalismus libretto licht lichtung liebe liebling lied
  liefer- lieferant lieferung liege liegen lift liga ligatur likör lilie limbo limes limit limo limonade linde
  lindwurm lineal linear- linearität linguist linie link linol- linoleum linse lipid lippe liquidität list liste
  liter literat literatur litfaß lithium liturgie livestream lizenz loch lockdown lockvogel lodge löffel logarithmus
  logbuch logik logo lohn lokal lokomotive lorbeer lösch- löschung löse- löslichkeit lösung lotse lotto louvre löwe
  loyalität luchs lücke luder luft luftikus lüge lumen lumpen lunch lunge lupe lurch lust lüster luther luxemburg
  luxus lymphe lyrik lyriker lyzeum maat macher macht machtergreifung mädchen mädel magazin magd magen magie magier
  magma magnesium magnet magnetismus mahl- mahlzeit mahnmal mahnung mailand mainz mais majestät makel makler makrele
  makro- malaria malen maler malerei malz mama mammut management manager mandant mandarine mandat mandel mandela
  mangan mangel mango manieren manifest maniok manipulation manko mann männchen mannschaft mantel manuskript maori
  marathon märchen marder margarine marienkäfer marine marionette marke marker marketing markierung markt marmelade
  marmor marokko mars marsch marx marxismus märz masche maschine masern maske maskulinum masochist massage massaker
  masse massiv maßnahme mast mästung matador match material mathe mathematik mathematiker mätresse matrix matrose
  matsch matte mauer maulbeerbaum maultier maulwurf maus maxime maximum maya mayonnaise mäzen mechanik mechaniker
  mechanismus mechatronik medaille mediathek mediation mediator medien medikament meditation medium medizin mediziner
  meer meerenge meerschweinchen mehl mehrfach- mehrheit mehrweg- mehrwert mehrzahl meile meineid meinung meise
  meister melancholie melde- melder meldung melodie melone membran memoiren memory mendel menge menopause menora
  mensa mensch menschheit menstruation mensur mentalität menü merk- merkantilismus merkmal merkur mesopotamien messe
  messen messer messias messing messung metall metamorphose metapher meteorit meteorologe meteorologie meter methan
  methanol methode metrik metro metronom metropole metzger mexiko miete mieter migration mikado mikro- mikrobe
  mikrofon mikroskop milan milbe milch milieu militär militarismus miliz milliarde million millionär milz mimik
  mimose minarett minderheit minderung mindest- mine mineral minimum minister ministerium minne minnesang minuend
  minus minute misch- mischung miss- missbrauch mission missionar missverständnis mist mistel mitbestimmung mitglied
  mitlaut mitleid mitmach- mitschüler mittag mitte mittel mittelalter mitternacht mobbing möbel mobile mobilität
  modal- mode modell moderation moderator moderne modifikation modul modus mofa mogel- mohammed mohn möhre molch mole
  molekül molekular- molke molkerei moll moment monarch monarchie monat mönch mond mongole monitor monogamie
  monokultur monolog monopol monotheismus monster monsun montag montage moor moos moped moral mord morgen morse-
  mosaik moschee mosel moskau moslem most motiv motivation motor motorik motte mountainbike möwe mücke mühle mulch
  mulde müll mull müller multi- multikulti multiplikation mumie mumps mund mündung munition münster münze muräne
  murmel muschel museum musical musik musiker muskel muslim mustang muster mutant mutation mutter mütze myanmar myrte
  mystik mystiker mythologie mythos nabel nachahmung nachbar nachbarschaft nachfolger nachfrage nachhaltigkeit
  nachhilfe nachkommastelle nachkomme nachkriegs- nachmittag nachname nachrede nachricht nachruf nachschlag
  nachspeise nachspiel nächsten- nacht nachteil nachweis nachwirkung nachwuchs nacken nadel nagel nager nagetier nähe
  nahkampf nährstoff nahrung nährung naht name nano- napalm napoleon narbe narkose narr nase nashorn nass- nation
  nationalismus nationalist nationalsozialismus nationalsozialist natrium natron natur naturalismus navi navigation
  nazi neandertaler nebel neben- neffe nehmer neid neigung nektar nelke nenner neolith neolithikum neon neonazi
  nephron neptun nerv nest netto- netz neuling neuron neurose neutralisation neutralität neutron newton nieder-
  niederlage niederlande niederlassung niederschlag niedrig- niere niesen nische nitrat niveau nixe nobel- nomade
  nomen nominativ nonne nord- norden norm normal- norwegen note noten notiz notwendigkeit novelle november nuance
  nudel nudist nuklear- nukleon null numerus nummer nuss nussknacker nutz- nutzen nutzer nutzung nylon nymphe oase
  obdachloser obelisk ober- oberhaupt oberst obhut objekt objektiv oboe observatorium obsession obst ochse ödipus
  ofen offenbarung öffentlichkeit offizier öffnung ohnmacht okapi ökologie oktave oktober oligarchie oligopol olive
  olympia omelett omnivor onkel online- oper operation operator operette opfer opium opposition optik optiker
  optimismus optimum orakel orange oratorium orbit orchester orden ordner ordnung organ organell organisation
  organismus orgel orient orientierung original orkan ornament ortschaft ortung osmose osten ostern österreich otter
  otto ottomane outfit oxid oxidation ozean ozon paar paarung pacht pächter packung pädagoge pädagogik paddel page
  paket paläo- palast palästina palette palme pampa panda panflöte panik panne panorama panther pantoffel pantomime
  panzer papagei papaya papier pappe pappel paprika papst papua papyrus parabel parade paradies paradox paradoxon
  paragraf paragraph parallele parameter parasit parfüm parität park parkett parlament parodie parole partei
  parthenon partikel partisan partitur partizip partner partnerschaft party pass passage passagier passat passiv
  pasta pastete pastor patchwork pate patent pathos patient patriarch patriot patrone pauke pause pavian pazifik
  pazifist pech pedal pegel peitsche pelikan pelz pendel pendler penis penizillin pension pensum perfekt pergament
  periode peripherie perle permafrost perser persien person personal perspektive peru pest pestizid petersilie
  petition petroleum pfad pfadfinder pfahl pfand pfanne pfarrei pfarrer pfau pfeffer pfeife pfeil pferd pfifferling
  pfingst- pfingsten pfirsich pflanze pflaster pflaume pflege pfleger pflicht pflock pflug pflüger pforte pförtner
  pfote pfund pfütze phänomen phantasie pharao pharma- phase philosoph philosophie phobie phonetik phosphat phosphor
  photon photovoltaik phrase physik physiker pianist piano pickel picknick pietismus pigment pilger pille pilot pilz
  pinguin pinnwand pinsel pionier pipette piranha pirat pistazie piste pistole pixel pizza plädoyer plage plagiat
  plakat plan planer planet planke plankton plantage planung plasma plasmid plastik plastiktüte plastizität plateau
  platin plattdeutsch platte plattform platz platzierung playback pleite plenum plexiglas plural pluralismus plus
  plutonium pneumatik pocken podcast podium poesie pogrom pointe pokal poker polar- polarisation polder polen police
  polio politik politiker politur polizei polizist pollen polster poltergeist poly- polygon polymer polynom polyp
  pommern pommes pony popcorn population populismus populist pore porree portal portemonnaie portion porto porträt
  portugal porzellan posaune pose position possessiv- post potential potenz potenzial präfix prag pragmatik prägung
  praktikant praktikum praline prämie prämisse pranger präposition prärie präsens präsentation präsenz präsident
  präsidial- präteritum prävention praxis präzision predigt preis prellbock premiere presse- prestige preußen
  priester priestertum prim- primär- primar- primat primel prinz prinzessin prinzip priorität prisma privat- privileg
  probe problem produkt produktion produktivität produzent professor profil profit prognose programm programmier-
  programmierer programmierung projekt projektil projektion projektor prokaryot proletariat prolog promotion pronomen
  propaganda propeller prophet proportion prosa prospekt prostata prostitution protein protektionismus protest
  protestant protokoll proton prototyp provinz provokation prozent prozess prüf- prüfer prüfung psalm psyche
  psychiater psycho- psychologe psychologie psychose pubertät publikation publikum publizist puck pudding pudel puder
  puffer pulli puls pulver puma pumpe punker punkt puppe pups pute putsch putz puzzle pygmäe pyramide python
  quacksalber quader quadrant quadrat qual qualifikation qualität qualle quanten- quantität quantum quappe quarantäne
  quark quartett quartier quarz quecke quecksilber quelle quer- quiche quittung quiz quote quotient rabatt rabbi rabe
  rache rachen racker radar radierer radierung radieschen radikal radikalismus radio radium radius rahm rahmen rakete
  rallye ramadan rampe rand rang ranke ransom rapper raps rasen rasenmäher rasierer raspel rasse rassismus raster
  ratgeber ration rationalismus rätsel ratte raub räuber rauch rauchen raucher raum raupe rausch raute razzia
  reaktanz reaktion reaktivität reaktor real- realismus realität rebe rebell rebellion rechen- rechnen rechner
  rechnung recht rechteck rechtfertigung rechtler rechtschreib- rechtschreibung rechtwinklig- reck recycling
  redakteur redaktion rede redner reduktion reflektor reflex reflexion reform reformation reformator refrain regal
  regatta regel regelung regen regent regie regierung region regisseur register regler reibung reich reichtum reife
  reifen reifung reihe reiher reihung reim reinheit reinigung reis reise reisender reißverschluss reiten reiter
  reiterei reitkunst reiz reizung reklame rekonstruktion rekord rekrut rektor relation relativ- relativität relief
  religion reling reliquie rendite renn- rennen renner rente rentier rentner reparation reparatur reportage reporter
  repräsentant reproduktion reptil republik reservat reservierung residenz resistenz resolution resonanz respekt
  ressource rest restaurant resultat retter rettich rettung return revier revolution revue rezension rezept rezeption
  rezeptor rezession rhabarber rhein rhetor rhetorik rhombus rhythmus richt- richter richtung riech- riegel riemen
  riese riff rind rinde ring ringelnatter rippe risiko riss ritter ritual ritus rivale robbe roboter rock rodelbahn
  rodeln rodung rogen roggen rohling rohr röhre rokoko rolle roller roma roman romantik romantiker romantisch römer
  röntgen rose rosine ross rost röster rotation rotor rotte route routine rowdy rübe rubel rubrik rück- rücken
  rückgrat rückkehr rucksack rüde rudel ruder rugby ruhe ruhm ruhr rührei ruine rummel rund- rundfunk rune rüssel
  russland rüstung rute rutsche saal saat sabbat sabotage sache sachse sachsen sack sadist safari safran saft säge
  sage sahara sahel sahne saison saite sakrament salamander salami salat salbe saline salon salve salz samba same
  samen sammel- sammler sammlung samt samurai sanatorium sand sandale sänger sanierung sanitäter sanktion sardine
  sarg satan satellit satire sättigung saturn satz satzung sauce saug- säuge- säuger säugling säule saum säure
  saurier savanne schabe schach schachtel schächtel- schädel schaden schädigung schädling schadstoff schaf schäfchen
  schäfer schaffner schakal schal schale schall schalter schaltung scham schanze schar scharfsinn schatten
  schattierung schatulle schatz schätzung schau schauer schaufel schaukel schaum schauspiel schauspieler schausteller
  scheck scheibe scheide scheidung schein scheitel schelf schellen schema schenkel schenkung schere scherz scheune
  schicht schicksal schiebe- schieber schiedsrichter schiefer schiene schieß- schießerei schiff schiffer schikane
  schild schilderung schilf schilling schimmel schimpanse schimpfwort schinken schirm schlacht schlaf schläfe
  schlafen schlag schläger schlager schlägerei schlamm schlange schlauch schlechtigkeit schleier schleife schleim
  schlepp- schleuder schleuse schlicht- schlichtung schließ- schließung schlinge schlitten schlitz schloss schlosser
  schlot schlucht schluchzer schluck- schlummer schlupf- schluss schlüssel schmalz schmarotzer schmelze schmerz
  schmetter schmetterling schmied schmiede schmier- schminke schmöker schmuck schmuggel schmuggler schmutz schnabel
  schnake schnäppchen schnaps schnauze schnecke schnee schneide- schneiden schneider schnell- schnitt schnitz-
  schnorchel schnuller schnupfen schnur schnürsenkel schock schöffe schokolade scholle schön- schönheit schonung
  schöpf- schöpfer schöpfung schorf schorle schornstein schornsteinfeger schoß schott schotter schramme schrank
  schranke schrat schraube schreck schrecken schrei schreib- schreiben schreiber schreiner schrift schriftsteller
  schritt schröpf- schrott schub schublade schüchternheit schuh schuld schuldner schule schüler schulter schulung
  schulz schuppe schürf- schürze schuss schüssel schuster schutt schüttelreim schutz schütze schwäche schwaden
  schwager schwalbe schwamm schwan schwangere schwangerschaft schwanz schwarm schwarze schwebe- schweden schwefel
  schweif schwein schweiß schweiz schweizer schwelle schwemmland schwer- schwert schwester schwieger- schwimm-
  schwimmen schwimmer schwindel schwingung schwur sediment seele seestern segel segen segler segment segregation
  sehne sehnsucht seide seidel seife seil seite sekret sekretär sekt sekte sekundär- sekundar- sekunde selbst
  selektion selfie semantik semester seminar semit senat sender sendung senf senior senke senker senkung sensation
  sense sensibilität sensor september sequenz serbien serie serum server service sessel setzer setzung seuche
  sexismus sexual- sexualität shampoo sheriff shop shopping show sichel sicher- sicherheit sicherung sicht sieb
  siede- siedlung sieg siegel sieger signal silbe silber silicium silizium silvester simulation sinfonie singen
  single singular singvogel sinn sinti sinus sippe sirene sirup sitte situation sitz sitzen sitzung skala skandal
  skateboard skelett skepsis sketch skipper skizze sklave skorbut skorpion skript skulptur slalom slogan slowakei
  smartphone smog snack snowboard socke soda sofa software sohn soja solar- soldat sole solidarität solist solo
  sommer sonate sonde sonder- sonett sonne sorge sorgfalt sorte sortier- sortierung sortiment souverän sowjet sozial
  sozialismus sozialist soziologie spalt spalte spaltung spam spanien spanier spann- spannung spar- spareinlage
  spargel sparta spartaner spaß spät- spaten spatium spatz spätzle spazier specht speck spedition speer speiche
  speichel speicher speicherung speise spektrum spekulant spekulation spelunke spende sperling sperre spezial-
  spezies sphäre sphinx spickzettel spiegel spiegelung spiel spieler spinat spinne spinner spion spionage spirale
  spital spitze spitzel splitter sponsor spore sport sportler spott sprache spray sprech- sprechen spreiz- spreizung
  spreng- sprengung spring- springen sprint sprinter sprit spritze spross sprosse spruch sprudel sprüh- sprung spucke
  spuk spül- spule spülung spur staat stab stäbchen stachel stachelhäuter stadion stadium stadt staffel staffelei
  stahl stalker stall stamm stand standard ständer stängel stapel star stärke start stasi station statisten statistik
  statue statut stau staub staubsauger staude stauung steak stech- steck- stecker steh- stehen steig- steiger
  steigung stein stelle steller stellung stelz- stempel stengel steno- steppe sterb- sterbe- sterben stereo- stern
  sternwarte stetigkeit steuer steuerberater steuerung stich stick- sticker stief- stiefel stieglitz stiel stier
  stift stiftung stigma stil stille stimme stimmung stimulus stinktier stipendium stirn stoa stock stoff stollen
  stolz stopp stör- storch störung stoß stoßen strafe strahl strahlung strand straße strategie stratosphäre strauch
  strauß strebe- streber strecke streich streicher streichung streife streifen streik streit stress streu streuung
  strich strick stroh strom stromschnelle strömung strophe strudel struktur strukturierung strumpf stube stück stuck
  student studie studio studium stufe stuhl stumm- stumpf stunde sturm sturz stute stütze subjekt subkultur
  substantiv substanz substitution subtrahend subtraktion subvention suche sucht süden suffix sulfat sulfid sultan
  summand summe sumpf sünde sünder super- superlativ suppe surf- surrealismus süßigkeit sylvester symbiose symbol
  symmetrie symphonie symptom synagoge synapse synchron- syndrom synonym syntax synthese syrien system systematisch
  szenario szene tabak tabelle tabernakel tablet tablette tabu tacho tafel taifun taiga taille takt talent talg
  talisman talk talmud tang tangens tangente tango tank tanker tanne tante tanz tanzen tänzer tapete tarif tarn-
  tarnung tasche tasse tastatur taste täter tätigkeit tätowierung tatsache taube tauch- taucher taufe tausch
  täuschung tausend taxi team teamwork technik techniker techno technokrat technologie teddy teer teich teig teil
  teilchen teiler teilhabe teilung tektonik tele- telefon telegraf teleskop teller tempel temperament temperatur
  tempo tendenz tennis tenor teppich term termin terminal termite terrarium terrasse territorium terror terrorismus
  terrorist test testament testosteron teufel text texter textil theater thema thematisch themen- theologie theorem
  theorie therapie thermik thermo- thermostat these thora thriller thron thunfisch thymian thymus tick ticket tiefe
  tier tiger tigris tilgung tinktur tinte tipp tisch tischler titan titel toast tochter toilette toleranz tölpel
  tomate tombola tonne topf torf tornado torso torte totalitarismus totem toten- tour tourismus tourist trab trabant
  tracht tradition trafo trag- tragen träger trägheit tragödie trainer training traktat traktor trance träne tränke
  transfer transformation transformator transfusion transistor transkription transparent transparenz transplantation
  transport trapez tratsch traube trauer traum trauma traumatisierung treffen treib- treiber trend trenn- trennung
  treppe tresor treue trias tribüne trichter trick tricksen trieb trikot trilogie trimester trink- trinken trinker
  triumph trocken- trockenheit trog troja trojaner trommel trompete tropen tropf- tropfen troposphäre trost trottel
  trubel trübung trüffel trümmer trumpf truppe truthahn tschechien tschernobyl tsunami tube tuberkulose tuch tüftler
  tugend tulpe tumor tümpel tundra tuner tunesien tuning tunnel turban turbine turbo- türke türkei turm turn- turnen
  turner turnier turteltaube tusche tutor typus tyrann tyrannei übel übelkeit überblick überfall überfischung
  überfluss übergabe übergang übergewicht übergriff überhang überleben- überlebender überlegung überlieferung
  übernahme überraschung überrest überschrift überschuss überschwemmung übersee- übersetzung übersicht übertragung
  überwachung überwinterung überzeugung überzug übung ufer ukraine ultimatum ultra- umbruch umdrehung umfang umfeld
  umformung umfrage umgang umgebung umhang umkehr umkehrung umlage umlauf umlaut umleitung umrechnung umriss umsatz
  umschlag umsegelung umsiedler umsiedlung umstand umstell- umstellung umsturz umwandlung umweg umwelt umzug
  unabhängigkeit unendlichkeit unfall ungarn ungeheuer ungleichheit ungleichung unglück uniform union universität
  universum unkraut untergang untergrund unterhaltung unterkunft unterlage unternehmen unternehmer unterricht
  unterschied unterschrift unterstützung untersuchen untersuchung untertan untertitel unwetter upload uralt- uran
  urbanisierung urheber urin urknall urkunde urlaub urlauber urmensch urne ursache urschrei ursprung urteil urvogel
  urwähler urwald urzeit utopie utopist vagabund vakuum valenz vampir vandale vanille variable variation varieté
  vasall vase vater vaterschaft vatikan veganer vegetarier vegetation veilchen vektor vene venedig ventil ventilator
  venus verankerung veranstalter veranstaltung verantwortlichkeit verantwortung verarbeitung verarmung verb verband
  verbesserung verbindlichkeit verbindung verblendung verbot verbrauch verbraucher verbrechen verbrecher verbrennung
  verbund verdacht verdampfung verdauung verdichtung verdienst verdrängung verdrehung verdünnung verdunstung
  verehrung verein vereinbarung vereinigung vererbung verfahren verfall verfasser verfassung verfilmung verflechtung
  verflüssigung verfolgung verfremdung verfügung vergangenheit vergebung vergeltung vergesslichkeit vergiftung
  vergleich vergnügen vergrößerung vergütung verhaftung verhalten verhältnis verhandlung verhängnis verheißung verhör
  verhütung verjüngung verkauf verkäufer verkehr verklärung verkleidung verkündung verkürzung verladung verlag
  verlagerung verlängerung verlauf verleger verletzung verleumdung verlierer verlust vermarktung vermehrung
  vermeidung vermerk vermessung vermittlung vermögen verneinung vernetzung vernichtung vernunft verordnung verpackung
  verpflichtung verrat verräter vers versailles versalzung versammlung versand versäumnis verschiebung verschleiß
  verschleppung verschluss verschlüsselung verschmutzung verschwendung verschwörung versetzung versicherung version
  versöhnung versorgung versprechen verstand verständigung verständnis verstärker verstärkung versteck verstehen
  versteigerung verstoß versuch verteidiger verteidigung verteiler verteilung vertiefung vertrag verträglichkeit
  vertrauen vertreibung vertreter vertretung verursacher verurteilung vervielfältigung vervollständigung verwaltung
  verwandlung verwandter verwandtschaft verweis verwendung verwerfung verwertung verwirklichung verwitterung
  verzeichnis verzeichnung verzerrung verzicht verzögerung verzweiflung veto vetter video vieh viel- vieleck vielfalt
  vielflach vier- viereck viertel vietnam villa violett- violine virus vision vitalität vitamin vize- vogel vokabel
  vokal volk völker- voll- volleyball volt voltaire volumen voraussage voraussetzung vorbereitung vorbeugung vorbild
  vorder- vorentscheidung vorfahre vorfahrt vorfall vorführung vorgang vorgänger vorgeschichte vorhang vorhersage
  vorlage vorland vorlesung vorliebe vormärz vormund vorname vorort vorrang vorrat vorrichtung vorschlag vorsicht
  vorsilbe vorsitz vorsorge vorspeise vorspiel vorstadt vorstand vorstellung vorteil vortrag vortrieb vorurteil
  vorwort vorwurf vorzeichen vorzug vulkan waage wache wacholder wachs wachsamkeit wachsen wachstum wachtel wächter
  wachtmeister wade waffe waffel wagen waggon wagnis wahl wähler wahn wahnsinn wahrheit wahrnehmung
  wahrscheinlichkeit währung wahrzeichen waise wald wallach wallfahrt wallstreet walze walzer wams wand wandel
  wanderer wandern wanderung wandlung wange wanne wanze wappen ware warm- wärme warn- warnung warte- wärter wartung
  warze wasch- wäsche wasser watt weber weberei website wechsel wecker wedel wegweiser wehen wehr weib weibchen
  weiblichkeit weich- weichsel weide weiher weihnacht weihnachten weiler weimar wein weisheit weiß- weissagung
  weisung weite weiterbildung weizen welle welpe wels welt weltall weltanschauung wende wendung werbe- werber werbung
  werder werfen werfer werft werk werkstatt wert wertung werwolf wesen wespe west- westen western wettbewerb wette
  wetter wicht wickel widder widerlegung widerspiegelung widerspruch widerstand wiedehopf wieder- wiedergabe
  wiederholung wiege wiese wiesel wiking wikinger wild wildnis wilhelm wille willen wimper wind winde windel winkel
  winter winzer wippe wirbel wirk- wirkung wirrwarr wirt wirtin wirtschaft wirtschaftlichkeit wissen wissenschaft
  wissenschaftler witterung witwe witz woche wohl- wohn- wohnung wölbung wolf wolke wolkenkratzer wolle wollust wonne
  wort wrack wucherung wuchs wunde wunder wundertüte wunsch würde wurf würfel wurm wurst würze wurzel wüste wüstling
  xylophon yacht yeti yoga youtube ypsilon zähigkeit zahl zähl- zählen zähler zahlung zählung zahn zander zange zank
  zäpfchen zärtlichkeit zauber zauberer zaun zebra zeche zecke zeder zehe zehner zeichen zeichnen zeichner zeichnung
  zeig- zeigefinger zeiger zeile zeit zeitung zelle zellulose zelt zement zensur zentimeter zentner zentrale
  zentralisierung zentrifuge zentrum zeppelin zerfall zerlegung zersetzer zersetzung zersiedlung zerstörer zerstörung
  zertifikat zettel zeug zeuge zeugnis zeugung zeus ziege ziegel zieh- ziel zier- ziffer zigarette zigeuner zikade
  zimmer zimt zink zinn zins zinseszins zipfel zirkel zirkulation zirkus zischlaut zitat zitrone zitter- zivil-
  zivilcourage zivilisation zivilist zofe zölibat zoll zombie zone zoologe zoologie zoom zorn zubehör zubereitung
  zucht züchtung zucker zufall zuflucht zufluss zufriedenheit zugabe zugang zugriff zuhälter zuhörer zukunft
  zulassung zunahme zuname zünd- zünder zündung zuneigung zunft zunge zungenbrecher zuordnung zusage zusammenarbeit
  zusammenfassung zusammenhalt zusammenhang zusammenschluss zusammensetzung zusatz zuschauer zuschlag zuschuss
  zustand zustimmung zutat zuverlässigkeit zuwachs zuwanderer zuwanderung zuwendung zwang zweck zwei- zweifel zweig
  zweit- zwerchfell zwerg zwieback zwiebel zwilling zwischen- zwitter zyan zyklon zyklop zyklus zylinder zynismus
  zypern zypresse
`;
