/** The usage service: records uses of titles, and adds them up by month. */
import type { Logger } from 'pino';
import { connect } from '../../database/connection';
import { makeSubgraphSchema, type SubgraphDefinition } from '../subgraph/schema';
import { createSubgraph, type Subgraph } from '../subgraph/server';
import { School, SchoolAuthority, Title } from './entities';
import { RecordingResolver } from './recording/recording-resolver';
import { AuthorityUsageResolver, SchoolUsageResolver, TitleUsageResolver } from './sums/sums-resolver';

type Reference = { id: string };

export const usageDefinition: SubgraphDefinition = {
  resolvers: [RecordingResolver, SchoolUsageResolver, TitleUsageResolver, AuthorityUsageResolver],
  entities: [School, Title, SchoolAuthority],
  references: {
    School: ({ id }: Reference) => Object.assign(new School(), { id }),
    Title: ({ id }: Reference) => Object.assign(new Title(), { id }),
    SchoolAuthority: ({ id }: Reference) => Object.assign(new SchoolAuthority(), { id }),
  },
};

export interface UsageServiceOptions {
  /** With the role of this service, which owns nothing. */
  readonly databaseUrl: string;
  readonly poolSize?: number;
  readonly hopKeys: readonly string[];
  readonly log: Logger;
}

export async function createUsageService(options: UsageServiceOptions): Promise<Subgraph> {
  const { databaseUrl, poolSize = 10, hopKeys, log } = options;
  const { schema } = await makeSubgraphSchema(usageDefinition);
  const dataSource = await connect(databaseUrl, { poolSize, applicationName: 'freischalter usage' });
  const subgraph = await createSubgraph({ name: 'usage', schema, dataSource, hopKeys, log });
  return {
    server: subgraph.server,
    async stop() {
      await subgraph.stop();
      await dataSource.destroy();
    },
  };
}
