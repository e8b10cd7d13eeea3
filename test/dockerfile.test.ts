/** The image that docker-compose.yml runs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeSecretFiles } from '../commands/keys/secret-files';

let folder: string;
beforeAll(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'compose-')), 'secrets');
  makeSecretFiles(folder);
});
afterAll(() => rmSync(path.dirname(folder), { recursive: true }));

describe('the Dockerfile', () => {
  const stages = readFileSync('Dockerfile', 'utf8').split(/^(?=FROM )/m);
  const last = stages.at(-1) as string;

  test('ends in a stage for production that runs as the user node', () => {
    expect(stages.length).toBeGreaterThan(2);
    expect(last).toContain('ENV NODE_ENV=production');
    expect([...last.matchAll(/^USER (.*)$/gm)].map(([, user]) => user)).toEqual(['node']);
  });

  test('is of an exact version, which may be given as a digest, and holds nothing that becomes another user', () => {
    const [head = ''] = stages;
    expect(head).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-bookworm-slim$/m);
    expect(stages.slice(1).map((stage) => stage.split('\n')[0]?.split(' ')[1])).toEqual(
      Array(4).fill('$'.concat('{NODE_IMAGE}')),
    );
    expect(last).toContain('-perm /6000 -exec chmod a-s');
    expect(last).toMatch(/^HEALTHCHECK .*\n {2}CMD \["node"/m);
    expect(stages.join('')).not.toMatch(/^ADD |apt-get|curl|wget/m);
  });

  test('is of a long-term release, and docs/security.md pins the same one by digest', () => {
    const [, image = '', major] = /^ARG NODE_IMAGE=(node:(\d+)\.\S+)$/m.exec(stages[0] as string) ?? [];
    expect(Number(major) % 2).toBe(0);
    expect(readFileSync('docs/security.md', 'utf8')).toContain(`${image} --format`);
  });

  test('takes neither sources nor development packages into it', () => {
    const copied = [...last.matchAll(/^COPY (?!--from)(.*)$/gm)].map(([, files]) => files);
    expect(copied).toEqual(['package.json LICENSE ./', 'schema ./schema']);
    expect(last).toContain('COPY --from=packages /app/node_modules');
    expect([...last.matchAll(/^COPY --from=console (\S+)/gm)].map(([, from]) => from)).toEqual([
      '/app/console/dist',
      '/app/console/operations.json',
    ]);
  });

  test('never sees secrets, data or another machine’s packages', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.env.*', '.git', '.data', '**/node_modules']));
  });
});
