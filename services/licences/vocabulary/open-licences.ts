/**
 * Open licences: with one of these a title needs no entitlement. Nothing else opens a title: a licence that is not known here
 * is kept and reported, and the title stays closed.
 */

interface OpenLicence {
  /** As SPDX writes it: `CC-BY-SA-4.0`. */
  readonly id: string;
  readonly url: string;
}

const BASE = 'https://creativecommons.org';
const VERSIONS = ['1.0', '2.0', '2.5', '3.0', '4.0'];
const KINDS = ['BY', 'BY-SA', 'BY-ND', 'BY-NC', 'BY-NC-SA', 'BY-NC-ND'];

export const OPEN_LICENCES: readonly OpenLicence[] = [
  { id: 'CC0-1.0', url: `${BASE}/publicdomain/zero/1.0/` },
  { id: 'CC-PDM-1.0', url: `${BASE}/publicdomain/mark/1.0/` },
  ...KINDS.flatMap((kind) =>
    VERSIONS.map((version) => ({
      id: `CC-${kind}-${version}`,
      url: `${BASE}/licenses/${kind.toLowerCase()}/${version}/`,
    })),
  ),
];

const byId = new Map(OPEN_LICENCES.map((licence) => [licence.id, licence]));
const byAddress = new Map(OPEN_LICENCES.map((licence) => [addressKey(licence.url), licence]));

export function openLicenceOf(id: string): OpenLicence | undefined {
  return byId.get(id);
}

/** @param written an id, or the address of the licence; of a national version that of the licence that it is a version of */
export function readOpenLicence(written: string): OpenLicence | undefined {
  return byId.get(written.toUpperCase()) ?? byAddress.get(addressKey(written));
}

function addressKey(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/^(creativecommons\.org\/(?:licenses|publicdomain)\/[a-z-]+\/\d\.\d)(?:\/.*)?$/, '$1');
}
