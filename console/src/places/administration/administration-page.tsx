import { Link } from '@tanstack/react-router';
import { Page } from '../../parts/page';
import { useSession } from '../../session/use-session';
import { useAddress } from '../../shell/address';
import { useWords } from '../../words/words';
import { AuditTrail } from './audit-trail';
import { Imports } from './imports';
import { Keys } from './keys';
import { OwnJobs } from './own-jobs';
import { Verification } from './verification';
import { administrationWords } from './words';

const TABS = ['trail', 'licences', 'jobs'] as const;
/** These tabs are about the installation itself, so only the operator sees them. */
const OPERATOR_TABS = ['imports', 'keys', 'verify'] as const;

/** Shows what was done, by whom and why, and what is still running. */
export function AdministrationPage() {
  const words = useWords(administrationWords);
  const [address] = useAddress();
  const { kind } = useSession();
  const tabs = kind === 'operator' ? [...TABS, ...OPERATOR_TABS] : TABS;
  const tab = tabs.find((name) => name === address.view) ?? 'trail';
  return (
    <Page title={words.title}>
      <nav className="tabs" aria-label={words.title}>
        {tabs.map((name) => (
          <Link
            key={name}
            to="/administration"
            search={{ view: name }}
            aria-current={name === tab ? 'page' : undefined}
          >
            {words.tabs[name]}
          </Link>
        ))}
      </nav>
      <p className="kern-body">{words.texts[tab]}</p>
      {(tab === 'trail' || tab === 'licences') && <AuditTrail key={tab} isOfLicences={tab === 'licences'} />}
      {tab === 'jobs' && <OwnJobs />}
      {tab === 'imports' && <Imports />}
      {tab === 'keys' && <Keys />}
      {tab === 'verify' && <Verification />}
    </Page>
  );
}
