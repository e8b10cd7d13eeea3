/**
 * Pages in the place of the console where it is not available: while it is built, and where a sign-in fails. They are
 * in German, like it.
 */
import type { RouteAnswer } from '../../gateway/http/route';

interface PlainPage {
  readonly status: number;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Where the person can go from here; left out where there is nothing. */
  readonly link?: { readonly to: string; readonly text: string };
  /** After how many seconds the page loads itself again; left out where it does not. */
  readonly againSeconds?: number;
  readonly cookies?: readonly string[];
}

/** For every page: only our own files, nothing inline. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  // With no-referrer, a browser would send no origin with a form.
  'referrer-policy': 'same-origin',
};

export const PLAIN_STYLE_PATH = '/console/plain.css';
export const PLAIN_STYLE = `:root { color-scheme: light dark; font: 1.125rem/1.5 "Fira Sans", system-ui, sans-serif; }
body { max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.25; }
a { color: LinkText; }
`;

export function plainPage({ status, title, paragraphs, link, againSeconds, cookies }: PlainPage): RouteAnswer {
  const again = String(againSeconds);
  const headers = againSeconds === undefined ? PAGE_HEADERS : { ...PAGE_HEADERS, refresh: again, 'retry-after': again };
  return { status, cookies, headers, body: htmlOf(title, paragraphs, link) };
}

function htmlOf(title: string, paragraphs: readonly string[], link: PlainPage['link']): string {
  const lines = paragraphs.map((text) => `    <p>${escaped(text)}</p>\n`);
  if (link) lines.push(`    <p><a href="${escaped(link.to)}">${escaped(link.text)}</a></p>\n`);
  return `<!doctype html>
<html lang="de">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${escaped(title)} – Freischalter</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${PLAIN_STYLE_PATH}" />
  </head>
  <body>
    <h1>${escaped(title)}</h1>
${lines.join('')}  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
