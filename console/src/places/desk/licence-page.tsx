import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { AmendLicence, type AmendLicenceData } from '../../api/operations';
import { useSend } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { Page } from '../../parts/page';
import { Loading } from '../../parts/states';
import { useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { asDay, beginOf, useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { licenceWords } from './licence-words';

type Result = NonNullable<AmendLicenceData['amendLicence']>;

/** Stands in the address, and means that no notice needs to be given any more. */
const NONE = 'NONE';
const MAX_SEATS = 1_000_000;

/**
 * Shows the change of a licence that a worklist has prepared, of its seats or its day of notice, beside its present
 * state, and applies it.
 */
export function LicencePage() {
  const words = useWords(licenceWords);
  const general = useWords(common);
  const [address, setAddress] = useAddress();
  const { licence: licenceId = '', notice } = address;
  const [version, setVersion] = useState(Number(address.version) || 1);
  const [reason, setReason] = useState('');
  const [preview, setPreview] = useState<Result | null>(null);
  const [done, setDone] = useState<Result | null>(null);
  const { send, ...sending } = useSend(AmendLicence);
  const isSeats = notice === undefined;
  const seats = Number(address.seats);
  const isWhole = !isSeats || (Number.isInteger(seats) && seats >= 1 && seats <= MAX_SEATS);
  const wanted = isSeats ? { seats } : { noticeOn: asDay(notice) ?? null };
  const input = { licenceId, version, ...wanted };
  const key = JSON.stringify([input, isWhole]);
  const latest = useRef(key);
  latest.current = key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the input.
  useEffect(() => {
    if (!isWhole || done) return;
    void send({ input: { ...input, preview: true } }).then((data) => {
      // The reader may have typed another number meanwhile.
      if (data?.amendLicence && latest.current === key) setPreview(data.amendLicence);
    });
  }, [key, send]);
  const apply = async () => {
    const data = await send({ input: { ...input, ...(reason.trim() && { reason: reason.trim() }) } });
    if (data?.amendLicence) setDone(data.amendLicence);
  };
  const name = preview?.licence && `${preview.licence.name} (${preview.licence.number})`;
  const title = isSeats ? words.seatsTitle : words.noticeTitle;
  const outcome = done?.outcome ?? preview?.outcome;
  const back = (
    <Link className="kern-btn kern-btn--secondary" to="/worklists" search={{ list: isSeats ? 'seats' : 'notice' }}>
      <span className="kern-label">{done ? words.toList : general.cancel}</span>
    </Link>
  );
  if (done?.outcome === 'AMENDED') {
    return (
      <Page title={title}>
        <Alert kind="success" title={words.done}>
          <p className="kern-body">{name}</p>
        </Alert>
        <div className="actions">{back}</div>
      </Page>
    );
  }
  return (
    <Page title={title}>
      {sending.failure && <FailureAlert failure={sending.failure} />}
      {!preview && !sending.failure && isWhole && <Loading />}
      <form
        className="step stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void apply();
        }}
      >
        {preview && <p className="batch__count">{name}</p>}
        {isSeats ? (
          <TextField
            label={words.seats}
            inputMode="numeric"
            value={address.seats ?? ''}
            error={isWhole ? null : words.noSeats}
            onChange={(text) => setAddress({ seats: text.trim() || '0' })}
          />
        ) : (
          <TextField
            label={words.notice}
            type="date"
            value={asDay(notice) ?? ''}
            onChange={(day) => setAddress({ notice: day || NONE })}
          />
        )}
        <TextField label={words.reason} value={reason} maxLength={500} onChange={setReason} />
        {preview && <Effect preview={preview} isSeats={isSeats} />}
        {outcome === 'OUTDATED' && (
          <Alert kind="warning" title={words.outdated}>
            <p className="kern-body">{words.outdatedText}</p>
            <div className="actions">
              <Button
                onClick={() => {
                  setDone(null);
                  setVersion(preview?.licence?.version ?? version);
                }}
              >
                {words.lookAgain}
              </Button>
            </div>
          </Alert>
        )}
        {outcome === 'UNCHANGED' && <Alert kind="info" title={words.unchanged} />}
        <div className="actions">
          <Button
            look="primary"
            type="submit"
            disabled={sending.isSending || !isWhole || preview?.outcome !== 'AMENDED' || done !== null}
          >
            {words.apply}
          </Button>
          {back}
        </div>
      </form>
    </Page>
  );
}

/** Shows the present state, and what the change opens and closes. */
function Effect({ preview: { licence, effects }, isSeats }: { preview: Result; isSeats: boolean }) {
  const words = useWords(licenceWords);
  const format = useFormat();
  if (!licence) return null;
  const now = isSeats
    ? licence.seats === null
      ? words.unlimited
      : format.number(licence.seats)
    : licence.noticeOn
      ? format.date(beginOf(licence.noticeOn))
      : words.none;
  const { schoolsOpened = 0, schoolsClosed = 0 } = effects ?? {};
  return (
    <>
      <p className="kern-body">{words.now(now)}</p>
      {schoolsOpened + schoolsClosed > 0 && (
        <p className="kern-body">{words.effects(format.number(schoolsOpened), format.number(schoolsClosed))}</p>
      )}
    </>
  );
}
