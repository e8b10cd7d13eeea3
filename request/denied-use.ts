/** A use that was wanted and denied: a service tells the gateway with its answer, and the gateway records it. */
export interface DeniedUse {
  /** The id of the school, `NW:100000`. */
  readonly school: string;
  /** The id of the title. */
  readonly title: string;
  readonly action: 'NOT_LICENSED' | 'LIMIT_EXCEEDED';
  /** The action as clients write it, `STREAM`. */
  readonly right: string;
  /** `PUPIL` */
  readonly audience: string;
}
