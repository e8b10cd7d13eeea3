/** The start of the explorer: a token of the demo's learning platform, and the query that it asks most. */
import { SCOPES_OF_KIND } from '../../caller/caller';
import { SHOWCASE } from '../../demo/showcase';
import { PROJECT_ROOT, type Settings } from '../../environment';
import type { ExplorerOptions } from '../../gateway/explorer/explorer';
import { developmentKey, makeToken } from '../../gateway/identity/development-issuer';
import { installationSecret } from '../secrets';

const ONE_DAY = 86_400;

const QUERY = `# Which titles may this school use today? Ctrl-Enter asks.
query LicensedTitles($number: String!) {
  school(number: $number) {
    name
    licensedTitles(first: 5) {
      totalCount
      edges {
        level
        validUntil
        node {
          id
          name
        }
      }
    }
  }
}
`;

/** Without a token where this installation accepts only those of other issuers. */
export function explorerOf(settings: Settings): ExplorerOptions {
  const key = settings.TOKEN_ISSUERS ? null : developmentKey(installationSecret(settings));
  const [, number] = SHOWCASE.school.split(':');
  const content = {
    kind: 'lms',
    subject: 'explorer',
    bound: [`SCHOOL:${SHOWCASE.school}`],
    scopes: SCOPES_OF_KIND.lms,
    lifetimeSeconds: ONE_DAY,
  } as const;
  return {
    project: PROJECT_ROOT,
    start: async () => ({ token: key && (await makeToken(key, content)), query: QUERY, variables: { number } }),
  };
}
