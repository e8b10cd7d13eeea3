import { Button } from '../../parts/button';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';

/** Something that is chosen, and can be taken out again. */
export function Chip({ children, onRemove }: { children: string; onRemove(): void }) {
  const words = useWords(assignWords);
  return (
    <li className="chip">
      {children}
      <Button look="tertiary" icon="close" iconOnly onClick={onRemove}>
        {words.remove(children)}
      </Button>
    </li>
  );
}
