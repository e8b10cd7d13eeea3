/** German and the foreign languages. */
import { subject } from './topic-table';

export const LANGUAGES = [
  subject(
    'Deutsch',
    '10',
    ['Deutsch anschaulich', 'Literatur erleben', 'Sprache und Text'],
    [
      'Spielszenen und Kommentar wechseln einander ab.',
      'Textstellen werden gelesen und gedeutet.',
      'Arbeitsaufträge leiten zum eigenen Schreiben an.',
      'Merksätze zum Mitschreiben schließen jedes Kapitel ab.',
    ],
    `
Märchen | 1–6 | Merkmale; Die Brüder Grimm; Märchen aus aller Welt; Schreibwerkstatt; Märchen im Film
Fabeln | 4–7 | Äsop; Lessing; Die Moral der Geschichte; Tiere als Rollen; Eine Fabel schreiben
Balladen | 6–9 | Der Erlkönig; Der Zauberlehrling; Die Bürgschaft; Vortragen üben; Vom Gedicht zum Hörspiel
Kurzgeschichte | 7–11 | Offener Anfang; Erzählperspektive; Nachkriegsliteratur; Interpretation; Wendepunkte
Lyrik | 5–13 | Reim und Metrum; Naturlyrik; Sprachbilder; Expressionismus; Poetry Slam
Goethes Faust | 10–13 | Der Pakt; Gretchentragödie; Mephisto; Wissen und Grenzen; Inszenierungen
Schillers Dramen | 9–13 | Kabale und Liebe; Wilhelm Tell; Die Räuber; Leben in Weimar; Sturm und Drang
Literarische Epochen | 9–13 | Aufklärung; Romantik; Realismus; Weimarer Klassik; Naturalismus
Rechtschreibung | 3–7 | Groß und klein; Dehnung und Schärfung; s-Laute; Zusammen oder getrennt; Wörterbuch
Zeichensetzung | 5–8 | Komma bei Aufzählungen; Komma im Satzgefüge; Wörtliche Rede; Punkt und Strich; Infinitivgruppen
Wortarten | 2–6 | Nomen; Verben; Adjektive; Pronomen; Präpositionen
Satzglieder | 4–7 | Subjekt und Prädikat; Objekte; Adverbiale Bestimmungen; Attribute; Umstellprobe
Argumentieren | 7–10 | These und Argument; Leserbrief; Erörterung; Debattieren; Manipulation erkennen
Berichten und Beschreiben | 4–8 | Unfallbericht; Vorgangsbeschreibung; Personenbeschreibung; Protokoll; Reportage
Buchvorstellung | 3–8 | Ein Buch auswählen; Inhalt zusammenfassen; Vorlesen; Lesetagebuch; Präsentieren
Journalistische Texte | 7–11 | Nachricht; Kommentar; Interview; Boulevard und Qualität; Falschmeldungen
`,
  ),
  subject(
    'Deutsch als Zweitsprache',
    '11',
    ['Willkommen im Alltag', 'Wort für Wort'],
    [
      'Gesprochen wird langsam und deutlich, mit zuschaltbaren Untertiteln.',
      'Bildkarten mit dem Wortschatz liegen bei.',
      'Jede Szene wird zum Nachsprechen wiederholt.',
    ],
    `
Sich vorstellen | 1–10 | Name und Herkunft; Meine Familie; Zahlen und Alter; Hobbys; Begrüßung
In der Schule | 1–10 | Der Stundenplan; Im Klassenraum; Schulsachen; Auf dem Schulhof; Um Hilfe bitten
Einkaufen | 1–10 | Im Supermarkt; Kleidung; Preise; An der Kasse; Auf dem Markt
Unterwegs | 2–10 | Nach dem Weg fragen; Bus und Bahn; Die Uhrzeit; Am Bahnhof; Verkehrszeichen
Beim Arzt | 2–10 | Körperteile; Schmerzen beschreiben; Termin vereinbaren; In der Apotheke; Der Notfall
Wohnen | 2–10 | Zimmer und Möbel; Hausordnung; Nachbarn; Wohnungssuche; Müll trennen
Feste und Bräuche | 1–10 | Geburtstag; Weihnachten; Karneval; Zuckerfest; Sankt Martin
Satzbau | 3–10 | Artikel; Verb an zweiter Stelle; Fragen stellen; Trennbare Verben; Perfekt
Ausbildung und Beruf | 8–12 | Berufe; Bewerbung; Praktikum; Im Betrieb; Telefonieren
`,
  ),
  subject(
    'Englisch',
    '12',
    ['English on Screen', 'Around the World', 'Everyday English'],
    [
      'Muttersprachlerinnen und Muttersprachler sprechen in alltagsnahem Tempo.',
      'Untertitel auf Englisch sind zuschaltbar.',
      'Hörverstehensaufgaben in zwei Niveaustufen liegen bei.',
      'Landeskundliche Szenen führen in Wortschatz und Redemittel ein.',
    ],
    `
London | 5–8 | Riding the Tube; Markets and Food; The Royal Family; Museums for Free; Multicultural London
School Life | 5–8 | A Day at an English School; School Uniforms; Clubs and Sports; Timetables; Lunch Break
American Dream | 9–13 | Immigration; From Rags to Riches; Broken Dreams; Hollywood; Land of Opportunity
New York | 6–10 | Manhattan; Brooklyn; Ellis Island; Times Square; Growing up in the Bronx
Australia | 7–10 | The Outback; Aboriginal Australians; Great Barrier Reef; School of the Air; Sydney
Ireland | 6–10 | Green Island; St. Patrick’s Day; The Great Famine; Dublin; Music and Dance
Scotland | 5–9 | Highland Games; Loch Ness; Edinburgh; Castles; Bagpipes and Tartans
India | 9–12 | Bollywood; Colonial Past; Megacities; Voices of Women; Indian English
South Africa | 9–12 | Apartheid; Nelson Mandela; Cape Town; Township Life; Rainbow Nation
Shakespeare | 9–13 | Romeo and Juliet; Macbeth; The Globe Theatre; A Midsummer Night’s Dream; Language and Verse
Tenses | 5–9 | Simple Present; Present Progressive; Simple Past; Present Perfect; Future Forms
Conditionals | 7–10 | If-Clauses Type One; If-Clauses Type Two; If-Clauses Type Three; Wishes; Mixed Exercises
Small Talk | 5–10 | Meeting People; Talking about the Weather; At the Restaurant; Asking the Way; On the Phone
First Words | 1–4 | Colours; Animals; My Family; Numbers; Food and Drink
Civil Rights Movement | 9–13 | Rosa Parks; Martin Luther King; Malcolm X; Segregation; Black Lives Matter
Media and Identity | 9–13 | Social Media; Influencers; Fake News; Gender Roles; Growing Up
`,
  ),
  subject(
    'Französisch',
    '13',
    ['En route', 'Vivre en français'],
    [
      'Die Dialoge sind kurz und gut verständlich gesprochen.',
      'Französische Untertitel sind zuschaltbar.',
      'Vokabellisten und Hörverstehensaufgaben liegen bei.',
    ],
    `
Paris | 6–9 | Les monuments; Dans le métro; Le Louvre; Un quartier multiculturel; Au bord de la Seine
La famille | 6–8 | Présenter sa famille; Une fête d’anniversaire; Les tâches ménagères; Les disputes; Chez les grands-parents
Au collège | 6–9 | Une journée au collège; La cantine; Les matières; Les vacances scolaires; L’échange
La Provence | 7–10 | Avignon; Les marchés; La lavande; La Camargue; Marseille
La Bretagne | 7–10 | La mer et les marées; Les crêpes; Saint-Malo; La langue bretonne; Les phares
La Francophonie | 9–12 | Le Québec; Le Sénégal; La Belgique; La Martinique; Le Maroc
La cuisine | 6–10 | Au restaurant; À la boulangerie; Les fromages; Une recette; Le marché
La Révolution française | 9–13 | La prise de la Bastille; Les droits de l’homme; Louis XVI; La Terreur; Liberté, égalité, fraternité
La grammaire | 6–10 | Le passé composé; L’imparfait; Le futur simple; Les pronoms; Le subjonctif
La banlieue | 9–13 | Le rap; Vivre ensemble; Les jeunes; L’histoire des grands ensembles; Le travail
Les relations franco-allemandes | 9–13 | Le traité de l’Élysée; L’amitié; La Grande Guerre; Les jumelages; Travailler ensemble
`,
  ),
  subject(
    'Spanisch',
    '14',
    ['¡Vamos!', 'Mundo hispano'],
    [
      'Sprecherinnen und Sprecher aus Spanien und Lateinamerika kommen zu Wort.',
      'Spanische Untertitel sind zuschaltbar.',
      'Aufgaben zum Hörsehverstehen liegen bei.',
    ],
    `
Madrid | 7–10 | El centro; El Prado; Ir de tapas; El Retiro; La vida nocturna
Andalucía | 7–11 | El flamenco; La Alhambra; Sevilla; El turismo; La herencia árabe
México | 8–12 | El Día de los Muertos; Los aztecas; La frontera; La comida mexicana; Ciudad de México
Argentina | 8–12 | Buenos Aires; El tango; La Patagonia; La dictadura; El fútbol
Perú | 8–12 | Machu Picchu; Los incas; Lima; La selva; Los Andes
Barcelona | 8–12 | Gaudí; Las Ramblas; El catalán; La playa; El turismo de masas
La vida cotidiana | 6–9 | Mi familia; En el instituto; De compras; El tiempo libre; En el restaurante
La gramática | 6–10 | Ser y estar; El pretérito indefinido; El imperfecto; El subjuntivo; Los pronombres
La guerra civil | 10–13 | La República; Guernica; El franquismo; La Transición; La memoria histórica
Cuba | 9–13 | La Habana; La revolución; La música; El azúcar; La vida hoy
`,
  ),
  subject(
    'Latein',
    '15',
    ['Roma aeterna', 'Lateinische Lektüre'],
    [
      'Rekonstruktionen lassen die Schauplätze wiedererstehen.',
      'Kernstellen werden auf Latein gelesen und übersetzt.',
      'Eine Vokabelhilfe liegt bei.',
    ],
    `
Leben im alten Rom | 6–9 | Das Forum; Die Thermen; Gladiatoren; Essen und Trinken; Sklaverei
Pompeji | 6–10 | Der Ausbruch des Vesuv; Häuser und Gärten; Graffiti; Ausgrabungen; Plinius berichtet
Caesar | 8–11 | Der Gallische Krieg; Der Rubikon; Die Iden des März; Sprache des Feldherrn; Kleopatra
Cicero | 10–13 | Die Reden gegen Verres; Catilina; Der Staat; Briefe; Rhetorische Mittel
Ovid | 9–13 | Dädalus und Ikarus; Narziss; Pyramus und Thisbe; Orpheus; Leben in der Verbannung
Vergil | 10–13 | Die Flucht aus Troja; Dido; Fahrt in die Unterwelt; Augustus; Der Hexameter
Römische Götter | 6–9 | Jupiter und Juno; Tempel; Opfer; Vesta; Mithras
Rom in Germanien | 6–10 | Der Limes; Die Varusschlacht; Köln und Xanten; Legionäre; Straßenbau
Seneca und die Philosophie | 10–13 | Stoische Ruhe; Über die Zeit; Umgang mit Sklaven; Zorn; Nero
Sprache und Nachleben | 6–10 | Die fünf Fälle; Ablativus absolutus; Fremdwörter; Latein in der Kirche; Romanische Sprachen
`,
  ),
];
