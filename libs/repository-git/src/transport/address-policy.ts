import { BlockList, isIP } from 'node:net';

/** Where remotes may live; an administrator's choice. */
export interface UrlPolicy {
  /** Private and loopback addresses; allowed by default, since that is where most git servers are. */
  readonly allowPrivateAddresses: boolean;
  /** When given, only these hosts, each with its subdomains if it starts with a dot. */
  readonly allowedHosts?: readonly string[];
}

export const DEFAULT_URL_POLICY: UrlPolicy = { allowPrivateAddresses: true };

/** Link-local and metadata services, which hand out credentials to whoever asks; multicast and "this host". */
const NEVER = blockList(
  ['169.254.0.0', 16],
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
  ['ff00::', 8],
  ['::', 128],
);
const PRIVATE = blockList(
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['::1', 128],
  ['fc00::', 7],
);

/** Whether a resolved address may be connected to. */
export function isAddressAllowed(address: string, policy: UrlPolicy): boolean {
  const plain = withoutMapping(address);
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(plain) === 0 || NEVER.check(plain, family)) return false;
  return policy.allowPrivateAddresses || !PRIVATE.check(plain, family);
}

export function isHostAllowed(host: string, policy: UrlPolicy): boolean {
  const name = host.toLowerCase();
  return (
    policy.allowedHosts === undefined ||
    policy.allowedHosts.some((allowed) =>
      allowed.startsWith('.') ? name.endsWith(allowed.toLowerCase()) : name === allowed.toLowerCase(),
    )
  );
}

/** An IPv4 address written as an IPv6 one is that IPv4 address: `::ffff:169.254.169.254`, `::ffff:a9fe:a9fe`. */
function withoutMapping(address: string): string {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const dotted = /^::(?:ffff:(?:0:)?)?(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (dotted !== undefined) return dotted;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(plain);
  if (!hex) return plain;
  const value = Number.parseInt(hex[1] ?? '0', 16) * 65536 + Number.parseInt(hex[2] ?? '0', 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function blockList(...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}
