import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem } from '../problem';
import { readTrustedDocuments } from './trusted-documents';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'manifests-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (only = false, TRUSTED_DOCUMENTS: string | undefined = folder) =>
  readTrustedDocuments({ TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_ONLY: only });

test('each file is the manifest of the client that its name names', () => {
  writeFileSync(path.join(folder, 'com.example.lms-web.json'), '{"one":"{ me { kind } }"}');
  writeFileSync(path.join(folder, 'admin.json'), '{"two":"{ me { subject } }"}');
  writeFileSync(path.join(folder, 'README.md'), 'Not a manifest.');
  expect(read(true)).toMatchObject({
    only: true,
    trusted: [
      { client: 'admin', id: 'two', text: '{ me { subject } }' },
      { client: 'com.example.lms-web', id: 'one', place: 'com.example.lms-web.json, operation one' },
    ],
  });
});

test('without a folder no operation is trusted, and all operations are accepted', () => {
  expect(readTrustedDocuments({ TRUSTED_DOCUMENTS: undefined, TRUSTED_DOCUMENTS_ONLY: false })).toEqual({
    trusted: [],
    only: false,
  });
});

test('what cannot be read is reported in one line that names the setting and the file', () => {
  expect(() => read(true)).toThrow(
    /^TRUSTED_DOCUMENTS_ONLY: No operation is listed.*Set TRUSTED_DOCUMENTS to a folder/,
  );
  expect(() => read(false, path.join(folder, 'away'))).toThrow(/^TRUSTED_DOCUMENTS: ENOENT.*away/);
  writeFileSync(path.join(folder, 'lms.json'), '{"one":');
  expect(() => read()).toThrow(/^TRUSTED_DOCUMENTS: lms\.json is no JSON/);
  expect(() => read()).toThrow(Problem);
});
