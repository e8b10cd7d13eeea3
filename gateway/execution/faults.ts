/**
 * Collects the faults of one execution: each cause once, with the places of the answer that it left empty.
 *
 * A fetch notes which objects lost which fields; the places are found when the answer is completed. So an unavailable
 * service costs a note for each object, and no Error object.
 */
import { GraphQLError } from 'graphql';
import { isObject } from '../../request/values/plain-objects';
import { ErrorInPlaces, FIRST_PLACES, MAX_ERRORS } from '../errors/error-places';
import { lostWithAnother, subgraphUnavailable } from '../errors/errors';
import { type Data, reader } from './data';
import type { Origins } from './origins';

export type Path = readonly (string | number)[];

export interface Cause {
  readonly error: GraphQLError;
  /** Where the error is reported if nothing in the answer is missing because of it; null where it is not reported then. */
  readonly asked: Path | null;
  readonly reason?: string | undefined;
  readonly places: Path[];
  count: number;
}

/** What a question left without an answer; null where the subgraph said that there is nothing. */
interface Loss {
  readonly names: ReadonlySet<string>;
  readonly cause: Cause | null;
}

interface Losses {
  readonly ofQuestions: Loss[];
  /** By field: the error that a subgraph reported for it, or for something in it. */
  reported?: Map<string, Cause>;
}

const TOO_MANY = 'There were more errors than can be reported.';

export class Faults {
  private readonly causes = new Map<string, Cause>();
  private readonly losses = new Map<Data, Losses>();
  private kept = 0;

  constructor(
    private readonly answer: Data,
    private readonly origins: Origins,
  ) {}

  /** True until the first fault. */
  get isEmpty(): boolean {
    return this.causes.size === 0;
  }

  /** @param key the same for all faults that are reported as one error */
  cause(key: string, asked: Path | null, make: () => GraphQLError, reason?: string): Cause {
    const known = this.causes.get(key);
    if (known) return known;
    // The last cause stands for all further ones.
    if (this.causes.size >= MAX_ERRORS - 1 && key !== TOO_MANY)
      return this.cause(TOO_MANY, [], () => new GraphQLError(TOO_MANY));
    const cause = { error: make(), asked, reason, places: [], count: 0 };
    this.causes.set(key, cause);
    return cause;
  }

  /** The cause for fields that were lost because another field of their question failed. */
  withAnother(service: string): Cause {
    return this.cause(`${service} lost`, null, () => lostWithAnother(service));
  }

  /** @param cause null where the subgraph said that there is no such object */
  lost(objects: Iterable<Data>, names: ReadonlySet<string>, cause: Cause | null): void {
    const loss = { names, cause };
    for (const object of objects) this.of(object).ofQuestions.push(loss);
  }

  /** Adds what a subgraph said about one place; called when its answer is merged. */
  report(cause: Cause, path: Path): void {
    this.add(cause, path);
    const { object, name } = this.holderOf(path);
    const losses = this.of(object);
    losses.reported ??= new Map();
    if (name !== undefined && !losses.reported.has(name)) losses.reported.set(name, cause);
  }

  /**
   * Called where nothing came for a field of an object.
   *
   * @param required the fields that may not be null: where one of them failed, the object is lost with all its fields
   * @returns whether an error says why; otherwise the subgraph said that the field is null
   */
  missing(object: Data, name: string, path: Path, required: ReadonlySet<string>): boolean {
    const losses = this.losses.get(object);
    if (losses?.reported?.has(name)) return true;
    const cause = losses && causeOf(losses, name);
    if (cause === null) return false;
    const failed = losses?.reported?.keys() ?? [];
    for (const other of failed) if (required.has(other) && isNothing(reader(other)(object))) return true;
    const service = this.origins(path);
    if (cause) this.add(cause, path);
    else if (losses?.reported && object !== this.answer && service !== undefined)
      this.add(this.withAnother(service), path);
    else this.broken(path, 'nothing came');
    return true;
  }

  /**
   * Called where a value does not fit the schema, or is null where null is not allowed. It is reported unless an error
   * explains it.
   */
  broken(path: Path, reason: string): void {
    const { object, name = '' } = this.holderOf(path);
    const losses = this.losses.get(object);
    if (losses?.reported?.has(name)) return;
    const known = losses && causeOf(losses, name);
    if (known) {
      this.add(known, path);
      return;
    }
    const service = this.origins(path);
    const error = () => (service === undefined ? new GraphQLError(reason) : subgraphUnavailable(service));
    this.add(this.cause(`broken ${service}`, [], error, reason), path);
  }

  get errors(): ErrorInPlaces[] {
    return [...this.causes.values()].flatMap(({ error, asked, places, count, reason }) => {
      if (count === 0 && asked === null) return [];
      const first = count > 0 ? places : [asked ?? []];
      const { message, extensions, originalError } = error;
      const more = Math.max(0, count - places.length);
      return [new ErrorInPlaces(message, { first, more }, { extensions, originalError }, reason)];
    });
  }

  private add(cause: Cause, path: Path): void {
    cause.count += 1;
    if (cause.places.length >= FIRST_PLACES && this.kept >= MAX_ERRORS) return;
    this.kept += 1;
    cause.places.push([...path]);
  }

  private of(object: Data): Losses {
    let losses = this.losses.get(object);
    if (!losses) {
      losses = { ofQuestions: [] };
      this.losses.set(object, losses);
    }
    return losses;
  }

  /** Returns the last object on a path that exists, and the field of it in which the rest lies. */
  private holderOf(path: Path): { readonly object: Data; readonly name: string | undefined } {
    let object = this.answer;
    let name: string | undefined;
    let value: unknown = this.answer;
    for (const key of path) {
      if (isObject(value)) {
        object = value;
        name = String(key);
      }
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) break;
      value = (value as Data)[key];
    }
    return { object, name };
  }
}

/**
 * Returns the cause from the question that asked for the field; otherwise any cause about the object, because the
 * plan may not have asked for the field after that.
 */
function causeOf({ ofQuestions }: Losses, name: string): Cause | null | undefined {
  const own = ofQuestions.find(({ names, cause }) => cause && names.has(name));
  if (own) return own.cause;
  if (ofQuestions.some(({ names, cause }) => cause === null && names.has(name))) return null;
  const other = ofQuestions.find(({ cause }) => cause)?.cause;
  return other ?? (ofQuestions.length > 0 ? null : undefined);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
