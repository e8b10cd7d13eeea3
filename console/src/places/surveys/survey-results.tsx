import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  ChangeSurvey,
  SurveyAssignments,
  SurveyDemand,
  type SurveyDemandData,
  SurveyGivenAnswers,
  type SurveyGivenAnswersData,
  type WholeSurvey,
} from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { useQuery, useSend } from '../../api/use-query';
import { eurosOf } from '../../parts/csv';
import { Dialog } from '../../parts/dialog';
import { FailureAlert } from '../../parts/failure-alert';
import { Section } from '../../parts/page';
import { Empty, Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { CsvButton } from '../reports/csv-button';
import { LicencePicker } from './candidates';
import { surveyWords } from './words';

type Demand = NonNullable<SurveyDemandData['surveyOverview']>['edges'][number]['node'];
type Given = NonNullable<SurveyGivenAnswersData['surveyAnswers']>['edges'][number]['node'];
interface Props {
  survey: WholeSurvey;
  onChanged(): void;
}

const NOTHING = { pageInfo: { hasNextPage: false, endCursor: null }, edges: [] };
const demandOf = ({ surveyOverview }: SurveyDemandData) => surveyOverview ?? NOTHING;
const answersOf = ({ surveyAnswers }: SurveyGivenAnswersData) => surveyAnswers ?? NOTHING;

/** Shows those who ask what is wanted, what it costs, and each answer, and leads to assigning it. */
export function SurveyResults({ survey, onChanged }: Props) {
  return (
    <>
      <WantedLicences survey={survey} onChanged={onChanged} />
      {survey.state !== 'DRAFT' && <Prepared survey={survey.id} />}
      {survey.state !== 'DRAFT' && <Answers survey={survey.id} />}
    </>
  );
}

function WantedLicences({ survey, onChanged }: Props) {
  const words = useWords(surveyWords);
  const format = useFormat();
  const variables = { survey: survey.id, first: 100 };
  const pages = usePages(SurveyDemand, variables, demandOf);
  const [naming, setNaming] = useState<Demand | null>(null);
  const totals = pages.first?.surveyOverview?.totals;
  if (pages.failure) return <FailureAlert failure={pages.failure} onAgain={pages.reload} />;
  if (!totals) return <Loading />;
  const money = (cents: number | null) => (cents === null ? '–' : format.money(cents));
  return (
    <Section title={words.demand} id="demand">
      <Table<Demand>
        caption={words.demand}
        rows={pages.rows}
        rowKey={({ candidateId }) => candidateId}
        hasMore={pages.hasMore}
        onMore={pages.more}
        isLoading={pages.isLoading}
        isCountHidden
        columns={[
          {
            key: 'name',
            title: words.candidate,
            cell: ({ name, publisher }) => (
              <>
                <span className="cell__main">{name}</span>
                <span className="cell__more">{publisher}</span>
              </>
            ),
          },
          { key: 'by', title: words.wantedBy, isNumeric: true, cell: ({ wantedBy }) => format.number(wantedBy) },
          { key: 'count', title: words.count, isNumeric: true, cell: ({ count }) => format.number(count) },
          { key: 'cost', title: words.cost, isNumeric: true, cell: ({ cents }) => money(cents) },
          {
            key: 'licence',
            title: words.licenceOf,
            cell: (row) =>
              row.licenceId ? (
                words.isLicence
              ) : (
                <button type="button" className="link-button" onClick={() => setNaming(row)}>
                  {words.setLicence}
                  <span className="kern-sr-only"> {row.name}</span>
                </button>
              ),
          },
        ]}
        foot={
          <tr className="kern-table__row">
            <th className="kern-table__cell" scope="row">
              {words.total}
            </th>
            <td className="kern-table__cell" />
            <td className="kern-table__cell kern-table__cell--numeric">{format.number(totals.count)}</td>
            <td className="kern-table__cell kern-table__cell--numeric">
              {format.money(totals.cents)}
              {totals.countWithoutPrice > 0 && (
                <span className="cell__more">{words.withoutPrice(format.number(totals.countWithoutPrice))}</span>
              )}
            </td>
            <td className="kern-table__cell" />
          </tr>
        }
      />
      {naming && (
        <NameLicence survey={survey} candidate={naming} onClose={() => setNaming(null)} onChanged={onChanged} />
      )}
    </Section>
  );
}

function NameLicence({ survey, candidate, onClose, onChanged }: Props & { candidate: Demand; onClose(): void }) {
  const words = useWords(surveyWords);
  const change = useSend(ChangeSurvey);
  const take = async (licenceId: string) => {
    const { id, version } = survey;
    const licences = [{ candidateId: candidate.candidateId, licenceId }];
    if (await change.send({ input: { id, version, licences } })) onChanged();
  };
  return (
    <Dialog title={words.setLicenceTitle(candidate.name)} onClose={onClose}>
      <p className="kern-body">{words.setLicenceText}</p>
      <LicencePicker label={words.licenceOf} onLicence={({ id }) => void take(id)} />
      {change.failure && <FailureAlert failure={change.failure} />}
    </Dialog>
  );
}

function Prepared({ survey }: { survey: string }) {
  const words = useWords(surveyWords);
  const format = useFormat();
  const { data, failure, reload } = useQuery(SurveyAssignments, { survey });
  if (failure) return <FailureAlert failure={failure} onAgain={reload} />;
  if (!data) return null;
  const prepared = data.preparedAssignments ?? [];
  return (
    <Section title={words.prepared} id="prepared">
      <p className="kern-body">{prepared.length > 0 ? words.preparedText : words.preparedNone}</p>
      <ul className="stack">
        {prepared.map(({ licenceIds, holders }) => (
          <li key={licenceIds.join()}>
            <Link
              className="kern-link"
              to="/desk/assign"
              search={{
                licences: licenceIds.join(','),
                holders: holders.map(({ level, id }) => `${level}:${id}`).join(','),
                step: 'preview',
              }}
            >
              {words.toDesk(
                words.licenceCount(format.number(licenceIds.length), licenceIds.length === 1),
                words.holderCount(format.number(holders.length), holders.length === 1),
              )}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Answers({ survey }: { survey: string }) {
  const words = useWords(surveyWords);
  const format = useFormat();
  const variables = { survey, first: 100 };
  const pages = usePages(SurveyGivenAnswers, variables, answersOf);
  return (
    <Section title={words.givenAnswers} id="answers">
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title={words.noAnswers}>{words.noAnswersText}</Empty>
      ) : (
        <>
          <CsvButton
            name="bedarf"
            operation={SurveyGivenAnswers}
            variables={variables}
            listOf={answersOf}
            heading={[words.organisation, words.candidate, words.count, `${words.cost} (Euro)`, words.remark]}
            cells={({ organisation, name, count, cents, remark }) => [
              organisation,
              name,
              count,
              eurosOf(cents),
              remark ?? '',
            ]}
          />
          <Table<Given>
            caption={words.givenAnswers}
            rows={pages.rows}
            rowKey={({ level, organisationId, candidateId }) => `${level}:${organisationId} ${candidateId}`}
            hasMore={pages.hasMore}
            onMore={pages.more}
            isLoading={pages.isLoading}
            isCountHidden
            columns={[
              {
                key: 'who',
                title: words.organisation,
                cell: ({ organisation, organisationId }) => (
                  <>
                    <span className="cell__main">{organisation}</span>
                    <span className="cell__more">{organisationId}</span>
                  </>
                ),
              },
              { key: 'candidate', title: words.candidate, cell: ({ name }) => name },
              { key: 'count', title: words.count, isNumeric: true, cell: ({ count }) => format.number(count) },
              { key: 'remark', title: words.remark, cell: ({ remark }) => remark },
            ]}
          />
        </>
      )}
    </Section>
  );
}
