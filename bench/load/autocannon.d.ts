/** Declares the part of autocannon that is used here, because it comes without types. */
declare module 'autocannon' {
  namespace autocannon {
    interface Request {
      method: 'POST';
      path?: string;
      headers: Record<string, string>;
      body?: string;
      /** Is called before each request; what it returns is sent. */
      setupRequest?(request: Request): Request;
    }
    /** A client has one connection. */
    interface Client {
      setRequests(requests: Request[]): void;
    }
    interface Options {
      url: string;
      connections: number;
      /** The duration in seconds. */
      duration: number;
      requests: Request[];
      setupClient?(client: Client): void;
    }
    interface Result {
      /** The duration in seconds. */
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
