import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { allRows } from '../../api/all-rows';
import type { Failure } from '../../api/failure';
import { AuthoritiesInReach, type HolderSelection, MakeSurvey, OwnOrganisations } from '../../api/operations';
import { send } from '../../api/send';
import { asFailure, useQuery } from '../../api/use-query';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Choice, Select, TextArea, TextField } from '../../parts/fields';
import { Page, Section } from '../../parts/page';
import { Loading } from '../../parts/states';
import { common } from '../../words/common';
import { asDay, dayOf, endOf } from '../../words/format';
import { useWords } from '../../words/words';
import { type Holder, HolderPicker } from '../desk/holder-picker';
import { type Candidate, Candidates } from './candidates';
import { centsOf } from './euros';
import { surveyWords } from './words';

const WAYS = ['AUTHORITIES', 'SCHOOLS', 'NAMED'] as const;
type Way = (typeof WAYS)[number];
const IN_WEEKS_MS = 28 * 86_400_000;

/** Creates a draft of a survey. Nobody else sees it until it is opened. */
export function NewSurveyPage() {
  const words = useWords(surveyWords);
  const general = useWords(common);
  const navigate = useNavigate();
  const own = useQuery(OwnOrganisations, {});
  const [ownerKey, setOwnerKey] = useState('');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [closes, setCloses] = useState(dayOf(Date.now() + IN_WEEKS_MS));
  const [way, setWay] = useState<Way>('AUTHORITIES');
  const [named, setNamed] = useState<readonly Holder[]>([]);
  const [candidates, setCandidates] = useState<readonly Candidate[]>([]);
  const [isAsked, setAsked] = useState(false);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (own.failure) return <FailureAlert failure={own.failure} onAgain={own.reload} />;
  if (!own.data) return <Loading />;
  const owners = own.data.me.organisations;
  const owner = owners.find(({ level, id }) => `${level}:${id}` === ownerKey) ?? owners[0];
  const day = asDay(closes);
  const isRight = candidates.every(({ price }) => price === '' || centsOf(price) !== undefined);
  const isComplete = Boolean(
    owner &&
      title.trim() &&
      day &&
      day >= dayOf(Date.now()) &&
      candidates.length > 0 &&
      (way !== 'NAMED' || named.length > 0),
  );
  const save = async () => {
    setAsked(true);
    if (!owner || !day || !isComplete || !isRight) return;
    setSending(true);
    setFailure(null);
    try {
      const input = {
        owner: { level: owner.level, id: owner.id },
        title: title.trim(),
        text: text.trim(),
        closesAt: endOf(day),
        asked: await askedOf(way, named),
        candidates: candidates.map(inputOf),
      };
      const { data } = await send(MakeSurvey, { input });
      if (data.createSurvey) return void navigate({ to: '/surveys/$id', params: { id: data.createSurvey.id } });
    } catch (error) {
      setFailure(asFailure(error));
    }
    setSending(false);
  };
  return (
    <Page title={words.create}>
      <Section title={words.name} id="about">
        <div className="stack">
          <TextField
            label={words.surveyTitle}
            value={title}
            maxLength={200}
            error={isAsked && !title.trim() ? general.required : null}
            onChange={setTitle}
          />
          <TextArea label={words.text} rows={3} value={text} onChange={setText} />
          <div className="columns">
            <TextField label={words.closes} type="date" value={closes} onChange={setCloses} />
            {owners.length > 1 && (
              <Select
                label={words.owner}
                value={owner ? `${owner.level}:${owner.id}` : ''}
                options={owners.map(({ level, id, name }) => [`${level}:${id}`, name])}
                onChange={setOwnerKey}
              />
            )}
          </div>
        </div>
      </Section>
      <Section title={words.asked} id="asked">
        <div className="stack">
          <Choice<Way>
            legend={words.asked}
            value={way}
            options={WAYS.map((one) => [one, words.askedWays[one]])}
            onChange={setWay}
          />
          {way === 'NAMED' && (
            <HolderPicker
              label={words.askedNamed}
              chosen={named}
              onAdd={(holder) => setNamed([...named, holder])}
              onRemove={(holder) =>
                setNamed(named.filter(({ level, id }) => level !== holder.level || id !== holder.id))
              }
            />
          )}
        </div>
      </Section>
      <Section title={words.candidates} id="candidates">
        <Candidates candidates={candidates} onChange={setCandidates} />
      </Section>
      {isAsked && !isComplete && (
        <p className="kern-error" role="alert">
          {words.incomplete}
        </p>
      )}
      {failure && <FailureAlert failure={failure} />}
      <div className="actions">
        <Button look="primary" disabled={isSending} onClick={() => void save()}>
          {words.save}
        </Button>
        <Link className="kern-btn kern-btn--secondary" to="/surveys">
          <span className="kern-label">{general.cancel}</span>
        </Link>
      </div>
    </Page>
  );
}

async function askedOf(way: Way, named: readonly Holder[]): Promise<HolderSelection> {
  if (way === 'SCHOOLS') return { schools: { inOperation: true } };
  if (way === 'NAMED') return { holders: named.map(({ level, id }) => ({ level, id })) };
  const authorities = await allRows(AuthoritiesInReach, { first: 200 }, ({ schoolAuthorities }) => schoolAuthorities);
  return { holders: authorities.map(({ id }) => ({ level: 'AUTHORITY' as const, id })) };
}

function inputOf({ name, licenceId, publisher, price }: Candidate) {
  const cents = centsOf(price);
  return {
    ...(licenceId ? { licenceId } : { name }),
    ...(!licenceId && publisher.trim() && { publisher: publisher.trim() }),
    ...(cents !== undefined && { unitCents: cents }),
  };
}
