import { type ResourceKind } from './resource-kind';
import { anything } from './schema';

const reviewKind = {
  version: 'v1',
  namespaced: false,
  typed: true,
  verbs: ['create'],
  backing: 'review',
  fields: { spec: anything('What is asked.'), status: anything('The answer.') },
} as const;
const authorization = { ...reviewKind, group: 'authorization.k8s.io' } as const;
const authentication = { ...reviewKind, group: 'authentication.k8s.io' } as const;

/** Questions about who may do what: answered, never stored. */
export const REVIEW_KINDS: readonly ResourceKind[] = [
  {
    ...authorization,
    plural: 'selfsubjectaccessreviews',
    singular: 'selfsubjectaccessreview',
    kind: 'SelfSubjectAccessReview',
    description: 'May I do this?',
  },
  {
    ...authorization,
    plural: 'selfsubjectrulesreviews',
    singular: 'selfsubjectrulesreview',
    kind: 'SelfSubjectRulesReview',
    description: 'What may I do in a namespace?',
  },
  {
    ...authorization,
    plural: 'subjectaccessreviews',
    singular: 'subjectaccessreview',
    kind: 'SubjectAccessReview',
    description: 'May somebody do this?',
  },
  {
    ...authorization,
    plural: 'localsubjectaccessreviews',
    singular: 'localsubjectaccessreview',
    kind: 'LocalSubjectAccessReview',
    namespaced: true,
    description: 'May somebody do this in one namespace?',
  },
  {
    ...authentication,
    plural: 'selfsubjectreviews',
    singular: 'selfsubjectreview',
    kind: 'SelfSubjectReview',
    description: 'Who am I?',
  },
  {
    ...authentication,
    plural: 'tokenreviews',
    singular: 'tokenreview',
    kind: 'TokenReview',
    description: 'Whose token is this?',
  },
];
