import { useEffect } from 'react';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { useWords } from '../words/words';
import { type Session, session as store } from './session-store';
import { DemoRoles } from './sign-in';
import { sessionWords } from './words';

/** Covers the page, which stays as it is, until the same person has signed in again. */
export function ExpiredDialog({ session }: { session: Session }) {
  const words = useWords(sessionWords);
  useEffect(() => {
    // A broadcast of the other window says that it has signed in. Returning to this window asks once more.
    const look = () => void store.load();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, []);
  const roles = session.demoRoles;
  return (
    <Dialog
      title={words.expired}
      footer={
        <>
          <Button onClick={() => void store.signOut()}>{words.discard}</Button>
          {!roles && (
            <Button look="primary" onClick={() => void store.load()}>
              {words.signedInAgain}
            </Button>
          )}
        </>
      }
    >
      <p className="kern-body">{words.expiredText}</p>
      {roles ? (
        <DemoRoles roles={roles} />
      ) : (
        <a className="kern-link" href="/console/sign-in?returnTo=/imprint" target="_blank" rel="noreferrer">
          {words.signInAgain}
        </a>
      )}
    </Dialog>
  );
}
