/**
 * Validates answers by COUNTER's own description of its API. Its licence does not allow to copy it into the project, so
 * it is used only where it lies beside it. Otherwise answers are compared with fixtures, which were validated by it
 * (protocols/counter/fixtures/).
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

const FILE = path.resolve(__dirname, '../../shared/data/counter/counter-api.patched.json');

/**
 * Returns what is wrong with an answer of a path, in words. The validator is null where the description does not exist.
 */
type ValidateCounter = (path: string, status: number, body: unknown) => string[];

export function readCounterSchema(): ValidateCounter | null {
  if (!existsSync(FILE)) {
    console.log('COUNTER’s API description is not beside the project: its answers are not validated by it.');
    return null;
  }
  const document = JSON.parse(readFileSync(FILE, 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'counter');
  return (of, status, body) => {
    const { $ref } = document.paths[of].get.responses[status];
    const validate = ajv.getSchema(`counter${$ref}/content/application~1json/schema`);
    if (!validate) return [`nothing is described for ${of} with ${status}`];
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
