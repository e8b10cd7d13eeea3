/** Physics, mathematics, computing, technology, astronomy. */
import { subject } from './topic-table';

export const EXACT_SCIENCES = [
  subject(
    'Physik',
    '05',
    ['Physik im Experiment', 'Kräfte und Felder', 'Physik kompakt'],
    [
      'Zeitlupen und Messkurven machen die Gesetzmäßigkeit nachvollziehbar.',
      'Freihandversuche regen zum Nachmachen an.',
      'Die Herleitung der Formel erfolgt schrittweise.',
      'Anwendungen aus Verkehr, Sport und Technik runden das Medium ab.',
    ],
    `
Elektrischer Stromkreis | 5–9 | Leiter und Nichtleiter; Reihen- und Parallelschaltung; Stromstärke und Spannung; Das Ohmsche Gesetz; Gefahren des Stroms
Magnetismus | 5–9 | Dauermagnete; Der Kompass; Das Magnetfeld der Erde; Der Elektromagnet; Elementarmagnete
Elektromagnetische Induktion | 9–12 | Der Generator; Der Transformator; Lenzsche Regel; Wirbelströme; Induktives Laden
Licht und Schatten | 3–8 | Ausbreitung des Lichts; Kernschatten und Halbschatten; Sonnen- und Mondfinsternis; Die Lochkamera; Mondphasen
Optik | 7–10 | Reflexion; Brechung; Linsen; Regenbogen und Farben; Fernrohr und Mikroskop
Mechanik | 7–11 | Gleichförmige Bewegung; Beschleunigung; Der freie Fall; Die Newtonschen Gesetze; Der waagerechte Wurf
Kräfte | 7–9 | Gewichtskraft; Reibung; Hebel; Flaschenzug; Das Hookesche Gesetz
Energie | 7–10 | Energieformen; Energieerhaltung; Wirkungsgrad; Leistung; Energie sparen
Wärmelehre | 6–10 | Temperatur messen; Wärmeleitung; Wärmestrahlung; Aggregatzustände; Wärmekraftmaschinen
Druck und Auftrieb | 7–9 | Luftdruck; Wasserdruck; Das archimedische Prinzip; Hydraulik; Warum Schiffe schwimmen
Schall | 5–8 | Entstehung von Tönen; Ausbreitung; Lautstärke; Echo und Ultraschall; Musikinstrumente
Radioaktivität | 9–12 | Strahlungsarten; Halbwertszeit; Kernspaltung; Strahlenschutz; Endlagerung
Schwingungen und Wellen | 10–13 | Das Fadenpendel; Resonanz; Interferenz; Stehende Wellen; Der Dopplereffekt
Elektrisches Feld | 10–13 | Ladung; Feldlinien; Der Plattenkondensator; Der Millikan-Versuch; Elektronen im Feld
Quantenphysik | 11–13 | Der Photoeffekt; Der Doppelspalt; Welle und Teilchen; Unschärfe; Energieniveaus im Atom
Relativitätstheorie | 11–13 | Lichtgeschwindigkeit; Zeitdehnung; Längenkontraktion; Masse und Energie; Das Zwillingsparadoxon
`,
  ),
  subject(
    'Mathematik',
    '06',
    ['Mathe klar', 'Rechnen mit Köpfchen', 'Zahl und Form'],
    [
      'Ein Beispiel wird vollständig vorgerechnet, ein zweites bleibt zum Üben.',
      'Animationen veranschaulichen jeden Rechenschritt.',
      'Typische Fehler werden gezeigt und erklärt.',
      'Die Aufgaben sind in drei Schwierigkeitsstufen angelegt.',
    ],
    `
Bruchrechnung | 5–7 | Brüche erkennen; Kürzen und Erweitern; Addieren und Subtrahieren; Multiplizieren; Dividieren
Einmaleins | 1–4 | Die Zweierreihe; Die Siebenerreihe; Tauschaufgaben; Quadratzahlen; Teilen mit Rest
Prozentrechnung | 6–9 | Grundwert und Prozentwert; Rabatt und Mehrwertsteuer; Diagramme; Zinsen; Wachstum in Prozent
Lineare Funktionen | 7–9 | Steigung; Achsenabschnitt; Graphen zeichnen; Schnittpunkte; Modellieren mit Tarifen
Quadratische Funktionen | 8–10 | Die Normalparabel; Scheitelpunktform; Nullstellen; pq-Formel; Brücken und Bögen
Geometrische Körper | 3–8 | Würfel und Quader; Netze; Prisma; Zylinder und Kegel; Kugel
Flächen und Umfang | 4–7 | Rechteck und Quadrat; Dreieck; Parallelogramm; Kreis und Pi; Zusammengesetzte Flächen
Satz des Pythagoras | 8–10 | Rechtwinklige Dreiecke; Ein Beweis; Höhensatz; Anwendung im Gelände; Diagonalen im Raum
Symmetrie | 3–7 | Achsenspiegelung; Drehsymmetrie; Parkettierungen; Spiegelbilder in der Natur; Kongruenz
Wahrscheinlichkeit | 5–10 | Würfeln und Ziehen; Baumdiagramme; Laplace-Experimente; Bedingte Wahrscheinlichkeit; Glücksspiele durchschaut
Daten und Statistik | 3–9 | Umfragen auswerten; Mittelwert und Median; Boxplot; Diagramme lesen; Lügen mit Statistik
Gleichungen | 6–9 | Waagemodell; Äquivalenzumformung; Textaufgaben; Gleichungssysteme; Ungleichungen
Trigonometrie | 9–11 | Sinus und Kosinus; Tangens; Sinussatz; Landvermessung; Der Einheitskreis
Differentialrechnung | 10–13 | Die Ableitung; Tangenten; Extremstellen; Wendepunkte; Optimierung
Integralrechnung | 11–13 | Fläche unter der Kurve; Stammfunktionen; Hauptsatz; Rotationskörper; Flächen zwischen Graphen
Vektoren | 11–13 | Punkte im Raum; Skalarprodukt; Geraden; Ebenen; Abstände
`,
  ),
  subject(
    'Informatik',
    '07',
    ['Code und Logik', 'Informatik entdecken', 'Digitale Welt'],
    [
      'Die Beispiele lassen sich ohne Installation im Browser nachvollziehen.',
      'Alltagsnahe Aufgaben führen an das Denken in Algorithmen heran.',
      'Programmcode und Ablaufdiagramm stehen nebeneinander.',
      'Die Inhalte setzen keine Vorkenntnisse voraus.',
    ],
    `
Algorithmen | 5–10 | Was ist ein Algorithmus; Sortieren; Suchen; Der kürzeste Weg; Rekursion
Binärsystem | 6–9 | Bits und Bytes; Umrechnen; Texte kodieren; Bilder aus Pixeln; Logikgatter
Programmieren mit Blöcken | 3–7 | Erste Schritte; Schleifen; Verzweigungen; Variablen; Ein eigenes Spiel
Textbasiertes Programmieren | 8–12 | Variablen und Datentypen; Funktionen; Listen; Fehler finden; Objekte und Klassen
Wie das Internet funktioniert | 6–10 | Pakete und Router; Adressen und Namen; Webserver; Suchmaschinen; Unterseekabel
Verschlüsselung | 6–11 | Die Caesar-Scheibe; Öffentliche Schlüssel; Sichere Passwörter; Digitale Signatur; Enigma
Datenbanken | 9–12 | Tabellen und Beziehungen; Abfragen; Primärschlüssel; Entity-Relationship-Modell; Datensparsamkeit
Künstliche Intelligenz | 7–13 | Maschinelles Lernen; Neuronale Netze; Sprachmodelle; Vorurteile in Daten; Bilder erkennen
Robotik | 4–9 | Sensoren; Aktoren; Einer Linie folgen; Roboter in der Fabrik; Pflegeroboter
Datenschutz | 6–11 | Personenbezogene Daten; Cookies; Standortdaten; Rechte der Betroffenen; Profilbildung
Computeraufbau | 5–9 | Prozessor; Arbeitsspeicher; Eingabe und Ausgabe; Betriebssysteme; Geschichte des Computers
Automaten | 10–13 | Zustände; Der Getränkeautomat; Formale Sprachen; Die Turingmaschine; Grenzen der Berechenbarkeit
Informatik und Gesellschaft | 8–13 | Arbeit im Wandel; Überwachung; Urheberrecht; Energiehunger der Rechenzentren; Digitale Teilhabe
`,
  ),
  subject(
    'Technik',
    '08',
    ['Technik live', 'Wie es gebaut wird', 'Werkstatt'],
    [
      'Der Gang durch den Betrieb zeigt jeden Arbeitsschritt.',
      'Modelle zum Nachbauen ergänzen das Medium.',
      'Fachleute erläutern Entscheidungen und Alternativen.',
      'Explosionszeichnungen zeigen das Innere der Maschine.',
    ],
    `
Windkraft | 6–10 | Aufbau einer Anlage; Vom Rotor zum Strom; Offshore-Parks; Standortsuche; Modellbau
Solarenergie | 6–10 | Die Solarzelle; Balkonkraftwerk; Solarthermie; Speichern von Strom; Recycling von Modulen
Wasserkraft | 6–10 | Das Laufwasserkraftwerk; Pumpspeicher; Turbinen; Gezeitenkraft; Talsperren
Brücken | 3–9 | Balken- und Bogenbrücke; Hängebrücke; Kräfte im Fachwerk; Brückensanierung; Wettbewerb Papierbrücke
Verbrennungsmotor | 8–10 | Der Viertakter; Diesel; Abgasreinigung; Getriebe; Geschichte des Automobils
Elektromobilität | 7–11 | Der Elektromotor; Akku und Reichweite; Laden; E-Bike; Ökobilanz
Werkstoff Holz | 3–8 | Holzarten; Sägen und Bohren; Holzverbindungen; Oberfläche; Vom Baum zum Brett
Werkstoff Metall | 7–10 | Feilen und Biegen; Drehen und Fräsen; Schweißen; Gießen; Messen mit dem Messschieber
Technisches Zeichnen | 7–10 | Dreitafelprojektion; Bemaßung; Schnittdarstellung; CAD; Perspektive
3D-Druck | 6–11 | Vom Modell zum Druck; Druckverfahren; Ersatzteile; Bioprinting; Fehlerquellen
Hausbau | 5–10 | Fundament; Mauerwerk; Dachstuhl; Dämmung; Smart Home
Fahrrad | 3–8 | Rahmen und Räder; Schaltung; Bremsen; Licht; Reparieren
Abfall und Recycling | 3–9 | Mülltrennung; Papier; Glas; Elektroschrott; Müllverbrennung
Abwasser | 4–9 | Die Kläranlage; Kanalnetz; Vierte Reinigungsstufe; Regenwasser; Geschichte der Stadthygiene
`,
  ),
  subject(
    'Astronomie',
    '09',
    ['Blick ins All', 'Sternstunde'],
    [
      'Simulationen und Aufnahmen großer Teleskope führen ins Weltall.',
      'Größenvergleiche machen kosmische Entfernungen begreifbar.',
      'Ein Beobachtungsbogen für den Abendhimmel liegt bei.',
    ],
    `
Sonnensystem | 3–9 | Die Sonne; Gesteinsplaneten; Gasriesen; Zwergplaneten; Kometen und Asteroiden
Erde und Mond | 3–8 | Tag und Nacht; Jahreszeiten; Mondphasen; Gezeiten; Entstehung des Mondes
Sterne | 7–12 | Geburt eines Sterns; Rote Riesen; Supernova; Schwarze Löcher; Sternbilder
Galaxien | 8–13 | Die Milchstraße; Andromeda; Galaxienhaufen; Dunkle Materie; Rotverschiebung
Raumfahrt | 5–10 | Mondlandung; Leben auf der Raumstation; Marsrover; Raketenantrieb; Weltraumschrott
Weltbilder | 7–12 | Ptolemäus; Kopernikus; Galilei; Kepler; Der Urknall
Exoplaneten | 9–13 | Suche mit der Transitmethode; Habitable Zone; Atmosphären; Leben im All; Entfernungen
Beobachten | 5–10 | Sternkarte; Fernrohr; Lichtverschmutzung; Fotografieren bei Nacht; Finsternisse
`,
  ),
];
