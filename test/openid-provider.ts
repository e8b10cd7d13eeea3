/** Runs an OpenID provider for tests (run-openid-provider.mjs), and goes through its pages as a browser does. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../environment';

export type ProviderUser = 'clerk' | 'brief' | 'momentary' | 'once' | 'stranger' | 'wordy' | 'overloaded' | 'nobody';

export interface OpenidProvider {
  readonly issuer: string;
  /** Signs in at the provider, and returns the address to which it sends the browser back. */
  signIn(address: string, user: ProviderUser): Promise<URL>;
  /** Stops the provider, so that it answers nothing until it is resumed. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const MAX_REDIRECTS = 10;

/**
 * @param origin the origin to which it sends browsers back
 * @param authority the number of the authority that its users are bound to
 */
export async function startOpenidProvider(origin: string, authority: string): Promise<OpenidProvider> {
  const file = path.join(PROJECT_ROOT, 'test', 'run-openid-provider.mjs');
  const child = spawn(process.execPath, [file, origin, authority], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  child.stderr?.on('data', (piece) => {
    output += piece;
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const issuer = await new Promise<string>((done, failed) => {
    createInterface(child.stdout as NodeJS.ReadableStream).once('line', done);
    void ended.then(() => failed(new Error(output)));
  });

  async function signIn(address: string, user: ProviderUser): Promise<URL> {
    const cookies = new Map<string, string>();
    let at = new URL(address);
    for (let redirects = 0; at.origin === issuer; redirects += 1) {
      if (redirects > MAX_REDIRECTS) throw new Error('The provider sends its visitors in a circle.');
      const response = await fetch(at, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; '), 'x-user': user },
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      const location = response.headers.get('location');
      if (location === null) throw new Error(`The provider says ${response.status}: ${await response.text()}`);
      at = new URL(location, at);
    }
    return at;
  }

  return {
    issuer,
    signIn,
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async stop() {
      child.kill();
      await ended;
    },
  };
}
