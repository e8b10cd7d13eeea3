import { useState } from 'react';
import { administer, type Run } from '../../api/administer';
import type { Failure } from '../../api/failure';
import { asFailure } from '../../api/use-query';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { TextArea } from '../../parts/fields';
import { useAddress } from '../../shell/address';
import { useWords } from '../../words/words';
import { operatorWords } from './operator-words';
import { RunView } from './run-view';

/** Verifies the audit trail: every hash is computed again, and heads that were kept elsewhere are searched for. */
export function Verification() {
  const words = useWords(operatorWords);
  const [address, setAddress] = useAddress();
  const [text, setText] = useState('');
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isWrong, setWrong] = useState(false);
  const verify = async () => {
    const heads = text.split(/\s+/).filter(Boolean);
    setWrong(!heads.every((head) => /^[0-9a-f]{64}$/.test(head)));
    if (!heads.every((head) => /^[0-9a-f]{64}$/.test(head))) return;
    setSending(true);
    setFailure(null);
    try {
      const { id } = await administer<Run>('verifications', { heads });
      setAddress({ run: id }, false);
    } catch (error) {
      setFailure(asFailure(error));
    }
    setSending(false);
  };
  return (
    <div className="stack">
      <TextArea label={words.heads} hint={words.headsHint} rows={2} value={text} onChange={setText} />
      {isWrong && (
        <p className="kern-error" role="alert">
          {words.wrongHead}
        </p>
      )}
      {failure && <FailureAlert failure={failure} />}
      <div className="actions">
        <Button look="primary" disabled={isSending} onClick={() => void verify()}>
          {words.verify}
        </Button>
      </div>
      {address.run && <RunView key={address.run} id={address.run} />}
    </div>
  );
}
