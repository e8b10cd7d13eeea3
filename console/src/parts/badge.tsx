import type { EntitlementStatus } from '../api/operations';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { Icon } from './icon';

interface Props {
  kind: 'info' | 'success' | 'warning' | 'danger';
  children: string;
}

export function Badge({ kind, children }: Props) {
  return (
    <span className={`kern-badge kern-badge--small kern-badge--${kind}`}>
      <Icon name={kind} />
      <span className="kern-label">{children}</span>
    </span>
  );
}

const KINDS = {
  IN_FORCE: 'success',
  SCHEDULED: 'info',
  SUSPENDED: 'warning',
  ENDED: 'danger',
  REVOKED: 'danger',
} as const;

export function StatusBadge({ status }: { status: EntitlementStatus }) {
  return <Badge kind={KINDS[status]}>{useWords(common).status[status]}</Badge>;
}
