/** The types of @apollo/gateway that this folder uses, under the names that it gives them. */
import type { GatewayConfig, GraphQLDataSource } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';

export type GatewayInterface = NonNullable<ApolloServerOptionsWithGateway<BaseContext>['gateway']>;
export type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;
export type Incoming = Parameters<Executor>[0];
export type Outcome = Awaited<ReturnType<Executor>>;

export type DidResolveQueryPlan = NonNullable<GatewayConfig['experimental_didResolveQueryPlan']>;
export type Resolved = Parameters<DidResolveQueryPlan>[0];
export type QueryPlan = Resolved['queryPlan'];
export type QueryPlanCache = NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']>;
type AnyNode = NonNullable<Resolved['queryPlan']['node']>;
export type PlanNode = Exclude<AnyNode, { kind: 'Subscription' }>;
export type FetchNode = Extract<AnyNode, { kind: 'Fetch' }>;
export type Required = NonNullable<FetchNode['requires']>[number];
export type Rewrite = NonNullable<FetchNode['inputRewrites']>[number];
export type DataSources = Readonly<Record<string, GraphQLDataSource | undefined>>;

/** A part of the operation, or of its plan, is left to the stock executor. */
export class NotCovered extends Error {}
