/** Delivers the mails in the outbox. */
import type { Logger } from 'pino';
import type { Transact } from '../../../database/queryable';
import type { MailSettings } from '../../subgraph/context';
import { claimMail, deleteMail, giveUpMails, type Mail, markFailing } from './notice-queries';

type SendMail = (mail: Mail) => Promise<void>;

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;
/** The time limit for sending a mail; no other process takes the mail meanwhile. */
const SEND_MS = 60_000;
/** The time limit from the moment when the service stops. */
const STOPPING_MS = 3_000;
const CLAIM_SECONDS = 120;
const GIVEN_UP_AFTER_DAYS = 7;

/** Sends by SMTP. A mail that is sent again has the same Message-ID, so that mailboxes recognise it. */
export function smtpSender(
  { url, from }: MailSettings,
  stopping: AbortSignal = new AbortController().signal,
): SendMail {
  const host = from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '');
  return async ({ id, address, subject, body }) => {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const close = () => transport.close();
    const limits = [setTimeout(close, SEND_MS)];
    const stop = () => void limits.push(setTimeout(close, STOPPING_MS));
    stopping.addEventListener('abort', stop);
    try {
      const headers = { 'Auto-Submitted': 'auto-generated' };
      await transport.sendMail({ from, to: address, subject, text: body, messageId: `<${id}@${host}>`, headers });
    } finally {
      stopping.removeEventListener('abort', stop);
      for (const limit of limits) clearTimeout(limit);
      close();
    }
  };
}

/**
 * Sends one mail after the other until none is due. A failure is tried again later, and stops no other mail.
 *
 * @param transact runs a transaction in the name of the service
 * @returns how many the mail server accepted
 */
export async function deliverNotices(
  transact: Transact,
  send: SendMail,
  log: Pick<Logger, 'warn'>,
  isOver: () => boolean = () => false,
): Promise<number> {
  const lost = await transact((db) => giveUpMails(db, GIVEN_UP_AFTER_DAYS));
  if (lost > 0) log.warn({ mails: lost }, 'notices could not be delivered for a week, and are given up');
  let sent = 0;
  while (!isOver()) {
    const mail = await transact((db) => claimMail(db, CLAIM_SECONDS));
    if (!mail) break;
    try {
      await send(mail);
    } catch (error) {
      await transact((db) => markFailing(db, mail.subscription));
      log.warn(reasonOf(error), 'a notice was not delivered; this is tried again');
      continue;
    }
    await transact((db) => deleteMail(db, mail.id));
    sent += 1;
  }
  return sent;
}

/** A mail server's message repeats the address, which does not belong in a log. */
function reasonOf(error: unknown): { code: unknown; responseCode: unknown } {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return { code, responseCode };
}
