/**
 * Two parts of this program disagree that must agree, so any answer would be a guess. A fault is counted
 * (`freischalter_faults_total`) and logged where it is found, and the operation fails: it is never answered in part.
 */
export class Fault extends Error {
  /**
   * @param kind under which it is counted
   * @param facts that the operator needs to find its cause, without secrets
   */
  constructor(
    readonly kind: FaultKind,
    message: string,
    readonly facts: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** `listed-but-denied`: a list contains a title that the access rule denies. */
type FaultKind = 'listed-but-denied';
