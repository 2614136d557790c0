import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What is done about a piece of what a client says: `lose` it, or let it through and lose the `answer`; both reset the connection. */
export type Verdict = 'pass' | 'lose' | 'lose answer';

/** Stands between a client and its server on this machine, and breaks what runs through it. */
export interface TcpProxy {
  readonly port: number;
  /** Connections refused so far. */
  readonly refused: number;
  /** Resets every connection there is; new ones work. */
  cut(): void;
  /** Cuts, and resets every new connection at once until `accept`. */
  refuse(): void;
  accept(): void;
  /** Asked of every piece that a client sends; both protocols send SQL as it is. */
  judge: (said: string) => Verdict;
  close(): Promise<void>;
}

export async function createTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let refusing = false;
  let refused = 0;

  const server = createServer({ noDelay: true }, (client) => {
    // A reset is what these tests are about; whoever is reset is told by his own driver.
    client.on('error', () => undefined);
    if (refusing) {
      refused += 1;
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ host, port, noDelay: true });
    upstream.on('error', () => undefined);
    open.add(client);
    let deaf = false;
    const end = () => {
      open.delete(client);
      upstream.destroy();
      client.resetAndDestroy();
    };
    client.on('data', (data) => {
      const verdict = proxy.judge(data.toString('latin1'));
      if (verdict === 'lose') return end();
      if (verdict === 'lose answer') deaf = true;
      upstream.write(data);
    });
    // Answered is done: the server has committed by then.
    upstream.on('data', (data) => (deaf ? end() : client.write(data)));
    client.on('close', end);
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = () => {
    for (const client of open) client.resetAndDestroy();
  };
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    get refused() {
      return refused;
    },
    cut,
    refuse() {
      refusing = true;
      cut();
    },
    accept() {
      refusing = false;
    },
    judge: () => 'pass',
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

/** `judge` for the first piece that reads so; what comes after it passes. */
export function theFirst(pattern: RegExp, verdict: Verdict): (said: string) => Verdict {
  let done = false;
  return (said) => {
    if (done || !pattern.test(said)) return 'pass';
    done = true;
    return verdict;
  };
}
