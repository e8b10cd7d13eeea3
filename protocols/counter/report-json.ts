/** Writes a report as JSON, piece by piece: no more than one item is in memory at once. */
import type { ReportDefinition } from './report-definitions';
import type { ReportHeader } from './report-header';
import type { Item } from './report-items';

export async function* writeJson(
  { of }: ReportDefinition,
  header: ReportHeader,
  items: AsyncIterable<Item>,
  platform: string,
): AsyncGenerator<string> {
  yield `{"Report_Header":${JSON.stringify(header)},"Report_Items":[`;
  let isFirst = true;
  for await (const item of items) {
    // Titles belong to no larger work here, so all of them stand under one nameless parent.
    const before = of === 'items' && isFirst ? '{"Items":[' : isFirst ? '' : ',';
    isFirst = false;
    yield before + JSON.stringify(jsonOf(item, platform));
  }
  yield of === 'items' && !isFirst ? ']}]}' : ']}';
}

function jsonOf({ title, entries }: Item, platform: string) {
  return {
    ...(title && { Item: title.name, Publisher: title.publisher }),
    Platform: platform,
    ...(title && { Item_ID: { Proprietary: `${platform}:${title.id}` } }),
    Attribute_Performance: entries.map(({ attributes, performance }) => ({ ...attributes, Performance: performance })),
  };
}
