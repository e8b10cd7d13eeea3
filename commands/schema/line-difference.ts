/** Where two texts differ, in lines, in the format of `diff -u`. */
const CONTEXT = 2;

/** @returns at most `maximum` lines, with their signs; empty where the texts are equal */
export function lineDifference(before: string, after: string, maximum: number): string[] {
  const changes = editScript(before.split('\n'), after.split('\n'));
  const isNear = (index: number) =>
    changes.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((line) => !line.startsWith(' '));
  const lines: string[] = [];
  changes.forEach((line, index) => {
    if (!isNear(index)) return;
    if (index > 0 && !isNear(index - 1)) lines.push('…');
    lines.push(line);
  });
  if (lines.length <= maximum) return lines;
  return [...lines.slice(0, maximum), `… and ${lines.length - maximum} lines more`];
}

/** Returns every line of both texts once, with `-`, `+` or a blank before it, by their longest common subsequence. */
function editScript(before: readonly string[], after: readonly string[]): string[] {
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const length = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = common[i] as Uint32Array;
      row[j] = before[i] === after[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const script: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      script.push(` ${before[i]}`);
      i++;
      j++;
    } else if (j === after.length || (i < before.length && length(i + 1, j) >= length(i, j + 1))) {
      script.push(`-${before[i++]}`);
    } else {
      script.push(`+${after[j++]}`);
    }
  }
  return script;
}
