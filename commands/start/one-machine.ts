/** The gateway and the services in one process, which talk to each other without a network. */
import type { Logger } from 'pino';
import { SERVICES, type Service } from '../../database/roles';
import type { Settings } from '../../environment';
import type { LocalSubgraph } from '../../gateway/subgraphs/local-transport';
import type { SubgraphQuestion } from '../../gateway/subgraphs/transport';
import { createRequestSeals } from '../../request/signing/sealed-request';
import type { Telemetry } from '../../telemetry/telemetry';
import { administrationOf } from './administration';
import { type GatewayExtras, startGateway } from './gateway';
import type { Lifecycle } from './lifecycle';
import { openService, serviceSettings } from './services';

export interface OneMachineOptions extends GatewayExtras {
  /** The address of the database for each service, with its own role. */
  readonly databaseUrls: Readonly<Record<Service, string>>;
  /** How many connections each service may have. */
  readonly poolSize: number;
  readonly log: Logger;
  readonly telemetry: (part: string) => Telemetry;
}

/** @returns the address at which the gateway listens */
export async function startOneMachine(
  settings: Settings,
  { databaseUrls, poolSize, log, telemetry, ...extras }: OneMachineOptions,
  lifecycle: Lifecycle,
): Promise<string> {
  const { seal, open } = createRequestSeals<SubgraphQuestion>();
  const opened = async (service: Service) => {
    const options = {
      databaseUrl: databaseUrls[service],
      poolSize,
      /** Without a key, these services accept nothing over HTTP. */
      signingKeys: [],
      settings: serviceSettings(settings),
      open,
      log,
      telemetry: telemetry(service),
    };
    const { local } = await openService(service, options, lifecycle);
    return [service, { ...local, seal }] as const;
  };
  const locals = Object.fromEntries(await Promise.all(SERVICES.map(opened))) as Record<Service, LocalSubgraph>;
  const administration = administrationOf(settings, log, lifecycle);
  return startGateway(settings, locals, log, lifecycle, telemetry('gateway'), { ...extras, administration });
}
