import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ChangeSurvey, RemoveSurvey, SurveyPage as SurveyPageQuery, type WholeSurvey } from '../../api/operations';
import { useQuery, useSend } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { Facts } from '../../parts/facts';
import { FailureAlert } from '../../parts/failure-alert';
import { Page } from '../../parts/page';
import { Loading } from '../../parts/states';
import { useSession } from '../../session/use-session';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { AnswerForm } from './answer-form';
import { SurveyResults } from './survey-results';
import { surveyWords } from './words';

export function SurveyPage() {
  const { id = '' } = useParams({ strict: false });
  const words = useWords(surveyWords);
  const { data, failure, reload } = useQuery(SurveyPageQuery, { id });
  const survey = data?.survey;
  if (failure || !survey)
    return (
      <Page title={words.name}>{failure ? <FailureAlert failure={failure} onAgain={reload} /> : <Loading />}</Page>
    );
  return <Survey key={`${survey.id} ${survey.version}`} survey={survey} onChanged={reload} />;
}

function Survey({ survey, onChanged }: { survey: WholeSurvey; onChanged(): void }) {
  const words = useWords(surveyWords);
  const format = useFormat();
  const { bound } = useSession();
  const { owner, state, closesAt, askedCount, answeredCount, ownResponses } = survey;
  const isOwn = bound.includes(`${owner.level}:${owner.id}`);
  const isOpen = state === 'OPEN' && Date.parse(closesAt) > Date.now();
  return (
    <Page title={survey.title} kind={words.name} actions={isOwn && <Actions survey={survey} onChanged={onChanged} />}>
      {survey.text && <p className="kern-body quote">{survey.text}</p>}
      <Facts
        rows={[
          [words.state, words.states[state]],
          [words.closes, format.lastDay(closesAt)],
          [words.by, owner.name],
          askedCount !== null && [
            words.answers,
            words.answersOf(format.number(answeredCount ?? 0), format.number(askedCount)),
          ],
        ]}
      />
      {isOwn && <SurveyResults survey={survey} onChanged={onChanged} />}
      {ownResponses.map((response) => (
        <AnswerForm
          key={`${response.organisation.level}:${response.organisation.id}`}
          survey={survey}
          response={response}
          isOpen={isOpen}
        />
      ))}
      <Link className="kern-link" to="/surveys">
        {words.toList}
      </Link>
    </Page>
  );
}

function Actions({ survey, onChanged }: { survey: WholeSurvey; onChanged(): void }) {
  const words = useWords(surveyWords);
  const general = useWords(common);
  const navigate = useNavigate();
  const change = useSend(ChangeSurvey);
  const remove = useSend(RemoveSurvey);
  const [isDeleting, setDeleting] = useState(false);
  const [wasFaster, setFaster] = useState(false);
  const { id, version, state } = survey;
  const set = async (next: 'OPEN' | 'CLOSED') => {
    const data = await change.send({ input: { id, version, state: next } });
    if (data?.amendSurvey?.isChanged === false) setFaster(true);
    else if (data) onChanged();
  };
  const destroy = async () => {
    const data = await remove.send({ id, version });
    if (data?.deleteSurvey) return void navigate({ to: '/surveys' });
    setDeleting(false);
    if (data) setFaster(true);
  };
  return (
    <>
      {state === 'OPEN' ? (
        <Button disabled={change.isSending} onClick={() => void set('CLOSED')}>
          {words.close}
        </Button>
      ) : (
        <Button look="primary" disabled={change.isSending} onClick={() => void set('OPEN')}>
          {state === 'DRAFT' ? words.open : words.openAgain}
        </Button>
      )}
      <Button look="tertiary" onClick={() => setDeleting(true)}>
        {words.delete}
      </Button>
      {change.failure && <FailureAlert failure={change.failure} />}
      {wasFaster && (
        <Dialog title={words.changed} onClose={onChanged} footer={<Button onClick={onChanged}>{general.close}</Button>}>
          <p className="kern-body">{words.changedText}</p>
        </Dialog>
      )}
      {isDeleting && (
        <Dialog
          title={words.deleteTitle}
          onClose={() => setDeleting(false)}
          footer={
            <>
              <Button onClick={() => setDeleting(false)}>{general.cancel}</Button>
              <Button look="primary" disabled={remove.isSending} onClick={() => void destroy()}>
                {words.delete}
              </Button>
            </>
          }
        >
          {remove.failure ? (
            <FailureAlert failure={remove.failure} />
          ) : (
            <Alert kind="warning" title={words.deleteText} />
          )}
        </Dialog>
      )}
    </>
  );
}
