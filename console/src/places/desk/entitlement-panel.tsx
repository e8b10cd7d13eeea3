import { Link } from '@tanstack/react-router';
import { EntitlementHistory, type EntitlementHistoryData } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { StatusBadge } from '../../parts/badge';
import { ChangedValue } from '../../parts/changed-values';
import { Dialog } from '../../parts/dialog';
import { Facts } from '../../parts/facts';
import { FailureAlert } from '../../parts/failure-alert';
import { Loading } from '../../parts/states';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { deskWords } from './words';

/** Shows one entitlement and its whole history beside the list. */
export function EntitlementPanel({ id, onClose }: { id: string; onClose(): void }) {
  const words = useWords(deskWords);
  const general = useWords(common);
  const format = useFormat();
  const { data, failure, reload } = useQuery(EntitlementHistory, { id });
  const entitlement = data?.entitlement;
  return (
    <Dialog title={entitlement?.licence.name ?? general.loading} onClose={onClose} isPanel>
      {failure && <FailureAlert failure={failure} onAgain={reload} />}
      {!failure && !entitlement && <Loading />}
      {entitlement && (
        <>
          <Facts
            rows={[
              [words.facts.status, <StatusBadge key="status" status={entitlement.status} />],
              [
                words.facts.holder,
                entitlement.level === 'SCHOOL' ? (
                  <Link key="school" to="/schools/$number" params={{ number: entitlement.holder.number }} search={{}}>
                    {entitlement.holder.name}
                  </Link>
                ) : (
                  `${entitlement.holder.name} (${general.level[entitlement.level]})`
                ),
              ],
              [
                words.facts.period,
                `${format.date(entitlement.validFrom)} – ${
                  entitlement.validUntil ? format.lastDay(entitlement.validUntil) : general.unlimited
                }`,
              ],
              [words.facts.rights, entitlement.rights.map((right) => general.right[right]).join(', ')],
              entitlement.note !== null && [words.facts.note, entitlement.note],
            ]}
          />
          <h3 className="kern-title">{words.historyTitle}</h3>
          <ol className="history">
            {entitlement.history.edges.map(({ node }) => (
              <HistoryEntry key={node.id} entry={node} />
            ))}
          </ol>
        </>
      )}
    </Dialog>
  );
}

type Entry = NonNullable<EntitlementHistoryData['entitlement']>['history']['edges'][number]['node'];

function HistoryEntry({ entry }: { entry: Entry }) {
  const words = useWords(deskWords);
  const general = useWords(common);
  const format = useFormat();
  const operations: Readonly<Record<string, string>> = general.operation;
  const who = entry.author ?? entry.authorOrganisations.join(', ');
  return (
    <li>
      <p className="history__head">{operations[entry.operation] ?? entry.operation}</p>
      <p className="cell__more">
        {format.time(entry.at)}
        {who && ` ${words.by(who)}`}
        {entry.source && ` (${words.imported(entry.source)})`}
      </p>
      {entry.reason && <p>„{entry.reason}“</p>}
      {entry.action === 'CHANGED' &&
        entry.values.map((value) => (
          <p key={value.field} className="history__change">
            <ChangedValue value={value} />
          </p>
        ))}
    </li>
  );
}
