import { isAddressAllowed, isHostAllowed } from './address-policy';
import { proxyFor } from './proxy-environment';
import { canonicalRepositoryUrl, parseRepositoryUrl } from './repository-url';

describe('where connections may go', () => {
  const open = { allowPrivateAddresses: true };
  const closed = { allowPrivateAddresses: false };

  it.each([
    '169.254.169.254',
    'fe80::1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::ffff:0:169.254.169.254',
    '::169.254.169.254',
    '::a9fe:a9fe',
    '64:ff9b::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    'fe80::1%eth0',
    '168.63.129.16',
    'fd00:ec2::23',
    'fd20:ce::254',
    '[fe80::1]',
    '0.0.0.0',
    '::',
    'fd00:ec2::254',
    '100.100.100.200',
    'no address',
  ])('never to %s', (address) => {
    expect(isAddressAllowed(address, open)).toBe(false);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '172.16.5.5',
    '::1',
    'fd12::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
  ])('to %s unless an administrator forbids private addresses', (address) => {
    expect(isAddressAllowed(address, open)).toBe(true);
    expect(isAddressAllowed(address, closed)).toBe(false);
  });

  it('to public addresses', () => {
    expect(isAddressAllowed('140.82.112.3', closed)).toBe(true);
    expect(isAddressAllowed('2606:50c0::1', closed)).toBe(true);
    expect(isAddressAllowed('64:ff9b::8c52:7003', closed)).toBe(true);
  });

  it('only to hosts of the list, where there is one', () => {
    const policy = { ...open, allowedHosts: ['git.example.com', '.corp.example'] };
    expect(isHostAllowed('git.example.com', policy)).toBe(true);
    expect(isHostAllowed('a.corp.example', policy)).toBe(true);
    expect(isHostAllowed('evil.example.com', policy)).toBe(false);
    expect(isHostAllowed('git.example.com.evil', policy)).toBe(false);
  });
});

describe('the proxy for an address', () => {
  const environment = { HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'internal.example,.corp,10.0.0.1:8443' };
  it.each([
    ['https://github.com/x', 'http://proxy:3128/'],
    ['http://github.com/x', undefined],
    ['https://internal.example/x', undefined],
    ['https://a.internal.example/x', undefined],
    ['https://a.corp/x', undefined],
    ['https://10.0.0.1:8443/x', undefined],
    ['https://10.0.0.1/x', 'http://proxy:3128/'],
  ])('of %s is %s', (url, proxy) => {
    expect(proxyFor(new URL(url), environment)?.toString()).toBe(proxy);
  });
});

describe('the address of a repository', () => {
  it.each([
    ['https://host/a/b.git/', 'https://host/a/b.git'],
    ['http://127.0.0.1:3000/a.git', 'http://127.0.0.1:3000/a.git'],
    ['git@host:a/b.git', 'ssh://git@host/a/b.git'],
    ['ssh://git@host:2222/a.git', 'ssh://git@host:2222/a.git'],
    ['file:///var/a.git', 'file:///var/a.git'],
  ])('%s is understood', (text, canonical) => {
    expect(canonicalRepositoryUrl(parseRepositoryUrl(text))).toBe(canonical);
  });

  it.each([
    'ext::sh -c touch% /tmp/pwned',
    'fd::17',
    '--upload-pack=id',
    '-oProxyCommand=id@host:x',
    'ssh://-oProxyCommand=id/x',
    'git@host:-x',
    'git@-host:x',
    'https://user@host/x',
    'https://user:secret-word@host/x',
    'https://host/x?y=z',
    'https://host/../x',
    'https://host/a\nb',
    'file://host/x',
    'file:///a%2fetc/x',
    'ssh://host/a%0ab',
    'ssh://host/%zz',
    'ssh://%zz@host/x',
    'ssh://-h@host/x',
    'ssh://us%20er@host/x',
    'ssh://host/x?y',
    'ssh://host/x#y',
    'ssh://user:secret-word@host/x',
    'https://host/a\\b',
    'https://ho st/x',
    'https://host:99999/x',
    'HTTPS+UNIX://host/x',
    'javascript:alert(1)',
    'data:text/plain,x',
    'file:relative',
    '/plain/path',
    'git://host/x',
    '',
  ])('%j is refused', (text) => {
    const parse = () => parseRepositoryUrl(text);
    expect(parse).toThrow(/refused/);
    expect(parse).not.toThrow(/secret-word/);
  });
});
