/** Scores a list of titles by the judgements of a query: nDCG@10 and success@3. */
import type { JudgedQuery } from './judged-queries';

const FIRST = 10;

export interface Score {
  /** From 0 to 1: the grades of the first ten, weighted by their places, against the best order of all titles. */
  readonly ndcg: number;
  /** Whether what was looked for (grade 3) is among the first three. */
  readonly success: boolean;
}

/**
 * @param all every title of the catalogue, each once
 * @returns a function that scores titles in their order
 */
export function scorerOf({ gradeOf }: JudgedQuery, all: readonly string[]): (found: readonly string[]) => Score {
  const best = all
    .map(gradeOf)
    .sort((one, other) => other - one)
    .slice(0, FIRST);
  return (found) => {
    const grades = found.slice(0, FIRST).map(gradeOf);
    return { ndcg: gain(grades) / gain(best), success: grades.slice(0, 3).includes(3) };
  };
}

function gain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2), 0);
}

/** @returns the means, rounded to three decimals */
export function meanOf(scores: readonly Score[]): { ndcg: number; success: number } {
  const mean = (of: (score: Score) => number) =>
    Math.round((1_000 * scores.reduce((sum, score) => sum + of(score), 0)) / scores.length) / 1_000;
  return { ndcg: mean(({ ndcg }) => ndcg), success: mean(({ success }) => Number(success)) };
}
