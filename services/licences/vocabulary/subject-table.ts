/**
 * The subjects that the catalogue knows by name: code of the EAF classification (the parent of a code is its prefix), our name
 * for it, and the subject of the KIM vocabulary where there is one. Further names follow it, by which sources write it.
 */
export const SUBJECT_TABLE = `
020 | Arbeitslehre | s1048 | Arbeitswelt
040 | Berufs- und Studienorientierung | s1049 | Berufliche Bildung, Berufliche Orientierung
04003 | Naturwissenschaften | s1052 | MINT
04006 | Ernährung | s1044 | Gastgewerbe
04012 | Textiles Gestalten | s1060
060 | Kunst | s1015 | Bildende Kunst
06001 | Gestalten
06002 | Kunsttheorie
06003 | Kunstgeschichte
06004 | Angewandte Kunst
080 | Biologie | s1001
08001 | Allgemeine Biologie
08002 | Mikroorganismen
08003 | Pilze
08004 | Pflanzen | | Botanik
08005 | Tiere | | Zoologie
08006 | Mensch | | Menschenkunde, Humanbiologie
08007 | Ökologie
100 | Chemie | s1002
10001 | Geschichte der Chemie
10002 | Allgemeine Chemie
10003 | Physikalische Chemie
10004 | Anorganische Chemie
10005 | Organische Chemie
120 | Deutsch | s1005
12001 | Literatur
12002 | Darstellendes Spiel | s1004 | Theater
12003 | Sachtexte
12004 | Kommunikation
12005 | Deutsch als Zweitsprache | s1006 | DaZ
140 | Elementarbereich | | Vorschule
160 | Ethik | s1008
180 | Freizeit
200 | Fremdsprachen | s1050
20001 | Englisch | s1007
20002 | Französisch | s1009
20003 | Griechisch | s1000 | Alt-Griechisch
20004 | Italienisch | s1014
20005 | Latein | s1016
20006 | Russisch | s1027
20007 | Spanisch | s1030
20008 | Türkisch | s1032
20009 | Sorbisch | s1039
20041 | Chinesisch | s1003
220 | Geografie | s1010 | Geographie, Erdkunde
22001 | Karten und Arbeitsweisen
22002 | Erde
22003 | Geologie
240 | Geschichte | s1011
24001 | Quellen
24002 | Epochen
24003 | Landesgeschichte
24004 | Überblicke und Längsschnitte
24005 | Lebensbilder
260 | Gesundheit | s1012
280 | Grundschule
28001 | Deutsch in der Grundschule
28003 | Medien in der Grundschule
28004 | Ethik in der Grundschule
28005 | Fremdsprachen in der Grundschule
28006 | Kunst und Werken in der Grundschule
28007 | Mathematik in der Grundschule
28008 | Musik in der Grundschule
28009 | Religion in der Grundschule
28010 | Sachunterricht | s1028 | Sachkunde
300 | Heimat und Region | | Heimatraum
320 | Informatik | s1013 | Informationstechnische Bildung
32001 | Grundlagen der Informationstechnik
32004 | Algorithmen
340 | Interkulturelle Bildung
360 | Kinder- und Jugendbildung
380 | Mathematik | s1017
38001 | Zahlen und Algebra
38002 | Analysis und analytische Geometrie
38003 | Geometrie
38004 | Stochastik
38006 | Angewandte Mathematik
400 | Medienbildung | s1046 | Medienpädagogik
420 | Musik | s1020
42001 | Musik der Welt
42002 | Musikgeschichte
42003 | Musikarten
440 | Erziehungswissenschaften | s1045 | Pädagogik
450 | Philosophie | s1021
460 | Physik | s1022
46001 | Mechanik
46002 | Wärme
46003 | Optik
46004 | Magnetismus
46005 | Elektrizität
46006 | Relativität
46007 | Quanten
46008 | Atome
46009 | Kernphysik
46014 | Astronomie | s1040
480 | Politik | s1023 | Politische Bildung, Gemeinschaftskunde
48001 | Politische Theorien
48002 | Politik in Deutschland
48003 | Politik anderer Länder
48005 | Gesellschaftswissenschaften | s1042
500 | Praktische Fächer
50001 | Hauswirtschaft | s1047
50005 | Technik | s1059 | Werken, Werken und Gestalten
510 | Psychologie | s1043
520 | Religion | s1055 | Religionslehre
52001 | Religionen der Welt
52002 | Bibel
52003 | Kirche und Gesellschaft
540 | Retten und Helfen
560 | Sexualerziehung | s1029
580 | Spielfilm und Dokumentarfilm
600 | Sport | s1031
620 | Sucht und Vorbeugung | | Suchtprävention
640 | Umweltgefährdung, Umweltschutz | | Umwelt
660 | Verkehrserziehung
680 | Weiterbildung
700 | Wirtschaftskunde | s1033 | Wirtschaft
70001 | Privater Haushalt
70002 | Betriebswirtschaft
70003 | Volkswirtschaft
720 | Fächerübergreifend
990 | Ohne Zuordnung
`;
