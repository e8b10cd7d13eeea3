/** Who is signed in, in this tab and, by a broadcast, in the others. No token ever comes here: the cookie is the browser’s. */
export interface DemoRole {
  readonly role: string;
  readonly label: string;
  readonly description: string;
}

export interface Session {
  readonly signedIn: boolean;
  readonly kind: 'lms' | 'licensing' | 'reporting' | 'operator' | null;
  readonly name: string | null;
  readonly bound: readonly string[];
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly csrfToken: string | null;
  /** The roles that can be signed in as with one click; null at an installation. */
  readonly demoRoles: readonly DemoRole[] | null;
}

export type SessionState =
  | { readonly step: 'loading' }
  | { readonly step: 'unreachable' }
  | { readonly step: 'out'; readonly session: Session }
  | { readonly step: 'in'; readonly session: Session }
  /** It has ended while the reader was at work: everything stays, until the same reader has signed in again. */
  | { readonly step: 'expired'; readonly session: Session };

function createSessionStore() {
  let state: SessionState = { step: 'loading' };
  const listeners = new Set<() => void>();
  const channel = new BroadcastChannel('freischalter-session');
  channel.onmessage = () => void load();

  function set(next: SessionState): void {
    state = next;
    for (const listener of [...listeners]) listener();
  }

  async function load(): Promise<void> {
    let loaded: Session;
    try {
      const response = await fetch('/console/session', { headers: { accept: 'application/json' } });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      loaded = await response.json();
    } catch {
      if (state.step === 'loading') set({ step: 'unreachable' });
      return;
    }
    const before = state.step === 'in' || state.step === 'expired' ? state.session : null;
    // Somebody else sees other things: nothing that was loaded for the one before may stay.
    if (loaded.signedIn && before && identityOf(loaded) !== identityOf(before)) return location.reload();
    if (loaded.signedIn) return set({ step: 'in', session: loaded });
    set(
      before
        ? { step: 'expired', session: { ...before, demoRoles: loaded.demoRoles } }
        : { step: 'out', session: loaded },
    );
  }

  async function signInAs(role: string): Promise<boolean> {
    const response = await post('/console/sign-in/demo', { role });
    if (!response.ok) return false;
    await load();
    channel.postMessage('changed');
    return true;
  }

  async function signOut(): Promise<void> {
    await post('/console/sign-out', {});
    channel.postMessage('changed');
    location.assign('/');
  }

  function post(path: string, body: object): Promise<Response> {
    const csrf = state.step === 'in' || state.step === 'out' ? state.session.csrfToken : null;
    const headers = { 'content-type': 'application/json', ...(csrf && { 'x-csrf-token': csrf }) };
    return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Resolves once somebody is signed in again; rejects when what waits for it is given up. */
  function renewed(signal?: AbortSignal): Promise<void> {
    if (state.step === 'in') set({ step: 'expired', session: state.session });
    void load();
    return new Promise((resolve, reject) => {
      const stop = subscribe(() => {
        if (state.step !== 'in') return;
        stop();
        resolve();
      });
      signal?.addEventListener('abort', () => {
        stop();
        reject(new DOMException('', 'AbortError'));
      });
    });
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    load,
    signInAs,
    signOut,
    renewed,
    subscribe,
    snapshot: () => state,
    current: () => (state.step === 'in' ? state.session : null),
  };
}

function identityOf({ kind, name, bound }: Session): string {
  return JSON.stringify([kind, name, bound]);
}

export const session = createSessionStore();
