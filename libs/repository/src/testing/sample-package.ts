import { type PackageResources, textFile } from '../package-resources';

/** A small package: a Kptfile and a ConfigMap whose data a test can tell apart. */
export function samplePackage(name: string, value = 'one', kptfileLabels?: Record<string, string>): PackageResources {
  const labels = kptfileLabels
    ? `  labels:\n${Object.entries(kptfileLabels)
        .map(([key, text]) => `    ${key}: ${text}\n`)
        .join('')}`
    : '';
  return new Map([
    [
      'Kptfile',
      textFile(
        `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n${labels}info:\n  description: sample\n`,
      ),
    ],
    [
      'config.yaml',
      textFile(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: ${value}\n`),
    ],
  ]);
}
