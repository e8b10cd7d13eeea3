/**
 * The words of the console in German and in English. Each page keeps its words beside it, as two objects of one shape,
 * so that a text that is missing in English does not compile.
 */
import { useSyncExternalStore } from 'react';

export type Language = 'de' | 'en';
// biome-ignore lint/suspicious/noExplicitAny: parameters of any text are taken over as they are.
type Text = string | ((...values: any[]) => string);
type SameShape<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : SameShape<Words[Key]>;
};
interface InBoth<Words> {
  readonly de: SameShape<Words>;
  readonly en: SameShape<Words>;
}
type Texts = { readonly [key: string]: Text | Texts };

export function inBoth<Words extends Texts>(de: Words, en: SameShape<Words>): InBoth<Words> {
  return { de: de as unknown as SameShape<Words>, en };
}

const KEY = 'freischalter-language';
const listeners = new Set<() => void>();
let language: Language = remembered();

function remembered(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'de';
  } catch {
    return 'de';
  }
}

export function setLanguage(next: Language): void {
  language = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // The language is German again in the next visit.
  }
  document.documentElement.lang = next;
  for (const listener of [...listeners]) listener();
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => language);
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWords<Words>(words: InBoth<Words>): SameShape<Words> {
  return words[useLanguage()];
}
