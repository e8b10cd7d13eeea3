import type { Changes } from './changes';

interface Entry<Value> {
  readonly value: Value;
  readonly size: number;
  /** Of what it was made. */
  readonly names: readonly string[];
  /** The generation in which none of them had changed since it was read. */
  good: number;
}

/** Values by key, each good until something that it was made of changes. The one used longest ago goes first. */
export class KeptUntilChanged<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private size = 0;

  /**
   * @param capacity the sum of the sizes of what is kept
   * @param sizeOf in the unit of the capacity; 1 each where it is left out
   */
  constructor(
    private readonly changes: Pick<Changes, 'generation' | 'changedSince'>,
    private readonly capacity: number,
    private readonly sizeOf: (value: Value) => number = () => 1,
  ) {}

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.remove(key);
    const generation = this.changes.generation();
    if (generation === null) return undefined;
    if (entry.good !== generation && this.changes.changedSince(entry.good, entry.names)) return undefined;
    entry.good = generation;
    this.add(key, entry);
    return entry.value;
  }

  /**
   * @param readIn the generation before the reading began; where a name has changed since then, nothing is kept
   * @param names of what the value was made of, as tell-of-change.ts tells of them
   */
  keep(key: string, value: Value, readIn: number | null, names: readonly string[]): void {
    if (readIn === null || this.changes.generation() === null || this.changes.changedSince(readIn, names)) return;
    this.remove(key);
    this.add(key, { value, names, good: readIn, size: this.sizeOf(value) });
    for (const [oldest] of this.entries) {
      if (this.size <= this.capacity) break;
      this.remove(oldest);
    }
  }

  private add(key: string, entry: Entry<Value>): void {
    this.entries.set(key, entry);
    this.size += entry.size;
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.size -= entry.size;
  }
}
