/** Reads an XML file of one kind of element, each with fields of plain text. */
import type { FileRecord } from './file-record';
import { readXmlElements, type XmlElement } from './xml-elements';

export interface XmlForm {
  /** What it is, where another file was given: `the key list of authorities` */
  readonly name: string;
  readonly root: string;
  readonly element: string;
  /** All that may stand in the element, each once at most, whether it is read or not. */
  readonly fields: readonly string[];
}

/**
 * Elements by field. Attributes are passed over. What the form does not name is refused.
 *
 * @throws ImportError at once where the file is not XML, or another one
 */
export async function* readXmlRecords(path: string, form: XmlForm): AsyncGenerator<FileRecord> {
  const elements = readXmlElements(path, {
    form: `${form.name}: it must hold <${form.root}> with <${form.element}> elements`,
    isRoot: (name) => name === form.root,
    isRecord: (_name, depth) => depth === 2,
    textBetween: OUTSIDE,
  });
  for await (const found of elements) {
    if ('problem' in found) yield found;
    else yield* recordsOf(found.record as XmlElement, form);
  }
}

const OUTSIDE = 'text stands outside of a field';

/** The record of the element, or the first thing that is wrong about it. */
function recordsOf({ line, name, elements, text }: XmlElement, form: XmlForm): FileRecord[] {
  if (name !== form.element)
    return [{ line, problem: `<${name}> is not expected in <${form.root}>, only <${form.element}>` }];
  const record: Record<string, string> = {};
  for (const field of elements) {
    const problem = problemOf(field, record, form);
    if (problem) return [problem];
    record[field.name] = field.text;
  }
  return text.trim() === '' ? [{ line, record }] : [{ line, problem: OUTSIDE }];
}

function problemOf({ line, name, elements }: XmlElement, before: object, form: XmlForm): FileRecord | undefined {
  if (!form.fields.includes(name))
    return { line, problem: `<${name}> is not expected in <${form.element}>, only ${form.fields.join(', ')}` };
  if (Object.hasOwn(before, name)) return { line, problem: `<${name}> stands in its <${form.element}> twice` };
  const [within] = elements;
  if (!within) return undefined;
  const reason = `<${within.name}> is not expected in <${name}>, which holds text; write “<” as &lt;`;
  return { line: within.line, problem: reason };
}
