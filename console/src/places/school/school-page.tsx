import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { allRows } from '../../api/all-rows';
import {
  DeskEntitlements,
  type EntitlementFilter,
  type EntitlementRow,
  type SchoolPageData,
  SchoolPage as SchoolPageQuery,
} from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Alert } from '../../parts/alert';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { Page } from '../../parts/page';
import { Loading } from '../../parts/states';
import { useMay } from '../../session/use-session';
import { useAddress } from '../../shell/address';
import { asDay, beginOf, dayOf, monthFromNow, useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { SchoolEntitlements } from './school-entitlements';
import { SchoolResponsibility } from './school-responsibility';
import { SchoolTitles } from './school-titles';
import { SchoolUse } from './school-use';
import { schoolWords } from './words';

const SOON_MS = 90 * 86_400_000;

/**
 * Shows what one school may use, by which entitlement and until when, and what it was denied, so that a telephone call
 * can be answered.
 */
export function SchoolPage() {
  const { number = '' } = useParams({ strict: false });
  const [address, setAddress] = useAddress();
  const day = asDay(address.day);
  const words = useWords(schoolWords);
  const format = useFormat();
  const today = dayOf(Date.now());
  const isToday = !day || day === today;
  // Noon is after what begins and before what ends with that day. Today means this moment, which the API assumes where
  // no instant is given.
  const at = isToday ? null : new Date(Date.parse(beginOf(day)) + 12 * 3_600_000).toISOString();
  const withEntitlements = useMay('entitlements:read');
  const withUsage = useMay('usage:read');
  const withAccess = useMay('access:read');
  const mayAssign = useMay('entitlements:write');
  const entitlementFilter = { school: number, ...(at && { beginsBefore: at, endsFrom: at }) };
  const { data, failure, reload } = useQuery(SchoolPageQuery, {
    number,
    at,
    entitlementFilter,
    from: monthFromNow(-11),
    until: monthFromNow(0),
    withAccess,
    withEntitlements,
    withUsage,
  });
  const school = data?.school;
  const entitlements = useAllEntitlements(data?.entitlements ?? null, entitlementFilter);
  if (failure) {
    return (
      <Page title={words.kind(number)}>
        <FailureAlert failure={failure} onAgain={reload} />
      </Page>
    );
  }
  if (!school) {
    return (
      <Page title={words.kind(number)}>
        <Loading />
      </Page>
    );
  }
  return (
    <Page
      title={school.name}
      kind={words.kind(school.number)}
      actions={
        <>
          <TextField
            label={words.asOf}
            type="date"
            value={day ?? today}
            onChange={(value) => setAddress({ day: value === today ? '' : value })}
          />
          {mayAssign && (
            <Link className="kern-btn kern-btn--primary" to="/desk/assign" search={{ holders: `SCHOOL:${school.id}` }}>
              <span className="kern-label">{words.assign}</span>
            </Link>
          )}
        </>
      }
    >
      {!isToday && <Alert kind="info" title={words.asOfNote(format.date(at))} />}
      {!school.inOperation && (
        <Alert kind="warning" title={words.closed}>
          <p className="kern-body">{words.closedText}</p>
        </Alert>
      )}
      <Figures
        titles={school.licensedTitles?.totalCount}
        entitlements={entitlements}
        use={data.usageReport ?? null}
        at={at}
      />
      <SchoolResponsibility school={school} at={at} />
      {entitlements && <SchoolEntitlements entitlements={entitlements} isToday={isToday} />}
      {withAccess && <SchoolTitles number={school.number} at={at} />}
      {withUsage && <SchoolUse months={school.usage ?? []} report={data.usageReport ?? null} />}
    </Page>
  );
}

/**
 * Reads the first page with everything else. Where there are more pages, they follow, and the figures are shown with
 * them.
 */
function useAllEntitlements(
  first: NonNullable<SchoolPageData['entitlements']> | null,
  filter: EntitlementFilter,
): readonly EntitlementRow[] | null {
  const key = JSON.stringify(filter);
  const [all, setAll] = useState<{ readonly key: string; readonly rows: readonly EntitlementRow[] } | null>(null);
  const isMore = first !== null && first.totalCount > first.edges.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the filter.
  useEffect(() => {
    if (!isMore) return;
    let isWanted = true;
    allRows(DeskEntitlements, { filter, first: 200 }, ({ entitlements }) => entitlements).then(
      (rows) => isWanted && setAll({ key, rows }),
      () => {
        // The first page remains.
      },
    );
    return () => {
      isWanted = false;
    };
  }, [isMore, key]);
  if (all?.key === key) return all.rows;
  return first?.edges.map(({ node }) => node) ?? null;
}

interface FiguresProps {
  titles: number | undefined;
  entitlements: readonly EntitlementRow[] | null;
  use: SchoolPageData['usageReport'] | null;
  at: string | null;
}

function Figures({ titles, entitlements, use, at }: FiguresProps) {
  const { figures, rounded } = useWords(schoolWords);
  const format = useFormat();
  const now = at ? Date.parse(at) : Date.now();
  const inForce = entitlements?.filter(({ status, validFrom, validUntil }) =>
    at
      ? Date.parse(validFrom) <= now &&
        (!validUntil || Date.parse(validUntil) > now) &&
        status !== 'REVOKED' &&
        status !== 'SUSPENDED'
      : status === 'IN_FORCE',
  );
  // The API does not say whether these are suspended on another day too, so they are named separately.
  const suspended = at ? (entitlements?.filter(({ status }) => status === 'SUSPENDED').length ?? 0) : 0;
  const soon = inForce?.filter(({ validUntil }) => validUntil && Date.parse(validUntil) < now + SOON_MS);
  const roundedTo = use?.roundedTo ?? 1;
  // The total of the whole period is taken from the report, because rounded months do not add up to it.
  const totals = use?.totals;
  const rows = [
    [titles, figures.titles, 1],
    [inForce?.length, figures.inForce + (suspended > 0 ? figures.suspended(format.number(suspended)) : ''), 1],
    [soon?.length, figures.endingSoon, 1],
    [totals?.requests, figures.used, roundedTo],
    [totals && totals.notLicensed + totals.limitExceeded, figures.refused, roundedTo],
  ] as const;
  return (
    <ul className="figures">
      {rows.map(([value, label, to]) => (
        <li className="figure" key={label}>
          <p className="figure__value">{value === undefined ? '–' : format.rounded(value, to)}</p>
          <p className="figure__label">
            {label}
            {value === undefined && `: ${figures.unknown}`}
            {value !== undefined && to > 1 && `, ${rounded(format.number(to))}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
