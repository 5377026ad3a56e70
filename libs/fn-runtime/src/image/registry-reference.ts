/** Where a registry has an image: its host, with a port where it has one, and the image's name there. */
export interface RegistryReference {
  readonly host: string;
  readonly name: string;
}

const DOCKER_HUB = 'registry-1.docker.io';
const REPOSITORY_NAME = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;

/**
 * Takes an image without tag apart as docker does: its first part is a host when it has a dot or a colon or is `localhost`;
 * everything else is Docker Hub's. Undefined for what is no image's name.
 */
export function registryReference(image: string): RegistryReference | undefined {
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(slash, 0));
  const isHost = first === 'localhost' || /[.:]/.test(first);
  const name = isHost ? image.slice(slash + 1) : slash < 0 ? `library/${image}` : image;
  if (!REPOSITORY_NAME.test(name)) return undefined;
  const host = isHost && first !== 'docker.io' ? first : DOCKER_HUB;
  return /^[A-Za-z0-9.-]+(?::\d{1,5})?$/.test(host) ? { host, name } : undefined;
}

/** The registry's API; in plain text only on this machine, as docker has it. */
export function registryUrl({ host, name }: RegistryReference): URL {
  const onThisMachine = /^(?:localhost|127\.\d+\.\d+\.\d+)(?::|$)/.test(host);
  return new URL(`${onThisMachine ? 'http' : 'https'}://${host}/v2/${name}/tags/list?n=1000`);
}
