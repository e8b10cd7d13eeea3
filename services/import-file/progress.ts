/** Reports what an import does: a step that begins, or how far the current one has come. */
export type Progress = (what: string, count?: number) => void;
