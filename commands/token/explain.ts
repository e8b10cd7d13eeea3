/** Explains why this installation accepts or refuses a token, in plain words. */
import { decodeJwt } from 'jose';
import { idOfApiKey } from '../../caller/api-key';
import type { Caller } from '../../caller/caller';
import { createAuthenticate } from '../../gateway/identity/authenticate';
import type { TokenRejection } from '../../gateway/identity/token-rejections';
import type { Issuer } from '../../gateway/identity/token-verifier';

interface Explanation {
  readonly taken: boolean;
  readonly lines: readonly string[];
}

/**
 * @param text a token, alone or as it stands in the header
 * @param missing returns, of organisation keys, those that do not exist; null where there is no database to ask
 */
export async function explainToken(
  text: string,
  issuers: readonly Issuer[],
  missing: (keys: readonly string[]) => Promise<readonly string[] | null>,
): Promise<Explanation> {
  const token = text.trim().replace(/^(authorization: *)?bearer +/i, '');
  if (token.startsWith('fsk_')) return ofApiKey(token);
  const refusals: TokenRejection[] = [];
  const verify = createAuthenticate(issuers, { refused: (refusal) => refusals.push(refusal) });
  try {
    const caller = (await verify(`Bearer ${token}`)) as Caller;
    return { taken: true, lines: await linesOf(caller, token, await missing(caller.bound)) };
  } catch (error) {
    const [refusal] = refusals;
    if (refusal) return { taken: false, lines: linesOfRefusal(refusal) };
    const isAway = (error as { extensions?: { code?: unknown } }).extensions?.code === 'SUBGRAPH_UNAVAILABLE';
    if (!isAway) throw error;
    return { taken: false, lines: ['The token cannot be checked: the keys of its issuer cannot be fetched now.'] };
  }
}

async function linesOf(caller: Caller, token: string, missing: readonly string[] | null): Promise<string[]> {
  const { iss, exp } = decodeJwt(token);
  const lines = [
    'The token is taken here.',
    `  issuer    ${iss}`,
    `  kind      ${caller.kind}`,
    `  subject   ${caller.subject}`,
    `  bound to  ${caller.bound.join(', ') || 'nothing: it reaches the whole installation'}`,
    `  scopes    ${caller.scopes.join(' ') || 'none: it may ask nothing'}`,
    `  until     ${new Date((exp as number) * 1_000).toISOString()}`,
  ];
  if (missing === null) lines.push('Whether its organisations exist was not looked up: there is no database here.');
  for (const key of missing ?? []) lines.push(`There is no ${key}: whatever is asked of it is FORBIDDEN.`);
  return lines;
}

function linesOfRefusal({ rule, reason, issuer }: TokenRejection): string[] {
  return [`The token is refused here by the rule “${rule}”. ${reason}`, ...(issuer ? [`  issuer    ${issuer}`] : [])];
}

function ofApiKey(key: string): Explanation {
  const id = idOfApiKey(key);
  return {
    taken: false,
    lines: [
      id === null
        ? 'This begins like an API key and is not one: a part of it is missing, or there is too much.'
        : `This is the API key ${id}, and not a token. npm run apikey -- list says whether it is good.`,
    ],
  };
}
