import type { ChangeResult } from '../../api/operations';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { deskWords } from './words';

/** Shows how many were chosen, are changed, need no change, and are refused. */
export function ChangeFigures({ result: { asked, changed, unchanged, refused, applied } }: { result: ChangeResult }) {
  const words = useWords(deskWords);
  const format = useFormat();
  return (
    <ul className="figures">
      {Object.entries({ asked, changed, unchanged, refused }).map(([name, count]) => (
        <li key={name} className="figure">
          <p className="figure__value">{format.number(count)}</p>
          <p className="figure__label">
            {applied && name === 'changed' ? words.done : words.counts[name as keyof typeof words.counts]}
          </p>
        </li>
      ))}
    </ul>
  );
}
