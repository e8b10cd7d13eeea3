import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { TextField } from '../../parts/fields';
import { Page } from '../../parts/page';
import { type Address, useAddress } from '../../shell/address';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';
import { AssignmentPreview } from './assignment-preview';
import { AssignmentProgress } from './assignment-progress';
import { assignmentRequestOf, firstDayOf, hashOf, isComplete, type Lists, listsOf } from './assignment-request';
import { ChooseHolders } from './choose-holders';
import { ChooseLicences } from './choose-licences';

/**
 * Assigns in steps: licences, holders and period, then a preview, then exactly what was previewed. Each step stands in
 * the address.
 */
export function AssignPage() {
  const words = useWords(assignWords);
  const [address, setAddress] = useAddress();
  const navigate = useNavigate();
  const { hash } = useLocation();
  const [isIncomplete, setIncomplete] = useState(false);
  const request = assignmentRequestOf(address, hash);
  const lists = listsOf(hash);
  const setLists = (changed: Partial<Lists>) =>
    void navigate({
      to: '.',
      search: true as never,
      hash: hashOf({ ...lists, ...changed }),
      replace: true,
      resetScroll: false,
    });
  /** A step adds an entry to the browser's history, so that the back button undoes it. */
  const go = (changes: Address) => setAddress(changes, false);
  if (address.job) {
    return (
      <Page title={words.title}>
        <AssignmentProgress
          job={address.job}
          onAgain={() => go({ job: '', step: 'preview' })}
          onNext={() => void navigate({ to: '/desk/assign', search: {} })}
        />
      </Page>
    );
  }
  if (address.step === 'preview' && isComplete(request)) {
    return (
      <Page title={words.title}>
        <AssignmentPreview request={request} onBack={() => go({ step: '' })} onStarted={(job) => go({ job })} />
      </Page>
    );
  }
  return (
    <Page title={words.title}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setIncomplete(!isComplete(request));
          if (isComplete(request)) go({ step: 'preview' });
        }}
      >
        <Step number={1} title={words.licences}>
          <ChooseLicences ids={request.licenceIds} onChange={(ids) => setAddress({ licences: ids.join(',') })} />
        </Step>
        <Step number={2} title={words.holders}>
          <ChooseHolders request={request} pasted={lists.pasted} onLists={setLists} />
        </Step>
        <Step number={3} title={words.terms}>
          <div className="filters">
            <TextField
              label={words.from}
              type="date"
              value={firstDayOf(address) ?? ''}
              onChange={(from) => setAddress({ from })}
            />
            <TextField
              label={words.until}
              type="date"
              value={address.until ?? ''}
              onChange={(until) => setAddress({ until })}
            />
            <TextField
              label={words.note}
              value={address.note ?? ''}
              maxLength={500}
              onChange={(note) => setAddress({ note })}
            />
          </div>
        </Step>
        {isIncomplete && !isComplete(request) && <Alert kind="danger" title={words.choose} />}
        <Button look="primary" type="submit">
          {words.preview}
        </Button>
      </form>
    </Page>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: React.ReactNode }) {
  return (
    <section className="step" aria-labelledby={`step-${number}`}>
      <h2 className="step__title" id={`step-${number}`}>
        <span className="step__number" aria-hidden="true">
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  );
}
