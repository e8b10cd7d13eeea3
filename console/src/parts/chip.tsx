import { common } from '../words/common';
import { useWords } from '../words/words';
import { Button } from './button';

/** Shows something that is chosen and can be removed. */
export function Chip({ children, onRemove }: { children: string; onRemove(): void }) {
  const words = useWords(common);
  return (
    <li className="chip">
      {children}
      <Button look="tertiary" icon="close" iconOnly onClick={onRemove}>
        {words.remove(children)}
      </Button>
    </li>
  );
}
