/** Reads the manifests of the operations that the installation trusts: `<client>.json` for each client. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../environment';
import type { DocumentsOptions } from '../../gateway/documents/documents';
import { readManifest } from '../../gateway/documents/documents-manifest';
import { Problem } from '../problem';

/**
 * @throws Problem where the folder or a manifest cannot be read, or where only trusted operations are accepted and
 * none is listed
 */
export function readTrustedDocuments({
  TRUSTED_DOCUMENTS: folder,
  TRUSTED_DOCUMENTS_ONLY: only,
}: Pick<Settings, 'TRUSTED_DOCUMENTS' | 'TRUSTED_DOCUMENTS_ONLY'>): DocumentsOptions {
  const trusted = folder === undefined ? [] : manifestsIn(folder);
  if (only && trusted.length === 0) {
    throw new Problem(
      'TRUSTED_DOCUMENTS_ONLY: No operation is listed, so none would be taken. Set TRUSTED_DOCUMENTS to a folder with a <client>.json.',
    );
  }
  return { trusted, only };
}

function manifestsIn(folder: string): DocumentsOptions['trusted'] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .flatMap((file) =>
        readManifest(path.basename(file, '.json'), file, readFileSync(path.join(folder, file), 'utf8')),
      );
  } catch (error) {
    throw new Problem(`TRUSTED_DOCUMENTS: ${(error as Error).message}`);
  }
}
