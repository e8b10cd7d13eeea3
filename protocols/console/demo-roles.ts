/** The roles that a visitor may take with one click: in development, with the demo data, and nowhere else. */

export interface DemoRole {
  readonly role: string;
  /** Shown on the page, in German. */
  readonly label: string;
  readonly description: string;
}

export interface DemoSignIn {
  readonly roles: readonly DemoRole[];
  /** Makes an access token of the development issuer. */
  makeToken(role: DemoRole): Promise<string>;
}
