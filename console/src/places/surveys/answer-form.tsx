import { useState } from 'react';
import { GiveAnswers, type WholeSurvey } from '../../api/operations';
import { useSend } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { Section } from '../../parts/page';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { surveyWords } from './words';

interface Props {
  survey: WholeSurvey;
  response: WholeSurvey['ownResponses'][number];
  isOpen: boolean;
}

/**
 * Enters how many of each candidate one organisation wants, with a remark. The answer can be changed until the survey
 * closes.
 */
export function AnswerForm({ survey, response, isOpen }: Props) {
  const words = useWords(surveyWords);
  const format = useFormat();
  const before = new Map(response.answers.map(({ candidateId, ...answer }) => [candidateId, answer]));
  const [counts, setCounts] = useState<Readonly<Record<string, string>>>({});
  const [remarks, setRemarks] = useState<Readonly<Record<string, string>>>({});
  const [version, setVersion] = useState(response.version);
  const [outcome, setOutcome] = useState<'sent' | 'faster' | null>(null);
  const answer = useSend(GiveAnswers);
  const countOf = (id: string) => counts[id] ?? String(before.get(id)?.count ?? 0);
  const remarkOf = (id: string) => remarks[id] ?? before.get(id)?.remark ?? '';
  const isRight = survey.candidates.every(({ id }) => /^\d{1,6}$/.test(countOf(id)));
  const { level, id: organisation, name } = response.organisation;
  const send = async () => {
    const answers = survey.candidates.map(({ id }) => ({
      candidateId: id,
      count: Number(countOf(id)),
      remark: remarkOf(id).trim() || null,
    }));
    const data = await answer.send({
      input: { surveyId: survey.id, organisation: { level, id: organisation }, version, answers },
    });
    if (!data?.answerSurvey) return;
    setOutcome(data.answerSurvey.isAnswered ? 'sent' : 'faster');
    if (data.answerSurvey.response) setVersion(data.answerSurvey.response.version);
  };
  return (
    <Section
      title={words.answerFor(name)}
      id={`answer-${level}-${organisation}`}
      aside={response.answeredAt && <p className="section__note">{words.sentOn(format.time(response.answeredAt))}</p>}
    >
      {!isOpen && <Alert kind="info" title={words.over} />}
      <ul className="candidates">
        {survey.candidates.map(({ id, name: candidate, publisher, unitCents }) => (
          <li key={id} className="candidate">
            <p className="candidate__name">
              {candidate}
              <span className="cell__more">
                {[publisher, unitCents !== null && `${format.money(unitCents)} ${words.each}`]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </p>
            <TextField
              label={words.howMany(candidate)}
              inputMode="numeric"
              disabled={!isOpen}
              value={countOf(id)}
              error={/^\d{1,6}$/.test(countOf(id)) ? null : '0–999999'}
              onChange={(text) => {
                setOutcome(null);
                setCounts({ ...counts, [id]: text });
              }}
            />
            <TextField
              label={words.remarkOf(candidate)}
              maxLength={500}
              disabled={!isOpen}
              value={remarkOf(id)}
              onChange={(text) => {
                setOutcome(null);
                setRemarks({ ...remarks, [id]: text });
              }}
            />
          </li>
        ))}
      </ul>
      {outcome === 'sent' && (
        <Alert kind="success" title={words.sent}>
          <p className="kern-body">{words.sentText}</p>
        </Alert>
      )}
      {outcome === 'faster' && (
        <Alert kind="warning" title={words.changed}>
          <p className="kern-body">{words.changedText}</p>
        </Alert>
      )}
      {answer.failure && <FailureAlert failure={answer.failure} />}
      {isOpen && (
        <div className="actions">
          <Button look="primary" disabled={!isRight || answer.isSending} onClick={() => void send()}>
            {words.send}
          </Button>
        </div>
      )}
    </Section>
  );
}
