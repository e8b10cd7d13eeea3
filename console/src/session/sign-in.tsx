import { useState } from 'react';
import { Alert } from '../parts/alert';
import { Icon } from '../parts/icon';
import { Page } from '../parts/page';
import { useWords } from '../words/words';
import { type DemoRole, session } from './session-store';
import { useSessionState } from './use-session';
import { sessionWords } from './words';

export function SignIn() {
  const words = useWords(sessionWords);
  const state = useSessionState();
  if (state.step !== 'out') return null;
  const { demoRoles, providerSignIn } = state.session;
  const returnTo = encodeURIComponent(location.pathname + location.search);
  return (
    <Page title={words.title}>
      <p className="kern-body kern-body--large sign-in__intro">{words.intro}</p>
      {(providerSignIn || !demoRoles) && (
        <a className="kern-btn kern-btn--primary" href={`/console/sign-in?returnTo=${returnTo}`}>
          <span className="kern-label">{words.signIn}</span>
        </a>
      )}
      {demoRoles && (
        <section className="section" aria-labelledby="demo">
          <h2 className="kern-heading-medium" id="demo">
            {words.demo}
          </h2>
          <p className="kern-body">{words.demoText}</p>
          <DemoRoles roles={demoRoles} />
        </section>
      )}
    </Page>
  );
}

export function DemoRoles({ roles }: { roles: readonly DemoRole[] }) {
  const words = useWords(sessionWords);
  const [hasFailed, setFailed] = useState(false);
  const signIn = async (role: string) => setFailed(!(await session.signInAs(role).catch(() => false)));
  return (
    <>
      {hasFailed && <Alert kind="danger" title={words.failed} />}
      <ul className="roles">
        {roles.map(({ role, label, description }) => (
          <li key={role}>
            <button type="button" className="role" onClick={() => void signIn(role)}>
              <Icon name="account-circle" size="large" />
              <span>
                <span className="role__label">{label}</span>
                <span className="role__text">{description}</span>
              </span>
              <Icon name="arrow-forward" />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
