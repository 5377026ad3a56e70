import { type Selector } from './selector';

/** Which object of the package is a step's functionConfig; empty fields match everything but the namespace of nothing. */
export interface ConfigReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** One step of a Kptfile's pipeline, as kpt decodes it. Exactly one of image and exec is set. */
export interface PipelineFunction {
  readonly image?: string;
  readonly exec?: string;
  /** A tag, or a constraint on tags, that replaces the image's own. */
  readonly tag?: string;
  readonly configPath?: string;
  readonly configMap?: Readonly<Record<string, string>>;
  readonly configRef?: ConfigReference;
  readonly name?: string;
  readonly selectors?: readonly Selector[];
  readonly exclude?: readonly Selector[];
  /** A CEL expression over the resources; the step is skipped where it is false. */
  readonly when?: string;
}

export interface Pipeline {
  readonly mutators: readonly PipelineFunction[];
  readonly validators: readonly PipelineFunction[];
}
