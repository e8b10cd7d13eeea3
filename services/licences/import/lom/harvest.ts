/** Harvests records of LOM by OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html), page by page. */
import type { FileRecord } from '../../../import-file/file-record';
import { importError } from '../../../import-file/import-error';
import { readXmlElements, type XmlElement } from '../../../import-file/xml-elements';
import { LOM_RECORDS } from './lom-record';

/** The time limit of one page. */
const TIMEOUT_MS = 120_000;
/** How often a repository may postpone an answer by 503 with Retry-After, and for how long at most. */
const PATIENCE = { times: 5, seconds: 300 } as const;

const PAGES = {
  ...LOM_RECORDS,
  isRecord: (name: string, depth: number) =>
    LOM_RECORDS.isRecord(name, depth) || name === 'resumptionToken' || name === 'error',
};

/**
 * @param address the address of the first page: `https://…?verb=ListRecords&metadataPrefix=oai_lom-eaf`
 * @throws ImportError where a page does not arrive, or the repository refuses
 */
export async function* harvest(address: string): AsyncGenerator<FileRecord> {
  const tokens = new Set<string>();
  let page: URL | undefined = new URL(address);
  while (page) {
    let token = '';
    for await (const found of readXmlElements(await fetchPage(page), PAGES)) {
      const element = 'record' in found ? (found.record as XmlElement) : undefined;
      if (element?.name === 'resumptionToken') token = element.text.trim();
      else if (element?.name === 'error') throw importError(null, refusal(element));
      else yield found;
    }
    if (tokens.has(token))
      throw importError(null, 'the repository gives the same page again; its harvest does not end');
    tokens.add(token);
    page = token === '' ? undefined : nextPage(page, token);
  }
}

/** Further pages are requested by the token only. */
function nextPage({ origin, pathname }: URL, token: string): URL {
  const next = new URL(pathname, origin);
  next.search = new URLSearchParams({ verb: 'ListRecords', resumptionToken: token }).toString();
  return next;
}

async function fetchPage(page: URL): Promise<AsyncIterable<Uint8Array>> {
  for (let times = 0; ; times += 1) {
    const response = await fetch(page, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' }).catch(
      (error) => {
        throw importError(null, `the repository does not answer: ${error.cause?.message ?? error.message}`);
      },
    );
    const seconds = Number(response.headers.get('retry-after'));
    if (response.ok && response.body) return response.body;
    await response.body?.cancel();
    if (response.status !== 503 || !seconds || seconds > PATIENCE.seconds || times >= PATIENCE.times)
      throw importError(null, `the repository answers with HTTP ${response.status}`);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  }
}

function refusal({ attributes, text }: XmlElement): string {
  return `the repository refuses: ${attributes.code ?? 'error'} ${text.trim()}`.trim();
}
