export const DEADLINE_LISTS = ['EXPIRING', 'STARTING', 'NOTICE_DUE'] as const;
export type DeadlineList = (typeof DEADLINE_LISTS)[number];
