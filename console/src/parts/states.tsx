import type { ReactNode } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/words';

/** Is shown while the first answer is awaited. It appears after a moment, so that a quick answer does not flicker. */
export function Loading() {
  const words = useWords(common);
  return (
    <div className="loading" role="status">
      <span className="loading__bar" aria-hidden="true" />
      <span className="loading__bar" aria-hidden="true" />
      <span className="loading__bar" aria-hidden="true" />
      <span className="kern-sr-only">{words.loading}</span>
    </div>
  );
}

/** Is shown where a list is empty. It says why, and what can be done. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty__title">{title}</p>
      {children && <div className="empty__text">{children}</div>}
    </div>
  );
}
