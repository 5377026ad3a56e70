import { type KrmObject } from '@porch/krm';
import { type PackageKptfile } from '../kptfile/package-kptfile';

/** A package during a render: the root, or a subpackage below it. */
export interface PackageNode {
  /** `.` for the root, `./a/b` below it: how kpt's messages name it, and what package-path annotations say. */
  readonly path: string;
  /** The directory relative to the root; empty for the root. */
  readonly directory: string;
  /** The root's name and the directory below it. */
  readonly displayName: string;
  readonly kptfile: PackageKptfile;
  /** Its resources, own or with those of its subpackages, as far as the render has come. */
  resources: KrmObject[];
}
