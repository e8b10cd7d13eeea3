import { useState } from 'react';
import type { FoundTitle, FoundTitleFor } from '../../api/operations';
import { Badge } from '../../parts/badge';
import { Button } from '../../parts/button';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { searchWords } from './words';

type Availability = FoundTitleFor['availability'];
/** A title, with its availability for a school where one is chosen. */
export type FoundHit = FoundTitle & { readonly availability?: Availability };

export function Hit({ title }: { title: FoundHit }) {
  const words = useWords(searchWords);
  const general = useWords(common);
  const format = useFormat();
  const { number, name, kind, publisher, year, durationSeconds, subjects, gradeFrom, gradeUntil, ageRating } = title;
  const facts = [
    general.kind[kind],
    durationSeconds && words.minutes(format.number(Math.max(1, Math.round(durationSeconds / 60)))),
    gradeFrom !== null && words.grades(String(gradeFrom), String(gradeUntil ?? gradeFrom)),
    ageRating !== null && words.age(String(ageRating)),
    subjects.join(', '),
    publisher,
    year,
    number,
  ];
  return (
    <li className="hit">
      <div>
        <h3 className="hit__title">
          {name}
          {title.subtitle && `: ${title.subtitle}`}
        </h3>
        <p className="cell__more">{facts.filter(Boolean).join(' · ')}</p>
        <p className="hit__text">{title.description}</p>
        <Parts title={title} />
      </div>
      <div className="hit__side">
        {title.availability && <AvailabilityBadge availability={title.availability} />}
        {title.openLicence && (
          <p>
            <a className="kern-link" href={title.openLicence.url} rel="noreferrer">
              {words.openLicence(title.openLicence.id)}
            </a>
          </p>
        )}
        {title.availability?.outcome !== 'DENIED' && <Sources title={title} />}
        <CopyLink number={number} />
      </div>
    </li>
  );
}

/** Links to where the source plays or offers the medium to those who have access there. */
function Sources({ title: { playUrl, downloadUrl, name } }: { title: FoundHit }) {
  const words = useWords(searchWords);
  const links = [
    [words.play, playUrl],
    [words.fetch, downloadUrl],
  ] as const;
  return links.map(
    ([text, url]) =>
      url && (
        <a key={text} className="kern-link" href={url} rel="noreferrer">
          {text}
          <span className="kern-sr-only">: {name}</span>
        </a>
      ),
  );
}

/** Shows the parts of a medium, and the material that belongs to it. */
function Parts({ title: { parts, materials } }: { title: FoundHit }) {
  const words = useWords(searchWords);
  const format = useFormat();
  if (parts.length + materials.length === 0) return null;
  const counts = [
    parts.length > 0 && words.parts(format.number(parts.length), parts.length === 1),
    materials.length > 0 && words.materials(format.number(materials.length)),
  ];
  return (
    <details className="hit__parts">
      <summary>{counts.filter(Boolean).join(', ')}</summary>
      <ul>
        {parts.map(({ name, number, durationSeconds }) => (
          <li key={`${number} ${name}`}>
            {[
              name,
              number,
              durationSeconds !== null && words.minutes(format.number(Math.max(1, Math.round(durationSeconds / 60)))),
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
        {materials.map(({ kind, label, url }) => (
          <li key={url}>
            <a className="kern-link" href={url} rel="noreferrer">
              {label}
            </a>{' '}
            ({words.materialKind[kind]})
          </li>
        ))}
      </ul>
    </details>
  );
}

function AvailabilityBadge({ availability: { outcome, reason, since, validUntil } }: { availability: Availability }) {
  const words = useWords(searchWords);
  const format = useFormat();
  const isAllowed = outcome === 'ALLOWED';
  const when = isAllowed
    ? validUntil && words.until(format.lastDay(validUntil))
    : since && (reason === 'NOT_YET_VALID' ? words.from : words.since)(format.date(since));
  return (
    <div>
      <Badge kind={isAllowed ? 'success' : 'danger'}>
        {isAllowed || !reason ? words.allowed : words.reason[reason]}
      </Badge>
      {when && <p className="cell__more">{when}</p>}
    </div>
  );
}

/** Copies the address of a search that finds only this title. */
function CopyLink({ number }: { number: string }) {
  const words = useWords(searchWords);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/search?q=${encodeURIComponent(number)}`);
    setCopied(true);
    setTimeout(() => setCopied(false), 2500);
  };
  return (
    <Button look="tertiary" icon={isCopied ? 'check' : 'content-copy'} onClick={() => void copy()}>
      <span aria-live="polite">{isCopied ? words.copied : words.copy}</span>
      <span className="kern-sr-only"> {words.show(number)}</span>
    </Button>
  );
}
