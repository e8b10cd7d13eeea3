import { ErrorInPlaces } from './error-places';
import type { ErrorPath } from './visible-path';

/** Why a field may not be asked for, in words for the client. Cheap to make: an operation may have hundreds of them. */
export interface FieldDenial {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly [further: string]: unknown };
}

/** What is denied for one reason, in all its places in the answer. */
export class DeniedFieldError extends ErrorInPlaces {
  constructor({ message, extensions }: FieldDenial, places: readonly [ErrorPath, ...ErrorPath[]]) {
    super(message, { first: places, more: 0 }, { extensions });
  }
}
