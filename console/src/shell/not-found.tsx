import { Page } from '../parts/page';
import { useWords } from '../words/words';
import { shellWords } from './words';

export function NotFound() {
  const words = useWords(shellWords);
  return (
    <Page title={words.notFound}>
      <p className="kern-body">{words.notFoundText}</p>
    </Page>
  );
}
