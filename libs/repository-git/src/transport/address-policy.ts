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
  ['168.63.129.16', 32],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
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

/** Prefixes, in groups of 16 bits, behind which 32 bits of an IPv6 address are an IPv4 address that it leads to. */
const TRANSLATED: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0xffff], // mapped: ::ffff:a.b.c.d
  [0, 0, 0, 0, 0xffff, 0], // translated: ::ffff:0:a.b.c.d
  [0, 0, 0, 0, 0, 0], // compatible: ::a.b.c.d
  [0x64, 0xff9b, 0, 0, 0, 0], // NAT64
  [0x2002], // 6to4
];

/** The IPv4 address that an IPv6 one leads to, whatever it is written as; any other address as it is. */
function withoutMapping(address: string): string {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIP(plain) !== 6 || plain === '::1') return plain;
  const groups = ipv6Groups(plain);
  const prefix = TRANSLATED.find((candidate) => candidate.every((group, at) => groups[at] === group));
  if (!prefix || groups.every((group) => group === 0)) return plain;
  const [high = 0, low = 0] = groups.slice(prefix.length);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** The eight groups of an IPv6 address. */
function ipv6Groups(address: string): number[] {
  // A URL writes every address in one way, without dotted parts.
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const parse = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [start, end] = [parse(left), parse(right ?? '')];
  return [...start, ...new Array<number>(8 - start.length - end.length).fill(0), ...end];
}

function blockList(...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}
