/** Connections to the database of each service. */
export const POOL_SIZE = 10;
