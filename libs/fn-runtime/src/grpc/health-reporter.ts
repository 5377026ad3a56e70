import { type sendUnaryData, type ServerWritableStream, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { type HealthCheckResponse, NOT_SERVING, SERVING } from './health-service';

type Watch = ServerWritableStream<unknown, HealthCheckResponse>;

/** Answers gRPC health checks, for the server as a whole whatever service they name: serving, until it drains. */
export class HealthReporter {
  private health = SERVING;
  private readonly watches = new Set<Watch>();

  /** `List` is left out, as upstream leaves it: it answers UNIMPLEMENTED. */
  readonly implementation: UntypedServiceImplementation = {
    check: (_call: unknown, callback: sendUnaryData<HealthCheckResponse>) => callback(null, { status: this.health }),
    watch: (watch: Watch) => {
      watch.write({ status: this.health });
      this.watches.add(watch);
      watch.on('cancelled', () => this.watches.delete(watch));
    },
  };

  /** Says that it serves no more, and ends the watches, which would keep the server from ending. */
  drain(): void {
    this.health = NOT_SERVING;
    for (const watch of this.watches) {
      watch.write({ status: this.health });
      watch.end();
    }
    this.watches.clear();
  }
}
