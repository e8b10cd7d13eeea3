/**
 * Makes objects whose keys a client may have chosen: they inherit nothing, so `__proto__`, `constructor` and `toString`
 * are keys like any other, and are laid out like those of a class. (Object.create(null) makes hash tables, which take
 * several times longer to fill and to write as JSON.)
 */
export function plainObjects(): new () => Record<string, unknown> {
  function Plain() {}
  Plain.prototype = Object.create(null);
  return Plain as never;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
