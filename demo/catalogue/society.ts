/** History, geography, politics, economics, education. */
import { subject } from './topic-table';

export const SOCIETY = [
  subject(
    'Geschichte',
    '20',
    ['Zeitreise', 'Quellen sprechen', 'Geschichte im Film'],
    [
      'Historische Aufnahmen und Quellen ordnen die Ereignisse ein.',
      'Eine Historikerin erläutert den Stand der Forschung.',
      'Karten und Zeitleisten geben Orientierung.',
      'Spielszenen nach überlieferten Berichten machen Geschichte greifbar.',
    ],
    `
Steinzeit | 5–7 | Leben der Jäger und Sammler; Sesshaft werden; Feuer und Werkzeuge; Der Mann aus dem Eis; Höhlenmalerei
Altes Ägypten | 5–7 | Der Nil; Pharaonen; Bau der Pyramiden; Hieroglyphen; Totenkult
Griechische Antike | 5–8 | Athen und die Demokratie; Sparta; Olympische Spiele; Götter und Mythen; Alexander der Große
Römisches Reich | 5–8 | Gründung Roms; Republik und Kaiserzeit; Das Heer; Handel und Straßen; Untergang
Mittelalter | 6–8 | Ritter und Burgen; Leben im Kloster; Die Stadt; Bauern und Grundherrschaft; Die Hanse
Kreuzzüge | 6–9 | Aufruf des Papstes; Jerusalem; Begegnung der Kulturen; Ritterorden; Folgen
Entdeckungen | 7–9 | Kolumbus; Die Azteken; Weltumsegelung; Kolonien; Sklavenhandel
Reformation | 7–9 | Martin Luther; Der Bauernkrieg; Buchdruck; Gegenreformation; Dreißigjähriger Krieg
Französische Revolution | 8–10 | Ursachen; Sturm auf die Bastille; Menschenrechte; Schreckensherrschaft; Napoleon
Industrialisierung | 8–10 | Dampfmaschine; Kinderarbeit; Das Ruhrgebiet; Die soziale Frage; Eisenbahn
Deutsches Kaiserreich | 8–11 | Bismarck; Reichsgründung; Kolonialpolitik; Alltag und Untertanengeist; Frauenbewegung
Erster Weltkrieg | 9–11 | Attentat von Sarajevo; Stellungskrieg; Heimatfront; Kriegsende; Versailler Vertrag
Weimarer Republik | 9–12 | Novemberrevolution; Inflation; Goldene Zwanziger; Weltwirtschaftskrise; Ende der Demokratie
Nationalsozialismus | 9–13 | Machtübernahme; Jugend im Gleichschritt; Verfolgung der Juden; Widerstand; Propaganda
Holocaust | 9–13 | Ausgrenzung und Entrechtung; Auschwitz; Zeitzeugen berichten; Sinti und Roma; Erinnern heute
Zweiter Weltkrieg | 9–12 | Überfall auf Polen; Luftkrieg; Stalingrad; Landung in der Normandie; Flucht und Vertreibung
Deutschland nach 1945 | 9–12 | Trümmerjahre; Besatzungszonen; Währungsreform; Berliner Luftbrücke; Zwei deutsche Staaten
DDR | 9–12 | Alltag; Stasi; Mauerbau; Jugend; Friedliche Revolution
Kalter Krieg | 9–13 | Kubakrise; Wettrüsten; Stellvertreterkriege; Entspannungspolitik; Ende der Sowjetunion
`,
  ),
  subject(
    'Geografie',
    '21',
    ['Geo aktuell', 'Räume der Erde', 'Unser Planet'],
    [
      'Luftbilder und animierte Karten geben einen Überblick.',
      'Menschen vor Ort schildern ihren Alltag.',
      'Diagramme und Satellitenbilder laden zur Auswertung ein.',
      'Ein Raumbeispiel vertieft das Gelernte.',
    ],
    `
Vulkane | 5–9 | Schicht- und Schildvulkane; Leben am Vulkan; Supervulkane; Vulkaneifel; Vorhersage
Erdbeben | 7–10 | Plattentektonik; Messung; Tsunami; Sicher bauen; San-Andreas-Verwerfung
Klimawandel | 7–13 | Treibhauseffekt; Meeresspiegel; Gletscherschmelze; Klimaschutz vor Ort; Extremwetter
Wetter und Klima | 5–9 | Wolken; Hoch und Tief; Klimazonen; Wettervorhersage; Gewitter
Tropischer Regenwald | 6–9 | Stockwerkbau; Nährstoffkreislauf; Rodung; Indigene Völker; Palmöl
Wüste | 5–9 | Wüstenarten; Oasen; Nomaden; Wasser aus der Tiefe; Wüstenausbreitung
Polargebiete | 5–8 | Arktis und Antarktis; Inuit; Forschungsstation; Rohstoffe im Eis; Polartag und Polarnacht
Nordsee | 3–7 | Wattenmeer; Ebbe und Flut; Deiche; Halligen; Hafen und Fischerei
Alpen | 5–8 | Entstehung; Höhenstufen; Tourismus; Lawinen; Verkehr über die Pässe
Ruhrgebiet | 5–10 | Kohle und Stahl; Strukturwandel; Renaturierung der Emscher; Industriekultur; Vielfalt der Städte
Rhein | 4–8 | Von der Quelle zur Mündung; Schifffahrt; Hochwasser; Weinbau; Lachse kehren zurück
Landwirtschaft | 5–9 | Bauernhof im Jahreslauf; Ökologischer Landbau; Massentierhaltung; Sonderkulturen; Böden
Stadt | 5–11 | Stadtentwicklung; Megacitys; Wohnen und Miete; Verkehrswende; Slums
Globalisierung | 8–13 | Weg einer Jeans; Containerschifffahrt; Seltene Erden; Handel und Zölle; Gewinner und Verlierer
Bevölkerung | 8–12 | Altersaufbau; Migration; Wachstum; Geburtenpolitik; Demografischer Wandel
Afrika | 7–10 | Sahelzone; Nigeria; Rohstoffe; Startup-Szene; Vorurteile prüfen
China | 8–12 | Wirtschaftsaufstieg; Wanderarbeiter; Drei-Schluchten-Damm; Neue Seidenstraße; Umweltprobleme
Orientierung auf der Erde | 3–6 | Karten lesen; Gradnetz; Kompass; Kontinente und Ozeane; Satellitennavigation
`,
  ),
  subject(
    'Politik',
    '22',
    ['Demokratie verstehen', 'Politik direkt', 'Mitreden'],
    [
      'Abgeordnete, Bürgerinnen und Jugendliche kommen zu Wort.',
      'Schaubilder erklären Zuständigkeiten und Abläufe.',
      'Kontroverse Standpunkte stehen nebeneinander.',
      'Ein Planspiel für die Klasse liegt bei.',
    ],
    `
Grundgesetz | 8–12 | Menschenwürde; Freiheitsrechte; Gleichheit; Entstehung; Wehrhafte Demokratie
Bundestag | 8–11 | Wahl der Abgeordneten; Gesetzgebung; Opposition; Ausschüsse; Ein Tag im Parlament
Wahlen | 7–12 | Erst- und Zweitstimme; Wählen ab sechzehn; Wahlkampf; Juniorwahl; Wahlbeteiligung
Parteien | 8–12 | Aufgaben; Programme vergleichen; Mitmachen; Finanzierung; Populismus
Kommunalpolitik | 5–10 | Rat und Bürgermeisterin; Haushalt der Gemeinde; Jugendparlament; Bürgerbegehren; Ein neuer Spielplatz
Landespolitik | 7–11 | Der Landtag; Schule ist Ländersache; Polizei; Bundesrat; Nordrhein-Westfalen
Europäische Union | 8–13 | Institutionen; Binnenmarkt; Euro; Erweiterung; Asylpolitik
Vereinte Nationen | 9–13 | Sicherheitsrat; Blauhelme; Nachhaltigkeitsziele; Kinderrechte; Menschenrechte
Rechtsstaat | 8–12 | Gewaltenteilung; Vor Gericht; Jugendstrafrecht; Polizei und Bürger; Bundesverfassungsgericht
Extremismus | 8–13 | Rechtsextremismus; Islamismus; Verschwörungserzählungen; Radikalisierung im Netz; Aussteiger
Flucht und Migration | 7–12 | Fluchtursachen; Ankommen; Asylverfahren; Geschichten aus vier Generationen; Seenotrettung
Medien und Demokratie | 7–13 | Pressefreiheit; Öffentlich-rechtlicher Rundfunk; Desinformation; Filterblasen; Lokaljournalismus
Krieg und Frieden | 9–13 | Ursachen von Kriegen; Nahostkonflikt; Ukraine; NATO; Friedensarbeit
Kinderrechte | 3–7 | Das Recht auf Bildung; Schutz vor Gewalt; Mitbestimmung; Kinderarbeit; Recht auf Spiel
Gleichstellung | 8–12 | Frauenwahlrecht; Lohnlücke; Rollenbilder; Familie und Beruf; Sprache
`,
  ),
  subject(
    'Wirtschaftskunde',
    '23',
    ['Markt und Mensch', 'Wirtschaft konkret'],
    [
      'Das Fallbeispiel eines erfundenen Betriebs zieht sich durch das Medium.',
      'Rechenbeispiele zeigen, worauf es ankommt.',
      'Fachbegriffe werden im Glossar erklärt.',
    ],
    `
Taschengeld und Haushalt | 3–8 | Einnahmen und Ausgaben; Sparen; Wünsche und Bedürfnisse; Haushaltsbuch; Kaufen ohne Bargeld
Markt und Preis | 8–11 | Angebot und Nachfrage; Monopol; Wettbewerb; Auktionen; Preise im Supermarkt
Geld | 7–11 | Geschichte des Geldes; Inflation; Zentralbank; Kryptowährungen; Kredit und Zins
Unternehmen gründen | 8–12 | Geschäftsidee; Rechtsformen; Schülerfirma; Finanzierung; Marketing
Soziale Marktwirtschaft | 9–13 | Ludwig Erhard; Sozialversicherung; Tarifverträge; Steuern; Kartellamt
Arbeitsmarkt | 9–12 | Arbeitslosigkeit; Mindestlohn; Fachkräftemangel; Gewerkschaften; Homeoffice
Verbraucherschutz | 7–10 | Kaufvertrag; Reklamation; Abofallen; Online-Shopping; Schulden
Werbung | 5–10 | Tricks der Werbung; Influencer-Marketing; Marken; Kinder als Zielgruppe; Einen Spot drehen
Nachhaltiges Wirtschaften | 7–12 | Kreislaufwirtschaft; Lieferketten; Fairer Handel; Sharing; Fast Fashion
Börse | 9–13 | Aktien; Der Handelssaal; Fonds; Spekulation; Finanzkrise
Logistik | 8–12 | Vom Lager zum Kunden; Der Güterbahnhof; Just in time; Paketdienste; Binnenhafen
`,
  ),
  subject(
    'Erziehungswissenschaften',
    '24',
    ['Pädagogik im Gespräch', 'Kindheit und Entwicklung'],
    [
      'Beobachtungen aus Kita und Familie veranschaulichen die Theorie.',
      'Eine Pädagogin ordnet die Szenen ein.',
      'Fallbeispiele eignen sich für die Analyse im Kurs.',
    ],
    `
Bindung | 10–13 | Das erste Lebensjahr; Bindungstypen; Fremde Situation; Trennung; Väter und Kinder
Entwicklung nach Piaget | 10–13 | Das Kleinkind denkt; Invarianz; Stufen des Denkens; Kritik; Versuche mit Kindern
Lernen | 10–13 | Konditionierung; Lernen am Modell; Belohnung; Motivation; Lernen und Gehirn
Sozialisation | 11–13 | Familie; Freundeskreis; Geschlechterrollen; Schule; Medien
Reformpädagogik | 10–13 | Maria Montessori; Freinet-Klassen; Landerziehungsheime; Kritik; Lernen heute
Erziehungsstile | 10–13 | Autoritär; Demokratisch; Laissez-faire; Grenzen setzen; Wandel der Erziehung
Kindertagesstätte | 9–13 | Eingewöhnung; Spiel; Sprachförderung; Waldkindergarten; Beruf Erzieherin
Moralentwicklung | 11–13 | Kohlbergs Stufen; Dilemmata; Mitgefühl; Gruppendruck; Zivilcourage
Jugend und Identität | 10–13 | Erikson; Jugendkulturen; Vorbilder; Ablösung; Gewalt
`,
  ),
];
