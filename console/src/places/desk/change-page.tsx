import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { HolderName } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { Check, TextField } from '../../parts/fields';
import { Page } from '../../parts/page';
import { Empty } from '../../parts/states';
import { type Address, useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { beginOf, useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { ChangePreview } from './change-preview';
import { type ChangeRequest, changeRequestOf, filtersOf, isComplete } from './change-request';
import { ChangeOutcome, KeptChange } from './change-result';
import { WITH_LICENCE } from './entitlement-filter';
import { type Holder, HolderPicker } from './holder-picker';
import { JobWatch } from './job-watch';
import { deskWords } from './words';

/**
 * Changes many entitlements in steps: what and how, then a preview, then exactly what was previewed. Each step stands
 * in the address.
 */
export function ChangePage() {
  const words = useWords(deskWords);
  const [address, setAddress] = useAddress();
  const request = changeRequestOf(address);
  const holder = useHolder(request);
  const what = useWhat(request, holder);
  const list = filtersOf(address);
  /** A step adds an entry to the browser's history, so that the back button undoes it. */
  const go = (changes: Address) => setAddress(changes, false);
  const again = () => go({ job: '', result: '', step: 'preview' });
  return (
    <Page title={address.action ? words.actionTitles[request.action] : words.changeTitle}>
      {address.job ? (
        <JobWatch job={address.job} of="change" onAgain={again}>
          {({ change }) => change && <ChangeOutcome what={what} list={list} result={change} onAgain={again} />}
        </JobWatch>
      ) : address.result ? (
        <KeptChange id={address.result} what={what} list={list} onAgain={again} />
      ) : !request.isAll && request.ids.length === 0 ? (
        <Empty title={words.nothingChosen}>
          <p>{words.nothingChosenText}</p>
          <Link to="/desk" search={{}}>
            {words.toList}
          </Link>
        </Empty>
      ) : address.step === 'preview' && isComplete(request) ? (
        <ChangePreview
          request={request}
          what={what}
          onBack={() => go({ step: '' })}
          onApplied={(then) => go({ step: '', ...then })}
        />
      ) : (
        <ChangeForm request={request} holder={holder} list={list} onDone={() => go({ step: 'preview' })} />
      )}
    </Page>
  );
}

interface FormProps {
  request: ChangeRequest;
  holder: Holder | null;
  list: Record<string, string>;
  onDone(): void;
}

function ChangeForm({ request, holder, list, onDone }: FormProps) {
  const words = useWords(deskWords);
  const general = useWords(common);
  const format = useFormat();
  const [, setAddress] = useAddress();
  const [isMissing, setMissing] = useState(false);
  const { action, isAll, ids, lastDay, endsWithLicence, reason } = request;
  const error = isMissing && !isComplete(request) ? general.required : null;
  const day = (label: string, problem: string | null) => (
    <TextField label={label} type="date" value={lastDay} error={problem} onChange={(until) => setAddress({ until })} />
  );
  return (
    <>
      <p className="kern-body">{words.actionTexts[action]}</p>
      <form
        className="step stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(!isComplete(request));
          if (isComplete(request)) onDone();
        }}
      >
        {!isAll && <p className="batch__count">{words.selected(format.number(ids.length))}</p>}
        {isAll && <Alert kind="info" title={words.allMatching('')} />}
        {action === 'amend' && (
          <>
            {!endsWithLicence && day(words.newEnd, error)}
            <Check
              label={words.endWithLicence}
              checked={endsWithLicence}
              onChange={(on) => setAddress({ until: on ? WITH_LICENCE : '' })}
            />
          </>
        )}
        {action === 'suspend' && day(words.suspendUntil, null)}
        {action === 'move' && (
          <HolderPicker
            label={words.newHolder}
            chosen={holder ? [holder] : []}
            error={error}
            onAdd={({ level, id }) => setAddress({ to: `${level}:${id}` })}
            onRemove={() => setAddress({ to: '' })}
          />
        )}
        <TextField
          label={words.reason}
          value={reason}
          maxLength={500}
          onChange={(text) => setAddress({ reason: text })}
        />
        <div className="actions">
          <Button look="primary" type="submit">
            {words.preview}
          </Button>
          <Link className="kern-btn kern-btn--secondary" to="/desk" search={list}>
            <span className="kern-label">{general.cancel}</span>
          </Link>
        </div>
      </form>
    </>
  );
}

/** Returns the new holder with its name, which the address does not state. */
function useHolder({ holder }: ChangeRequest): Holder | null {
  const { data } = useQuery(HolderName, holder);
  return holder && { ...holder, name: data?.organisation?.name ?? holder.id };
}

/** Describes what is done to each entitlement. */
function useWhat({ action, endsWithLicence, lastDay, reason }: ChangeRequest, holder: Holder | null): string {
  const words = useWords(deskWords);
  const format = useFormat();
  const day = lastDay && format.date(beginOf(lastDay));
  const what = [
    action === 'amend' && (endsWithLicence ? words.endWithLicence : day && words.endsOn(day)),
    action === 'suspend' && (day ? words.suspendedUntil(day) : words.suspendedOpen),
    action === 'move' && holder && `${words.newHolder}: ${holder.name}`,
    reason.trim() && `„${reason.trim()}“`,
  ];
  return what.filter(Boolean).join(' · ');
}
