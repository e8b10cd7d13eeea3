import { useSyncExternalStore } from 'react';
import { type Session, type SessionState, session } from './session-store';

export function useSessionState(): SessionState {
  return useSyncExternalStore(session.subscribe, session.snapshot);
}

type SignedIn = Session & { readonly bound: readonly string[]; readonly scopes: readonly string[] };

/**
 * Returns the session. It may be used only below the shell, which shows nothing else to readers who are not signed in.
 */
export function useSession(): SignedIn {
  const state = useSessionState();
  if (state.step !== 'in' && state.step !== 'expired') throw new Error('Nobody is signed in.');
  return { ...state.session, bound: state.session.bound ?? [], scopes: state.session.scopes ?? [] };
}

export function useMay(scope: string): boolean {
  return useSession().scopes.includes(scope);
}
