/** Reads the setting TOKEN_ISSUERS: whose tokens are accepted. docs/tokens.md explains it. */
import { z } from 'zod';
import { claimsMapping } from './claims-mapping';

export const ASYMMETRIC = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
] as const;

const filled = z.string({ error: 'Write a text.' }).min(1, 'Write a text.');

const issuerSettings = z.array(
  z.strictObject({
    issuer: filled,
    audience: filled,
    jwksUri: z.url({ protocol: /^https?$/, error: 'Write an address such as https://…' }),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,29}$/, 'Write a short name in small letters, such as vidis.')
      .optional(),
    algorithms: z
      .array(z.enum(ASYMMETRIC, { error: `Write some of ${ASYMMETRIC.join(', ')}.` }))
      .min(1, 'Name at least one.')
      .optional(),
    claims: claimsMapping.optional(),
  }),
);

export type IssuerSettings = z.output<typeof issuerSettings>[number];

/** Returns the issuers in a JSON text, or every mistake in it with its place. The message does not repeat values. */
export function readIssuerSettings(text: string): IssuerSettings[] | { mistakes: string[] } {
  const read = issuerSettings.safeParse(parseJson(text));
  if (read.success) return read.data;
  const { issues } = read.error;
  if (issues.some(({ path }) => path.length === 0)) {
    const example = '[{"issuer":"https://…","audience":"freischalter","jwksUri":"https://…"}]';
    return { mistakes: [`Write a JSON array such as ${example}.`] };
  }
  return { mistakes: issues.map(describeIssue) };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  if (issue.code === 'unrecognized_keys') return `${place}: “${issue.keys.join('”, “')}” is not known. Take it out.`;
  if (issue.code === 'invalid_type' && /^Invalid input/.test(issue.message))
    return `${place}: This is missing or wrong.`;
  return `${place}: ${issue.message}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
