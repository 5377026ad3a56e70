import { type ServiceDefinition } from '@grpc/grpc-js';
import { decodeFields, encodeFields } from './wire-format';

export const SERVING = 1;
export const NOT_SERVING = 2;

export interface HealthCheckResponse {
  readonly status: number;
}

const codec = {
  requestSerialize: () => Buffer.alloc(0),
  requestDeserialize: () => ({}),
  responseSerialize: ({ status }: HealthCheckResponse) => encodeFields([[1, status]]),
  responseDeserialize: (message: Buffer): HealthCheckResponse => {
    const status = decodeFields(message).get(1);
    return { status: typeof status === 'number' ? status : 0 };
  },
};

/** gRPC's standard health service. */
export const HEALTH = {
  check: { path: '/grpc.health.v1.Health/Check', requestStream: false, responseStream: false, ...codec },
  watch: { path: '/grpc.health.v1.Health/Watch', requestStream: false, responseStream: true, ...codec },
} as const satisfies ServiceDefinition;
