/** The page of the console, which is the same at each of its addresses, and the files that it uses. */
import { encodingOf } from '../../gateway/http/compression';
import { FALLBACK_PATH, type Route, type RouteAnswer, type RouteRequest } from '../../gateway/http/route';
import { type BuiltFile, createBuiltFiles } from './built-files';
import { PLACES } from './places';
import { PAGE_HEADERS, PLAIN_STYLE, PLAIN_STYLE_PATH, plainPage } from './plain-page';

/** The progress of the build. */
export type Progress =
  | { readonly state: 'building'; readonly step: string }
  | { readonly state: 'failed' }
  | { readonly state: 'absent' };

const ONE_YEAR = 31_536_000;
const AGAIN_SECONDS = 3;
/** A link to a place may be shared; the page shows its content only to those who sign in. */
const PAGE_CACHING = { 'cache-control': 'no-cache' };

/**
 * @param folder of the build
 * @param progress called while nothing is built
 */
export function fileRoutes(folder: string, progress: () => Progress): readonly Route[] {
  const files = createBuiltFiles(folder);

  function page({ request }: RouteRequest): RouteAnswer {
    const built = files.page();
    return built ? sent(request, built, { ...PAGE_HEADERS, ...PAGE_CACHING }) : withoutConsole(progress());
  }

  const paths = ['/', ...PLACES.flatMap((place) => [place, `${place}/*`])];
  return [
    ...paths.map((path): Route => ({ path, methods: ['GET'], callers: 'anybody', answer: page })),
    {
      path: FALLBACK_PATH,
      methods: ['GET'],
      callers: 'anybody',
      answer() {
        const built = files.page();
        if (!built) return NO_PAGE;
        return {
          status: 404,
          headers: { ...PAGE_HEADERS, ...PAGE_CACHING, 'content-type': built.type },
          body: built.plain,
        };
      },
    },
    {
      path: '/console/assets/*',
      methods: ['GET'],
      callers: 'anybody',
      answer({ request, parameters }) {
        const file = files.asset(parameters['*'] ?? '');
        if (!file) return NO_FILE;
        return sent(request, file, { 'cache-control': `public, max-age=${ONE_YEAR}, immutable` });
      },
    },
    {
      path: PLAIN_STYLE_PATH,
      methods: ['GET'],
      callers: 'anybody',
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=3600' },
      answer: () => ({ status: 200, body: PLAIN_STYLE }),
    },
  ];
}

const NO_PAGE: RouteAnswer = plainPage({
  status: 404,
  title: 'Diese Seite gibt es nicht',
  paragraphs: ['Vielleicht hat sich die Adresse geändert.'],
  link: { to: '/', text: 'Zur Konsole' },
});

const NO_FILE: RouteAnswer = plainPage({
  status: 404,
  title: 'Diese Datei gibt es nicht',
  paragraphs: ['Die Konsole wurde inzwischen erneuert. Laden Sie die Seite neu.'],
  link: { to: '/', text: 'Zur Konsole' },
});

function sent(
  { headers }: RouteRequest['request'],
  file: BuiltFile,
  own: Readonly<Record<string, string>>,
): RouteAnswer {
  const all = { ...own, 'content-type': file.type, etag: file.tag, vary: 'accept-encoding' };
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim());
  if (known?.some((tag) => tag === file.tag || tag === '*')) return { status: 304, headers: all, body: EMPTY };
  const encoding = encodingOf(headers['accept-encoding']);
  const packed = encoding && file[encoding];
  if (!packed) return { status: 200, headers: all, body: file.plain };
  return { status: 200, headers: { ...all, 'content-encoding': encoding }, body: packed };
}

const EMPTY = Buffer.alloc(0);

function withoutConsole(progress: Progress): RouteAnswer {
  const api = 'Die GraphQL-Schnittstelle unter /graphql antwortet bereits.';
  if (progress.state === 'building') {
    return plainPage({
      status: 503,
      title: 'Die Konsole wird gebaut …',
      paragraphs: [progress.step, `Das dauert beim ersten Start etwa eine Minute. ${api} Diese Seite lädt sich neu.`],
      againSeconds: AGAIN_SECONDS,
    });
  }
  const failed = progress.state === 'failed';
  return plainPage({
    status: 503,
    againSeconds: AGAIN_SECONDS,
    title: failed ? 'Die Konsole konnte nicht gebaut werden' : 'Die Konsole ist nicht gebaut',
    paragraphs: [
      failed
        ? 'Das Protokoll des Servers sagt, woran es lag und was zu tun ist.'
        : 'Bauen Sie sie mit „node commands/bootstrap/console.mjs“.',
      api,
    ],
  });
}
