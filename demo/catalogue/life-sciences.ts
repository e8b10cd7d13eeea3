/** Biology, chemistry, health, home economics. */
import { subject } from './topic-table';

export const LIFE_SCIENCES = [
  subject(
    'Biologie',
    '01',
    ['Biologie verstehen', 'Natur im Blick', 'Lebensräume'],
    [
      'Mikroskopaufnahmen und Trickanimationen machen die Vorgänge sichtbar.',
      'Naturaufnahmen wechseln mit kurzen Erklärsequenzen.',
      'Zwischenfragen laden zum Innehalten und Mitdenken ein.',
      'Ein Glossar mit Fachbegriffen ergänzt das Medium.',
    ],
    `
Fotosynthese | 7–10 | Blattaufbau und Chloroplasten; Licht und Chlorophyll; Glucose und Stärke; Versuche mit der Wasserpest; Bedeutung für das Leben auf der Erde
Die Zelle | 7–12 | Tier- und Pflanzenzelle im Vergleich; Zellorganellen; Mitose; Meiose; Diffusion und Osmose
Vererbung | 9–12 | Mendelsche Regeln; Stammbaumanalyse; Chromosomen und Gene; Mutationen; Aufbau der DNA
Evolution | 9–13 | Darwin und die Galapagosfinken; Natürliche Selektion; Fossilien als Belege; Stammbaum des Menschen; Homologie und Analogie
Ökosystem Wald | 5–9 | Stockwerke des Waldes; Leben in der Laubstreu; Nahrungsketten und Nahrungsnetze; Der Wald im Klimawandel; Borkenkäfer und Totholz
Ökosystem See | 7–10 | Zonen des Sees; Plankton; Jahreszeiten im See; Eutrophierung; Bestimmung der Gewässergüte
Blut und Herz | 5–10 | Bau des Herzens; Der Blutkreislauf; Bestandteile des Blutes; Blutgruppen; Herzinfarkt und Vorbeugung
Atmung | 5–9 | Bau der Lunge; Gasaustausch in den Lungenbläschen; Atmung unter Belastung; Folgen des Rauchens; Atemtechniken im Tierreich
Verdauung | 5–9 | Der Weg der Nahrung; Zähne und Speichel; Magen und Dünndarm; Enzyme bei der Arbeit; Die Darmflora
Sinnesorgane | 5–9 | Das Auge; Das Ohr; Haut und Tastsinn; Riechen und Schmecken; Optische Täuschungen
Nervensystem | 8–12 | Bau der Nervenzelle; Reflexe; Gehirn und Lernen; Erregungsleitung; Wirkung von Drogen
Insekten | 5–8 | Bau der Honigbiene; Der Bienenstaat; Verwandlung des Schmetterlings; Ameisen; Insektensterben
Wirbeltiere | 5–7 | Fische; Lurche; Kriechtiere; Vögel; Säugetiere
Haus- und Nutztiere | 3–6 | Vom Wolf zum Hund; Die Katze als Jägerin; Das Rind; Das Haushuhn; Tierhaltung im Vergleich
Blütenpflanzen | 3–7 | Bau der Kirschblüte; Bestäubung; Samen und Früchte; Keimung der Bohne; Frühblüher
Immunsystem | 8–12 | Bakterien und Viren; Die Immunantwort; Impfung; Allergien; Antibiotika und Resistenzen
`,
  ),
  subject(
    'Chemie',
    '02',
    ['Chemie im Versuch', 'Stoffe und Reaktionen', 'Chemie kompakt'],
    [
      'Alle Versuche sind in Nahaufnahme zu sehen und werden Schritt für Schritt ausgewertet.',
      'Teilchenmodelle in 3D erklären, was das Auge nicht sieht.',
      'Beispiele aus Alltag und Technik zeigen die Anwendung.',
      'Gefahrenhinweise und eine Versuchsanleitung liegen bei.',
    ],
    `
Atombau | 8–10 | Kern und Hülle; Das Schalenmodell; Isotope; Elementarteilchen; Der Rutherfordsche Streuversuch
Periodensystem | 8–10 | Ordnung der Elemente; Alkalimetalle; Halogene; Edelgase; Erdalkalimetalle
Chemische Bindung | 8–11 | Ionenbindung; Atombindung; Metallbindung; Elektronegativität; Wasserstoffbrücken
Säuren und Basen | 8–12 | Der pH-Wert; Neutralisation; Salzsäure; Natronlauge; Saurer Regen; Titration
Redoxreaktionen | 8–12 | Oxidation und Reduktion; Der Hochofenprozess; Rosten von Eisen; Das Thermitverfahren; Elektronenübertragung
Verbrennung und Feuer | 7–9 | Bedingungen der Verbrennung; Die Kerzenflamme; Brandbekämpfung; Zündtemperatur; Kohlenstoffdioxid
Wasser | 6–9 | Wasser als Lösungsmittel; Zerlegung durch Strom; Trinkwasseraufbereitung; Wasserhärte; Anomalie des Wassers
Luft | 7–9 | Zusammensetzung der Luft; Sauerstoff; Stickstoff; Ozon; Luftschadstoffe
Trennverfahren | 6–8 | Filtrieren und Dekantieren; Destillation; Chromatografie; Müllsortierung; Salzgewinnung
Metalle | 7–10 | Kupfer; Aluminium; Eisen und Stahl; Legierungen; Recycling von Metallen
Alkane und Alkene | 9–12 | Homologe Reihe; Erdöl und Fraktionierung; Cracken; Additionsreaktionen; Nomenklatur
Alkohole | 9–12 | Ethanol; Alkoholische Gärung; Hydroxygruppe; Mehrwertige Alkohole; Wirkung auf den Körper
Kunststoffe | 9–12 | Polymerisation; Thermoplaste und Duroplaste; Mikroplastik; Recycling; Biokunststoffe
Elektrochemie | 10–13 | Galvanische Zelle; Elektrolyse; Batterie und Akku; Die Brennstoffzelle; Korrosionsschutz
Kohlenhydrate und Fette | 10–13 | Traubenzucker und Stärke; Nachweisreaktionen; Bau der Fette; Seife; Emulgatoren
Reaktionsgeschwindigkeit | 10–13 | Einfluss der Temperatur; Katalysatoren; Chemisches Gleichgewicht; Das Haber-Bosch-Verfahren; Das Prinzip von Le Chatelier
`,
  ),
  subject(
    'Gesundheit',
    '03',
    ['Gesund bleiben', 'Starke Jugend', 'Körper und Seele'],
    [
      'Jugendliche berichten von eigenen Erfahrungen.',
      'Eine Ärztin beantwortet häufige Fragen.',
      'Das Begleitmaterial nennt Beratungsstellen und Gesprächsanlässe.',
      'Der ruhige Aufbau eignet sich für das Gespräch in der Klasse.',
    ],
    `
Suchtvorbeugung | 7–10 | Alkohol; Cannabis; Rauchen und Vapen; Medienabhängigkeit; Glücksspiel
Seelische Gesundheit | 8–12 | Depression; Angst; Stress und Leistungsdruck; Essstörungen; Hilfe holen
Erste Hilfe | 3–10 | Der Notruf; Stabile Seitenlage; Wiederbelebung; Wunden versorgen; Verbrennungen
Hygiene | 1–6 | Hände waschen; Körperpflege in der Pubertät; Viren auf Reisen; Hygiene in der Küche; Zähne putzen
Schlaf | 5–10 | Warum wir schlafen; Schlafphasen; Die innere Uhr; Handy im Bett; Träume
Pubertät | 5–8 | Körperliche Veränderungen; Der Zyklus; Stimmbruch; Erste Liebe; Streit mit den Eltern
Impfen | 7–12 | Wie eine Impfung wirkt; Geschichte der Pocken; Der Impfkalender; Herdenschutz; Fakten und Gerüchte
Lärm und Gehör | 5–9 | Wie laut ist zu laut; Kopfhörer; Tinnitus; Lärm im Klassenzimmer; Gehörschutz
Bewegung im Alltag | 3–8 | Rückenschule; Sitzen und Stehen; Bewegte Pause; Schulweg zu Fuß; Haltung
Infektionskrankheiten | 7–12 | Grippe; HIV und Aids; Malaria; Zecken; Masern
Diabetes | 8–12 | Insulin; Typ 1 und Typ 2; Leben mit Diabetes; Unterzuckerung; Vorbeugung
Haut und Sonne | 4–9 | Aufbau der Haut; Sonnenbrand; Akne; Hautkrebs; Tattoos und Piercings
Organspende | 9–13 | Der Organspendeausweis; Der Hirntod; Transplantation; Warten auf ein Herz; Ethische Fragen
Leben mit Behinderung | 4–10 | Blind im Alltag; Gehörlos; Im Rollstuhl unterwegs; Inklusion im Verein; Leichte Sprache
`,
  ),
  subject(
    'Ernährung',
    '04',
    ['Aus Küche und Keller', 'Iss gut!', 'Lebensmittelkunde'],
    [
      'Landwirte, Köchinnen und Verbraucher kommen zu Wort.',
      'Rezepte zum Nachkochen stehen im Begleitheft.',
      'Einfache Versuche lassen sich in der Schulküche wiederholen.',
      'Schaubilder fassen das Wichtigste zusammen.',
    ],
    `
Getreide und Brot | 3–8 | Vom Korn zum Brot; Die Mühle; Sauerteig; Vollkorn und Weißmehl; Brotkultur
Milch und Käse | 3–8 | Von der Kuh in die Tüte; Käseherstellung; Joghurt selbst gemacht; Laktose; Pflanzliche Alternativen
Zucker | 4–9 | Die Zuckerrübe; Versteckter Zucker; Süßstoffe; Karies; Zucker und Gehirn
Obst und Gemüse | 1–7 | Saisonkalender; Der Apfel; Die Kartoffel; Exotische Früchte; Konservieren
Fleisch und Fisch | 7–10 | Massentierhaltung; Bio-Schlachterei; Überfischung; Aquakultur; Fleischersatz
Ernährungspyramide | 3–8 | Getränke; Ballaststoffe; Fette und Öle; Eiweiß; Portionen richtig wählen
Lebensmittelverschwendung | 5–10 | Mindesthaltbarkeit; Containern; Tafeln; Reste verwerten; Verschwendung im Handel
Fast Food | 5–9 | Was im Burger steckt; Werbung; Döner und Pizza; Selbst gemacht; Zusatzstoffe
Vegetarisch und vegan | 7–12 | Gründe und Motive; Nährstoffe sichern; Tofu und Co.; Ein Tag ohne Fleisch; Klimabilanz
Kakao und Schokolade | 3–9 | Die Kakaobohne; Schokoladenfabrik; Kinderarbeit; Fairer Handel; Geschichte der Schokolade
Wasser trinken | 1–6 | Leitungswasser; Mineralwasser; Wie viel ist genug; Limonaden; Der Wasserspender
Kochen lernen | 3–8 | Messer und Schneidetechnik; Garverfahren; Herd und Sicherheit; Suppen; Backen
`,
  ),
];
