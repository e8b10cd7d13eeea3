/**
 * Stores who is signed in, in this tab and, by a broadcast, in the others. No token reaches the page, because only the
 * browser has the cookie.
 */
export interface DemoRole {
  readonly role: string;
  readonly label: string;
  readonly description: string;
}

export interface Session {
  readonly signedIn: boolean;
  readonly kind: 'lms' | 'licensing' | 'reporting' | 'operator' | null;
  readonly name: string | null;
  readonly bound: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly expiresAt: string | null;
  readonly csrfToken: string | null;
  /** Whether people can sign in at the provider of their organisation. */
  readonly providerSignIn: boolean;
  /** The roles of the demo that sign in with one click; null at an installation. */
  readonly demoRoles: readonly DemoRole[] | null;
}

export type SessionState =
  | { readonly step: 'loading' }
  | { readonly step: 'unreachable' }
  | { readonly step: 'out'; readonly session: Session }
  | { readonly step: 'in'; readonly session: Session }
  /** The session has ended while the reader was at work. The page stays until the same reader has signed in again. */
  | { readonly step: 'expired'; readonly session: Session };

function createSessionStore() {
  let state: SessionState = { step: 'loading' };
  const listeners = new Set<() => void>();
  const channel = new BroadcastChannel('freischalter-session');
  channel.onmessage = ({ data }) => (data === 'signed out' ? discardAll() : void load());
  // A session may have ended unnoticed, on another device or while this one slept.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && state.step === 'in') void load();
  });

  /**
   * Discards everything that was loaded, on the screen and in memory, because the reader has signed out in another tab.
   */
  function discardAll(): void {
    if (state.step !== 'out') location.reload();
  }

  function set(next: SessionState): void {
    state = next;
    for (const listener of [...listeners]) listener();
  }

  async function load(): Promise<void> {
    let loaded: Session;
    try {
      loaded = await exclusively(async () => {
        const response = await fetch('/console/session', { headers: { accept: 'application/json' } });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return response.json();
      });
    } catch {
      if (state.step === 'loading') set({ step: 'unreachable' });
      return;
    }
    const before = state.step === 'in' || state.step === 'expired' ? state.session : null;
    // Another reader may see other data, so nothing of the former one may stay.
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
    const response = await post('/console/sign-out', {});
    const { redirectTo } = response.ok ? await response.json() : { redirectTo: '/' };
    channel.postMessage('signed out');
    location.assign(redirectTo);
  }

  function post(path: string, body: object): Promise<Response> {
    const csrf = 'session' in state ? state.session.csrfToken : null;
    const headers = { 'content-type': 'application/json', ...(csrf && { 'x-csrf-token': csrf }) };
    return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /**
   * Resolves once there is a session again: at once where the provider has renewed it, otherwise when the reader has
   * signed in. Rejects where the request that waits for it is aborted.
   *
   * @param isRefused whether the gateway has refused the present session
   */
  async function renewed(isRefused: boolean, signal?: AbortSignal): Promise<void> {
    await load();
    if (state.step === 'in' && !isRefused) return;
    if (state.step === 'in') set({ step: 'expired', session: state.session });
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

/** Runs in one tab after the other, because the provider accepts a refresh token only once. */
function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? navigator.locks.request('freischalter-session', work) : work();
}

function identityOf({ kind, name, bound }: Session): string {
  return JSON.stringify([kind, name, bound]);
}

export const session = createSessionStore();
