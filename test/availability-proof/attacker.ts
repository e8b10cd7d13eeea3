/** A process that attacks, or sends as many lawful requests. It runs at a low priority, and ends with its parent. */
import { randomBytes } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import type { CallerKind } from '../../caller/caller';
import type { Assault, Attack, Fixture, Shots } from './attack';
import { ATTACKS } from './attacks';
import { largestLetIn } from './largest-let-in';
import { ask, sendLoad, stream } from './load';
import { CHECK_ACCESS } from './texts';

/** The only message of the parent. */
export interface Order {
  readonly fixture: Fixture;
  readonly seconds: number;
  /** The name of an attack; or a kind of caller and the number of lawful requests a second. */
  readonly attack: string | { readonly kind: CallerKind; readonly perSecond: number };
}

/** How long requests on their way may take when the time is up. */
const GRACE_MS = 1_000;
/** How long it may search for the largest accepted size. */
const LONGEST_TRYING_MS = 60_000;

setPriority(constants.priority.PRIORITY_LOW);
process.on('disconnect', () => process.exit(0));
process.once('message', (order: Order) => {
  void obey(order).then(
    (shots) => process.send?.(shots, () => process.exit(0)),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.('ready');

/** Reports that it begins, once it knows how large its requests may be. */
async function obey({ fixture, seconds, attack }: Order): Promise<Shots> {
  const found = ATTACKS.find(({ name }) => name === attack);
  const kind = typeof attack === 'string' ? found?.token : attack.kind;
  const run = randomBytes(4).toString('hex');
  let until = performance.now() + LONGEST_TRYING_MS;
  let words = 0;
  const assault: Assault = {
    fixture,
    token: kind && kind in fixture.tokens ? fixture.tokens[kind as CallerKind] : '',
    shots: { size: 1, sent: 0, answered: 0, refused: {}, bytesSent: 0, bytesRead: 0 },
    over: () => performance.now() >= until,
    unique() {
      words += 1;
      return `w${run}${words.toString(36)}x`;
    },
  };
  if (found && 'shot' in found) assault.shots.size = found.fits ? await largestLetIn(found, assault) : found.size;
  until = performance.now() + seconds * 1_000;
  process.send?.('begun');
  const work = typeof attack === 'string' ? found && commit(found, assault) : lawful(assault, attack.perSecond);
  const late = new Promise<void>((done) => setTimeout(done, seconds * 1_000 + GRACE_MS));
  await Promise.race([work, late]);
  return assault.shots;
}

async function commit(attack: Attack, assault: Assault): Promise<void> {
  if ('run' in attack) return attack.run(assault);
  const { size } = assault.shots;
  if (size > 0) await sendLoad(assault, attack.connections, (n) => attack.shot(assault, size, n));
}

/**
 * Everyday requests of any caller: pages, searches, a school, an access check. Each text is known after its first
 * request.
 */
function lawful(assault: Assault, perSecond: number): Promise<void> {
  const { schools, titles } = assault.fixture;
  const at = <Item>(items: readonly Item[], n: number) => items[n % items.length] as Item;
  const words = ['Foto', 'Vulkan', 'Klima', 'Jazz', 'Oper', 'Berlin', 'Wasser', 'Mathe'];
  const works = [
    () => ask(assault, 'query Page { titles(first: 20) { edges { node { id name } } } }'),
    (n: number) =>
      ask(
        assault,
        'query Search($words: String) { titles(first: 20, search: $words) { edges { node { id name } } } }',
        {
          words: at(words, n),
        },
      ),
    (n: number) =>
      ask(assault, 'query School($number: String!) { school(number: $number) { name city } }', {
        number: at(schools, n),
      }),
    (n: number) => ask(assault, CHECK_ACCESS, { number: at(schools, n), ids: [at(titles, n)] }),
  ];
  // Reporting may not ask for access.
  const allowed = assault.token === assault.fixture.tokens.reporting ? works.slice(0, 3) : works;
  return stream(assault, perSecond, (n) => at(allowed, n)(n));
}
