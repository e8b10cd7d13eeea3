import type { ErrorComponentProps } from '@tanstack/react-router';
import { Alert } from '../parts/alert';
import { Button } from '../parts/button';
import { Page } from '../parts/page';
import { useWords } from '../words/words';
import { shellWords } from './words';

/** Replaces a page that cannot be drawn. The navigation around it stays usable. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const words = useWords(shellWords);
  return (
    <Page title={words.broken}>
      <Alert kind="danger" title={words.brokenText}>
        <p className="quote">{error instanceof Error ? error.message : String(error)}</p>
        <div>
          <Button icon="autorenew" onClick={() => location.reload()}>
            {words.reload}
          </Button>
        </div>
      </Alert>
    </Page>
  );
}
