import type { Changes } from './changes';

interface Entry<Value> {
  readonly value: Value;
  readonly generation: number;
  readonly size: number;
}

/** Values by key, each good for the generation in which it was read. The one used longest ago goes first. */
export class KeptForGeneration<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private size = 0;

  /**
   * @param capacity the sum of the sizes of what is kept
   * @param sizeOf in the unit of the capacity; 1 each where it is left out
   */
  constructor(
    private readonly changes: Pick<Changes, 'generation'>,
    private readonly capacity: number,
    private readonly sizeOf: (value: Value) => number = () => 1,
  ) {}

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.remove(key);
    if (entry.generation !== this.changes.generation()) return undefined;
    this.add(key, entry);
    return entry.value;
  }

  /** @param readIn the generation before the reading began; what changed since then is not kept */
  keep(key: string, value: Value, readIn: number | null): void {
    if (readIn === null || readIn !== this.changes.generation()) return;
    this.remove(key);
    this.add(key, { value, generation: readIn, size: this.sizeOf(value) });
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
