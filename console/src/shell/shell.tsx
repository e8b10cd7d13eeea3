import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { Alert } from '../parts/alert';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { ExpiredDialog } from '../session/expired-dialog';
import { session } from '../session/session-store';
import { SignIn } from '../session/sign-in';
import { useSession, useSessionState } from '../session/use-session';
import { common } from '../words/common';
import { setLanguage, useLanguage, useWords } from '../words/words';
import { SchoolFinder } from './school-finder';
import { useTheme } from './theme';
import { shellWords } from './words';

const FOR_EVERYBODY = ['/accessibility', '/imprint', '/privacy'];

/** The frame of every page: header, navigation and footer, or the sign-in page where nobody is signed in. */
export function Shell() {
  const state = useSessionState();
  const { pathname } = useLocation();
  const words = useWords(shellWords);
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  if (state.step === 'loading') return null;
  if (state.step === 'unreachable') {
    return (
      <Frame>
        <Alert kind="danger" title={words.unreachable}>
          <p className="kern-body">{words.unreachableText}</p>
          <div>
            <Button icon="autorenew" onClick={() => location.reload()}>
              {words.reload}
            </Button>
          </div>
        </Alert>
      </Frame>
    );
  }
  if (state.step === 'out') return <Frame>{FOR_EVERYBODY.includes(pathname) ? <Outlet /> : <SignIn />}</Frame>;
  return (
    <>
      <Frame tools={<Account />} finder={<SchoolFinder />} rail={<Rail />}>
        <Outlet />
      </Frame>
      {state.step === 'expired' && <ExpiredDialog session={state.session} />}
    </>
  );
}

function Frame(props: { children: ReactNode; tools?: ReactNode; finder?: ReactNode; rail?: ReactNode }) {
  const words = useWords(shellWords);
  const language = useLanguage();
  const [theme, nextTheme] = useTheme();
  return (
    <div className={props.rail ? 'frame' : 'frame frame--plain'}>
      <a className="skip kern-link" href="#content">
        {words.skip}
      </a>
      <header className="head">
        <Link className="head__product" to="/">
          <span className="head__mark" aria-hidden="true" />
          <span>
            <span className="head__name">{words.product}</span>
            <span className="head__subtitle">{words.subtitle}</span>
          </span>
        </Link>
        <div className="head__finder">{props.finder}</div>
        <div className="head__tools">
          {props.tools}
          <Button look="tertiary" icon="brightness-medium" iconOnly onClick={nextTheme} title={words.theme[theme]}>
            {words.theme[theme]}
          </Button>
          <button
            type="button"
            className="kern-btn kern-btn--tertiary"
            lang={language === 'de' ? 'en' : 'de'}
            onClick={() => setLanguage(language === 'de' ? 'en' : 'de')}
          >
            <span className="kern-label">{words.language}</span>
          </button>
        </div>
      </header>
      {props.rail}
      <main className="content" id="content" tabIndex={-1}>
        {props.children}
      </main>
      <Footer />
    </div>
  );
}

function Rail() {
  const words = useWords(shellWords);
  const { scopes, bound } = useSession();
  const places = [
    scopes.includes('entitlements:read') && { to: '/worklists', icon: 'checklist', label: words.worklists },
    scopes.includes('entitlements:read') && { to: '/desk', icon: 'draft', label: words.desk },
    scopes.includes('entitlements:read') &&
      bound.length > 0 && { to: '/surveys', icon: 'question-mark', label: words.surveys },
    { to: '/search', icon: 'search', label: words.search },
    scopes.includes('usage:read') && { to: '/reports', icon: 'calendar-today', label: words.reports },
    scopes.includes('entitlements:read') && { to: '/administration', icon: 'edit', label: words.administration },
  ];
  return (
    <nav className="rail" aria-label={words.places}>
      <ul>
        {places.map(
          (place) =>
            place && (
              <li key={place.to}>
                <Link to={place.to} className="rail__place" activeProps={{ 'aria-current': 'page' }}>
                  <Icon name={place.icon} />
                  <span>{place.label}</span>
                </Link>
              </li>
            ),
        )}
      </ul>
    </nav>
  );
}

function Account() {
  const words = useWords(shellWords);
  const { level } = useWords(common);
  const { kind, name, bound } = useSession();
  /** Translates keys: MEDIA_CENTRE:NW:MZ-05111 → Medienzentrum NW:MZ-05111 */
  const places = bound.map((text) =>
    text.replace(/^[A-Z_]+/, (key) => level[key as keyof typeof level] ?? key).replace(':', ' '),
  );
  return (
    <div className="account">
      <p className="account__who">
        <span className="account__name">{name ?? (kind && words.roleKinds[kind])}</span>
        <span className="account__bound">{[kind && words.roleKinds[kind], ...places].filter(Boolean).join(' · ')}</span>
      </p>
      <Button look="tertiary" icon="logout" iconOnly title={words.signOut} onClick={() => void session.signOut()}>
        {words.signOut}
      </Button>
    </div>
  );
}

function Footer() {
  const { footer } = useWords(shellWords);
  return (
    <footer className="foot">
      <nav aria-label={footer.label}>
        <ul>
          <li>
            <Link className="kern-link" to="/accessibility">
              {footer.accessibility}
            </Link>
          </li>
          <li>
            <Link className="kern-link" to="/accessibility" hash="feedback">
              {footer.feedback}
            </Link>
          </li>
          <li>
            <Link className="kern-link" to="/imprint">
              {footer.imprint}
            </Link>
          </li>
          <li>
            <Link className="kern-link" to="/privacy">
              {footer.privacy}
            </Link>
          </li>
        </ul>
      </nav>
    </footer>
  );
}
