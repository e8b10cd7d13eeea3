/** Art, music, sport, ethics, religion, philosophy. */
import { subject } from './topic-table';

export const ARTS_AND_VALUES = [
  subject(
    'Kunst',
    '30',
    ['Kunst sehen', 'Atelier', 'Bild und Welt'],
    [
      'Die Kamera führt durch Werk und Entstehung.',
      'Eine Künstlerin zeigt die Technik in ihrer Werkstatt.',
      'Gestaltungsaufgaben liegen bei.',
      'Bildvergleiche schärfen den Blick.',
    ],
    `
Farbenlehre | 3–8 | Farbkreis; Mischen; Warm und kalt; Kontraste; Wirkung von Farben
Impressionismus | 7–12 | Licht und Augenblick; Claude Monet; Edgar Degas; Malen im Freien; Der Skandal von 1874
Expressionismus | 8–13 | Die Brücke; Der Blaue Reiter; Holzschnitt; Franz Marc; Gabriele Münter
Renaissance | 7–13 | Leonardo da Vinci; Michelangelo; Zentralperspektive; Albrecht Dürer; Florenz
Barock | 8–13 | Rembrandt; Stillleben; Kirchenbau; Licht und Dunkel; Das Schloss
Surrealismus | 8–13 | Traum und Zufall; René Magritte; Frottage; Frida Kahlo; Bilder aus dem Unbewussten
Bauhaus | 8–13 | Möbel und Form; Weimar und Dessau; Werkstätten; Frauen am Bauhaus; Bauen heute
Fotografie | 6–12 | Bildausschnitt; Blende und Zeit; Porträt; Reportage; Bildbearbeitung
Druckgrafik | 5–10 | Linolschnitt; Radierung; Siebdruck; Stempeln; Plakate
Plastik und Skulptur | 5–11 | Ton; Gips; Auguste Rodin; Land Art; Kunst im öffentlichen Raum
Comic | 5–10 | Panel und Sprechblase; Manga; Figuren entwickeln; Graphic Novel; Geschichte des Comics
Trickfilm | 4–10 | Legetrick; Stop-Motion; Daumenkino; Storyboard; Ton und Schnitt
Architektur | 6–12 | Gotische Kathedrale; Fachwerk; Modellbau; Wohnhäuser; Nachhaltig bauen
Street Art | 7–12 | Graffiti; Schablonen; Erlaubt oder verboten; Wandbild; Stadt als Leinwand
`,
  ),
  subject(
    'Musik',
    '31',
    ['Klang und Stille', 'Musik entdecken', 'Werkstatt Orchester'],
    [
      'Hörbeispiele in guter Tonqualität laden zum Mitmachen ein.',
      'Musikerinnen und Musiker stellen ihre Arbeit vor.',
      'Noten und Mitspielsätze liegen bei.',
      'Das Werk wird Abschnitt für Abschnitt erschlossen.',
    ],
    `
Instrumentenkunde | 3–8 | Streicher; Holzbläser; Blechbläser; Schlagwerk; Tasteninstrumente
Orchester | 3–8 | Die Sitzordnung; Die Dirigentin; Probenbesuch; Stimmen der Instrumente; Konzertabend
Johann Sebastian Bach | 6–12 | Leben in Leipzig; Die Fuge; Weihnachtsoratorium; Orgel; Brandenburgische Konzerte
Wolfgang Amadeus Mozart | 4–10 | Das Wunderkind; Die Zauberflöte; Eine kleine Nachtmusik; Reisen; Das Requiem
Ludwig van Beethoven | 6–12 | Die Fünfte; Taubheit; Die Neunte; Klaviersonaten; Bonn und Wien
Oper | 6–12 | Hinter der Bühne; Arie und Rezitativ; Carmen; Der Freischütz; Beruf Sängerin
Peter und der Wolf | 1–5 | Die Instrumente der Figuren; Leitmotive; Die Geschichte; Nachspielen; Sergei Prokofjew
Jazz | 8–12 | New Orleans; Blues; Improvisation; Swing; Louis Armstrong
Popmusik | 6–11 | Songaufbau; Aufnahmestudio; Hip-Hop; Geschichte des Rock; Musik am Computer
Filmmusik | 7–12 | Spannung erzeugen; Leitmotivtechnik; Geräuschemacher; Stummfilm; Komponieren zum Bild
Rhythmus | 2–7 | Bodypercussion; Trommeln; Taktarten; Samba; Rap
Notenlehre | 3–7 | Notenwerte; Tonleiter; Dur und Moll; Intervalle; Dreiklänge
Musik der Welt | 3–9 | Gamelan; Afrikanische Trommeln; Klezmer; Türkische Saz; Indische Raga
Stimme | 3–9 | Wie die Stimme entsteht; Chor; Beatbox; Stimmbildung; Kanon
`,
  ),
  subject(
    'Sport',
    '32',
    ['Bewegung im Bild', 'Training und Technik'],
    [
      'Zeitlupen zeigen die Technik aus mehreren Blickwinkeln.',
      'Übungsreihen führen vom Leichten zum Schweren.',
      'Hinweise zu Sicherheit und Hilfestellung sind enthalten.',
    ],
    `
Schwimmen | 2–9 | Wassergewöhnung; Brustschwimmen; Kraulschwimmen; Rückenschwimmen; Baderegeln; Rettungsschwimmen
Leichtathletik | 4–10 | Sprint; Weitsprung; Hochsprung; Kugelstoßen; Staffellauf
Turnen | 3–9 | Rolle vorwärts; Handstand; Rad; Barren; Sprung über den Kasten
Basketball | 5–10 | Dribbeln; Korbleger; Passen; Verteidigung; Regeln
Volleyball | 6–12 | Pritschen; Baggern; Aufschlag; Block; Spielaufbau
Fußball | 3–10 | Ballführung; Passspiel; Mädchenfußball; Torschuss; Fair Play
Handball | 5–10 | Sprungwurf; Abwehr; Torwart; Gegenstoß; Spielformen
Tanz | 3–11 | Hip-Hop; Standardtanz; Choreografie; Kreistänze; Ausdruckstanz
Ausdauer und Kraft | 7–13 | Trainingslehre; Puls; Intervalltraining; Krafttraining ohne Geräte; Regeneration
Kämpfen und Raufen | 3–9 | Regeln; Judo; Fallen lernen; Ringen; Vertrauen
Sport und Gesellschaft | 8–13 | Doping; Olympia; Inklusion; Geld im Profisport; Fankultur
`,
  ),
  subject(
    'Ethik',
    '33',
    ['Fragen des Lebens', 'Gut und richtig'],
    [
      'Gedankenexperimente regen zum Gespräch an.',
      'Kurze Spielszenen enden offen.',
      'Die Klasse wird zu begründeten Urteilen geführt.',
    ],
    `
Freundschaft | 1–8 | Was Freunde ausmacht; Streiten und vertragen; Freundschaft im Netz; Vertrauen; Aristoteles
Glück | 7–13 | Epikur; Glück und Geld; Glücksforschung; Kleine Glücksmomente; Glück und Pflicht
Gerechtigkeit | 5–13 | Gleich oder gerecht; Strafe; Schleier des Nichtwissens; Verteilung; Globale Gerechtigkeit
Wahrheit und Lüge | 5–11 | Notlügen; Gerüchte; Lügendetektor; Kant und die Lüge; Wahrheit in Bildern
Freiheit | 8–13 | Freier Wille; Grenzen der Freiheit; Verantwortung; Sartre; Unfreiheit heute
Tierethik | 5–12 | Tierversuche; Haustiere; Zoo; Peter Singer; Fleisch essen
Medizinethik | 9–13 | Sterbehilfe; Präimplantationsdiagnostik; Gentechnik; Organspende; Triage
Gewissen | 7–12 | Innere Stimme; Freud; Entscheidungen; Whistleblower; Ziviler Ungehorsam
Menschenbilder | 9–13 | Mensch und Maschine; Natur oder Kultur; Rousseau und Hobbes; Rollen; Menschenwürde
Mobbing | 3–9 | Opfer und Täter; Zuschauer; Cybermobbing; Streitschlichter; Mut zeigen
Armut und Reichtum | 5–12 | Obdachlos; Kinderarmut; Spenden; Welthunger; Bedingungsloses Grundeinkommen
`,
  ),
  subject(
    'Religion',
    '34',
    ['Glaube im Alltag', 'Weltreligionen', 'Spuren der Bibel'],
    [
      'Gläubige erzählen, was ihnen wichtig ist.',
      'Die Bilder führen an heilige Orte.',
      'Erzählfassung und Hintergrund ergänzen einander.',
      'Der Ton ist ruhig und respektvoll.',
    ],
    `
Judentum | 5–10 | Die Synagoge; Schabbat; Bar Mizwa und Bat Mizwa; Pessach; Tora
Christentum | 3–9 | Die Kirche als Raum; Taufe; Abendmahl; Ökumene; Mönche heute
Islam | 5–10 | Die Moschee; Die fünf Säulen; Ramadan; Mohammed; Der Koran
Hinduismus | 7–11 | Götterwelt; Kasten; Der Ganges; Wiedergeburt; Feste
Buddhismus | 7–11 | Das Leben des Siddhartha; Der achtfache Pfad; Klosterleben; Meditation; Tibet
Schöpfung | 3–10 | Biblische Erzählungen; Mythen der Völker; Urknall und Glaube; Bewahrung der Schöpfung; Franz von Assisi
Abraham und Mose | 1–7 | Aufbruch ins Ungewisse; Auszug aus Ägypten; Zehn Gebote; Wüste; Bund
Jesus von Nazareth | 1–10 | Zeit und Umwelt; Gleichnisse; Wunder; Bergpredigt; Passion und Ostern
Kirchenjahr | 1–6 | Advent; Weihnachten; Ostern; Pfingsten; Erntedank
Tod und Trauer | 3–12 | Abschied nehmen; Bestattung; Hoffnung; Trauer bei Kindern; Hospiz
Propheten | 6–11 | Amos; Jeremia; Jona; Elia; Propheten heute
Kirche im Nationalsozialismus | 9–13 | Bekennende Kirche; Dietrich Bonhoeffer; Clemens August von Galen; Schweigen; Schuld
Sekten und Weltanschauungen | 8–12 | Merkmale; Aussteigerinnen; Esoterik; Satanismus; Beratung
Religion und Frieden | 7–13 | Fundamentalismus; Dialog; Weltethos; Religiöse Vielfalt in der Stadt; Heilige Kriege
`,
  ),
];
