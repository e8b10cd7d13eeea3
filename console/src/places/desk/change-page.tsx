import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Check, TextField } from '../../parts/fields';
import { Page } from '../../parts/page';
import { Empty } from '../../parts/states';
import { listOf, useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { asDay, beginOf, endOf, useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { ChangeResult } from './change-result';
import { ACTIONS, type Action } from './desk-page';
import { entitlementFilterOf, WITH_LICENCE } from './entitlement-filter';
import { type Holder, HolderPicker } from './holder-picker';
import { useChange } from './use-change';
import { deskWords } from './words';

/** Changes many entitlements at once: what and how, a preview, and exactly that. The address says which ones. */
export function ChangePage() {
  const words = useWords(deskWords);
  const general = useWords(common);
  const format = useFormat();
  const [address] = useAddress();
  const action: Action = ACTIONS.find((name) => name === address.action) ?? 'amend';
  const ids = listOf(address.ids);
  const isAll = address.all === '1';
  const [lastDay, setLastDay] = useState(asDay(address.until) ?? '');
  const [withLicence, setWithLicence] = useState(address.until === WITH_LICENCE);
  const [reason, setReason] = useState('');
  const [holder, setHolder] = useState<Holder | null>(null);
  const [skip, setSkip] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const change = useChange(action);

  const inputOf = (skipRefused: boolean) => ({
    ...(isAll ? { selection: { filter: entitlementFilterOf(address) } } : { entitlementIds: ids }),
    ...(reason.trim() && { reason: reason.trim() }),
    ...(action === 'amend' && { validUntil: withLicence ? null : endOf(lastDay) }),
    ...(action === 'suspend' && lastDay && { until: endOf(lastDay) }),
    ...(action === 'move' && holder && { holder: { level: holder.level, id: holder.id } }),
    ...(skipRefused && { skipRefused }),
  });
  const preview = (skipRefused = skip) => {
    const isMissing = (action === 'amend' && !withLicence && !lastDay) || (action === 'move' && !holder);
    setError(isMissing ? general.required : null);
    if (!isMissing) void change.preview(inputOf(skipRefused));
  };
  const { action: _, ids: __, all: ___, until: ____, ...filters } = address;
  const list = filters as Record<string, string>;
  const what = [
    action === 'amend' && (withLicence ? words.endWithLicence : lastDay && words.endsOn(format.date(beginOf(lastDay)))),
    action === 'suspend' && (lastDay ? words.suspendedUntil(format.date(beginOf(lastDay))) : words.suspendedOpen),
    action === 'move' && holder && `${words.newHolder}: ${holder.name}`,
    reason.trim() && `„${reason.trim()}“`,
  ];
  if (!isAll && ids.length === 0) {
    return (
      <Page title={words.actionTitles[action]}>
        <Empty title={words.nothingChosen}>
          <p>{words.nothingChosenText}</p>
          <Link to="/desk" search={{}}>
            {words.toList}
          </Link>
        </Empty>
      </Page>
    );
  }
  if (change.result) {
    return (
      <Page title={words.actionTitles[action]}>
        <ChangeResult
          what={what.filter(Boolean).join(' · ')}
          list={list}
          result={change.result}
          isSending={change.isSending}
          failure={change.failure}
          skip={skip}
          onSkip={(on) => {
            setSkip(on);
            preview(on);
          }}
          onApply={() => void change.apply(inputOf(skip))}
          onBack={change.reset}
        />
      </Page>
    );
  }
  return (
    <Page title={words.actionTitles[action]}>
      <p className="kern-body">{words.actionTexts[action]}</p>
      <form
        className="step stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          preview();
        }}
      >
        {!isAll && <p className="batch__count">{words.selected(format.number(ids.length))}</p>}
        {isAll && <Alert kind="info" title={words.allMatching('')} />}
        {action === 'amend' && (
          <>
            {!withLicence && (
              <TextField label={words.newEnd} type="date" value={lastDay} error={error} onChange={setLastDay} />
            )}
            <Check label={words.endWithLicence} checked={withLicence} onChange={setWithLicence} />
          </>
        )}
        {action === 'suspend' && (
          <TextField label={words.suspendUntil} type="date" value={lastDay} onChange={setLastDay} />
        )}
        {action === 'move' && (
          <HolderPicker
            label={words.newHolder}
            chosen={holder ? [holder] : []}
            error={error}
            onAdd={setHolder}
            onRemove={() => setHolder(null)}
          />
        )}
        <TextField label={words.reason} value={reason} maxLength={500} onChange={setReason} />
        {change.failure && <FailureAlert failure={change.failure} />}
        {change.failure?.kind === 'forbidden' && <p>{words.notYours}</p>}
        <div className="actions">
          <Button look="primary" type="submit" disabled={change.isSending}>
            {words.preview}
          </Button>
          <Link className="kern-btn kern-btn--secondary" to="/desk" search={list}>
            <span className="kern-label">{general.cancel}</span>
          </Link>
        </div>
      </form>
    </Page>
  );
}
