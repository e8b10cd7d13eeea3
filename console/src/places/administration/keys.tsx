import { useState } from 'react';
import { type ApiKey, administer } from '../../api/administer';
import type { Failure } from '../../api/failure';
import { asFailure } from '../../api/use-query';
import { Badge } from '../../parts/badge';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { FailureAlert } from '../../parts/failure-alert';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { shellWords } from '../../shell/words';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { placeOf } from './audit-trail';
import { NewKey } from './new-key';
import { operatorWords } from './operator-words';
import { useAdministration } from './use-administration';

/** Lists the API keys of programs. Each key is shown once, when it is created, and can be revoked at any time. */
export function Keys() {
  const words = useWords(operatorWords);
  const { data, failure, reload } = useAdministration<{ keys: readonly ApiKey[] }>('keys');
  const [isMaking, setMaking] = useState(false);
  const [ending, setEnding] = useState<ApiKey | null>(null);
  const columns = useColumns(setEnding);
  if (failure) return <FailureAlert failure={failure} onAgain={reload} />;
  if (!data) return <Loading />;
  return (
    <>
      <div className="actions">
        <Button look="primary" onClick={() => setMaking(true)}>
          {words.newKey}
        </Button>
      </div>
      {data.keys.length === 0 ? (
        <Empty title={words.noKeys}>{words.noKeysText}</Empty>
      ) : (
        <Table<ApiKey> caption={words.keys} rows={data.keys} rowKey={({ id }) => id} columns={columns} />
      )}
      {isMaking && <NewKey onMade={reload} onClose={() => setMaking(false)} />}
      {ending && (
        <EndKey
          apiKey={ending}
          onClose={() => setEnding(null)}
          onEnded={() => {
            setEnding(null);
            reload();
          }}
        />
      )}
    </>
  );
}

function useColumns(onEnd: (key: ApiKey) => void): Column<ApiKey>[] {
  const words = useWords(operatorWords);
  const { level } = useWords(common);
  const { roleKinds } = useWords(shellWords);
  const format = useFormat();
  const scopesOf: Readonly<Record<string, string>> = words.scopes;
  return [
    {
      key: 'name',
      title: words.keyName,
      cell: ({ id, name, kind }) => (
        <>
          <span className="cell__main">{name}</span>
          <span className="cell__more">
            {roleKinds[kind]} · {id}
          </span>
        </>
      ),
    },
    {
      key: 'bound',
      title: words.keyBound,
      cell: ({ bound, scopes }) => (
        <>
          {bound.length > 0 ? bound.map((key) => placeOf(key, level)).join(', ') : words.installation}
          <span className="cell__more">{scopes.map((scope) => scopesOf[scope] ?? scope).join(', ')}</span>
        </>
      ),
    },
    {
      key: 'until',
      title: words.validUntil,
      cell: ({ expiresAt, isExpired, revokedAt }) =>
        revokedAt ? (
          <Badge kind="danger">{words.revoked(format.date(revokedAt))}</Badge>
        ) : (
          <>
            <span className="cell-date">{format.date(expiresAt)}</span>
            {isExpired && <span className="cell__more">{words.expired}</span>}
          </>
        ),
    },
    {
      key: 'used',
      title: words.lastUsed,
      isMinor: true,
      cell: ({ lastUsedAt }) => (lastUsedAt ? format.date(lastUsedAt) : words.never),
    },
    {
      key: 'end',
      title: <span className="kern-sr-only">{words.end}</span>,
      cell: (key) =>
        key.revokedAt === null && (
          <button type="button" className="link-button" onClick={() => onEnd(key)}>
            {words.end}
            <span className="kern-sr-only"> {key.name}</span>
          </button>
        ),
    },
  ];
}

function EndKey({ apiKey, onEnded, onClose }: { apiKey: ApiKey; onEnded(): void; onClose(): void }) {
  const words = useWords(operatorWords);
  const general = useWords(common);
  const [failure, setFailure] = useState<Failure | null>(null);
  const end = () => administer('keys/revoke', { id: apiKey.id }).then(onEnded, (error) => setFailure(asFailure(error)));
  return (
    <Dialog
      title={words.endTitle}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button look="primary" onClick={() => void end()}>
            {words.end}
          </Button>
        </>
      }
    >
      <p className="kern-body">{words.endText(apiKey.name)}</p>
      {failure && <FailureAlert failure={failure} />}
    </Dialog>
  );
}
