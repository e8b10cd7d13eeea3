/** The organisations and subjects that share a bulkhead, and what each holds and waits for. */
import type { Caller } from '../../caller/caller';
import { LinkedList, ListEntry } from './linked-list';
import { Ranking } from './ranking';

/** Who shares, and by what: a Caller, or somebody of whom less is known. */
export interface Sharer extends Pick<Caller, 'subject' | 'bound'> {
  readonly kind: string;
}

class Organisation<Waiter> {
  held = 0;
  waiting = 0;
  readonly subjects = new Map<string, Subject<Waiter>>();
  /** Its subjects that wait. The ranking is made when the first one does. */
  waiters: Contenders<Subject<Waiter>> | undefined;
  readonly byHeld = new ListEntry<Organisation<Waiter>>(this);
  readonly byDemand = new ListEntry<Organisation<Waiter>>(this);

  constructor(readonly key: string) {}

  get demand(): number {
    return this.held + this.waiting;
  }
}

export class Subject<Waiter> {
  held = 0;
  /** It is made when the first one waits. */
  queue: LinkedList<Waiter> | undefined;
  readonly byHeld = new ListEntry<Subject<Waiter>>(this);
  readonly byDemand = new ListEntry<Subject<Waiter>>(this);

  constructor(
    readonly key: string,
    readonly organisation: Organisation<Waiter>,
  ) {}

  get waiting(): number {
    return this.queue?.size ?? 0;
  }

  get demand(): number {
    return this.held + this.waiting;
  }
}

interface Contender<Self> {
  readonly held: number;
  readonly waiting: number;
  /** What it holds and waits for together. */
  readonly demand: number;
  readonly byHeld: ListEntry<Self>;
  readonly byDemand: ListEntry<Self>;
}

/** Those that wait. */
class Contenders<One extends Contender<One>> {
  private readonly byHeld = new Ranking<One>();
  private readonly byDemand = new Ranking<One>();

  /** To be called whenever what it holds or waits for has changed. */
  update(one: One): void {
    if (one.waiting > 0) {
      this.byHeld.put(one.byHeld, one.held);
      this.byDemand.put(one.byDemand, one.demand);
    } else {
      this.byHeld.remove(one.byHeld);
      this.byDemand.remove(one.byDemand);
    }
  }

  /** The one that holds the fewest places; of several, the one that has held that number longest. */
  get neediest(): One | undefined {
    return this.byHeld.first;
  }

  /** Those that hold fewer places than this, the fewest first. */
  holdingFewerThan(places: number): Iterable<One> {
    return this.byHeld.below(places);
  }

  get greediest(): One | undefined {
    return this.byDemand.last;
  }
}

/** This many idle ones are remembered: creating them again for each request took longer than the request's turn. */
const KEPT_IDLE = 1_000;

/** Remembers those that hold or wait for something, and a bounded number of others. */
export class Sharers<Waiter> {
  private subjectCount = 0;
  private readonly organisations = new Map<string, Organisation<Waiter>>();
  private readonly waiters = new Contenders<Organisation<Waiter>>();

  /** For metrics. */
  get size(): number {
    return this.subjectCount;
  }

  /** Whoever asks for a subject and leaves it idle must have it forgotten. */
  subjectOf(sharer: Sharer): Subject<Waiter> {
    const key = organisationOf(sharer);
    let organisation = this.organisations.get(key);
    if (!organisation) {
      organisation = new Organisation(key);
      this.organisations.set(key, organisation);
    }
    let subject = organisation.subjects.get(sharer.subject);
    if (!subject) {
      subject = new Subject(sharer.subject, organisation);
      this.subjectCount += 1;
      organisation.subjects.set(sharer.subject, subject);
    }
    return subject;
  }

  removeIdle({ key, demand, organisation }: Subject<Waiter>): void {
    if (demand > 0 || this.subjectCount <= KEPT_IDLE) return;
    if (organisation.subjects.delete(key)) this.subjectCount -= 1;
    if (organisation.subjects.size === 0) this.organisations.delete(organisation.key);
  }

  hold(subject: Subject<Waiter>, change: number): void {
    subject.held += change;
    subject.organisation.held += change;
    this.update(subject);
  }

  enqueue(subject: Subject<Waiter>, waiter: ListEntry<Waiter>): void {
    subject.queue ??= new LinkedList();
    subject.queue.append(waiter);
    subject.organisation.waiting += 1;
    this.update(subject);
  }

  dequeue(subject: Subject<Waiter>, waiter: ListEntry<Waiter>): void {
    (subject.queue as LinkedList<Waiter>).remove(waiter);
    subject.organisation.waiting -= 1;
    this.update(subject);
  }

  /**
   * Returns whose turn it is: in the organisation that holds the fewest places, the subject that holds the fewest, if
   * both may hold more. One that may not is passed over: it holds at least as many as a subject may, so there are few
   * of them.
   *
   * @param mostOfSubject a subject that holds fewer may hold more, and so for an organisation
   */
  next(mostOfSubject: number, mostOfOrganisation: number): Subject<Waiter> | undefined {
    for (const { waiters } of this.waiters.holdingFewerThan(mostOfOrganisation)) {
      const subject = waiters?.neediest;
      if (subject && subject.held < mostOfSubject) return subject;
    }
    return undefined;
  }

  /** Whose newest waiter makes room for one more of this subject; null where nobody has more than it then has. */
  whoMakesRoomFor(subject: Subject<Waiter>): Subject<Waiter> | null {
    const own = subject.organisation;
    const greediest = this.waiters.greediest;
    if (greediest && greediest.demand > own.demand + 1) return greediest.waiters?.greediest ?? null;
    const within = own.waiters?.greediest;
    return within && within.demand > subject.demand + 1 ? within : null;
  }

  private update(subject: Subject<Waiter>): void {
    const { organisation } = subject;
    if (organisation.waiting === 0 && !organisation.waiters) return;
    this.waiters.update(organisation);
    organisation.waiters ??= new Contenders();
    organisation.waiters.update(subject);
  }
}

/**
 * Tells by what a caller shares with others. One that is bound to several organisations shares with those that are bound to
 * the same ones: it takes nothing from those bound to one of them. Without any, which is an operator or the gateway
 * itself, it stands for itself.
 */
export function organisationOf({ kind, subject, bound }: Sharer): string {
  if (bound.length === 1) return bound[0] as string;
  return bound.length === 0 ? `${kind} ${subject}` : [...bound].sort().join(' ');
}
