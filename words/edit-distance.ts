/**
 * The number of letters in which two words differ: a missing, an additional and a different letter count as one, and so do
 * two neighbouring letters that are swapped (optimal string alignment).
 */
export function editDistance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  let twoBefore: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (before[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (before[j - 1] as number) + Number(a[i - 1] !== b[j - 1]),
        swapped ? (twoBefore[j - 2] as number) + 1 : Infinity,
      );
    }
    twoBefore = before;
    before = row;
  }
  return before[b.length] as number;
}
