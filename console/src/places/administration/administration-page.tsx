import { Link } from '@tanstack/react-router';
import { Page } from '../../parts/page';
import { useAddress } from '../../shell/address';
import { useWords } from '../../words/words';
import { AuditTrail } from './audit-trail';
import { OwnJobs } from './own-jobs';
import { administrationWords } from './words';

const TABS = ['trail', 'licences', 'jobs'] as const;

/** What was done, by whom and why, and what is still being done. */
export function AdministrationPage() {
  const words = useWords(administrationWords);
  const [address] = useAddress();
  const tab = TABS.find((name) => name === address.view) ?? 'trail';
  return (
    <Page title={words.title}>
      <nav className="tabs" aria-label={words.title}>
        {TABS.map((name) => (
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
      {tab === 'jobs' ? <OwnJobs /> : <AuditTrail key={tab} isOfLicences={tab === 'licences'} />}
    </Page>
  );
}
