import type { ReactNode } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/words';

/** Shown while the first answer is under way: quiet for a moment, so that a quick answer does not flicker. */
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

/** Nothing is there; says why, and what could be done. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty__title">{title}</p>
      {children && <div className="empty__text">{children}</div>}
    </div>
  );
}
