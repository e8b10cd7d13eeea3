/** The secrets of an installation in containers, as the file .env that docker-compose.yml reads. */
import { rolePassword, SERVICES } from '../../database/roles';

/** @param fresh gives another secret each time: at least 32 characters, all of them fit for an address */
export function environmentFile(fresh: () => string): string {
  const secret = fresh();
  return `${[
    `POSTGRES_PASSWORD=${fresh()}`,
    '# The passwords of the services are derived of SECRET; the container “migrate” sets them in the database.',
    `SECRET=${secret}`,
    ...SERVICES.map((service) => `${service.toUpperCase()}_PASSWORD=${rolePassword(secret, service)}`),
    '# Signs what the gateway says to the services. To change it without a stop, put the new key first: new,old',
    `HOP_KEYS=${fresh()}`,
    '# Whose tokens the gateway takes: docs/tokens.md. Fill it in, and take the # away.',
    `#TOKEN_ISSUERS='[{"issuer":"https://…","audience":"freischalter","jwksUri":"https://…"}]'`,
  ].join('\n')}\n`;
}
