/** The database roles: the owner (of `DATABASE_URL`) migrates and imports; each service logs in as a role that owns nothing. */
import { createHmac } from 'node:crypto';

export const SERVICES = ['schools', 'licences', 'usage'] as const;
export type Service = (typeof SERVICES)[number];

export function roleOf(service: Service): string {
  return `freischalter_${service}`;
}

/** The role's password, derived from the installation's secret, so that nothing but the secret needs to be kept. */
export function rolePassword(secret: string, service: Service): string {
  return createHmac('sha256', secret).update(`database role ${service}`).digest('base64url');
}

/** Tells secrets apart without giving them away. */
export function fingerprint(secret: string): string {
  return createHmac('sha256', secret).update('fingerprint').digest('base64url').slice(0, 16);
}

/** The owner's connection string with the service's role and password in place of the owner's. */
export function serviceUrl(ownerUrl: string, secret: string, service: Service): string {
  const url = new URL(ownerUrl);
  url.username = roleOf(service);
  url.password = rolePassword(secret, service);
  return url.toString();
}
