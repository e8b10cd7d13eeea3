import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { checkRecord } from '../../../import-file/check-record';
import type { FileRecord } from '../../../import-file/file-record';
import { readXmlElements } from '../../../import-file/xml-elements';
import { recordOf } from '../delivery/source-record';
import { harvest } from './harvest';
import { LOM } from './lom';
import { LOM_RECORDS } from './lom-record';

const directory = mkdtempSync(path.join(os.tmpdir(), 'lom-'));
afterAll(() => rmSync(directory, { recursive: true }));

const RECORD = (id: string, title: string) => `
  <record>
    <header><identifier>${id}</identifier><datestamp>2026-08-01</datestamp></header>
    <metadata><lom:lom xmlns:lom="http://ltsc.ieee.org/xsd/LOM">
      <lom:general>
        <lom:title><lom:string language="en">Volcanoes</lom:string><lom:string language="de">${title}</lom:string></lom:title>
        <lom:language>de_DE</lom:language>
        <lom:description><lom:string language="de">Wie sie entstehen.</lom:string></lom:description>
        <lom:keyword><lom:string>Lava</lom:string></lom:keyword>
        <lom:keyword><lom:string>Magma</lom:string></lom:keyword>
      </lom:general>
      <lom:lifeCycle><lom:contribute>
        <lom:role><lom:value>publisher</lom:value></lom:role>
        <lom:entity>BEGIN:VCARD
VERSION:3.0
ORG:Filmwerk
FN:Erika Muster
END:VCARD</lom:entity>
        <lom:date><lom:dateTime>2021-05-04</lom:dateTime></lom:date>
      </lom:contribute></lom:lifeCycle>
      <lom:technical>
        <lom:format>video/mp4</lom:format><lom:location>https://medien.example/vulkane</lom:location>
        <lom:duration><lom:duration>PT12M30S</lom:duration></lom:duration>
      </lom:technical>
      <lom:educational><lom:context><lom:value>Sekundarstufe I</lom:value></lom:context></lom:educational>
      <lom:rights><lom:description><lom:string>https://creativecommons.org/licenses/by-sa/4.0/</lom:string></lom:description></lom:rights>
      <lom:classification>
        <lom:purpose><lom:value>discipline</lom:value></lom:purpose>
        <lom:taxonPath>
          <lom:taxon><lom:id>220</lom:id></lom:taxon>
          <lom:taxon><lom:id>22003</lom:id><lom:entry><lom:string>Geologie</lom:string></lom:entry></lom:taxon>
        </lom:taxonPath>
      </lom:classification>
    </lom:lom></metadata>
  </record>`;
const GONE = '<record><header status="deleted"><identifier>oai:repo:gone</identifier></header></record>';
const pageOf = (records: string, token = '') =>
  `<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>${records}<resumptionToken>${token}</resumptionToken></ListRecords></OAI-PMH>`;

async function read(records: AsyncIterable<FileRecord>) {
  const found = [];
  for await (const one of records) found.push('record' in one ? checkRecord(recordOf(LOM, 'repo'), one.record) : one);
  return found;
}

function inFile(content: string) {
  const file = path.join(directory, 'page.xml');
  writeFileSync(file, content);
  return readXmlElements(file, LOM_RECORDS);
}

test('a record is taken with all that it says', async () => {
  expect(await read(inFile(pageOf(RECORD('oai:repo:1', 'Vulkane'))))).toEqual([
    {
      value: expect.objectContaining({
        origin: { source: 'repo', id: 'oai:repo:1' },
        name: 'Vulkane',
        description: 'Wie sie entstehen.',
        publisher: 'Filmwerk',
        kind: 'VIDEO',
        subjects: ['22003'],
        keywords: ['Lava', 'Magma'],
        gradeFrom: 5,
        gradeUntil: 10,
        languages: ['de'],
        year: 2021,
        durationSeconds: 750,
        openLicence: 'https://creativecommons.org/licenses/by-sa/4.0/',
        playUrl: 'https://medien.example/vulkane',
      }),
    },
  ]);
});

test('what the repository deleted is told as gone', async () => {
  const [gone] = await read(inFile(pageOf(GONE)));
  expect(gone).toEqual({
    value: { number: expect.any(String), origin: { source: 'repo', id: 'oai:repo:gone' }, isGone: true },
  });
});

test('a <lom> alone is taken by the identifier of the resource', async () => {
  const lom =
    '<lom><general><identifier><entry>r-7</entry></identifier><title><string>Ebbe</string></title></general></lom>';
  expect(await read(inFile(lom))).toEqual([
    { value: expect.objectContaining({ number: 'repo.r-7', name: 'Ebbe', kind: 'OTHER' }) },
  ]);
});

test.each([
  ['<record><header><identifier>1</identifier></header></record>', /^metadata: holds no <lom> element/],
  ['<record><header/><metadata><lom/></metadata></record>', /^identifier: is missing/],
  [
    '<record><header><identifier>1</identifier></header><metadata><lom/></metadata></record>',
    /^general.title: is missing/,
  ],
])('%s is refused', async (record, reason) => {
  expect(await read(inFile(pageOf(record)))).toEqual([{ reasons: [expect.stringMatching(reason)] }]);
});

describe('a repository', () => {
  let server: Server;
  let address: string;
  const asked: string[] = [];
  let answers: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      const { searchParams } = new URL(url, 'http://localhost');
      const token = searchParams.get('resumptionToken') ?? '';
      asked.push(url);
      const answer = answers[token];
      response.statusCode = answer === undefined ? 500 : 200;
      response.end(answer ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oai?verb=ListRecords&metadataPrefix=oai_lom-eaf`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    asked.length = 0;
  });

  const harvested = () => read(harvest(address));

  test('is asked for page after page, each by the token of the one before', async () => {
    answers = { '': pageOf(RECORD('a', 'Eins'), 't 1'), 't 1': pageOf(RECORD('b', 'Zwei'), 't2'), t2: pageOf(GONE) };
    expect((await harvested()).map((one) => ('value' in one ? one.value.origin?.id : one))).toEqual([
      'a',
      'b',
      'oai:repo:gone',
    ]);
    expect(asked.slice(1)).toEqual([
      '/oai?verb=ListRecords&resumptionToken=t+1',
      '/oai?verb=ListRecords&resumptionToken=t2',
    ]);
  });

  test('that fails in the middle fails the harvest', async () => {
    answers = { '': pageOf(RECORD('a', 'Eins'), 'lost') };
    await expect(harvested()).rejects.toThrow('the repository answers with HTTP 500');
  });

  test('that gives one page over and over fails the harvest', async () => {
    answers = { '': pageOf(RECORD('a', 'Eins'), 'x'), x: pageOf(RECORD('b', 'Zwei'), 'x') };
    await expect(harvested()).rejects.toThrow('its harvest does not end');
  });

  test('that refuses says why', async () => {
    answers = { '': '<OAI-PMH><error code="badArgument">no such prefix</error></OAI-PMH>' };
    await expect(harvested()).rejects.toThrow('the repository refuses: badArgument no such prefix');
  });

  test('that does not answer is told', async () => {
    await expect(read(harvest('http://127.0.0.1:1/oai'))).rejects.toThrow('the repository does not answer');
  });
});
