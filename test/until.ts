const PATIENCE_MS = 60_000;

/**
 * Waits until a condition holds, however long a busy machine takes.
 *
 * @param what names the condition in the error where it never holds
 */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await holds()); await new Promise((done) => setTimeout(done, 10))) {
    if (Date.now() > end) throw new Error(`Still not so: ${what}`);
  }
}
