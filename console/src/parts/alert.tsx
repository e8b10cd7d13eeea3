import type { ReactNode } from 'react';
import { Icon } from './icon';

interface Props {
  kind: 'info' | 'success' | 'warning' | 'danger';
  title: string;
  children?: ReactNode;
}

/** A message that screen readers read when it appears, and at once where something failed. */
export function Alert({ kind, title, children }: Props) {
  return (
    <div className={`kern-alert kern-alert--${kind}`} role={kind === 'danger' ? 'alert' : 'status'}>
      <div className="kern-alert__header">
        <Icon name={kind} />
        <span className="kern-title">{title}</span>
      </div>
      {children && <div className="kern-alert__body">{children}</div>}
    </div>
  );
}
