import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  title: string;
  /** The line above the heading, which says what kind of thing the page shows. */
  kind?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page with its one heading, which gets the focus when the page is opened, its main action and its content. */
export function Page({ title, kind, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Freischalter`;
  }, [title]);
  useEffect(() => {
    // A click in the navigation moves the focus to the heading. Somebody who types in a field of the page keeps it.
    if (document.activeElement === document.body || document.activeElement?.closest('.rail'))
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <header className="page-head">
        <div>
          {kind && <p className="kern-preline page-head__kind">{kind}</p>}
          <h1 className="kern-heading-large page-head__title" tabIndex={-1} ref={heading}>
            {title}
          </h1>
        </div>
        {actions && <div className="page-head__actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** A part of a page with a heading. */
export function Section({
  title,
  aside,
  children,
  id,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  id: string;
}) {
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section__head">
        <h2 className="kern-heading-medium" id={id}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
