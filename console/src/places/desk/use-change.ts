import { useRef, useState } from 'react';
import type { Failure } from '../../api/failure';
import type { Operation } from '../../api/operation';
import { Amend, type ChangeResult, Move, Resume, Revoke, Suspend } from '../../api/operations';
import { send } from '../../api/send';
import { asFailure } from '../../api/use-query';
import type { Action } from './desk-page';

type AnyInput = Readonly<Record<string, unknown>>;
type AnyChange = Operation<{ readonly result: ChangeResult | null }, { readonly input: AnyInput }>;
/** Their inputs differ in what is changed alone; the page puts in what its action takes. */
const OPERATIONS = { amend: Amend, suspend: Suspend, resume: Resume, move: Move, revoke: Revoke } as unknown as Record<
  Action,
  AnyChange
>;

export interface Change {
  /** Of the preview, or of what was done; null before. */
  readonly result: ChangeResult | null;
  readonly isSending: boolean;
  readonly failure: Failure | null;
  preview(input: AnyInput): Promise<void>;
  /** Does exactly what the preview of the same input has shown, once, however often it is sent. */
  apply(input: AnyInput): Promise<void>;
  reset(): void;
}

export function useChange(action: Action): Change {
  const [result, setResult] = useState<ChangeResult | null>(null);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const key = useRef('');
  const run = async (input: AnyInput) => {
    setSending(true);
    setFailure(null);
    try {
      const { data } = await send(OPERATIONS[action], { input });
      setResult(data.result);
    } catch (error) {
      setFailure(asFailure(error));
    }
    setSending(false);
  };
  return {
    result,
    isSending,
    failure,
    preview: (input) => {
      key.current = crypto.randomUUID();
      return run({ ...input, preview: true });
    },
    apply: (input) => run({ ...input, previewToken: result?.previewToken, idempotencyKey: key.current }),
    reset: () => setResult(null),
  };
}
