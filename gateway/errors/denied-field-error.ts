import { ErrorInPlaces } from './error-places';
import type { ErrorPath } from './visible-path';

/**
 * Why a field may not be asked for, in words for the client. It is cheap to make, because an operation may have
 * hundreds of them.
 */
export interface FieldDenial {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly [further: string]: unknown };
}

/** What is denied for one reason, with all its places in the answer. */
export class DeniedFieldError extends ErrorInPlaces {
  constructor({ message, extensions }: FieldDenial, places: readonly [ErrorPath, ...ErrorPath[]]) {
    super(message, { first: places, more: 0 }, { extensions });
  }
}
