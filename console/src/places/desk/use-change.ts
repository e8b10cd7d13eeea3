import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../api/failure';
import type { Operation } from '../../api/operation';
import {
  Amend,
  type ChangeInput,
  type ChangeResult,
  Move,
  Resume,
  Revoke,
  StartChanging,
  Suspend,
} from '../../api/operations';
import { send } from '../../api/send';
import { asFailure } from '../../api/use-query';
import type { Action, ChangeInputFields } from './change-request';

type AnyChange = Operation<{ readonly result: ChangeResult | null }, { readonly input: ChangeInputFields }>;
const OPERATIONS = { amend: Amend, suspend: Suspend, resume: Resume, move: Move, revoke: Revoke } as unknown as Record<
  Action,
  AnyChange
>;

/** A request may not have the time to change more, so a job does. */
const IN_A_REQUEST = 200;

interface Change {
  /** What would happen to each entitlement; null before that is known. */
  readonly result: ChangeResult | null;
  /** The job that computes the preview, where one does. */
  readonly job: string | null;
  readonly isSending: boolean;
  readonly failure: Failure | null;
  onPreviewed(result: ChangeResult): void;
  /** Applies exactly what the preview has shown, and only once, however often it is called. */
  apply(): Promise<{ readonly job?: string; readonly result?: string } | null>;
}

/**
 * Previews a change and applies it, in the request where few entitlements are concerned, otherwise as a job.
 *
 * @param count how many are concerned; null where that is unknown
 */
export function useChange(action: Action, input: ChangeInputFields, count: number | null): Change {
  const isJob = count === null || count > IN_A_REQUEST;
  const [result, setResult] = useState<ChangeResult | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const idempotencyKey = useRef('');
  const key = JSON.stringify([action, input]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for action and input.
  useEffect(() => {
    const control = new AbortController();
    idempotencyKey.current = crypto.randomUUID();
    setFailure(null);
    setSending(true);
    const ended = control.signal;
    begin(action, { ...input, preview: true }, isJob, ended).then(
      (begun) => {
        if (ended.aborted) return;
        setJob(begun.job);
        if (begun.result) setResult(begun.result);
        setSending(false);
      },
      (error) => {
        if (ended.aborted) return;
        setFailure(asFailure(error));
        setSending(false);
      },
    );
    return () => control.abort();
  }, [key, isJob]);
  const apply = async () => {
    setSending(true);
    setFailure(null);
    try {
      const sent = { ...input, previewToken: result?.previewToken, idempotencyKey: idempotencyKey.current };
      const begun = await begin(action, sent, isJob || (result?.asked ?? 0) > IN_A_REQUEST);
      return begun.job ? { job: begun.job } : begun.result ? { result: begun.result.id } : null;
    } catch (error) {
      setFailure(asFailure(error));
      setSending(false);
      return null;
    }
  };
  const onPreviewed = (previewed: ChangeResult) => {
    setJob(null);
    setResult(previewed);
  };
  return { result, job, isSending, failure, onPreviewed, apply };
}

async function begin(action: Action, input: ChangeInputFields, isJob: boolean, signal?: AbortSignal) {
  if (!isJob) {
    const { data } = await send(OPERATIONS[action], { input }, signal);
    return { job: null, result: data.result };
  }
  const { data } = await send(StartChanging, { input: { [action]: input } as unknown as ChangeInput }, signal);
  return { job: data.startChange?.id ?? null, result: null };
}
