/** Primary-school science, media education, careers, traffic, environment. */
import { subject } from './topic-table';

export const EVERYDAY_LIFE = [
  subject(
    'Sachunterricht',
    '40',
    ['Schau genau!', 'Kinder fragen nach', 'Entdeckerzeit'],
    [
      'Zwei Kinder gehen der Frage nach und probieren vieles selbst aus.',
      'Einfache Sprache und ruhige Bilder erleichtern das Verstehen.',
      'Ein Forscherheft zum Ausdrucken liegt bei.',
      'Am Ende fasst ein Lied das Gelernte zusammen.',
    ],
    `
Der Igel | 1–4 | Körperbau; Nahrung; Winterschlaf; Junge Igel; Igel schützen
Das Eichhörnchen | 1–4 | Leben im Baum; Vorräte; Der Kobel; Feinde; Spuren im Schnee
Der Apfelbaum | 1–4 | Im Frühling; Im Sommer; Im Herbst; Im Winter; Apfelsaft pressen
Vögel am Futterhaus | 1–4 | Amsel und Meise; Vogelstimmen; Nestbau; Zugvögel; Ein Vogelhaus bauen
Tiere im Winter | 1–4 | Winterruhe; Winterstarre; Fell und Federn; Spuren lesen; Vorratskammern
Der Bauernhof | 1–4 | Ein Tag im Stall; Hühner; Getreideernte; Maschinen; Früher und heute
Wasser erforschen | 1–4 | Schwimmen und Sinken; Der Wasserkreislauf; Eis und Dampf; Wasser sparen; Der Bach
Luft und Wind | 1–4 | Luft ist nicht nichts; Windräder; Fliegen; Wetterstation; Luftballonversuche
Magnete entdecken | 1–4 | Was zieht ein Magnet an; Nord und Süd; Magnetspiele; Kompass bauen; Magnete im Haushalt
Strom im Haus | 3–4 | Die Glühlampe; Ein einfacher Stromkreis; Gefahren; Woher der Strom kommt; Batterien sammeln
Feuer | 1–4 | Streichholz richtig anzünden; Feuerwehr; Was brennt; Feuer in der Geschichte; Verhalten im Brandfall
Mein Körper | 1–4 | Skelett und Muskeln; Herzschlag; Zähne; Die fünf Sinne; Gesund essen
Ritterzeit | 2–4 | Leben auf der Burg; Knappe werden; Turnier; Rüstung; Essen im Mittelalter
Leben wie früher | 1–4 | Schule vor hundert Jahren; Waschtag; Spielzeug; Dampflok; Großeltern erzählen
Polizei und Post | 1–4 | Auf der Wache; Der Weg eines Briefes; Notruf; Ermitteln; Paketzentrum
Müll vermeiden | 1–4 | Die bunten Tonnen; Papier schöpfen; Kompost; Plastik im Meer; Flohmarkt
Die Wiese | 1–4 | Blumen; Regenwurm; Grashüpfer; Schmetterlinge; Heu machen
Wald und Tiere | 1–4 | Reh und Hirsch; Der Specht; Pilze; Fuchs; Waldameisen
`,
  ),
  subject(
    'Medienbildung',
    '41',
    ['Netzkompass', 'Medien machen', 'Klick klug'],
    [
      'Jugendliche diskutieren Fälle aus ihrem Alltag.',
      'Checklisten für die Klasse liegen bei.',
      'Fachleute der Medienberatung geben Tipps.',
      'Anleitungen zum eigenen Produkt sind enthalten.',
    ],
    `
Soziale Netzwerke | 6–11 | Profil und Privatsphäre; Likes und Druck; Werbung; Jugendschutz; Ausstieg auf Zeit
Fake News | 7–13 | Fakten prüfen; Bildmanipulation; Deepfakes; Bots; Warum wir teilen
Cybermobbing | 5–10 | Wie es beginnt; Recht am eigenen Bild; Klassenchat; Hilfe; Prävention
Computerspiele | 5–10 | Faszination; Altersfreigaben; In-Game-Käufe; Ein Spiel entwerfen; E-Sport
Film drehen | 4–11 | Drehbuch; Kameraeinstellungen; Licht; Ton; Schnitt
Podcast und Radio | 4–11 | Interview führen; Mikrofon; Schneiden; Hörspiel; Sendung planen
Suchen und Finden | 3–8 | Suchmaschinen für Kinder; Suchbegriffe; Quellen bewerten; Nachschlagewerke; Bilder und Rechte
Smartphone | 3–9 | Handyregeln; Bildschirmzeit; Apps und Rechte; Rohstoffe im Handy; Klassenfahrt ohne Handy
Urheberrecht | 6–12 | Zitieren; Freie Lizenzen; Musik im Video; Fotos; Remix
Künstliche Intelligenz im Alltag | 6–12 | Chatbots; Empfehlungen; Hausaufgaben mit KI; Gesichtserkennung; Bilder aus Worten
Fernsehen und Streaming | 4–10 | Nachrichten machen; Serien; Formate; Quoten; Kinderprogramm
Hass im Netz | 7–12 | Kommentare; Gegenrede; Strafbarkeit; Betroffene; Moderation
`,
  ),
  subject(
    'Berufs- und Studienorientierung',
    '42',
    ['Berufe im Porträt', 'Dein Weg'],
    [
      'Auszubildende zeigen ihren Arbeitsplatz und erzählen vom Alltag.',
      'Voraussetzungen, Verdienst und Aufstiegswege werden genannt.',
      'Ein Fragebogen zur Selbsteinschätzung liegt bei.',
    ],
    `
Handwerk | 8–12 | Tischlerin; Anlagenmechaniker; Dachdecker; Bäckerin; Elektroniker
Pflege und Gesundheit | 8–12 | Pflegefachfrau; Medizinische Fachangestellte; Rettungssanitäter; Physiotherapeut; Ergotherapeutin
Handel und Büro | 8–12 | Kaufmann im Einzelhandel; Industriekauffrau; Bankkaufmann; Kaufmann für Büromanagement; Immobilienkauffrau
Technik und Industrie | 8–12 | Mechatronikerin; Chemikant; Industriemechaniker; Zerspanungsmechanikerin; Gießereimechaniker
IT und Medien | 8–12 | Fachinformatikerin; Mediengestalter; Veranstaltungstechnik; Webentwicklung; Spieleentwicklerin
Natur und Umwelt | 8–12 | Gärtner; Landwirtin; Forstwirt; Tierpflegerin; Fachkraft für Abwassertechnik
Soziale Berufe | 8–12 | Erzieher; Heilerziehungspflegerin; Sozialarbeit; Freiwilliges Soziales Jahr; Altenpflege
Gastgewerbe | 8–12 | Köchin; Hotelfachmann; Restaurantfachfrau; Konditor; Tourismuskauffrau
Bewerbung | 8–12 | Anschreiben; Lebenslauf; Vorstellungsgespräch; Einstellungstest; Online-Bewerbung
Praktikum | 8–10 | Einen Platz finden; Der erste Tag; Tagesbericht; Rechte und Pflichten; Auswertung
Studium | 10–13 | Studienwahl; Hochschultypen; Finanzierung; Duales Studium; Ein Tag an der Uni
Stärken entdecken | 7–10 | Interessen; Soft Skills; Klischees überwinden; Potenzialanalyse; Vorbilder
`,
  ),
  subject(
    'Verkehrserziehung',
    '43',
    ['Sicher unterwegs', 'Rücksicht fährt mit'],
    [
      'Gefilmt wurde aus Sicht der Kinder.',
      'Gefährliche Stellen werden angehalten und besprochen.',
      'Übungen für den Schulhof liegen bei.',
    ],
    `
Schulweg | 1–4 | Zu Fuß zur Schule; Zebrastreifen; Ampel; Sehen und gesehen werden; Der Schulwegplan
Radfahrprüfung | 3–5 | Das verkehrssichere Fahrrad; Links abbiegen; Vorfahrt; Verkehrszeichen; Helm
Toter Winkel | 1–6 | Der Lastwagen; Abstand; Versuch auf dem Schulhof; Blickkontakt; Abbiegen
Bus und Bahn | 1–7 | Einsteigen; Verhalten im Bus; Bahnübergang; An der Haltestelle; Zivilcourage
Ablenkung | 5–10 | Kopfhörer; Handy am Steuer; Reaktionsweg; Müdigkeit; Mutproben
Bremsweg | 4–10 | Anhalteweg; Nasse Straße; Tempo dreißig; Messung im Versuch; Faustformeln
Mofa und E-Scooter | 8–10 | Regeln; Führerschein; Technik; Alkohol; Unfallfolgen
`,
  ),
  subject(
    'Umweltgefährdung, Umweltschutz',
    '44',
    ['Umwelt im Fokus', 'Zukunft gestalten'],
    [
      'Umweltgruppen zeigen, was vor Ort möglich ist.',
      'Zahlen und Quellen sind im Begleitheft belegt.',
      'Handlungsideen für Schule und Zuhause schließen das Medium ab.',
    ],
    `
Plastik im Meer | 3–12 | Müllstrudel; Mikroplastik; Tiere in Not; Aufräumaktionen; Verpackungsfrei einkaufen
Artenvielfalt | 4–12 | Rote Liste; Bienen; Blühstreifen; Rückkehr des Wolfs; Invasive Arten
Energiewende | 8–13 | Kohleausstieg; Stromnetze; Wärmepumpe; Speicher; Bürgerenergie
Boden | 6–11 | Leben im Boden; Versiegelung; Erosion; Kompost; Pestizide
Luftverschmutzung | 6–11 | Feinstaub; Verkehr; Smog; Flechten als Zeiger; Messstation
Ökologischer Fußabdruck | 6–11 | Berechnen; Ernährung; Reisen; Wohnen; Konsum
Moore | 5–11 | Entstehung; Torf; Wiedervernässung; Pflanzen im Moor; Klimaspeicher
Fluss und Auwald | 5–10 | Renaturierung; Hochwasserschutz; Biber; Fischtreppen; Gewässerpatenschaft
Wasser als Ressource | 5–11 | Virtuelles Wasser; Dürre; Trinkwasser weltweit; Grundwasser; Nitrat
`,
  ),
];
