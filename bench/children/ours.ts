/**
 * Runs our gateway with everything that it does at an installation. Its subgraphs run in other processes or in this
 * one.
 */
import { readFileSync } from 'node:fs';
import pino from 'pino';
import { setHeapGrowth } from '../../commands/start/heap';
import type { Service } from '../../database/roles';
import { createGateway } from '../../gateway/gateway';
import type { Issuer } from '../../gateway/identity/token-verifier';
import type { LocalSubgraph } from '../../gateway/subgraphs/local-transport';
import type { SubgraphAnswer } from '../../gateway/subgraphs/subgraph-answer';
import type { SubgraphQuestion } from '../../gateway/subgraphs/transport';
import { createRequestSeals } from '../../request/signing/sealed-request';
import { createLog } from '../../telemetry/log';
import { answerKey, entitiesAsked, keyParts, type RecordedAnswers, withoutName } from '../gateway/recorded-answers';
import { fail, serveParent, settings } from './child-process';
import { startProfile, stopProfile } from './cpu-profile';

export interface OurSettings {
  /** The path of the supergraph, with its directives. */
  readonly supergraph: string;
  readonly issuer: Issuer;
  readonly signingKeys: readonly string[];
  /**
   * The addresses of subgraphs over HTTP, the databases of subgraphs in this process, or a file of recorded answers.
   */
  readonly subgraphs:
    | { readonly addresses: Readonly<Record<Service, string>> }
    | { readonly databases: Readonly<Record<Service, string>> }
    | { readonly recorded: string };
  /**
   * Whether each request writes a log line, which is discarded, and counts for rate limits, which are never reached.
   */
  readonly watched?: boolean;
}

const options = settings<OurSettings>();
const UNREACHED = 1e12;
setHeapGrowth();
/** Seals requests between the gateway and the subgraphs of this process. */
const { seal, open } = createRequestSeals<SubgraphQuestion>();

async function start(): Promise<void> {
  const { subgraphs, stop } = await reach(options.subgraphs);
  const gateway = await createGateway({
    port: 0,
    host: '127.0.0.1',
    subgraphs,
    supergraph: readFileSync(options.supergraph, 'utf8'),
    signingKeys: options.signingKeys,
    issuers: [options.issuer],
    production: true,
    log: options.watched
      ? createLog('info', pino.destination('/dev/null')).child({ service: 'gateway' })
      : createLog('error', pino.destination(2)),
    ...(options.watched && {
      rate: {
        perSubject: UNREACHED,
        perOrganisation: UNREACHED,
        cost: { perSubject: UNREACHED / 1e6, perOrganisation: UNREACHED / 1e6 },
      },
    }),
  });
  serveParent(`${gateway.url}/graphql`, profiled, async () => {
    await gateway.stop();
    await stop();
  });
}

async function profiled({ profile }: { profile: 'start' | 'stop' }): Promise<object> {
  if (profile === 'stop') return stopProfile();
  await startProfile();
  return {};
}

interface Reached {
  readonly subgraphs: Readonly<Record<string, string | LocalSubgraph>>;
  stop(): Promise<void>;
}

async function reach(where: OurSettings['subgraphs']): Promise<Reached> {
  const nothing = async () => undefined;
  if ('addresses' in where) return { subgraphs: where.addresses, stop: nothing };
  if ('recorded' in where) {
    const recorded: RecordedAnswers = new Map(JSON.parse(readFileSync(where.recorded, 'utf8')));
    const named = (name: string) => [name, answersOf(name, recorded)] as const;
    return { subgraphs: Object.fromEntries(['licences', 'schools', 'usage'].map(named)), stop: nothing };
  }
  const { openSubgraphs } = await import('../system/subgraphs');
  const opened = await openSubgraphs(where.databases, options.signingKeys, open);
  const local = opened.map(({ name, subgraph }) => [name, { ...subgraph.local, seal }] as const);
  return {
    subgraphs: Object.fromEntries(local),
    async stop() {
      for (const one of opened) await one.stop();
    },
  };
}

const MAX_QUERIES = 100;

type Make = () => SubgraphAnswer;
const MAKERS = new Map<string, Make>();

/**
 * Makes a new answer each time from values, as a subgraph in this process does. Parsing a text instead would count for
 * the gateway, which runs on this core.
 */
function makerOf(answer: string): Make {
  let make = MAKERS.get(answer);
  if (!make) {
    make = new Function(`return ${answer}`) as Make;
    MAKERS.set(answer, make);
  }
  return make;
}

/** Opens each request as a real subgraph does, and makes each answer anew, because the gateway may change it. */
function answersOf(subgraph: string, recorded: RecordedAnswers): LocalSubgraph {
  /**
   * The answers by the text of the question and the number of its entities; null where the answer depends on the
   * variables.
   */
  const byQuery = new Map<string, Map<number, Make | null>>();
  function onlyAnswer(question: SubgraphQuestion): Make | null {
    const { query } = question;
    const byCount = byQuery.get(query) ?? new Map<number, Make | null>();
    const count = entitiesAsked(question);
    const known = byCount.get(count);
    if (known !== undefined) return known;
    const asked = [...recorded].filter(([key]) => {
      const of = keyParts(key);
      return of.subgraph === subgraph && of.query === withoutName(query) && entitiesAsked(of) === count;
    });
    const [answer, ...others] = new Set(asked.map(([, answer]) => answer));
    const only = answer !== undefined && others.length === 0 ? makerOf(answer) : null;
    if (byQuery.size < MAX_QUERIES && byCount.size < MAX_QUERIES) byQuery.set(query, byCount.set(count, only));
    return only;
  }
  function answerTo(question: SubgraphQuestion): Make {
    const answer = recorded.get(answerKey(subgraph, question));
    if (answer === undefined) throw new Error(`${subgraph} was never asked ${question.query}`);
    return makerOf(answer);
  }
  return {
    seal,
    async ask(sealed) {
      const { question } = open(subgraph, sealed);
      return (onlyAnswer(question) ?? answerTo(question))();
    },
    ready: async () => undefined,
  };
}

start().catch(fail);
