import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { type PeerCertificate, TLSSocket } from 'node:tls';

/** The certificate a client showed, whether or not anybody trusts it; undefined when it showed none. */
export function peerCertificateOf(request: IncomingMessage): PeerCertificate | undefined {
  const socket = tlsSocketOf(request);
  if (socket === undefined) return undefined;
  const certificate = socket.getPeerCertificate(true);
  return Object.keys(certificate).length > 0 ? certificate : undefined;
}

/** The TLS socket of a request; HTTP/2 hides it behind the session. */
function tlsSocketOf(request: IncomingMessage): TLSSocket | undefined {
  const { stream } = request as { stream?: { session?: { socket?: Socket } } };
  const socket = request.httpVersionMajor === 2 ? stream?.session?.socket : request.socket;
  if (socket instanceof TLSSocket) return socket;
  const hidden = socket as Partial<TLSSocket> | undefined;
  return typeof hidden?.getPeerCertificate === 'function' ? (hidden as TLSSocket) : undefined;
}
