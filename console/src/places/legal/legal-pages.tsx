import { Page } from '../../parts/page';
import { useWords } from '../../words/words';
import { legalWords } from './words';

interface Part {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

export function AccessibilityPage() {
  const { title, standard, known, feedback, enforcement } = useWords(legalWords).accessibility;
  const parts: Part[] = [
    { id: 'standard', title: standard.title, paragraphs: [standard.text, standard.state] },
    { id: 'known', title: known.title, paragraphs: [known.text] },
    { id: 'feedback', title: feedback.title, paragraphs: [feedback.text, feedback.what] },
    { id: 'enforcement', title: enforcement.title, paragraphs: [enforcement.text] },
  ];
  return <Legal title={title} parts={parts} />;
}

export function ImprintPage() {
  const { title, operator, software } = useWords(legalWords).imprint;
  const parts: Part[] = [
    { id: 'operator', title: operator.title, paragraphs: [operator.text] },
    { id: 'software', title: software.title, paragraphs: [software.text, software.parts] },
  ];
  return <Legal title={title} parts={parts} />;
}

export function PrivacyPage() {
  const { title, cookie, kept, rights } = useWords(legalWords).privacy;
  const parts: Part[] = [
    { id: 'cookie', title: cookie.title, paragraphs: [cookie.text, cookie.local] },
    { id: 'kept', title: kept.title, paragraphs: [kept.text, kept.use] },
    { id: 'rights', title: rights.title, paragraphs: [rights.text] },
  ];
  return <Legal title={title} parts={parts} />;
}

function Legal({ title, parts }: { title: string; parts: readonly Part[] }) {
  return (
    <Page title={title}>
      <div className="legal">
        {parts.map((part) => (
          <section key={part.id} aria-labelledby={part.id}>
            <h2 className="kern-heading-medium" id={part.id}>
              {part.title}
            </h2>
            {part.paragraphs.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </section>
        ))}
      </div>
    </Page>
  );
}
