import type { SchoolPageData, TitleFigures } from '../../api/operations';
import { MonthBars } from '../../parts/month-bars';
import { Section } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Table } from '../../parts/table';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { schoolWords } from './words';

interface Props {
  months: NonNullable<NonNullable<SchoolPageData['school']>['usage']>;
  report: NonNullable<SchoolPageData['usageReport']> | null;
}

export function SchoolUse({ months, report }: Props) {
  const words = useWords(schoolWords);
  const format = useFormat();
  const used = report?.used.edges.map(({ node }) => node).filter(({ figures }) => figures.requests > 0) ?? [];
  const refused =
    report?.refused.edges
      .map(({ node }) => node)
      .filter(({ figures }) => figures.notLicensed + figures.limitExceeded > 0) ?? [];
  const roundedTo = report?.roundedTo ?? 1;
  const totals = report?.totals;
  const isQuiet = !totals || totals.requests + totals.notLicensed + totals.limitExceeded === 0;
  const unreported = new Set(report?.coverage.months.filter(({ schools }) => schools === 0).map(({ month }) => month));
  const withFigures = ({ month, ...figures }: Props['months'][number]) => ({
    month,
    figures: unreported.has(month) ? null : figures,
  });
  const title = {
    key: 'title',
    title: words.title,
    cell: ({ group1 }: TitleFigures) => (
      <>
        <span className="cell__main">{group1?.name}</span>
        <span className="cell__more">{group1?.title?.number}</span>
      </>
    ),
  };
  const numeric = (key: 'requests' | 'notLicensed' | 'limitExceeded', heading: string) => ({
    key,
    title: heading,
    isNumeric: true,
    cell: ({ figures }: TitleFigures) => format.rounded(figures[key], roundedTo),
  });
  const keyOf = ({ group1 }: TitleFigures) => group1?.id ?? group1?.name ?? '';
  const note = roundedTo > 1 ? `${words.useNote}, ${words.rounded(format.number(roundedTo))}` : words.useNote;
  return (
    <Section title={words.use} id="use" aside={<p className="section__note">{note}</p>}>
      {isQuiet ? (
        <Empty title={roundedTo > 1 ? words.hardlyUsed(format.rounded(0, roundedTo)) : words.noUse}>
          {roundedTo > 1 ? words.hardlyUsedText : words.noUseText}
        </Empty>
      ) : (
        <>
          <MonthBars months={months.map(withFigures)} roundedTo={roundedTo} />
          <div className="columns">
            <div>
              <h3 className="kern-title">{words.usedMost}</h3>
              <Table
                caption={words.usedMost}
                columns={[title, numeric('requests', words.requests)]}
                rows={used}
                rowKey={keyOf}
              />
            </div>
            <div>
              <h3 className="kern-title">{words.refusedMost}</h3>
              {refused.length === 0 ? (
                <Empty title={words.noRefusals} />
              ) : (
                <Table
                  caption={words.refusedMost}
                  columns={[
                    title,
                    numeric('notLicensed', words.notLicensed),
                    numeric('limitExceeded', words.seatsTaken),
                  ]}
                  rows={refused}
                  rowKey={keyOf}
                />
              )}
            </div>
          </div>
        </>
      )}
    </Section>
  );
}
