/** The settings that a service gets. */
import { parseSettings } from '../../environment';
import { placeOf } from '../../protocols/console/places';
import { serviceSettings } from './services';

const SENDING = { SMTP_URL: 'smtp://mail.example', NOTICES_FROM: 'lizenzen@stadt.example' };

function mailOf(variables: Record<string, string>) {
  const settings = parseSettings(variables);
  if ('mistakes' in settings) throw new Error(settings.mistakes.join('\n'));
  return serviceSettings(settings).mail;
}

test('mails about deadlines link to a page of the console', () => {
  const { origin, pathname } = new URL(mailOf({ ...SENDING, PUBLIC_URL: 'https://lizenzen.example' })?.worklists ?? '');
  expect(origin).toBe('https://lizenzen.example');
  expect(placeOf(pathname)).toBe('/worklists');
});

test('mails have no link where the address of the console is not set, and no mail is sent without a mail server', () => {
  expect(mailOf(SENDING)).toEqual({ url: SENDING.SMTP_URL, from: SENDING.NOTICES_FROM });
  expect(mailOf({ PUBLIC_URL: 'https://lizenzen.example' })).toBeUndefined();
});
