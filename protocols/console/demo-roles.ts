/** The roles that somebody who tries things out may take with one click: in development, with the demo data, and nowhere else. */

export interface DemoRole {
  readonly role: string;
  /** As the page shows it, in German. */
  readonly label: string;
  readonly description: string;
}

export interface DemoSignIn {
  readonly roles: readonly DemoRole[];
  /** An access token of the development issuer. */
  makeToken(role: DemoRole): Promise<string>;
}
