import { type IncomingHttpHeaders } from 'node:http';
import { type OperationContext } from '@porch/repository';
import { type Authentication } from '../auth/authenticator';
import { type RequestTarget } from './request-target';

/** A request whose sender is known. */
export interface ApiRequest {
  readonly id: string;
  readonly method: string;
  readonly target: RequestTarget;
  readonly headers: IncomingHttpHeaders;
  readonly authentication: Authentication;
  readonly context: OperationContext;
  /** Reads the body, once. @throws PorchError RequestEntityTooLarge, BadRequest */
  readBody(): Promise<Buffer>;
  /** Sends a Warning header with the answer. */
  warn(text: string): void;
}
