/** Reads what a page sent: named fields of a JSON object, each with a form that it must have. */
import { badUserInput } from '../../request/client-errors';
import { isObject } from '../../request/values/plain-objects';

export interface Fields {
  /** @throws BAD_USER_INPUT where it has another form, or is missing */
  text(name: string, form: RegExp, inWords: string): string;
  /** Undefined where it is left out or null. */
  optionalText(name: string, form: RegExp, inWords: string): string | undefined;
  texts(name: string, form: RegExp, inWords: string): readonly string[];
  isSet(name: string): boolean;
  optionalCount(name: string): number | undefined;
}

/** @throws BAD_USER_INPUT where the body is not an object */
export function fieldsOf(body: unknown): Fields {
  if (!isObject(body)) throw badUserInput('Send a JSON object.');

  function optionalText(name: string, form: RegExp, inWords: string): string | undefined {
    const value = (body as Record<string, unknown>)[name] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || !form.test(value)) throw badUserInput(`${name}: must be ${inWords}.`);
    return value;
  }

  return {
    optionalText,
    text(name, form, inWords) {
      const value = optionalText(name, form, inWords);
      if (value === undefined) throw badUserInput(`${name}: is missing. It must be ${inWords}.`);
      return value;
    },
    texts(name, form, inWords) {
      const value = body[name] ?? [];
      const isRight = Array.isArray(value) && value.length <= MOST && value.every((one) => isText(one, form));
      if (!isRight) throw badUserInput(`${name}: must be a list of at most ${MOST}, each ${inWords}.`);
      return value as string[];
    },
    isSet: (name) => body[name] === true,
    optionalCount(name) {
      const value = body[name] ?? undefined;
      if (value === undefined) return undefined;
      if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 9_999_999)
        throw badUserInput(`${name}: must be a number from 0 to 9999999.`);
      return value as number;
    },
  };
}

const MOST = 50;

function isText(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
