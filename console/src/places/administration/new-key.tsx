import { useState } from 'react';
import { type ApiKey, administer } from '../../api/administer';
import type { Failure } from '../../api/failure';
import { type HolderLevel, HolderName } from '../../api/operations';
import { send } from '../../api/send';
import { asFailure } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Dialog } from '../../parts/dialog';
import { FailureAlert } from '../../parts/failure-alert';
import { Check, Select, TextField } from '../../parts/fields';
import { shellWords } from '../../shell/words';
import { common } from '../../words/common';
import { useWords } from '../../words/words';
import { operatorWords } from './operator-words';

type Kind = ApiKey['kind'];
interface Bound {
  readonly key: string;
  readonly name: string;
}

/** The same levels as in caller/caller.ts. The gateway refuses others. */
const LEVELS: Readonly<Record<Kind, readonly HolderLevel[]>> = {
  lms: ['AUTHORITY', 'SCHOOL'],
  licensing: ['AUTHORITY', 'SCHOOL', 'MEDIA_CENTRE', 'REGIONAL_ASSOCIATION', 'STATE'],
  reporting: ['AUTHORITY', 'MEDIA_CENTRE', 'STATE'],
  operator: [],
};
const READING = ['titles:read', 'schools:read'];
const SCOPES: Readonly<Record<Kind, readonly string[]>> = {
  lms: [...READING, 'access:read', 'usage:write'],
  licensing: [...READING, 'access:read', 'entitlements:read', 'entitlements:write', 'usage:read', 'prices:read'],
  reporting: [...READING, 'usage:read', 'prices:read'],
  operator: [
    ...READING,
    'access:read',
    'entitlements:read',
    'entitlements:write',
    'usage:read',
    'usage:write',
    'prices:read',
  ],
};

export function NewKey({ onMade, onClose }: { onMade(): void; onClose(): void }) {
  const words = useWords(operatorWords);
  const general = useWords(common);
  const { roleKinds } = useWords(shellWords);
  const [kind, setKind] = useState<Kind>('lms');
  const [name, setName] = useState('');
  const [days, setDays] = useState('365');
  const [bound, setBound] = useState<readonly Bound[]>([]);
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [isAsked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const isDays = Number(days) >= 1 && Number(days) <= 400;
  const isUnbound = LEVELS[kind].length > 0 && bound.length === 0;
  const scopesOf: Readonly<Record<string, string>> = words.scopes;
  const make = async () => {
    setAsked(true);
    if (!name.trim() || !isDays || isUnbound) return;
    setFailure(null);
    const scopes = SCOPES[kind].filter((scope) => !without.has(scope));
    const wanted = { kind, name: name.trim(), days: Number(days), bound: bound.map(({ key }) => key), scopes };
    try {
      setMade((await administer<{ key: string }>('keys/create', wanted)).key);
      onMade();
    } catch (error) {
      setFailure(asFailure(error));
    }
  };
  if (made !== null) return <MadeKey apiKey={made} onClose={onClose} />;
  return (
    <Dialog
      title={words.newKey}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button look="primary" onClick={() => void make()}>
            {words.keyMake}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField
          label={words.keyName}
          hint={words.keyNameHint}
          value={name}
          maxLength={200}
          error={isAsked && !name.trim() ? general.required : null}
          onChange={setName}
        />
        <Select
          label={words.keyKind}
          value={kind}
          options={Object.entries(roleKinds)}
          onChange={(next) => {
            setKind(next as Kind);
            setBound([]);
            setWithout(new Set());
          }}
        />
        <TextField
          label={words.keyDays}
          hint={words.keyDaysHint}
          inputMode="numeric"
          value={days}
          error={isAsked && !isDays ? words.keyDaysHint : null}
          onChange={setDays}
        />
        {LEVELS[kind].length > 0 && (
          <Binding
            key={kind}
            levels={LEVELS[kind]}
            bound={bound}
            error={isAsked && isUnbound ? words.keyNoBound : null}
            onChange={setBound}
          />
        )}
        <fieldset className="kern-fieldset fields">
          <legend className="kern-label">{words.keyScopes}</legend>
          {SCOPES[kind].map((scope) => (
            <Check
              key={scope}
              label={scopesOf[scope] ?? scope}
              checked={!without.has(scope)}
              onChange={(on) => {
                const next = new Set(without);
                if (on) next.delete(scope);
                else next.add(scope);
                setWithout(next);
              }}
            />
          ))}
        </fieldset>
        {failure && <FailureAlert failure={failure} />}
      </div>
    </Dialog>
  );
}

interface BindingProps {
  levels: readonly HolderLevel[];
  bound: readonly Bound[];
  error: string | null;
  onChange(bound: readonly Bound[]): void;
}

/** Adds an organisation by level and id, once the API has returned its name. */
function Binding({ levels, bound, error, onChange }: BindingProps) {
  const words = useWords(operatorWords);
  const general = useWords(common);
  const [level, setLevel] = useState<HolderLevel>(levels[0] as HolderLevel);
  const [id, setId] = useState('');
  const [isUnknown, setUnknown] = useState(false);
  const add = async () => {
    setUnknown(false);
    try {
      const { data } = await send(HolderName, { level, id: id.trim() });
      if (!data.organisation) return setUnknown(true);
      const found = { key: `${level}:${data.organisation.id}`, name: data.organisation.name };
      if (!bound.some(({ key }) => key === found.key)) onChange([...bound, found]);
      setId('');
    } catch {
      setUnknown(true);
    }
  };
  return (
    <fieldset className="kern-fieldset fields">
      <legend className="kern-label">{words.keyBound}</legend>
      <div className="filters">
        <Select
          label={words.keyLevel}
          value={level}
          options={levels.map((one) => [one, general.level[one]])}
          onChange={(next) => setLevel(next as HolderLevel)}
        />
        <TextField
          label={words.keyNumber}
          value={id}
          error={isUnknown ? words.keyNotFound : error}
          onChange={setId}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            void add();
          }}
        />
        <Button onClick={() => void add()}>{words.keyAdd}</Button>
      </div>
      {bound.length > 0 && (
        <ul className="chosen">
          {bound.map(({ key, name }) => (
            <Chip key={key} onRemove={() => onChange(bound.filter((one) => one.key !== key))}>
              {name}
            </Chip>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

function MadeKey({ apiKey, onClose }: { apiKey: string; onClose(): void }) {
  const words = useWords(operatorWords);
  const general = useWords(common);
  const [isCopied, setCopied] = useState(false);
  return (
    <Dialog title={words.keyMade} footer={<Button onClick={onClose}>{general.close}</Button>}>
      <div className="stack">
        <Alert kind="warning" title={words.keyMadeText} />
        <TextField label={words.keys} value={apiKey} readOnly onChange={() => undefined} />
        <div>
          <Button
            icon="content-copy"
            onClick={() => void navigator.clipboard.writeText(apiKey).then(() => setCopied(true))}
          >
            {isCopied ? words.copied : words.copy}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
