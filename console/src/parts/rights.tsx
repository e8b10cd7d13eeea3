import type { UsageRight } from '../api/operations';
import { common } from '../words/common';
import { useWords } from '../words/words';

const SHOWN = 2;

/** Shows the first rights and the number of others. Screen readers and the tooltip name all of them. */
export function Rights({ rights }: { rights: readonly UsageRight[] }) {
  const words = useWords(common);
  const names = rights.map((right) => words.right[right]);
  if (names.length <= SHOWN + 1) return names.join(', ');
  return (
    <span title={names.join(', ')}>
      {names.slice(0, SHOWN).join(', ')}
      <span aria-hidden="true"> +{names.length - SHOWN}</span>
      <span className="kern-sr-only">, {names.slice(SHOWN).join(', ')}</span>
    </span>
  );
}
