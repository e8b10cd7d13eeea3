import type { Failure } from '../api/failure';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { Alert } from './alert';
import { Button } from './button';

/** Shows what went wrong and what helps. A failed request is never shown as an empty list. */
export function FailureAlert({ failure, onAgain }: { failure: Failure; onAgain?: () => void }) {
  const words = useWords(common);
  const { kind, message, requestId } = failure;
  return (
    <Alert
      kind={kind === 'absent' ? 'info' : kind === 'forbidden' || kind === 'outdated' ? 'warning' : 'danger'}
      title={words.failure[kind]}
    >
      <p className="kern-body">{words.failure[`${kind}Text`]}</p>
      {kind === 'input' && <p className="kern-body quote">{message}</p>}
      {requestId && kind !== 'absent' && kind !== 'forbidden' && kind !== 'input' && (
        <p className="kern-body kern-body--muted">{words.failure.requestId(requestId)}</p>
      )}
      {kind === 'outdated' && (
        <div>
          <Button icon="autorenew" onClick={() => location.reload()}>
            {words.failure.reload}
          </Button>
        </div>
      )}
      {onAgain && kind !== 'absent' && kind !== 'forbidden' && kind !== 'input' && kind !== 'outdated' && (
        <div>
          <Button icon="autorenew" onClick={onAgain}>
            {words.again}
          </Button>
        </div>
      )}
    </Alert>
  );
}
