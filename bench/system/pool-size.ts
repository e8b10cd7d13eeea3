/** The number of connections of each service to the database. */
export const POOL_SIZE = 10;
