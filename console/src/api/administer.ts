/**
 * Requests of the operator about the installation itself. They do not use GraphQL, because the commands of the
 * installation stand behind them.
 */
import { Failure, failureOf } from './failure';
import { post } from './post';

export type { Run, RunState, WholeRun } from '../../../protocols/administration/run';

const PIECE_BYTES = 1024 * 1024;

/** @throws Failure */
export async function administer<Answer>(
  route: string,
  body: object | Blob = {},
  signal?: AbortSignal,
): Promise<Answer> {
  for (;;) {
    const { status, body: answer } = await post(`/console/administration/${route}`, body, signal);
    const [problem] = answer.errors ?? [];
    if (!problem) return answer as Answer;
    if (status === 404) throw new Failure('absent', problem.message);
    // A large file takes longer than the rate limit allows in one go. Sending continues when the limit allows it.
    if (problem.extensions?.code !== 'RATE_LIMITED' || !(body instanceof Blob)) throw failureOf(problem);
    await new Promise((done) => setTimeout(done, 1_000 * (problem.extensions?.retryAfter ?? 1)));
    signal?.throwIfAborted();
  }
}

/** @returns the id by which an import names the file */
export async function upload(file: File, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  const { upload: id } = await administer<{ upload: string }>('uploads', { name: file.name }, signal);
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    await administer(`uploads/${id}?from=${from}`, file.slice(from, from + PIECE_BYTES), signal);
    onProgress(Math.min(file.size, from + PIECE_BYTES));
  }
  return id;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly kind: 'lms' | 'licensing' | 'reporting' | 'operator';
  readonly scopes: readonly string[];
  readonly bound: readonly string[];
  readonly expiresAt: string;
  readonly isExpired: boolean;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}
