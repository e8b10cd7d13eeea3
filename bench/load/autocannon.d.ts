/** What of autocannon is used here; it comes without types. */
declare module 'autocannon' {
  namespace autocannon {
    interface Request {
      method: 'POST';
      path?: string;
      headers: Record<string, string>;
      body?: string;
      /** Called before each sending; what it returns is sent. */
      setupRequest?(request: Request): Request;
    }
    /** One connection. */
    interface Client {
      setRequests(requests: Request[]): void;
    }
    interface Options {
      url: string;
      connections: number;
      /** Seconds. */
      duration: number;
      requests: Request[];
      setupClient?(client: Client): void;
    }
    interface Result {
      /** Seconds. */
      duration: number;
      errors: number;
      timeouts: number;
      non2xx: number;
      '2xx': number;
      throughput: { total: number };
    }
  }
  function autocannon(options: autocannon.Options): Promise<autocannon.Result>;
  export = autocannon;
}
