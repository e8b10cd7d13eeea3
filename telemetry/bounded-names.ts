/**
 * Label values that clients choose. Each new one costs memory here and in every Prometheus, so a number of them is
 * accepted and all others become `other`. Names that are known in advance are always accepted.
 */
export class BoundedNames {
  private readonly taken = new Set<string>();

  constructor(private readonly most: number) {}

  add(names: Iterable<string>): void {
    for (const name of names) this.taken.add(name);
  }

  /** @param newcomer whether the name may be taken now, where it is not yet */
  of(name: string, newcomer = true): string {
    if (this.taken.has(name)) return name;
    if (!newcomer || this.taken.size >= this.most) return 'other';
    this.taken.add(name);
    return name;
  }
}
