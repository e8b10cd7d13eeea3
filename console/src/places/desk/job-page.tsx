import { useNavigate } from '@tanstack/react-router';
import { Page } from '../../parts/page';
import { useAddress } from '../../shell/address';
import { useWords } from '../../words/words';
import { AssignmentResult } from './assignment-progress';
import { ChangeOutcome } from './change-result';
import { JobWatch } from './job-watch';
import { jobWords } from './job-words';

/** Shows any job of the reader. What it does is known only when it is done. */
export function JobPage() {
  const words = useWords(jobWords);
  const [{ job = '' }] = useAddress();
  const navigate = useNavigate();
  const toDesk = () => void navigate({ to: '/desk', search: {} });
  return (
    <Page title={words.title}>
      <JobWatch job={job} of="job" onAgain={toDesk}>
        {({ result, change }) =>
          result ? (
            <AssignmentResult result={result} onAgain={toDesk} onNext={toDesk} />
          ) : (
            change && <ChangeOutcome what="" list={{}} result={change} />
          )
        }
      </JobWatch>
    </Page>
  );
}
