/** Writes a file in the form of the ministry's, of as many schools as a test needs. */
export const HEADER =
  'Schulnummer;Schulform;Schulbezeichnung_1;Schulbezeichnung_2;Schulbezeichnung_3;Kurzbezeichnung;PLZ;Ort;Strasse;Telefonvorwahl;Telefon;Faxvorwahl;Fax;E-Mail;Homepage;Rechtsform;Traegernummer;Gemeindeschluessel;Schulbetriebsschluessel;Schulbetriebsdatum;EPSG;UTMRechtswert;UTMHochwert;';

const NAMES = HEADER.slice(0, -1).split(';');

export type SampleSchool = Readonly<Record<string, string>>;

const SCHOOL: SampleSchool = {
  Schulform: '02',
  Schulbezeichnung_1: 'Städt. Gemeinschaftsgrundschule',
  Kurzbezeichnung: 'Köln, GG Nußbaumer Straße',
  PLZ: '50823',
  Ort: 'Köln',
  Strasse: 'Nußbaumer Str. 1',
  'E-Mail': 'schule@example.org',
  Rechtsform: '1',
  Traegernummer: '10182',
  Gemeindeschluessel: '05315000',
  Schulbetriebsschluessel: '1',
  Schulbetriebsdatum: '01.08.1990',
  EPSG: 'EPSG:25832',
};

export function row(number: string, fields: SampleSchool = {}): string {
  const school: SampleSchool = { ...SCHOOL, Schulnummer: number, ...fields };
  return NAMES.map((name) => `"${school[name] ?? ''}"`).join(';');
}

export function sampleFile(rows: readonly string[], { header = HEADER, newline = '\n' } = {}): Buffer {
  return Buffer.from(['sep=;', header, ...rows, ''].join(newline));
}
